// What becomes of pages is told by tests/cases/import; here are whole imports, their limits and refusals.
#include <algorithm>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "indexer/article_import.h"
#include "kb/article/markdown.h"
#include "kb/import/html_page.h"
#include "tests/indexer/built_index.h"

namespace fs = std::filesystem;

namespace kb::test {

namespace {

ArticleImportRequest request_of(const ScratchFolder& old, const fs::path& out) {
    ArticleImportRequest request;
    request.source = old.path();
    request.out = out;
    return request;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

ImportedPage page_of(std::string_view html) {
    return read_html_page(html, {}, LinkMap(), {"a.html", {}, "en/a.md", "en"});
}

}  // namespace

TEST_CASE("what a killed import left is removed by the next one, what another is writing is not") {
    const ScratchFolder old, folder;
    old.write("a.html", "<h1>A</h1><p>Words.</p>");
    for (const char* name : {"out.import-abcdef", "out.import-locked", "out.import-notes-of-mine"}) fs::create_directory(folder / name);
    const FileDescriptor other(::open((folder / "out.import-locked").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    REQUIRE(::flock(other.get(), LOCK_EX) == 0);
    must(import_articles(request_of(old, folder / "out")));
    CHECK_FALSE(fs::exists(folder / "out.import-abcdef"));
    CHECK(fs::exists(folder / "out.import-locked"));
    CHECK(fs::exists(folder / "out.import-notes-of-mine"));
}

TEST_CASE("an imported help center is built and searched like any other") {
    const ScratchFolder old;
    old.write("en/pay/refund.html", "<title>Refund</title><h1>Get your money back</h1><p>We return it in five days. <a href=\"card.html#lost\">Lost card</a></p>");
    old.write("en/pay/card.html", "<h1>Cards</h1><p>About cards.</p><h2 id=lost>When it is lost</h2><p>Call us.</p>");
    old.write("ru/pay/refund.html", "<h1>Возврат денег</h1><p>Вернём за пять дней.</p>");
    BuiltIndex built;
    fs::remove_all(built.content.path());
    must(import_articles(request_of(old, built.content.path())));
    const BuildReport report = built.build();
    CHECK(std::none_of(report.problems.begin(), report.problems.end(), [](const Problem& problem) { return problem.severity == Severity::error; }));
    CHECK(report.articles == 3);
    CHECK(built.found("money returned") == std::vector<std::string>{"refund"});
    CHECK(built.found("потеряли деньги") == std::vector<std::string>{"refund"});
    const auto snapshot = built.snapshot();
    CHECK(content_of(built.content / "en/pay/refund.md").find("[Lost card](card.md#when-it-is-lost)") != std::string::npos);
    CHECK(content_of(built.content / "en/pay/refund.md").find("- \"/en/pay/refund.html\"") != std::string::npos);
}

TEST_CASE("an import never writes over what is there, and leaves nothing when it fails") {
    const ScratchFolder old, place;
    old.write("a.txt", "no page");
    place.write("out/mine.md", "keep");
    const auto refused = import_articles(request_of(old, place / "out"));
    REQUIRE_FALSE(refused);
    CHECK(to_string(refused.error()).find("something here already; give a new or an empty folder") != std::string::npos);
    CHECK(content_of(place / "out/mine.md") == "keep");
    CHECK(code_of(import_articles(request_of(old, place / "new"))) == ErrorCode::invalid_content);
    CHECK(std::distance(fs::directory_iterator(place.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a page that exhausts its reader is reported, and the others are imported") {
    const ScratchFolder old, place;
    old.write("deep.html", "<h1>Deep</h1>" + repeated("<div>", 100'000) + "bottom");
    old.write("fonts.html", "<h1>Fonts</h1>" + repeated("<b id=1><b id=2><b id=3><p>", 40'000));
    old.write("good.html", "<h1>Good</h1><p>Words.</p>");
    const ArticleImportReport report = must(import_articles(request_of(old, place / "out")));
    CHECK(fs::exists(place / "out/en/good.md"));
    CHECK(report.articles >= 1);
    CHECK(report.articles + static_cast<std::size_t>(std::count_if(report.problems.begin(), report.problems.end(), [](const Problem& problem) {
              return problem.severity == Severity::error;
          })) == 3);
}

TEST_CASE("pictures outside the folder are not copied, whatever links and names say") {
    const ScratchFolder old, place, secret;
    secret.write("secret.png", "secret");
    fs::create_symlink(secret / "secret.png", old / "link.png");
    old.write("a.html", fmt::format("<h1>A</h1><p>x<img src=\"../secret.png\"><img src=\"link.png\"><img src=\"{}\"><img src=\"%2e%2e/secret.png\"></p>",
                                    (secret / "secret.png").string()));
    must(import_articles(request_of(old, place / "out")));
    CHECK_FALSE(fs::exists(place / "out/files"));
}

TEST_CASE("marks of Markdown in the text of a page stay text") {
    const std::string text = "* a\n_b_ __c__ `d` ~~e~~ [f](g) ![h](i) <j> &amp; # k\n+ l\n1) m | n | o\n--- ::: :::image www.example.com ftp://x.y *p* \\q {#r}";
    for (const char* frame : {"<p>{}</p>", "<ul><li>{}</ul>", "<blockquote>{}</blockquote>", "<h2>x {} y</h2>", "<table><tr><td>{}</table>", "<p>a<br>{}</p>",
                              "<p><b>{}</b></p>", "<p>a<i>{}</i>b</p>", "<p><a href=\"https://x.example\">{}</a></p>", "<dl><dt>{}<dd>{}</dl>"}) {
        std::string escaped;
        for (const char c : text) escaped += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
        std::string html(frame);
        for (std::size_t at; (at = html.find("{}")) != std::string::npos;) html.replace(at, 2, escaped);
        const ImportedPage page = page_of("<h1>T</h1>" + html);
        INFO(html << "\n" << page.markdown);
        CHECK(page.problems.empty());
        const Markdown read = must(read_markdown({page.markdown, "en/a.md", "en", nullptr}));
        CHECK(read.links.empty());
        CHECK(read.files.empty());
        CHECK(read.problems.empty());
    }
}

TEST_CASE("an article says word for word what its page said, however the page is made") {
    for (const char* html : {"<h2>a {#n}</h2>", "&<x>lt;</x>", "<blockquote><ul><li><input type=checkbox checked> done</ul></blockquote>", "<div class=note><hr>a</div>",
                             "<div class=note><ol start=7><li>a</ol></div>", "<table><caption><p>over</p>it</caption><tr><th>a<th>b</table>", "<p>http://x.example/&amp;lt;y</p>",
                             "<ul><li><input type=checkbox><pre>code</pre></ul>", "<p>Mon&shy;day &zwnj;</p>", "<p>a<b> b </b>c<i>d</i><b>e</b></p>", "<ul><ul><li>a</ul><li>b</ul>",
                             "<a href=\"https://x.example\"><h3>in a link</h3><p>and more</p></a>", "<p>x<sup>2</sup><sub>i</sub></p>", "<pre>```\n~~~\n</pre>", "<code>a`b``c</code><code>`</code>"}) {
        const ImportedPage page = page_of("<h1>T</h1>" + std::string(html));
        INFO(html << "\n" << page.markdown);
        CHECK(page.is_page);
        CHECK(page.problems.empty());
    }
    CHECK(page_of("<h1>T</h1><blockquote><ul><li><input type=checkbox checked> done</ul></blockquote>").markdown == "> - ☑ done\n");
    CHECK(page_of("<h1>T</h1><ul><li><input type=checkbox checked> done</ul>").markdown == "- [x] done\n");
}

}  // namespace kb::test
