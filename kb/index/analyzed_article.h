// An article's texts as words, each distinct word of it analyzed once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kb/article/article.h"
#include "kb/text/analyzer.h"

namespace kb {

// Terms of words that were met before; articles of one site share most of them. For one thread.
class WordCache {
public:
    explicit WordCache(const Analyzer& analyzer) : analyzer_(&analyzer) {}
    // Valid until the next call of shrink().
    const std::vector<Term>& terms_of(const Token& token);
    // Bounds the memory that the cache takes; to be called between articles.
    void shrink();

private:
    const Analyzer* analyzer_;
    std::unordered_map<std::string, std::vector<Term>> terms_;
};

struct AnalyzedArticle {
    using WordNumber = std::uint32_t;
    struct Place {
        std::uint32_t begin = 0, end = 0;  // bytes of the text
        WordNumber word = 0;
    };
    using Text = std::vector<Place>;
    struct Section {
        Text heading, text;
    };

    std::vector<const std::vector<Term>*> words;  // by number; owned by the cache
    Text title, description;
    std::vector<Text> questions, tags;
    std::vector<Section> sections;
};

AnalyzedArticle analyze(const Article& article, WordCache& cache);

}  // namespace kb
