#include "kb/search/reranking.h"

#include <algorithm>
#include <tuple>

#include "kb/search/ranking.h"
#include "kb/search/signal_reader.h"

namespace kb {

void put_in_order(std::vector<Ranked>& ranked) {
    std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
        if (a.score != b.score) return a.score > b.score;
        return std::tie(a.entry->lang, a.entry->slug) < std::tie(b.entry->lang, b.entry->slug);
    });
}

Result<void> rerank(const Snapshot& snapshot, const Query& query, const std::vector<WordFrequency>& frequencies,
                    std::vector<Ranked>& ranked) {
    for (Ranked& one : ranked) one.score *= one.language_factor;
    put_in_order(ranked);
    const SignalReader reader(query, frequencies);
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        Ranked& one = ranked[i];
        const double candidate_score = one.score / one.language_factor;
        if (i < ranking::measured) {
            const auto article = snapshot.article(*one.entry);
            if (!article) return fail(article.error());
            one.signals = reader.read(*article, candidate_score);
            one.score = ranking::score(*one.signals) * one.language_factor;
        } else {
            one.score = ranking::weight_of(Signal::words) * reader.words(candidate_score) * one.language_factor;
        }
    }
    put_in_order(ranked);
    return {};
}

}  // namespace kb
