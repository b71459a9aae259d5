#include "kb/search/similar_finder.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <utility>

#include "kb/search/article_matches.h"
#include "kb/search/copies.h"
#include "kb/search/found_articles.h"
#include "kb/search/hit.h"
#include "kb/search/message.h"
#include "kb/search/told.h"

namespace kb {

namespace {

// Of the sentences so many are asked for by themselves, those that tell most; each costs about a search.
constexpr std::size_t most_sentences = 6;
// A sentence that ends with a question mark tells as much as one so much longer.
constexpr double asking = 1.4;
// Who writes to somebody reads hardly more than so many proposals.
constexpr std::size_t places_seen = 3;

class Finding {
public:
    Finding(const Searcher& searcher, const SimilarRequest& request)
        : snapshot_(searcher.snapshot()), request_(request),
          filter_{request.lang, {}, request.only.empty() ? nullptr : &request.only},
          told_(read_told(read_message(request.subject, request.body), searcher, request.lang, request.audience)) {}

    Result<SimilarResults> find() const {
        auto found = rank(told_.whole);
        if (!found) return fail(found.error());
        if (auto added = add_sentences(*found); !added) return fail(added.error());
        if (!request_.lang.empty() && request_.only.empty()) put_into_readers_language(snapshot_, request_.audience, filter_, true, *found);
        if (auto put = put_copies_behind(places_seen, snapshot_, found->best); !put) return fail(put.error());
        return results(*found);
    }

private:
    Result<FoundArticles> rank(const Query& query) const {
        auto found = find_articles(snapshot_, request_.audience, query, filter_, false);
        if (!found) return found;
        if (auto done = rerank(snapshot_, query, found->words, found->best); !done) return fail(done.error());
        return found;
    }

    // A message tells a story around its question, and the words of the story mislead. But some article says nearly just what
    // the question says, and hardly one what a sentence of the story does. So an article's scores for single sentences are
    // added to that for all words: the root of the sum of their squares, so that the best one decides, each by its share of
    // what is told.
    Result<void> add_sentences(FoundArticles& found) const {
        const std::vector<Part> parts = telling_parts(found);
        if (parts.size() < 2) return {};
        std::map<const CatalogEntry*, double> squares;
        for (const Part& part : parts) {
            auto for_part = rank(told_.query_of(*part.sentence));
            if (!for_part) return fail(for_part.error());
            for (const Ranked& ranked : for_part->best) squares[ranked.entry] += ranked.score * ranked.score * part.amount / parts.front().amount;
        }
        for (Ranked& ranked : found.best) {
            if (const auto square = squares.find(ranked.entry); square != squares.end()) ranked.score += std::sqrt(square->second);
        }
        put_in_order(found.best);
        return {};
    }

    struct Part {
        double amount = 0;  // of what is told, by the rarity of its words
        const Told::Sentence* sentence = nullptr;
    };

    // The sentences that tell most, the first of them before the others.
    std::vector<Part> telling_parts(const FoundArticles& found) const {
        std::vector<Part> parts;
        for (const Told::Sentence& sentence : told_.sentences) {
            Part part{0, &sentence};
            for (const std::size_t i : sentence.words) part.amount += found.words[i].ignored ? 0 : found.words[i].weight;
            if (sentence.asks) part.amount *= asking;
            if (part.amount > 0) parts.push_back(part);
        }
        std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.amount > b.amount; });
        parts.resize(std::min(parts.size(), most_sentences));
        return parts;
    }

    Result<SimilarResults> results(const FoundArticles& found) const {
        SimilarResults results;
        const std::size_t limit = std::min({request_.limit, max_limit, found.best.size()});
        for (std::size_t i = 0; i < limit; ++i) {
            auto hit = make_hit(snapshot_, found.best[i], found.wanted, request_.lang);
            if (!hit) return fail(hit.error());
            auto why = reasons(found.best[i], found);
            if (!why) return fail(why.error());
            results.articles.push_back({std::move(*hit), std::move(*why)});
        }
        return results;
    }

    Result<std::vector<std::string>> reasons(const Ranked& ranked, const FoundArticles& found) const {
        // A translation has words of its own: those that led to it are in the article that was found.
        const auto article = snapshot_.article(ranked.instead_of != nullptr ? *ranked.instead_of : *ranked.entry);
        if (!article) return fail(article.error());
        std::vector<std::uint32_t> words = ArticleMatches(*article, found.wanted).words();
        std::stable_sort(words.begin(), words.end(), [&](std::uint32_t a, std::uint32_t b) { return found.words[a].weight > found.words[b].weight; });
        std::vector<std::string> why;
        for (const std::uint32_t word : words) {
            const std::string& typed = told_.typed[word];
            // wi-fi has said what wi and fi would.
            const auto says_it = [&](const std::string& other) {
                return told_.whole.words[word].is_part ? other.find(typed) != other.npos : other == typed;
            };
            if (why.size() < most_reasons && std::none_of(why.begin(), why.end(), says_it)) why.push_back(typed);
        }
        return why;
    }

    const Snapshot& snapshot_;
    const SimilarRequest& request_;
    const CandidateFilter filter_;
    const Told told_;
};

}  // namespace

Result<SimilarResults> SimilarFinder::find(const SimilarRequest& request) const {
    const auto begin = std::chrono::steady_clock::now();
    auto results = Finding(searcher_, request).find();
    if (results) results->took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return results;
}

}  // namespace kb
