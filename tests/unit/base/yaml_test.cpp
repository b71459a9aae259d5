#include <catch2/catch.hpp>

#include "kb/base/yaml.h"
#include "tests/world/must.h"

namespace kb {

using test::must;

TEST_CASE("YAML becomes values that know where they stand") {
    const Yaml yaml = must(parse_yaml("title: Оплата\ntags:\n  - card\n  - cash\n", "a.md", 2));
    REQUIRE(yaml.is_map());
    const Yaml* title = yaml.find("title");
    REQUIRE(title != nullptr);
    CHECK(title->scalar == "Оплата");
    CHECK(title->at == Location{"a.md", 2, 8});
    const Yaml* tags = yaml.find("tags");
    REQUIRE(tags != nullptr);
    REQUIRE(tags->list.size() == 2);
    CHECK(tags->list[1].scalar == "cash");
    CHECK(tags->list[1].at == Location{"a.md", 5, 5});
    CHECK(yaml.find("missing") == nullptr);
}

TEST_CASE("an empty document is null") {
    CHECK(must(parse_yaml("", "a.md")).is_null());
    CHECK(must(parse_yaml("# only a comment\n", "a.md")).is_null());
}

TEST_CASE("a mistake in YAML is reported with its line and column") {
    const auto broken = parse_yaml("title: one: two\n", "ru/a.md", 2);
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code == ErrorCode::invalid_content);
    CHECK(broken.error().at.path == "ru/a.md");
    CHECK(broken.error().at.line == 2);
    CHECK(broken.error().at.column > 1);
    CHECK_FALSE(broken.error().hint.empty());
}

TEST_CASE("a tab for indentation and an open quote are reported where they are") {
    const auto tab = parse_yaml("a: 1\nb:\n\t- x\n", "a.md");
    REQUIRE_FALSE(tab);
    CHECK(tab.error().at.line == 3);
    for (const char* text : {"a: 1\nb: \"open\nc: 2\n", "a: 1\nb: 'open\nc: 2", "a: 1\nb: [open\nc: 2\n"}) {
        const auto open = parse_yaml(text, "a.md");
        REQUIRE_FALSE(open);
        CHECK(open.error().at.line >= 2);
    }
}

TEST_CASE("a key may be given once") {
    const auto twice = parse_yaml("title: a\ntags: b\ntitle: c\n", "a.md");
    REQUIRE_FALSE(twice);
    CHECK(twice.error().what == "key 'title' is given twice");
    CHECK(twice.error().at == Location{"a.md", 3, 1});
}

TEST_CASE("a key that is no word is an error") {
    const auto list = parse_yaml("[a, b]: c\n", "a.md");
    REQUIRE_FALSE(list);
    CHECK(list.error().code == ErrorCode::invalid_content);
}

TEST_CASE("an alias bomb is stopped") {
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int n = 0; n < 8; ++n) bomb += ", " + before;
        bomb += "]\n";
    }
    const auto result = parse_yaml(bomb, "a.md");
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::limit_exceeded);
}

TEST_CASE("nesting has a bound, however deep the text goes") {
    CHECK(parse_yaml(std::string(60, '[') + std::string(60, ']'), "a.md"));
    for (const std::size_t depth : {100u, 5'000u, 60'000u}) {
        CHECK_FALSE(parse_yaml(std::string(depth, '[') + std::string(depth, ']'), "a.md"));
        CHECK_FALSE(parse_yaml(std::string(depth, '['), "a.md"));
    }
}

TEST_CASE("quoting keeps every text as it is") {
    for (const std::string text : {"plain", "a: b # c", "quote \" and \\", "строка\nвторая", "", "yes", "🙂"}) {
        const Yaml yaml = must(parse_yaml("key: " + quote_yaml(text), "a.md"));
        REQUIRE(yaml.find("key") != nullptr);
        CHECK(yaml.find("key")->scalar == text);
    }
}

}  // namespace kb
