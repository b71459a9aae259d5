// Any bytes as an article: reading ends, and what would be shown is well-formed and without scripts.
#include <set>

#include "fuzz/require.h"
#include "kb/article/addresses.h"
#include "kb/article/parse.h"
#include "kb/article/plan.h"
#include "kb/base/utf8.h"

namespace {

// Included files are halves of the input, so that includes nest.
kb::ParseOptions options_for(std::string_view text) {
    kb::ParseOptions options;
    options.read = [text](const std::string& path) -> kb::Result<std::string> {
        if (path.size() % 3 == 0) return kb::fail(kb::ErrorCode::not_found, "no such file");
        return std::string(path.size() % 3 == 1 ? text.substr(text.size() / 2) : text);
    };
    return options;
}

void check(const kb::ParsedArticle& parsed) {
    const kb::Article& article = parsed.article;
    require(!kb::find_invalid_utf8(article.title), "the title is UTF-8");
    require(!kb::find_invalid_utf8(article.html), "the HTML is UTF-8");
    require(article.html.find("<script") == std::string::npos, "the HTML has no script");
    require(article.html.find("href=\"javascript:") == std::string::npos, "no link runs a script");
    std::set<std::string_view> anchors;
    for (const kb::Section& section : article.sections) {
        require(!kb::find_invalid_utf8(section.text), "the text of a section is UTF-8");
        require(!kb::find_invalid_utf8(section.heading), "a heading is UTF-8");
        require(section.level >= 0 && section.level <= 6, "a level is one of six, or none");
        require(section.anchor.empty() || anchors.insert(section.anchor).second, "anchors are unique");
    }
    for (const kb::Problem& problem : parsed.problems) require(!problem.what.empty(), "a problem says what it is");
    const std::string html =
        kb::with_addresses(article.html, std::vector<std::string>(parsed.links.size(), "/en/articles/a"),
                           std::vector<kb::FileTarget>(parsed.files.size()));
    require(!kb::find_invalid_utf8(html), "the HTML with addresses is UTF-8");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of(data, size);
    check(kb::parse_article("en/account/fuzz.md", text, options_for(text)));
    return 0;
}
