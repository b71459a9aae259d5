#include "tests/world/content_folder.h"

#include "kb/article/addresses.h"
#include "kb/article/parse.h"
#include "kb/article/plan.h"
#include "kb/source/folder.h"
#include "tests/world/must.h"

namespace kb::test {

ContentFolder read_content_folder(const std::filesystem::path& root) {
    const FolderSource source = must(FolderSource::open(root));
    ParseOptions options;
    options.read = [&source](const std::string& path) { return source.read(path); };

    ContentFolder content;
    std::vector<ParsedArticle> parsed;
    std::vector<ArticleFacts> facts;
    for (const SourceFile& file : must(source.list()).files) {
        if (!file.path.ends_with(".md")) continue;
        parsed.push_back(parse_article(file.path, must(source.read(file.path)), options));
        facts.push_back(facts_of(parsed.back()));
        content.problems.insert(content.problems.end(), parsed.back().problems.begin(), parsed.back().problems.end());
    }
    const SitePlan plan = plan_site(facts, "");
    content.problems.insert(content.problems.end(), plan.problems.begin(), plan.problems.end());
    for (std::size_t i = 0; i < parsed.size(); ++i) {
        if (!plan.articles[i].published) continue;
        Article& article = parsed[i].article;
        article.slug = plan.articles[i].slug;
        article.html = with_addresses(article.html, plan.articles[i].link_addresses, {});
        content.articles.push_back(std::move(article));
    }
    return content;
}

}  // namespace kb::test
