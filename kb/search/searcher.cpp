#include "kb/search/searcher.h"

#include <algorithm>
#include <chrono>
#include <map>

#include <fmt/format.h>

#include "kb/base/address.h"
#include "kb/base/hash.h"
#include "kb/index/term_databases.h"
#include "kb/search/candidates.h"
#include "kb/search/passage.h"
#include "kb/search/ranking.h"

namespace kb {

namespace {

constexpr std::size_t max_language = 16;

struct Ranked {
    const CatalogEntry* entry = nullptr;
    double score = 0;
};

struct Ranking {
    std::vector<Ranked> best;
    std::size_t total = 0;
    bool total_is_exact = true;
    WordWeights weights;
    std::vector<std::pair<Half, Candidates>> halves;  // for explanations
};

class Search {
public:
    Search(const Snapshot& snapshot, const SearchRequest& request) : snapshot_(snapshot), request_(request) {
        query_ = read_query(request.text, Analyzer());
    }

    const Query& query() const { return query_; }

    Result<Ranking> rank(bool describe) const {
        Ranking ranking;
        for (const Half half : {Half::open, Half::internal}) {
            if (half == Half::internal && request_.audience == Audience::customers) continue;
            auto found = find_candidates(snapshot_.terms(half), query_, request_.category, request_.only, describe);
            if (!found) return fail(found.error());
            ranking.total += found->total;
            ranking.total_is_exact = ranking.total_is_exact && found->total_is_exact;
            for (const Candidate& candidate : found->best) {
                const CatalogEntry* entry = snapshot_.entry(half, candidate.number);
                if (entry != nullptr) ranking.best.push_back({entry, candidate.score * language_factor(*entry)});
            }
            collect_weights(*found, ranking.weights);
            if (describe) ranking.halves.emplace_back(half, std::move(*found));
        }
        std::sort(ranking.best.begin(), ranking.best.end(), [](const Ranked& a, const Ranked& b) {
            if (a.score != b.score) return a.score > b.score;
            return std::tie(a.entry->lang, a.entry->slug) < std::tie(b.entry->lang, b.entry->slug);
        });
        return ranking;
    }

    Result<Results> results(const Ranking& ranking) const {
        Results results;
        results.query = query_.text;
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
            auto hit = hit_of(ranking.best[i], ranking.weights);
            if (!hit) return fail(hit.error());
            results.hits.push_back(std::move(*hit));
        }
        return results;
    }

private:
    double language_factor(const CatalogEntry& entry) const {
        return request_.lang.empty() || entry.lang == request_.lang ? 1.0 : ranking::other_language_factor;
    }

    static void collect_weights(const Candidates& found, WordWeights& weights) {
        for (const WordFrequency& word : found.words) {
            if (word.ignored) continue;
            double& weight = weights[fnv1a_32(word.term)];
            weight = std::max(weight, word.weight);
        }
    }

    // Equal for equal questions to equal content, so that answers can be cached and events joined to them.
    std::string search_id() const {
        const GenerationInfo& info = snapshot_.info();
        const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", info.number, info.created, query_.text,
                                            request_.lang, request_.category, request_.limit, request_.offset,
                                            static_cast<int>(request_.audience), request_.verbatim);
        return fmt::format("{:016x}", fnv1a_64(key));
    }

    std::string_view reader_language() const {
        return request_.lang.empty() ? std::string_view(snapshot_.site().default_language) : request_.lang;
    }

    std::vector<FacetCount> facets(const Ranking& ranking) const {
        std::map<std::string_view, std::size_t> counts;
        for (const Ranked& ranked : ranking.best) {
            if (!ranked.entry->category.empty()) ++counts[ranked.entry->category];
        }
        std::vector<FacetCount> facets;
        for (const auto& [category, count] : counts)
            facets.push_back({std::string(category), snapshot_.category_title(reader_language(), category), count});
        std::stable_sort(facets.begin(), facets.end(),
                         [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
        constexpr std::size_t most = 20;
        if (facets.size() > most) facets.resize(most);
        return facets;
    }

    Result<Hit> hit_of(const Ranked& ranked, const WordWeights& weights) const {
        const CatalogEntry& entry = *ranked.entry;
        const auto article = snapshot_.article(entry);
        if (!article) return fail(article.error());
        Hit hit;
        hit.slug = entry.slug;
        hit.lang = entry.lang;
        hit.title = entry.title;
        hit.url = article_address(snapshot_.site().base_path(), entry.lang, entry.slug);
        hit.category_slug = entry.category;
        if (!entry.category.empty()) hit.category_title = snapshot_.category_title(entry.lang, entry.category);
        hit.score = ranked.score;
        hit.updated = entry.updated;
        hit.other_language = !request_.lang.empty() && entry.lang != request_.lang;
        hit.visibility = article->visibility;
        Passage passage = find_passage(*article, weights);
        hit.snippet = std::move(passage.fragments);
        if (!article->sections.empty() && !article->sections[passage.section].anchor.empty()) {
            const StoredSection& section = article->sections[passage.section];
            hit.section = SectionLink{std::string(section.anchor), std::string(section.heading)};
        }
        return hit;
    }

    const Snapshot& snapshot_;
    const SearchRequest& request_;
    Query query_;
};

std::vector<std::string> word_lines(const Query& query) {
    std::vector<std::string> lines;
    for (const QueryWord& word : query.words) {
        std::string terms;
        for (const Term& term : word.terms) terms += fmt::format(" {}:{}", static_cast<char>(term.tier), term.word);
        lines.push_back(fmt::format("{} →{}{}{}", word.typed, terms, word.times > 1 ? fmt::format(" ×{}", word.times) : "",
                                    word.is_stop_word ? "  (says how, not what)" : ""));
    }
    return lines;
}

}  // namespace

Result<Results> Searcher::search(const SearchRequest& request) const {
    const auto begin = std::chrono::steady_clock::now();
    const Search search(*snapshot_, request);
    auto ranking = search.rank(false);
    if (!ranking) return fail(ranking.error());
    auto results = search.results(*ranking);
    if (!results) return results;
    results->took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return results;
}

Result<Explanation> Searcher::explain(const SearchRequest& request) const {
    const Search search(*snapshot_, request);
    auto ranking = search.rank(true);
    if (!ranking) return fail(ranking.error());
    Explanation explanation;
    explanation.stages.push_back({"typed", {request.text}});
    explanation.stages.push_back({"read as", {search.query().text}});
    explanation.stages.push_back({"words and their terms", word_lines(search.query())});
    for (const auto& [half, found] : ranking->halves) {
        Explanation::Stage stage{fmt::format("in {} articles", folder_of(half)), {}};
        for (const WordFrequency& word : found.words)
            stage.lines.push_back(fmt::format("{}: {} in {} articles, weight {:.2f}{}", word.word, word.term, word.articles,
                                              word.weight, word.ignored ? ", left out" : ""));
        stage.lines.push_back(fmt::format("query: {}", found.description));
        stage.lines.push_back(fmt::format("found: {}", found.total));
        explanation.stages.push_back(std::move(stage));
    }
    auto results = search.results(*ranking);
    if (!results) return fail(results.error());
    explanation.results = std::move(*results);
    return explanation;
}

}  // namespace kb
