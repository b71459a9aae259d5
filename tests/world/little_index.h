// An index of a few articles, made through the writer and the store that builders use.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/article.h"
#include "kb/index/generation_store.h"
#include "kb/index/index_writer.h"
#include "kb/index/snapshot.h"
#include "kb/search/results.h"
#include "tests/world/scratch_folder.h"

namespace kb::test {

// An article of one section without a heading.
Article an_article(std::string_view lang, std::string_view slug, std::string_view title, std::string_view text = {});

// The same for agents only.
Article an_internal_article(std::string_view lang, std::string_view slug, std::string_view title,
                            std::string_view text = {});

class LittleIndex {
public:
    LittleIndex() = default;
    explicit LittleIndex(const std::vector<Article>& articles) { publish(articles); }

    // Publishes the articles as a generation made from nothing.
    void publish(const std::vector<Article>& articles, GenerationInfo info = {});

    // Publishes the last generation without `removed` (by visibility, language and slug) and with `put`.
    void update(const std::vector<Article>& removed, const std::vector<Article>& put);

    // The same, for whatever else a writer can do.
    using Work = std::function<void(IndexWriter&)>;
    void build(GenerationInfo info, const Work& work);
    void change(const Work& work);

    std::filesystem::path path() const { return folder_ / "index"; }
    GenerationStore store() const { return GenerationStore(path()); }
    std::filesystem::path current_directory() const;
    std::shared_ptr<const Snapshot> snapshot() const;

private:
    ScratchFolder folder_;
};

// A customer's request.
SearchRequest asking(std::string text, std::string lang = {}, std::string category = {}, std::size_t limit = 10,
                     std::size_t offset = 0);

// Slugs of the hits, in order.
std::vector<std::string> slugs(const Results& results);

}  // namespace kb::test
