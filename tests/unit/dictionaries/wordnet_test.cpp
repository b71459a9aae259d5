#include <catch2/catch.hpp>

#include "dictionaries/wordnet.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb {

namespace {

constexpr std::string_view licence = "  1 This software and database is being provided to you, the LICENSEE  \n";

// Eight words of WordNet, in the formats of wndb(5), with offsets of our own.
class LittleWordNet {
public:
    LittleWordNet() {
        write("index.noun",
              "payment n 1 1 + 1 1 00000010  \nwhite_house n 1 0 1 0 00000020  \n0 n 1 0 1 0 00000020  \n");
        write("index.verb", "pay v 1 1 + 1 1 00000010  \nwell v 1 0 1 0 00000030  \n");
        write("index.adj", "good a 1 0 1 1 00000010  \npayable a 1 1 + 1 0 00000020  \n");
        write("index.adv", "well r 1 0 1 1 00000010  \n");
        write("data.noun",
              "00000010 04 n 02 Payment 0 pay_off 0 001 + 00000010 v 0101 | a sum of money  \n"
              "00000020 15 n 01 White_House 0 001 + 00000010 v 0101 | a house  \n");
        write("data.verb",
              "00000010 40 v 01 pay 0 003 + 00000010 n 0101 + 00000020 a 0101 @ 00000030 v 0000 01 + 08 00 | give  \n"
              "00000030 30 v 01 well 0 000 01 + 01 00 | come up  \n");
        write("data.adj",
              "00000010 00 a 01 good(p) 0 000 | morally admirable  \n"
              "00000020 00 s 01 payable(p) 0 001 + 00000010 v 0101 | due  \n");
        folder_.write("noun.exc", "axes ax axis\nmen-at-arms man-at-arms\nattorneys_general attorney_general\n");
        folder_.write("verb.exc", "paid pay\n");
        folder_.write("adj.exc", "better good well\n");
        folder_.write("adv.exc", "better well\n");
        folder_.write("cntlist.rev", "good%3:00:01:: 1 190\ngood%5:00:00:close:00 2 10\npay%2:40:00:: 1 150\n");
    }

    void write(const std::string& name, const std::string& lines) { folder_.write(name, std::string(licence) + lines); }
    std::filesystem::path file(std::string_view name) const { return folder_ / name; }
    Result<WordNet> read() const { return read_wordnet(folder_.path()); }

private:
    test::ScratchFolder folder_;
};

}  // namespace

TEST_CASE("WordNet's single words come sorted, with their parts of speech and how often they are used") {
    const WordNet words = test::must(LittleWordNet().read());
    const std::vector<WordNet::Lemma> expected = {
        {"good", WordNet::adjective, {0, 0, 200, 0}},  {"pay", WordNet::verb, {0, 150, 0, 0}},
        {"payable", WordNet::adjective, {}},           {"payment", WordNet::noun, {}},
        {"well", WordNet::verb | WordNet::adverb, {}},
    };
    CHECK(words.lemmas == expected);
}

TEST_CASE("WordNet's irregular forms keep the order of their lemmas") {
    const WordNet words = test::must(LittleWordNet().read());
    const std::vector<WordNet::Exception> expected = {
        {"axes", 0, {"ax", "axis"}}, {"better", 2, {"good", "well"}},
        {"better", 3, {"well"}},     {"men-at-arms", 0, {"man-at-arms"}},
        {"paid", 1, {"pay"}},
    };
    CHECK(words.exceptions == expected);
}

TEST_CASE("WordNet's derivations join single words, whatever their case and marker") {
    const WordNet words = test::must(LittleWordNet().read());
    const std::vector<WordNet::Derivation> expected = {
        {"pay", "payable", 1, 2}, {"pay", "payment", 1, 0}, {"payable", "pay", 2, 1}, {"payment", "pay", 0, 1}};
    CHECK(words.derivations == expected);
}

TEST_CASE("a missing file of WordNet is named, with the package that has it") {
    LittleWordNet little;
    std::filesystem::remove(little.file("verb.exc"));
    const Result<WordNet> words = little.read();
    REQUIRE_FALSE(words);
    CHECK(words.error().at.path == little.file("verb.exc").string());
    CHECK_THAT(words.error().hint, Catch::Contains("install wordnet-base"));
}

TEST_CASE("a file of WordNet that is cut off is refused") {
    LittleWordNet little;
    SECTION("within a line") {
        little.write("data.noun", "00000010 04 n 01 payment 0 001 + 000000");
        CHECK(test::code_of(little.read()) == ErrorCode::invalid_content);
    }
    SECTION("within a line, which is told by its number") {
        little.write("data.verb", "00000010 40 v 01 pay 0 003 + 00000010 n 0101\n");
        const Result<WordNet> words = little.read();
        REQUIRE_FALSE(words);
        CHECK(words.error().at == Location{little.file("data.verb").string(), 2});
        CHECK_THAT(words.error().hint, Catch::Contains("install wordnet-base"));
    }
    SECTION("after a line, which another file points beyond") {
        little.write("data.adj", "00000010 00 a 01 good(p) 0 000 | morally admirable  \n");
        const Result<WordNet> words = little.read();
        REQUIRE_FALSE(words);
        CHECK(words.error().at.path == little.file("data.adj").string());
    }
    SECTION("to nothing") {
        std::filesystem::resize_file(little.file("index.adv"), 0);
        CHECK(test::code_of(little.read()) == ErrorCode::invalid_content);
    }
}

TEST_CASE("a line of WordNet of another part of speech is refused") {
    LittleWordNet little;
    little.write("index.noun", "pay v 1 1 + 1 1 00000010  \n");
    CHECK(test::code_of(little.read()) == ErrorCode::invalid_content);
}

}  // namespace kb
