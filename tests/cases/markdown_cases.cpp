#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "kb/article/markdown.h"
#include "tests/cases/case_folder.h"
#include "tests/world/must.h"
#include "tests/world/reported.h"

namespace kb::test {

namespace {

// One section after another: "level anchor: heading", then its text, indented.
std::string shown(const std::vector<Section>& sections) {
    std::string text;
    for (const Section& section : sections) {
        text += section.level == 0 ? std::string("lead\n") : fmt::format("{} {}: {}\n", section.level, section.anchor, section.heading);
        for (const std::string& line : lines_of(section.text)) text += "    " + line + "\n";
    }
    return text;
}

std::string shown(const std::vector<Problem>& problems) {
    std::string text;
    for (const std::string& line : reported(problems)) text += line + "\n";
    return text;
}

}  // namespace

TEST_CASE("Markdown becomes the HTML and the sections that its case expects") {
    for_each_case("markdown", [](const CaseFolder& one) {
        const std::string input = one.text("input.md");
        const std::string lang = one.line("lang", "en");
        const Markdown markdown = must(read_markdown({input, "en/case.md", lang, nullptr}));
        CHECK(markdown.html == one.text("expected.html"));
        CHECK(shown(markdown.sections) == one.text("expected.sections"));
        CHECK(markdown.markdown == one.optional_text("expected.markdown").value_or(markdown.markdown));
        CHECK(shown(markdown.problems) == one.optional_text("expected.problems").value_or(""));
    });
}

}  // namespace kb::test
