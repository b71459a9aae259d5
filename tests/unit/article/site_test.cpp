#include <catch2/catch.hpp>

#include "kb/article/site.h"
#include "tests/world/reported.h"

namespace kb {

using test::reported;
using Lines = std::vector<std::string>;

TEST_CASE("kb.yaml describes the site") {
    const auto result = parse_site_config(
        "title:\n  ru: Справка\n  en: Help\n"
        "tagline: All answers\n"
        "languages: [en, ru]\n"
        "default_language: en\n"
        "base_url: https://example.com/help/\n"
        "timezone: Europe/Moscow\n"
        "theme:\n  accent: \"#1f6feb\"\n"
        "review_every: 6 months\n",
        "kb.yaml");
    CHECK(reported(result.problems) == Lines{});
    const SiteConfig& site = result.config;
    CHECK(localized(site.title, "ru") == "Справка");
    CHECK(localized(site.tagline, "ru") == "All answers");
    CHECK(site.languages == Lines{"en", "ru"});
    CHECK(site.default_language == "en");
    CHECK(site.base_url == "https://example.com/help");
    CHECK(site.base_path() == "/help");
    CHECK(site.timezone == "Europe/Moscow");
    CHECK(site.accent == "#1f6feb");
}

TEST_CASE("an empty kb.yaml is a site of defaults") {
    const auto result = parse_site_config("", "kb.yaml");
    CHECK(result.problems.empty());
    CHECK(result.config == SiteConfig{});
    CHECK(result.config.base_path().empty());
}

TEST_CASE("a slip in kb.yaml is reported and its default kept") {
    const auto result = parse_site_config(
        "langauges: [ru]\nlanguages: [russian]\nbase_url: help.example.com\ntheme: {accent: red}\ndefault_language: de\n"
        "extra: 1\nwidget_origin: x\n",
        "kb.yaml");
    CHECK(reported(result.problems) ==
          Lines{"error: kb.yaml:1:1: unknown field 'langauges'; did you mean 'languages'?",
                "error: kb.yaml:2:13: 'russian' is not a language code; write codes such as ru, en",
                "error: kb.yaml:3:11: 'help.example.com' is not an address; write base_url: https://help.example.com or "
                "with a path",
                "error: kb.yaml:4:17: 'red' is not a colour; write accent: \"#1f6feb\"",
                "warning: kb.yaml:6:1: unknown field 'extra'; it is ignored; remove it",
                "error: kb.yaml:7:1: unknown field 'widget_origin'; did you mean 'widget_origins'?",
                "error: kb.yaml:5:19: default_language 'de' is not among the languages; name one of them"});
    CHECK(result.config.languages == Lines{"ru", "en"});
    CHECK(result.config.default_language == "ru");
    CHECK(result.config.base_url.empty());
    CHECK(result.config.accent.empty());
}

TEST_CASE("broken YAML leaves a site of defaults") {
    const auto result = parse_site_config("title: a: b\n", "kb.yaml");
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].at.line == 1);
    CHECK(result.config == SiteConfig{});
    CHECK(parse_site_config("- a\n", "kb.yaml").problems.size() == 1);
}

TEST_CASE("the first language is the default when none is named") {
    CHECK(parse_site_config("languages: [en]\n", "kb.yaml").config.default_language == "en");
    CHECK(parse_site_config("languages: [en]\n", "kb.yaml").problems.empty());
}

TEST_CASE("an address cannot carry anything into a page's attributes") {
    for (const char* url : {"javascript:alert(1)", "https://a.example/\"><script>", "https://a.example/?x", "https://",
                            "https://a.example/#x", "ftp://a.example"})
        CHECK(parse_site_config(std::string("base_url: '") + url + "'\n", "kb.yaml").config.base_url.empty());
}

TEST_CASE("a text is chosen by language, then for all, then as a fallback, then any") {
    CHECK(localized({{"ru", "а"}, {"en", "b"}}, "en") == "b");
    CHECK(localized({{"", "all"}, {"en", "b"}}, "ru") == "all");
    CHECK(localized({{"de", "d"}, {"en", "b"}}, "ru", "en") == "b");
    CHECK(localized({{"de", "d"}}, "ru", "en") == "d");
    CHECK(localized({}, "ru").empty());
}

}  // namespace kb
