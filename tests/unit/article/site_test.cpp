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
        "outcome_window: 3 days\nholdout_percent: 10\n"
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
    CHECK(site.review_every == "6 months");
    CHECK(site.outcome_window == std::chrono::hours(72));
    CHECK(site.holdout_percent == 10);
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
        "extra: 1\nwidget_origin: x\ntimezone: Mars/Olympus\nreview_every: often\noutcome_window: 5m\nholdout_percent: 80\n",
        "kb.yaml");
    CHECK(reported(result.problems) ==
          Lines{"error: kb.yaml:1:1: unknown field 'langauges'; did you mean 'languages'?",
                "error: kb.yaml:2:13: 'russian' is not a language code; write codes such as ru, en",
                "error: kb.yaml:3:11: 'help.example.com' is not an address; write base_url: https://help.example.com or "
                "with a path",
                "error: kb.yaml:4:17: 'red' is not a colour; write accent: \"#1f6feb\"",
                "warning: kb.yaml:6:1: unknown field 'extra'; it is ignored; remove it",
                "error: kb.yaml:7:1: unknown field 'widget_origin'; did you mean 'widget_origins'?",
                "error: kb.yaml:8:11: 'Mars/Olympus' is not a time zone; write timezone: Europe/Moscow, or UTC",
                "error: kb.yaml:9:15: 'often' is not an interval; write review_every: 6 months",
                "error: kb.yaml:10:17: '5m' is no window from 1 hour to 30 days; write outcome_window: 24 hours, or 3 days",
                "error: kb.yaml:11:18: '80' is no share from 0 to 50 percent; write holdout_percent: 10, or 0 for none",
                "error: kb.yaml:5:19: default_language 'de' is not among the languages; name one of them"});
    CHECK(result.config.languages == Lines{"ru", "en"});
    CHECK(result.config.default_language == "ru");
    CHECK(result.config.base_url.empty());
    CHECK(result.config.accent.empty());
}

TEST_CASE("kb.yaml gives the site a logo, links and a notice") {
    const auto result = parse_site_config(
        "theme: {logo: ./images/logo.svg}\n"
        "links:\n  - title: {ru: Сайт, en: Site}\n    url: https://example.com/?a=1\n  - title: Call\n    url: tel:+74950000000\n"
        "  - {title: Shop, url: /shop}\n"
        "notice:\n  ru: Чат закрыт до утра\n  en: The chat is closed\n  until: 2026-12-31\n  link: chat-hours\n",
        "kb.yaml");
    CHECK(reported(result.problems) == Lines{});
    const SiteConfig& site = result.config;
    CHECK(site.logo == "images/logo.svg");
    CHECK(result.logo_at.line == 1);
    REQUIRE(site.links.size() == 3);
    CHECK(localized(site.links[0].title, "en") == "Site");
    CHECK(site.links[1] == SiteLink{{{"", "Call"}}, "tel:+74950000000"});
    CHECK(localized(site.notice.text, "ru") == "Чат закрыт до утра");
    CHECK(site.notice.until == "2026-12-31");
    CHECK(site.notice.link == "chat-hours");
    CHECK(parse_site_config("notice: For all\n", "kb.yaml").config.notice.text == Localized{{"", "For all"}});
}

TEST_CASE("what would not work in header, footer and notice is reported") {
    const auto problem = [](const char* yaml) {
        const auto lines = reported(parse_site_config(yaml, "kb.yaml").problems);
        return lines.size() == 1 ? lines.front() : std::string();
    };
    CHECK(problem("theme: {logo: ../logo.svg}\n") ==
          "error: kb.yaml:1:15: '../logo.svg' is not an image of this repository; write logo: images/logo.svg");
    CHECK(problem("theme: {acent: '#123456'}\n") == "error: kb.yaml:1:9: unknown field 'acent'; did you mean 'accent'?");
    CHECK(problem("theme: {logo: logo.html}\n").find("'logo.html' is not an image") != std::string::npos);
    CHECK(problem("links: https://example.com\n").find("must be a list") != std::string::npos);
    CHECK(problem("links: [{title: x}]\n").find("needs a title and a url") != std::string::npos);
    CHECK(problem("notice: {ru: x, until: soon}\n") == "error: kb.yaml:1:24: 'soon' is not a day; write until: 2026-12-31");
    CHECK(problem("notice: {ru: x, link: Chat Hours}\n").find("no article and no address") != std::string::npos);
    CHECK(problem("notice: {ru: x, colour: red}\n").find("'colour' says nothing here") != std::string::npos);
    for (const char* url : {"javascript:alert(1)", "//example.com", "data:text/html,x", "'https://a\"onload'", "example.com", "''"})
        CHECK(parse_site_config(std::string("links: [{title: x, url: ") + url + "}]\n", "kb.yaml").config.links.empty());
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
                            "https://a.example/#x", "https://a.example/%20", "ftp://a.example"})
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
