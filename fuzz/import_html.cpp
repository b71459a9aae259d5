// Any bytes as an HTML page: reading ends, and the article says word for word what the page said.
#include "fuzz/require.h"
#include "kb/article/parse.h"
#include "kb/base/utf8.h"
#include "kb/import/html_page.h"
#include "kb/import/markdown_page.h"

namespace {

void check(const kb::ImportedPage& page) {
    require(!kb::find_invalid_utf8(page.markdown), "the Markdown is UTF-8");
    require(!kb::find_invalid_utf8(page.title), "the title is UTF-8");
    for (const kb::UsedFile& file : page.files) require(file.target.find("..") == std::string::npos, "no file leads out");
    for (const kb::Problem& problem : page.problems) require(!problem.what.empty() && problem.rule != "text-changed", "the text stays as it was");
    const kb::ImportedPage again = kb::decode_imported_page(kb::encode_imported_page(page));
    require(again == page, "what was encoded is decoded");
    const kb::ParsedArticle article = kb::parse_article("en/a.md", page.markdown, {});
    require(!page.is_page || !article.fatal, "the article can be read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of(data, size);
    kb::LinkMap links("https://old.example/hc");
    links.add_page("a.html", "en/a.md", "en", {{"x", "words"}});
    links.add_file("picture.png");
    check(kb::read_html_page(text, {}, links, {"a.html", {}, "en/a.md", "en"}));
    check(kb::read_markdown_page(text, links, {"a.md", {}, "en/a.md", "en"}));
    return 0;
}
