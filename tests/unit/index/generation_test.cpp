#include <catch2/catch.hpp>

#include "kb/index/generation.h"
#include "kb/index/schema.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb {

using test::code_of;
using test::must;
using test::ScratchFolder;

TEST_CASE("generation names are read and written in one form") {
    const struct {
        std::string_view name;
        GenerationNumber number;
    } good[] = {{"generation-000001", 1},
                {"generation-000042", 42},
                {"generation-999999", 999'999},
                {"generation-1000000", 1'000'000},
                {"generation-4294967295", 4'294'967'295}};
    for (const auto& [name, number] : good) {
        CHECK(parse_generation_name(name) == number);
        CHECK(generation_name(number) == name);
    }
}

TEST_CASE("other names are no generations") {
    for (const std::string_view name :
         {"", "generation", "generation-", "generation-0", "generation-000000", "generation-42", "generation-00042",
          "generation-0000042", "generation-+00042", "generation--00042", "generation-000042.tmp", "generation-00004x",
          "generation-000042 ", " generation-000042", "Generation-000042", "generation-4294967296", "generation-0x0042",
          "../generation-000042", "generation-000042/x", "generation-18446744073709551616"})
        CHECK_FALSE(parse_generation_name(name));
}

namespace {

GenerationInfo an_info() {
    GenerationInfo info;
    info.number = 7;
    info.commit = std::string(40, 'a');
    info.analyzer = "otvet 1";
    info.schema = schema_version;
    info.site.logo = "0123456789abcdef.svg";
    info.site.links = {{{{"ru", "Сайт"}}, "https://example.com"}};
    info.site.notice = {{{"", "Чат закрыт"}}, "chat", "2026-12-31"};
    info.site.contact.enabled = true;
    info.site.contact.needs_email = true;
    info.site.contact.fields = {
        {"order", ContactField::Kind::text, {{"ru", "Номер заказа"}}, {{"", "On the receipt"}}, true, {}},
        {"city", ContactField::Kind::choice, {{"", "City"}}, {}, false, {{"msk", {{"ru", "Москва"}}}, {"spb", {{"", "SPB"}}}}}};
    info.created = 1'780'000'000;
    info.articles = 3;
    info.site.title = {{"ru", "Справка"}, {"en", "Help"}};
    info.site.base_url = "https://example.com/help";
    info.site.languages = {"en", "ru"};
    info.site.default_language = "en";
    info.categories = {{"ru", "pay", "Оплата", "Всё об оплате", 10}};
    info.words = {{"ru", "симка", "карта"}};
    info.templates = {{"hello", "ru", "Привет", {"приветствие"}, "**{{name}}**", "{{name}}", "<p>{{name}}</p>", {"name"}}};
    info.removed = {{"en", "old"}, {"ru", "staroe"}};
    return info;
}

}  // namespace

TEST_CASE("what describes a generation comes back") {
    const ScratchFolder folder;
    const GenerationInfo info = an_info();
    must(write_generation_info(folder.path(), info));
    const GenerationInfo read = must(read_generation_info(folder.path()));
    CHECK(read.number == info.number);
    CHECK(read.commit == info.commit);
    CHECK(read.analyzer == info.analyzer);
    CHECK(read.schema == info.schema);
    CHECK(read.created == info.created);
    CHECK(read.articles == info.articles);
    CHECK(read.site == info.site);
    CHECK(read.categories == info.categories);
    CHECK(read.words == info.words);
    CHECK(read.removed == info.removed);
    CHECK(read.templates == info.templates);
    GenerationInfo plain = info;
    plain.commit.reset();
    must(write_generation_info(folder.path(), plain));
    CHECK_FALSE(must(read_generation_info(folder.path())).commit);
}

TEST_CASE("a description from before removed articles were noted is read") {
    const ScratchFolder folder;
    must(write_generation_info(folder.path(), an_info()));
    std::string text = test::content_of(folder / "generation.json");
    const std::size_t begin = text.find("\"removed\"");
    REQUIRE(begin != std::string::npos);
    text.replace(begin, 9, "\"unknown\"");
    folder.write("generation.json", text);
    CHECK(must(read_generation_info(folder.path())).removed.empty());
}

TEST_CASE("a description from before there was a contact form is read") {
    const ScratchFolder folder;
    must(write_generation_info(folder.path(), an_info()));
    std::string text = test::content_of(folder / "generation.json");
    const std::size_t begin = text.find("\"contact\"");
    REQUIRE(begin != std::string::npos);
    text.replace(begin, 9, "\"unknown\"");
    folder.write("generation.json", text);
    CHECK(must(read_generation_info(folder.path())).site.contact == ContactForm{});
}

TEST_CASE("a missing or broken description is damage") {
    const ScratchFolder folder;
    CHECK(code_of(read_generation_info(folder.path())) == ErrorCode::index_damaged);
    for (const std::string_view text : {"", "{", "[]", "null", "7", "{\"generation\": \"x\"}", "{\"generation\": 1}"}) {
        folder.write("generation.json", text);
        CHECK(code_of(read_generation_info(folder.path())) == ErrorCode::index_damaged);
    }
}

TEST_CASE("another schema's description may look different and is still read as foreign") {
    const ScratchFolder folder;
    folder.write("generation.json",
                 R"({"generation": 9, "commit": null, "analyzer": "otvet-other 5", "schema": 99, "created": 1, "new": {}})");
    const GenerationInfo info = must(read_generation_info(folder.path()));
    CHECK(info.schema == 99);
    CHECK(check_compatible(info, "otvet 1", folder.path()));
}

TEST_CASE("a generation of another analyzer or schema is foreign, with the command that rebuilds it") {
    CHECK_FALSE(check_compatible(an_info(), "otvet 1", "/srv/index/generation-000007"));
    GenerationInfo other_analyzer = an_info(), other_schema = an_info();
    other_analyzer.analyzer = "otvet-other 1";
    other_schema.schema = schema_version + 1;
    for (const GenerationInfo& info : {other_analyzer, other_schema}) {
        const auto error = check_compatible(info, "otvet 1", "/srv/index/generation-000007");
        REQUIRE(error);
        CHECK(error->code == ErrorCode::index_foreign);
        CHECK(error->hint.find("kb-indexer build --content") != std::string::npos);
        CHECK(error->hint.find("--index /srv/index") != std::string::npos);
    }
}

}  // namespace kb
