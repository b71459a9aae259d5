#include "kb/search/similar_finder.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "kb/search/article_matches.h"
#include "kb/search/copies.h"
#include "kb/search/courtesy.h"
#include "kb/search/found_articles.h"
#include "kb/search/hit.h"
#include "kb/search/message.h"
#include "kb/search/near_questions.h"
#include "kb/search/told.h"
#include "kb/text/fold.h"

namespace kb {

namespace {

// Of the sentences so many are asked for by themselves, those that tell most; each costs about a search.
constexpr std::size_t most_sentences = 6;
// A sentence that ends with a question mark tells as much as one so much longer.
constexpr double asking = 1.4;
// Who writes to somebody reads hardly more than so many proposals.
constexpr std::size_t places_seen = 3;
// A sentence that tells less than this share of the one that tells most, or is answered less well than this share of the one that
// is answered best, is a part of the story. By bench/two_problems.mjs: answers to both are among the first three in 27, 66 and 38
// of 100 messages of rutube, banking77 and vtb, without this in 21, 57 and 26; nDCG@10 of single problems stays within .0004.
constexpr double least_share = 0.3;
// What past questions add to an article that they surely speak for, as a share of the best article's score.
constexpr double most_lift = 1.2;
// From here on they tell the right article well enough.
constexpr double sure_strength = 0.3;
// One agent's word alone leaves an article this far behind the first.
constexpr double just_behind = 0.999;
// Less alike, a question is of no use to an agent.
constexpr double least_likeness = 0.15;
// So many are looked at for those shown, since some say the same.
constexpr std::size_t most_near = 100;

// A collection, and what of it is near.
struct Neighbours {
    Neighbours(const QuestionCollection& collection, std::string_view message, std::size_t most)
        : questions(collection), asked(collection, message), near(asked.nearest(most)) {}

    std::vector<NearQuestion> voters() const { return {near.begin(), near.begin() + static_cast<std::ptrdiff_t>(std::min(near.size(), most_voters))}; }

    const QuestionCollection& questions;
    NearQuestions asked;
    std::vector<NearQuestion> near;
};

class Finding {
public:
    Finding(const Searcher& searcher, const SimilarRequest& request)
        : snapshot_(searcher.snapshot()), request_(request),
          filter_{request.lang, {}, request.only.empty() ? nullptr : &request.only},
          message_(read_message(request.subject, request.body)), told_(read_told(message_, searcher, request.lang, request.audience)),
          votes_(snapshot_, request.audience, request.lang) {
        if (request.past.solved != nullptr) {
            solved_.emplace(*request.past.solved, message_, request.with_questions ? most_near : most_voters);
            votes_.add(*request.past.solved, solved_->asked, solved_->voters());
        }
        if (request.past.confirmed != nullptr) {
            const Neighbours confirmed(*request.past.confirmed->questions, message_, most_voters);
            votes_.add(*request.past.confirmed, confirmed.asked, confirmed.near);
        }
        counted_ = votes_.count();
    }

    Result<SimilarResults> find() const {
        auto found = rank(told_.whole);
        if (!found) return fail(found.error());
        const auto parts = add_sentences(*found);
        if (!parts) return fail(parts.error());
        lift(*found);
        answer_second_problem(*parts, *found);
        if (!request_.lang.empty() && request_.only.empty()) put_into_readers_language(snapshot_, request_.audience, filter_, true, *found);
        if (!is_sure(*found)) {
            if (auto put = put_copies_behind(places_seen, snapshot_, found->best); !put) return fail(put.error());
        }
        return results(*found);
    }

private:
    struct Part {
        double amount = 0;  // of what is told, by the rarity of its words
        const Told::Sentence* sentence = nullptr;
        double score = 0;                          // of the first of its answers
        std::vector<const CatalogEntry*> answers;  // at most two, the best first
    };

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
    Result<std::vector<Part>> add_sentences(FoundArticles& found) const {
        std::vector<Part> parts = telling_parts(found);
        if (parts.size() < 2) return parts;
        std::map<const CatalogEntry*, double> squares;
        for (Part& part : parts) {
            auto for_part = rank(told_.query_of(*part.sentence));
            if (!for_part) return fail(for_part.error());
            for (const Ranked& ranked : for_part->best) squares[ranked.entry] += ranked.score * ranked.score * part.amount / parts.front().amount;
            const auto end = for_part->best.begin() + std::min<std::ptrdiff_t>(std::ssize(for_part->best), 2);
            for (auto ranked = for_part->best.begin(); ranked != end; ++ranked) part.answers.push_back(ranked->entry);
            if (!part.answers.empty()) part.score = for_part->best.front().score;
        }
        for (Ranked& ranked : found.best) {
            if (const auto square = squares.find(ranked.entry); square != squares.end()) ranked.score += std::sqrt(square->second);
        }
        put_in_order(found.best);
        return parts;
    }

    // Who asks two things gets an answer to both among the first: when the first articles are no answer to a sentence that
    // tells much, what answers it best comes right behind them.
    void answer_second_problem(const std::vector<Part>& parts, FoundArticles& found) const {
        constexpr std::ptrdiff_t kept = places_seen - 1;
        if (std::ssize(found.best) <= kept || parts.size() < 2) return;
        const auto rest = found.best.begin() + kept;
        const auto is_seen = [&](const CatalogEntry* entry) {
            return std::any_of(found.best.begin(), rest, [&](const Ranked& ranked) { return ranked.entry == entry; });
        };
        const auto best = std::max_element(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.score < b.score; })->score;
        for (const Part& part : parts) {
            if (part.amount < least_share * parts.front().amount) return;
            if (part.score < least_share * best || std::any_of(part.answers.begin(), part.answers.end(), is_seen)) continue;
            const auto answer = std::find_if(rest, found.best.end(), [&](const Ranked& ranked) { return ranked.entry == part.answers.front(); });
            if (answer == found.best.end()) continue;
            answer->score = rest->score;
            std::rotate(rest, answer, answer + 1);
            return;
        }
    }

    // By what past questions say. What one agent alone says is added last, to what stands without it.
    void lift(FoundArticles& found) const {
        if (counted_.empty()) return;
        const double best = found.best.empty() ? 1 : found.best.front().score;
        for (const auto& [entry, vote] : counted_) {
            if (Ranked* ranked = ranked_of(*entry, found)) ranked->score += most_lift * best * vote.strength;
        }
        put_in_order(found.best);
        const double first = found.best.empty() ? 0 : found.best.front().score;
        for (const auto& [entry, vote] : counted_) {
            Ranked* ranked = vote.lone > 0 ? ranked_of(*entry, found) : nullptr;
            if (ranked == nullptr || ranked == &found.best.front()) continue;
            ranked->score = std::max(ranked->score, std::min(ranked->score + most_lift * best * vote.lone, first * just_behind));
        }
        std::erase_if(found.best, [](const Ranked& ranked) { return ranked.score <= 0; });
        put_in_order(found.best);
    }

    // What past questions say of an article; nullptr when nothing.
    const ArticleVotes* votes_for(const Ranked& ranked) const {
        const auto vote = counted_.find(ranked.instead_of != nullptr ? ranked.instead_of : ranked.entry);
        return vote == counted_.end() ? nullptr : &vote->second;
    }

    // Other proposals than copies of the first one are for those cases where the first may be wrong.
    bool is_sure(const FoundArticles& found) const {
        const ArticleVotes* votes = found.best.empty() ? nullptr : votes_for(found.best.front());
        return votes != nullptr && votes->strength >= sure_strength;
    }

    // Put in when its own words did not lead to it; nullptr when it is not to be ranked.
    Ranked* ranked_of(const CatalogEntry& entry, FoundArticles& found) const {
        const auto known = std::find_if(found.best.begin(), found.best.end(), [&](const Ranked& ranked) { return ranked.entry == &entry; });
        if (known != found.best.end()) return &*known;
        const auto is_entry = [&](const std::string& name) { return name == std::string(entry.lang) + '/' + std::string(entry.slug); };
        if (!request_.only.empty() && std::none_of(request_.only.begin(), request_.only.end(), is_entry)) return nullptr;
        found.best.push_back({&entry, 0, 1, {}, false, nullptr});
        return &found.best.back();
    }

    // The sentences that tell most, the first of them before the others.
    std::vector<Part> telling_parts(const FoundArticles& found) const {
        std::vector<Part> parts;
        for (const Told::Sentence& sentence : told_.sentences) {
            Part part{0, &sentence, 0, {}};
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
            SimilarArticle article{std::move(*hit), std::move(*why)};
            // Who may not see past questions must not learn from the words found what somebody wrote.
            const ArticleVotes* votes = request_.with_questions ? votes_for(found.best[i]) : nullptr;
            if (votes != nullptr) explain(*votes, article);
            results.articles.push_back(std::move(article));
        }
        if (solved_ && request_.with_questions) results.questions = questions();
        return results;
    }

    // Words that past questions have come behind those of the article itself.
    static void explain(const ArticleVotes& votes, SimilarArticle& article) {
        article.confirmed = votes.questions;
        for (const std::string& word : votes.why) {
            if (article.why.size() < most_reasons && std::find(article.why.begin(), article.why.end(), word) == article.why.end()) article.why.push_back(word);
        }
    }

    std::vector<SimilarQuestion> questions() const {
        std::vector<SimilarQuestion> found;
        std::set<std::pair<std::string_view, std::string>> said;  // letters and article
        for (const NearQuestion& near : solved_->near) {
            if (found.size() >= std::min(request_.limit, max_limit) || near.likeness < least_likeness) break;
            auto question = solved_->questions.question(near.number);
            if (!question || !said.emplace(solved_->questions.words().letters(near.number), question->article).second) continue;
            const CatalogEntry* entry = votes_.find(named(*question));
            question->article = entry == nullptr ? std::string() : std::string(entry->lang) + '/' + std::string(entry->slug);
            found.push_back({std::move(*question), near.likeness, solved_->asked.reasons(near.number, most_reasons)});
        }
        return found;
    }

    static std::string named(const SolvedQuestion& question) {
        return question.article.empty() || question.article.find('/') != std::string::npos ? question.article : question.lang + '/' + question.article;
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
            if (!tells(fold(typed))) continue;
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
    const std::string message_;
    const Told told_;
    QuestionVotes votes_;
    std::map<const CatalogEntry*, ArticleVotes> counted_;
    std::optional<Neighbours> solved_;
};

}  // namespace

Result<SimilarResults> SimilarFinder::find(const SimilarRequest& request) const {
    const auto begin = std::chrono::steady_clock::now();
    auto results = Finding(searcher_, request).find();
    if (results) results->took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return results;
}

}  // namespace kb
