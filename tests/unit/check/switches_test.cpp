#include "kb/check/switches.h"

#include <catch2/catch.hpp>

#include "kb/check/rules.h"
#include "tests/world/reported.h"

namespace kb {

namespace {

Problem problem(std::string rule, int line, Severity severity = Severity::warning) {
    return {{"ru/legal/a.md", line, 1}, severity, std::move(rule), "", ""};
}

}  // namespace

TEST_CASE("a switch alone on a line counts for the block behind it, beside text for its line") {
    const auto read = read_line_switches("a.md", "<!-- check-off dead-link: moves in May -->\nOne\ntwo\n\nThree <!-- check-off secret: ours -->\n");
    CHECK(read.problems.empty());
    CHECK(read.switches == std::vector<LineSwitch>{{"dead-link", 1, 3}, {"secret", 5, 5}});
}

TEST_CASE("a switch before a block of code counts for all of it, and one within code is none") {
    const auto read = read_line_switches("a.md", "<!-- check-off secret: an old key -->\n```\none\n\ntwo\n```\n```\n<!-- check-off secret: x -->\n```\n");
    CHECK(read.switches == std::vector<LineSwitch>{{"secret", 1, 6}});
}

TEST_CASE("in front matter a switch is a comment of YAML") {
    const auto read = read_line_switches("a.md", "---\n# check-off avoided-word: a name\ntitle: A\n---\nText\n");
    CHECK(read.switches == std::vector<LineSwitch>{{"avoided-word", 2, 3}});
}

TEST_CASE("a switch without a reason counts and is reported, one of an unknown rule is only reported") {
    const auto read = read_line_switches("a.md", "<!-- check-off dead-link -->\nOne\n\n<!-- check-off dead-lnk: x -->\nTwo\n");
    CHECK(read.switches.size() == 1);
    CHECK(test::reported(read.problems) ==
          std::vector<std::string>{"warning: a.md:1:1: 'dead-link' is switched off without a reason; write <!-- check-off dead-link: why -->",
                                   "warning: a.md:4:1: there is no rule 'dead-lnk'; did you mean 'dead-link'?"});
}

TEST_CASE("several switches stand on one line, and a slip in one is said") {
    const auto read = read_line_switches("a.md", "One <!-- a note --> <!-- check-off dead-link: moves --> <!-- check-off secret : ours -->\nTwo <!-- check-off -->\nThree <!-- check-off secret it is ours: all -->\n");
    CHECK(read.switches == std::vector<LineSwitch>{{"dead-link", 1, 1}, {"secret", 1, 1}, {"secret", 3, 3}});
    CHECK(test::reported(read.problems) ==
          std::vector<std::string>{"warning: a.md:2:5: the switch names no rule; write <!-- check-off RULE: why -->; kb-indexer check --rules lists the rules",
                                   "warning: a.md:3:7: 'secret' is switched off without a reason; write <!-- check-off secret: why -->"});
}

TEST_CASE("kb.yaml switches rules for the site and for folders") {
    const CheckSettings settings = read_check_settings(
        "checks:\n  raw-html: off\n  dead-link: error\n  reading_ease: {ru: -20}\n  folders:\n    - folder: ru/legal/\n      off: [hard-to-read]\n      reason: lawyers\n", "kb.yaml");
    CHECK(settings.problems.empty());
    CHECK(settings.is_off("raw-html", "en/a.md"));
    CHECK(settings.is_off("hard-to-read", "ru/legal/a.md"));
    CHECK_FALSE(settings.is_off("hard-to-read", "ru/legality.md"));
    CHECK(settings.reading_ease.at("ru") == -20);
    Problem dead = problem("dead-link", 1);
    set_level(settings, dead);
    CHECK(dead.severity == Severity::error);
}

TEST_CASE("wrong switches in kb.yaml are reported with the cure") {
    const CheckSettings settings = read_check_settings("checks:\n  ded-link: off\n  secret: loud\n  folders:\n    - folder: ru\n      off: [secret]\n", "kb.yaml");
    const auto lines = test::reported(settings.problems);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "warning: kb.yaml:2:3: there is no rule 'ded-link'; did you mean 'dead-link'?");
    CHECK(lines[1] == "error: kb.yaml:3:11: 'loud' is no level; write off, warning or error");
    CHECK_THAT(lines[2], Catch::Contains("without a reason"));
}

TEST_CASE("what leaves an article out is never switched off, and whole articles are from anywhere in the file") {
    CheckSettings settings;
    settings.levels["missing-title"] = CheckSettings::Level::off;
    CHECK_FALSE(is_switched_off(settings, problem("missing-title", 1, Severity::error), nullptr));
    const std::vector<LineSwitch> switches = {{"missing-questions", 30, 31}, {"dead-link", 30, 31}};
    CHECK(is_switched_off(settings, problem("missing-questions", 1), &switches));
    CHECK_FALSE(is_switched_off(settings, problem("dead-link", 1), &switches));
    CHECK(is_switched_off(settings, problem("dead-link", 30), &switches));
}

}  // namespace kb
