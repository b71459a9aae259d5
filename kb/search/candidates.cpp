#include "kb/search/candidates.h"

#include <algorithm>
#include <cmath>

#include "kb/index/schema.h"
#include "kb/index/xapian_errors.h"
#include "kb/search/ranking.h"

namespace kb {

namespace {

// Stop words are left out while there are others.
bool leaves_out_stop_words(const Query& query) {
    return std::any_of(query.words.begin(), query.words.end(), [](const QueryWord& word) { return !word.is_stop_word; });
}

Xapian::Query query_of(const QueryWord& word) {
    using Xapian::Query;
    const Term& key = word.key();
    Query any(key.text(), word.times);
    const auto add = [&any](const std::string& term, double weight) {
        any |= Query(Query::OP_SCALE_WEIGHT, Query(term), weight);
    };
    if (word.terms.size() > 1) add(word.terms.front().text(), ranking::exact_weight);
    add(term_in(Field::title, key), ranking::title_weight);
    add(term_in(Field::questions, key), ranking::question_weight);
    return any;
}

Xapian::Query query_of(const Query& query, const std::string& category, const std::vector<std::string>& only) {
    const bool leave_out = leaves_out_stop_words(query);
    std::vector<Xapian::Query> parts;
    for (const QueryWord& word : query.words) {
        if (!leave_out || !word.is_stop_word) parts.push_back(query_of(word));
    }
    Xapian::Query all(Xapian::Query::OP_OR, parts.begin(), parts.end());
    if (!only.empty()) {
        std::vector<std::string> identities;
        for (const std::string& article : only) identities.push_back(std::string(identity_prefix).append(article));
        all = {Xapian::Query::OP_FILTER, all, {Xapian::Query::OP_OR, identities.begin(), identities.end()}};
    }
    if (category.empty() || parts.empty()) return all;
    return {Xapian::Query::OP_FILTER, all, Xapian::Query(std::string(category_prefix) + category.substr(0, 200))};
}

std::vector<WordFrequency> frequencies(const Xapian::Database& database, const Query& query) {
    const double documents = database.get_doccount();
    const bool leave_out = leaves_out_stop_words(query);
    std::vector<WordFrequency> words;
    for (const QueryWord& word : query.words) {
        WordFrequency frequency{word.typed, word.key().text(), 0, 0, leave_out && word.is_stop_word};
        frequency.articles = database.get_termfreq(frequency.term);
        // Never below zero, unlike Robertson and Spärck Jones's: a word in most articles still counts a little.
        const double n = static_cast<double>(frequency.articles);
        frequency.weight = std::log(1 + (documents - n + 0.5) / (n + 0.5));
        words.push_back(std::move(frequency));
    }
    return words;
}

void take_best(const Xapian::Enquire& enquire, Candidates& found) {
    const Xapian::MSet matches = enquire.get_mset(0, static_cast<Xapian::doccount>(ranking::candidates));
    found.best.clear();
    for (auto match = matches.begin(); match != matches.end(); ++match) found.best.push_back({*match, match.get_weight()});
    found.total = matches.get_matches_estimated();
    found.total_is_exact = matches.get_matches_lower_bound() == matches.get_matches_upper_bound();
}

// Of articles that score alike at the end of a full list, which are in depends on how the index was built:
// none is kept. False when that would leave less than half of the list.
bool drop_last_ties(std::vector<Candidate>& best) {
    const double last = best.back().score;
    const auto first = std::find_if(best.begin(), best.end(), [last](const Candidate& c) { return c.score <= last; });
    if (static_cast<std::size_t>(first - best.begin()) < best.size() / 2) return false;
    best.erase(first, best.end());
    return true;
}

}  // namespace

Result<Candidates> find_candidates(const TermDatabases& terms, const Query& query, const std::string& category,
                                   const std::vector<std::string>& only, bool describe) {
    return guard_xapian(terms.directory(), [&]() -> Result<Candidates> {
        const auto database = terms.lease();
        Candidates found;
        found.words = frequencies(*database, query);
        const Xapian::Query compiled = query_of(query, category, only);
        if (describe) found.description = compiled.get_description();
        if (compiled.empty()) return found;

        Xapian::Enquire enquire(*database);
        enquire.set_weighting_scheme(Xapian::BM25Weight(ranking::bm25_k1, 0, ranking::bm25_k3, ranking::bm25_b,
                                                        ranking::bm25_min_length));
        enquire.set_query(compiled);
        take_best(enquire, found);
        if (found.best.size() == ranking::candidates && !drop_last_ties(found.best)) {
            // Sorting by a value costs a fifth of the search, so only when nothing else tells articles apart.
            enquire.set_sort_by_relevance_then_value(identity_slot, false);
            take_best(enquire, found);
        }
        return found;
    });
}

}  // namespace kb
