#include "tests/world/little_index.h"

#include "tests/world/dictionaries.h"
#include "tests/world/must.h"

namespace kb::test {

namespace {

void finish(const GenerationStore& store, const BuilderLock& lock, PendingGeneration pending, IndexWriter writer,
            GenerationInfo info) {
    info.number = pending.number();
    must(writer.finish(info));
    must(store.publish(lock, std::move(pending)));
}

}  // namespace

Article an_article(std::string_view lang, std::string_view slug, std::string_view title, std::string_view text) {
    Article article;
    article.lang = lang;
    article.slug = slug;
    article.title = title;
    article.path = article.lang + "/" + article.slug + ".md";
    article.sections = {{{}, {}, 0, std::string(text)}};
    article.html = "<p>" + std::string(text) + "</p>\n";
    return article;
}

Article an_internal_article(std::string_view lang, std::string_view slug, std::string_view title, std::string_view text) {
    Article article = an_article(lang, slug, title, text);
    article.visibility = Visibility::internal;
    return article;
}

void LittleIndex::publish(const std::vector<Article>& articles, GenerationInfo info) {
    build(std::move(info), [&](IndexWriter& writer) {
        for (const Article& article : articles) must(writer.put(article));
    });
}

void LittleIndex::update(const std::vector<Article>& removed, const std::vector<Article>& put) {
    change([&](IndexWriter& writer) {
        for (const Article& article : removed) {
            const Half half = article.visibility == Visibility::internal ? Half::internal : Half::open;
            must(writer.remove(half, article.lang, article.slug));
        }
        for (const Article& article : put) must(writer.put(article));
    });
}

void LittleIndex::build(GenerationInfo info, const Work& work) {
    const BuilderLock lock = must(store().lock());
    PendingGeneration pending = must(store().begin(lock));
    IndexWriter writer = must(IndexWriter::create(pending.directory(), {dictionaries()}));
    work(writer);
    finish(store(), lock, std::move(pending), std::move(writer), std::move(info));
}

void LittleIndex::change(const Work& work) {
    const BuilderLock lock = must(store().lock());
    PendingGeneration pending = must(store().begin(lock));
    IndexWriter writer = must(IndexWriter::update(pending.directory(), current_directory(), {dictionaries()}));
    work(writer);
    finish(store(), lock, std::move(pending), std::move(writer), {});
}

std::filesystem::path LittleIndex::current_directory() const {
    return store().directory_of(must(store().current()));
}

std::shared_ptr<const Snapshot> LittleIndex::snapshot() const {
    return must(Snapshot::open(path(), dictionaries()));
}

SearchRequest asking(std::string text, std::string lang, std::string category, std::size_t limit, std::size_t offset) {
    SearchRequest request;
    request.text = std::move(text);
    request.lang = std::move(lang);
    request.category = std::move(category);
    request.limit = limit;
    request.offset = offset;
    return request;
}

std::vector<std::string> slugs(const Results& results) {
    std::vector<std::string> found;
    for (const Hit& hit : results.hits) found.push_back(hit.slug);
    return found;
}

}  // namespace kb::test
