#include "kb/search/pinned_articles.h"

#include <algorithm>

namespace kb {

namespace {

using Words = std::vector<std::vector<Term>>;

// Stop words count only when there are no others; a compound counts as a whole, so that wi-fi is wifi.
Words words_of(const Query& query) {
    Words words, stop_words;
    for (const QueryWord& word : query.words) {
        if (!word.is_part) (word.is_stop_word ? stop_words : words).push_back(word.own());
    }
    return words.empty() ? stop_words : words;
}

bool are_alike(const Words& pinned, Words asked) {
    if (pinned.empty() || pinned.size() != asked.size()) return false;
    return std::all_of(pinned.begin(), pinned.end(), [&](const std::vector<Term>& word) {
        const auto same = std::find_if(asked.begin(), asked.end(), [&](const std::vector<Term>& other) { return are_forms_of_one(word, other); });
        if (same == asked.end()) return false;
        asked.erase(same);
        return true;
    });
}

}  // namespace

PinnedArticles::PinnedArticles(const Snapshot& snapshot) : snapshot_(snapshot) {
    for (const Pin& pin : snapshot.info().pins)
        entries_.push_back({pin.lang, pin.slug, words_of(read_query(pin.query, snapshot.analyzer()))});
}

std::vector<const CatalogEntry*> PinnedArticles::find(const Query& query, std::string_view lang, Audience audience) const {
    std::vector<const CatalogEntry*> found;
    if (entries_.empty()) return found;
    const Words asked = words_of(query);
    for (const Entry& entry : entries_) {
        if ((!lang.empty() && entry.lang != lang) || !are_alike(entry.words, asked)) continue;
        const CatalogEntry* article = snapshot_.find(entry.lang, entry.slug, audience);
        if (article != nullptr && std::find(found.begin(), found.end(), article) == found.end()) found.push_back(article);
    }
    return found;
}

}  // namespace kb
