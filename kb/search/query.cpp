#include "kb/search/query.h"

#include <algorithm>

#include "kb/base/utf8.h"
#include "kb/text/stop_words.h"

namespace kb {

std::string clean_text(std::string_view text, std::size_t limit) {
    std::string clean;
    clean.reserve(std::min(text.size(), limit));
    while (!text.empty() && clean.size() < limit) {
        const std::size_t good = find_invalid_utf8(text).value_or(text.size());
        for (const char c : text.substr(0, good)) clean += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
        if (good < text.size()) clean += ' ';
        text.remove_prefix(std::min(good + 1, text.size()));
    }
    std::string_view kept = cut_utf8(clean, limit);
    const std::size_t begin = std::min(kept.find_first_not_of(' '), kept.size());
    kept.remove_prefix(begin);
    kept = kept.substr(0, kept.find_last_not_of(' ') + 1);
    return std::string(kept);
}

Query read_query(std::string_view typed, const Analyzer& analyzer) {
    Query query;
    query.text = clean_text(typed, max_query);
    for (AnalyzedToken& analyzed : analyzer.analyze(query.text)) {
        const auto same = std::find_if(query.words.begin(), query.words.end(), [&](const QueryWord& word) {
            return word.terms == analyzed.terms;
        });
        if (same != query.words.end()) {
            ++same->times;
            continue;
        }
        if (query.words.size() == max_query_words) break;
        const Token& token = analyzed.token;
        query.words.push_back({query.text.substr(token.begin, token.end - token.begin), std::move(analyzed.terms),
                               is_stop_word(token.folded), 1});
    }
    return query;
}

}  // namespace kb
