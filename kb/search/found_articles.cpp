#include "kb/search/found_articles.h"

#include <algorithm>

#include "kb/search/ranking.h"

namespace kb {

namespace {

void add_half(Half half, Candidates candidates, bool describe, FoundArticles& found) {
    found.total += candidates.total;
    for (std::size_t i = 0; i < candidates.in_categories.size(); ++i) found.in_categories[i] += candidates.in_categories[i];
    for (const Candidate& candidate : candidates.best)
        found.best.push_back({candidate.entry, candidate.score, candidate.language_factor, {}, false, nullptr});
    for (std::size_t i = 0; i < found.words.size(); ++i) {
        WordFrequency& word = found.words[i];
        word.articles += candidates.words[i].articles;
        word.weight = std::max(word.weight, candidates.words[i].weight);
        word.ignored = candidates.words[i].ignored;
    }
    found.scores[static_cast<std::size_t>(half)] = std::move(candidates.scores);
    if (describe) found.halves.emplace_back(half, std::move(candidates));
}

}  // namespace

Result<FoundArticles> find_articles(const Snapshot& snapshot, Audience audience, const Query& query, const CandidateFilter& filter,
                                    bool describe) {
    FoundArticles found;
    found.in_categories.resize(snapshot.category_paths().size());
    found.words.resize(query.words.size());
    for (const Half half : {Half::open, Half::internal}) {
        if (half == Half::internal && audience == Audience::customers) continue;
        auto candidates = find_candidates(snapshot, half, query, filter, describe);
        if (!candidates) return fail(candidates.error());
        add_half(half, std::move(*candidates), describe, found);
    }
    for (std::uint32_t i = 0; i < found.words.size(); ++i) {
        const WordFrequency& word = found.words[i];
        if (!word.ignored && word.weight > 0) found.wanted.add(i, query.words[i], word.weight, word.asks_for_stems());
    }
    return found;
}

void put_into_readers_language(const Snapshot& snapshot, Audience audience, const CandidateFilter& filter, bool may_add,
                               FoundArticles& found) {
    std::vector<Ranked>& best = found.best;
    for (std::size_t i = 0; i < std::min(best.size(), ranking::measured); ++i) {
        const Ranked foreign = best[i];
        if (foreign.entry->lang == filter.lang) continue;
        for (const CatalogEntry* entry : snapshot.translations(*foreign.entry, audience)) {
            if (entry->lang != filter.lang || !is_in_category(entry->category, filter.category)) continue;
            const auto own = std::find_if(best.begin(), best.end(), [&](const Ranked& ranked) { return ranked.entry == entry; });
            const auto place = best.begin() + static_cast<std::ptrdiff_t>(i);
            if (own < place) continue;  // it stands higher by itself
            Ranked instead{entry, foreign.score, 1, {}, false, foreign.entry};
            if (own == best.end()) {
                if (!may_add) continue;
                count_article(snapshot, *entry, found);
                best.insert(place, std::move(instead));
            } else {
                instead.signals = own->signals;
                std::rotate(place, own, own + 1);
                *place = std::move(instead);
            }
            ++i;  // behind the one that was found
        }
    }
}

void count_article(const Snapshot& snapshot, const CatalogEntry& entry, FoundArticles& found) {
    const std::vector<float>& scores = found.scores[static_cast<std::size_t>(entry.half)];
    if (entry.number < scores.size() && scores[entry.number] > 0) return;
    ++found.total;
    ++found.in_categories[snapshot.facts(entry).category];
}

}  // namespace kb
