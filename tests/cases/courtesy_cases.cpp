// What is taken for greetings, signatures and politeness, by the tables of tests/cases/courtesy.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kb/base/files.h"
#include "kb/base/tsv.h"
#include "kb/search/answer_text.h"
#include "kb/search/courtesy.h"
#include "tests/world/must.h"

namespace kb::test {

namespace {

template <class Check>
void for_each_row(std::string_view table, Check check) {
    const std::string text = must(read_file(fmt::format("{}/courtesy/{}", OTVET_CASES, table), 1 << 20));
    int count = 0;
    each_table_line(text, [&](int number, std::string_view line) {
        const auto fields = split(line, '\t');
        REQUIRE(fields.size() == 2);
        INFO(table << ":" << number << ": " << fields[0] << " | " << fields[1]);
        check(fields[0], fields[1]);
        ++count;
    });
    CHECK(count > 9);
}

std::string with_lines(std::string_view text) {
    std::string lines(text);
    constexpr std::string_view sign = "¶";
    for (std::size_t at = lines.find(sign); at != lines.npos; at = lines.find(sign)) lines.replace(at, sign.size(), "\n");
    return lines;
}

}  // namespace

TEST_CASE("of an answer neither the greeting nor the signature goes to another customer") {
    for_each_row("answers.tsv", [](std::string_view answer, std::string_view expected) {
        CHECK(read_answer(with_lines(answer)) == with_lines(expected));
    });
}

TEST_CASE("no sentence ends behind an abbreviation") {
    for_each_row("sentences.tsv", [](std::string_view line, std::string_view expected) {
        CHECK(fmt::format("{}", fmt::join(sentences_of(line), "|")) == expected);
    });
}

TEST_CASE("politeness is told from a question") {
    for_each_row("politeness.tsv", [](std::string_view expected, std::string_view sentence) {
        CHECK(is_courtesy(sentence) == (expected == "yes"));
    });
}

TEST_CASE("answers of any bytes are no trouble") {
    CHECK(read_answer("").empty());
    CHECK(read_answer("\n \n").empty());
    for (const std::string_view piece : {"Hi ", ", ", ". ", "-- \n", "\xd0", "Thanks,\n", "[name] "}) {
        std::string many;
        for (int i = 0; i < 5000; ++i) many += piece;
        CHECK_NOTHROW(read_answer(many));
    }
}

}  // namespace kb::test
