#include "kb/search/searcher.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "kb/base/hash.h"
#include "kb/search/candidates.h"
#include "kb/search/found_articles.h"
#include "kb/search/hit.h"
#include "kb/search/phrase.h"
#include "kb/search/ranking.h"
#include "kb/search/reranking.h"
#include "kb/search/rereading.h"

namespace kb {

namespace {

constexpr std::size_t max_language = 16;

class Search {
public:
    Search(const Snapshot& snapshot, const PinnedArticles& pinned, const Vocabulary& vocabulary, const SearchRequest& request)
        : snapshot_(snapshot), pinned_(pinned), vocabulary_(vocabulary), request_(request), typed_(clean_text(request.text, max_query)) {
        if (!request.verbatim) reading_ = reread(typed_, vocabulary, request.lang);
        query_ = read_query(request.verbatim ? typed_ : reading_.text(), snapshot.analyzer());
        reading_.complete(query_, vocabulary);
        synonyms_ = vocabulary.synonyms().add_to(query_);
    }

    const std::string& typed() const { return typed_; }
    const std::vector<std::string>& synonyms() const { return synonyms_; }  // that were added
    const Rereading& reading() const { return reading_; }
    const Query& query() const { return query_; }

    // Without its quotes and minuses when nothing is as they want it: an answer without them beats none.
    Result<FoundArticles> rank(bool describe) {
        auto ranking = rank_as_read(describe);
        if (!ranking || !ranking->best.empty() || !query_.has_conditions()) return ranking;
        query_.drop_conditions();
        return rank_as_read(describe);
    }

    Result<FoundArticles> rank_as_read(bool describe) const {
        const CandidateFilter filter{request_.lang, request_.category, request_.only.empty() ? nullptr : &request_.only};
        auto found = find_articles(snapshot_, request_.audience, query_, filter, describe);
        if (!found) return found;
        if (auto kept = keep_phrases(*found); !kept) return fail(kept.error());
        if (auto done = rerank(snapshot_, query_, found->words, found->best); !done) return fail(done.error());
        // What is put in may not fulfil conditions.
        if (!request_.lang.empty() && request_.only.empty())
            put_into_readers_language(snapshot_, request_.audience, filter, !query_.has_conditions(), *found);
        put_pinned_first(*found);
        return found;
    }

    Result<Results> results(const FoundArticles& ranking) const {
        Results results;
        results.query = typed_;
        results.interpretation = reading_.interpretation;
        results.did_you_mean = reading_.words.did_you_mean;
        if (request_.verbatim && ranking.best.empty()) {
            const Rereading meant = reread(typed_, vocabulary_, request_.lang);
            if (meant.interpretation) results.did_you_mean.push_back(meant.text());
        }
        results.lang = clean_text(request_.lang, max_language);
        results.search_id = search_id();
        results.total = ranking.total;
        results.total_is_exact = ranking.total_is_exact;
        results.reachable = ranking.best.size();
        results.categories = facets(ranking);
        const std::size_t limit = std::min(request_.limit, max_limit);
        const std::size_t begin = std::min(std::min(request_.offset, max_offset), ranking.best.size());
        const std::size_t end = std::min(begin + limit, ranking.best.size());
        for (std::size_t i = begin; i < end; ++i) {
            auto hit = make_hit(snapshot_, ranking.best[i], ranking.wanted, request_.lang);
            if (!hit) return fail(hit.error());
            results.hits.push_back(std::move(*hit));
        }
        return results;
    }

private:
    // Candidates have all words of the phrases; here they must stand together.
    Result<void> keep_phrases(FoundArticles& ranking) const {
        if (query_.phrases.empty()) return {};
        std::vector<Ranked> kept;
        for (Ranked& ranked : ranking.best) {
            const auto article = snapshot_.article(*ranked.entry);
            if (!article) return fail(article.error());
            const bool has_all = std::all_of(query_.phrases.begin(), query_.phrases.end(),
                                             [&](const Phrase& phrase) { return has_phrase(*article, phrase); });
            if (has_all) kept.push_back(std::move(ranked));
        }
        ranking.total_is_exact = ranking.total <= ranking.best.size();
        ranking.total = kept.size();
        ranking.best = std::move(kept);
        ranking.in_categories.assign(ranking.in_categories.size(), 0);
        for (std::vector<float>& scores : ranking.scores) std::fill(scores.begin(), scores.end(), 0.0f);
        for (const Ranked& ranked : ranking.best) {
            ++ranking.in_categories[snapshot_.facts(*ranked.entry).category];
            ranking.scores[static_cast<std::size_t>(ranked.entry->half)][ranked.entry->number] = 1;
        }
        return {};
    }

    void put_pinned_first(FoundArticles& ranking) const {
        if (!request_.only.empty()) return;
        auto pinned = pinned_.find(query_, request_.lang, request_.audience);
        double score = ranking.best.empty() ? 0 : ranking.best.front().score;
        for (auto entry = pinned.rbegin(); entry != pinned.rend(); ++entry) {
            if (!is_in_category((*entry)->category, request_.category)) continue;
            const auto found = std::find_if(ranking.best.begin(), ranking.best.end(), [&](const Ranked& ranked) { return ranked.entry == *entry; });
            Ranked first{*entry, 0, 1, {}, true, nullptr};
            if (found == ranking.best.end()) {
                count_article(snapshot_, **entry, ranking);
            } else {
                first.signals = found->signals;
                ranking.best.erase(found);
            }
            first.score = score += 1;
            ranking.best.insert(ranking.best.begin(), std::move(first));
        }
    }

    // Equal for equal questions to equal content, so that events can be joined to them. How much of the answer is shown at once
    // makes no other question.
    std::string search_id() const {
        const GenerationInfo& info = snapshot_.info();
        const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", info.number, info.created, typed_,
                                            request_.lang, request_.category, static_cast<int>(request_.audience), request_.verbatim);
        return fmt::format("{:016x}", fnv1a_64(key));
    }

    std::string_view reader_language() const {
        return request_.lang.empty() ? std::string_view(snapshot_.site().default_language) : request_.lang;
    }

    std::vector<FacetCount> facets(const FoundArticles& ranking) const {
        const std::vector<std::string_view>& paths = snapshot_.category_paths();
        std::vector<FacetCount> facets;
        for (std::size_t i = 0; i < paths.size(); ++i) {
            if (!paths[i].empty() && ranking.in_categories[i] > 0)
                facets.push_back({std::string(paths[i]), snapshot_.category_title(reader_language(), paths[i]), ranking.in_categories[i]});
        }
        std::stable_sort(facets.begin(), facets.end(),
                         [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
        constexpr std::size_t most = 20;
        if (facets.size() > most) facets.resize(most);
        return facets;
    }

    const Snapshot& snapshot_;
    const PinnedArticles& pinned_;
    const Vocabulary& vocabulary_;
    const SearchRequest& request_;
    std::string typed_;
    Rereading reading_;
    std::vector<std::string> synonyms_;
    Query query_;
};

std::vector<std::string> word_lines(const Query& query) {
    std::vector<std::string> lines;
    for (const QueryWord& word : query.words) {
        std::string terms;
        for (const Term& term : word.terms) {
            terms += fmt::format(" {}:{}", static_cast<char>(term.tier), term.word);
            if (term.weight < 1) terms += fmt::format("×{:.2f}", term.weight);
        }
        if (!word.derived.empty()) terms += "; related:";
        for (const Term& term : word.derived) terms += " " + term.word;
        lines.push_back(fmt::format("{} →{}{}{}", word.typed, terms, word.times > 1 ? fmt::format(" ×{}", word.times) : "",
                                    word.is_stop_word ? "  (says how, not what)" : ""));
    }
    return lines;
}

}  // namespace

Searcher::Searcher(std::shared_ptr<const Snapshot> snapshot)
    : snapshot_(std::move(snapshot)), pinned_(*snapshot_), customers_synonyms_(*snapshot_, Audience::customers), staff_synonyms_(*snapshot_, Audience::staff),
      of_customers_(*snapshot_, customers_synonyms_, Audience::customers), of_staff_(*snapshot_, staff_synonyms_, Audience::staff) {}

Result<Results> Searcher::search(const SearchRequest& request) const {
    const auto begin = std::chrono::steady_clock::now();
    Search search(*snapshot_, pinned_, vocabulary(request.audience), request);
    auto ranking = search.rank(false);
    if (!ranking) return fail(ranking.error());
    auto results = search.results(*ranking);
    if (!results) return results;
    results->took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return results;
}

Result<Explanation> Searcher::explain(const SearchRequest& request) const {
    Search search(*snapshot_, pinned_, vocabulary(request.audience), request);
    auto ranking = search.rank(true);
    if (!ranking) return fail(ranking.error());
    Explanation explanation;
    explanation.stages.push_back({"typed", {request.text}});
    explanation.stages.push_back({"read as", {search.query().text}});
    if (!search.reading().reasons.empty()) explanation.stages.push_back({"because", search.reading().reasons});
    if (!search.synonyms().empty()) explanation.stages.push_back({"synonyms", search.synonyms()});
    explanation.stages.push_back({"words and their terms", word_lines(search.query())});
    for (const auto& [half, found] : ranking->halves) {
        Explanation::Stage stage{fmt::format("in {} articles", folder_of(half)), {}};
        stage.lines = found.description;
        stage.lines.push_back(fmt::format("found: {}", found.total));
        explanation.stages.push_back(std::move(stage));
    }
    auto results = search.results(*ranking);
    if (!results) return fail(results.error());
    explanation.results = std::move(*results);
    for (std::size_t i = 0; i < explanation.results.hits.size(); ++i) {
        const Ranked& ranked = ranking->best[std::min(request.offset, max_offset) + i];
        const CatalogEntry* instead_of = ranked.instead_of;
        explanation.reasons.push_back({ranked.is_pinned, instead_of == nullptr ? std::string() : fmt::format("{}/{}", instead_of->lang, instead_of->slug),
                                       ranked.signals});
    }
    return explanation;
}

}  // namespace kb
