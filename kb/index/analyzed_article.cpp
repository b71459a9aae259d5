#include "kb/index/analyzed_article.h"

namespace kb {

namespace {

// Some 30 MB; a site of ten thousand articles has fewer words.
constexpr std::size_t max_cached_words = 100'000;

class ArticleAnalysis {
public:
    explicit ArticleAnalysis(WordCache& cache) : cache_(cache) {}

    AnalyzedArticle::Text read(std::string_view text) {
        AnalyzedArticle::Text places;
        for (const Token& token : tokenize(text)) {
            const auto [known, is_new] = numbers_.try_emplace(token.folded, static_cast<std::uint32_t>(result_.words.size()));
            if (is_new) result_.words.push_back(&cache_.terms_of(token));
            places.push_back({static_cast<std::uint32_t>(token.begin), static_cast<std::uint32_t>(token.end), known->second});
        }
        return places;
    }

    AnalyzedArticle analyze(const Article& article) {
        result_.title = read(article.title);
        result_.description = read(article.description);
        for (const std::string& question : article.questions) result_.questions.push_back(read(question));
        for (const std::string& tag : article.tags) result_.tags.push_back(read(tag));
        for (const Section& section : article.sections)
            result_.sections.push_back({read(section.heading), read(section.text)});
        return std::move(result_);
    }

private:
    WordCache& cache_;
    AnalyzedArticle result_;
    std::unordered_map<std::string, AnalyzedArticle::WordNumber> numbers_;
};

}  // namespace

const std::vector<Term>& WordCache::terms_of(const Token& token) {
    const auto [known, is_new] = terms_.try_emplace(token.folded);
    if (is_new) known->second = analyzer_->analyze(token).terms;
    return known->second;
}

void WordCache::shrink() {
    if (terms_.size() > max_cached_words) terms_.clear();
}

AnalyzedArticle analyze(const Article& article, WordCache& cache) {
    return ArticleAnalysis(cache).analyze(article);
}

}  // namespace kb
