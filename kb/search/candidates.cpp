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

void add_terms(const std::vector<Term>& terms, std::string_view prefix, double weight, std::vector<Xapian::Query>& parts) {
    for (const Term& term : terms)
        parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(std::string(prefix) + term.text()), weight * term.weight);
}

// A word that can be read in several ways is still one word: its readings share its weight, the likely ones taking
// most of it. (The maximum of them would say it better, but Xapian 1.4.22 crashes on OP_MAX below OP_OR.)
std::vector<Term> shared(std::vector<Term> terms) {
    double all = 0;
    for (Term& term : terms) all += term.weight *= term.weight;
    for (Term& term : terms) term.weight /= all;
    return terms;
}

// Those that stand in some article.
std::vector<Term> present(std::vector<Term> terms, const Xapian::Database& database) {
    std::erase_if(terms, [&](const Term& term) { return !database.term_exists(term.text()); });
    return terms;
}

void add_word(const QueryWord& word, const WordFrequency& frequency, const Xapian::Database& database,
              std::vector<Xapian::Query>& parts) {
    const double times = std::min(word.times, ranking::most_repetitions);
    const std::vector<Term> own = shared(word.own());
    add_terms(own, {}, times, parts);
    add_terms(own, spec_of(Field::title).prefix, ranking::title_weight * times, parts);
    add_terms(own, spec_of(Field::questions).prefix, ranking::question_weight * times, parts);
    if (word.terms.size() == 1) return;
    add_terms({word.terms.front()}, {}, ranking::exact_weight * times, parts);
    add_terms(shared(present(word.derived, database)), {}, ranking::derived_weight * times, parts);
    if (frequency.asks_for_stems())
        add_terms(shared(word.of(Tier::recall)), {}, ranking::recall_weight * times, parts);
}

Xapian::Query any_of(const std::vector<Term>& terms) {
    std::vector<std::string> texts;
    for (const Term& term : terms) texts.push_back(term.text());
    return {Xapian::Query::OP_OR, texts.begin(), texts.end()};
}

// Articles with all words of the phrases, whether or not they stand together, and none of those that are not wanted.
Xapian::Query with_conditions(Xapian::Query all, const Query& query) {
    for (const Phrase& phrase : query.phrases) {
        for (const std::vector<Term>& word : phrase) all = {Xapian::Query::OP_FILTER, all, any_of(word)};
    }
    for (const QueryWord& word : query.excluded) all = {Xapian::Query::OP_AND_NOT, all, any_of(word.own())};
    return all;
}

Xapian::Query query_of(const Query& query, const std::vector<WordFrequency>& frequencies,
                       const Xapian::Database& database, const CandidateFilter& filter) {
    std::vector<Xapian::Query> parts;
    for (std::size_t i = 0; i < query.words.size(); ++i) {
        if (!frequencies[i].ignored) add_word(query.words[i], frequencies[i], database, parts);
    }
    Xapian::Query all = with_conditions({Xapian::Query::OP_OR, parts.begin(), parts.end()}, query);
    if (!filter.only.empty()) {
        std::vector<std::string> identities;
        for (const std::string& article : filter.only) identities.push_back(std::string(identity_prefix).append(article));
        all = {Xapian::Query::OP_FILTER, all, {Xapian::Query::OP_OR, identities.begin(), identities.end()}};
    }
    if (parts.empty()) return all;
    if (!filter.lang.empty())
        all = {Xapian::Query::OP_FILTER, all, Xapian::Query(std::string(language_prefix) + filter.lang.substr(0, 200))};
    if (filter.category.empty()) return all;
    return {Xapian::Query::OP_FILTER, all, Xapian::Query(std::string(category_prefix) + filter.category.substr(0, 200))};
}

std::vector<WordFrequency> frequencies(const Xapian::Database& database, const Query& query) {
    const double documents = database.get_doccount();
    const bool leave_out = leaves_out_stop_words(query);
    std::vector<WordFrequency> words;
    for (const QueryWord& word : query.words) {
        WordFrequency frequency{0, 0, leave_out && word.is_stop_word};
        for (const Term& term : word.own()) frequency.articles = std::max<std::size_t>(frequency.articles, database.get_termfreq(term.text()));
        // Never below zero, unlike Robertson and Spärck Jones's: a word in most articles still counts a little.
        const double n = static_cast<double>(frequency.articles);
        frequency.weight = std::log(1 + (documents - n + 0.5) / (n + 0.5));
        words.push_back(frequency);
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

Result<Candidates> find_candidates(const TermDatabases& terms, const Query& query, const CandidateFilter& filter, bool describe) {
    return guard_xapian(terms.directory(), [&]() -> Result<Candidates> {
        const auto database = terms.lease();
        Candidates found;
        found.words = frequencies(*database, query);
        const Xapian::Query compiled = query_of(query, found.words, *database, filter);
        if (describe) found.description = compiled.get_description();
        if (compiled.empty()) return found;

        Xapian::Enquire enquire(*database);
        enquire.set_weighting_scheme(Xapian::BM25Weight(ranking::bm25_k1 * weight_unit, 0, ranking::bm25_k3, ranking::bm25_b,
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
