#include "kb/search/candidates.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "kb/index/schema.h"
#include "kb/search/posting_lists.h"
#include "kb/search/ranking.h"

namespace kb {

namespace {

// Stop words are left out while there are others.
bool leaves_out_stop_words(const Query& query) {
    return std::any_of(query.words.begin(), query.words.end(), [](const QueryWord& word) { return !word.is_stop_word; });
}

// A word that can be read in several ways is still one word: its readings share its weight, the likely ones taking
// most of it.
std::vector<Term> shared(std::vector<Term> terms) {
    double all = 0;
    for (Term& term : terms) all += term.weight *= term.weight;
    for (Term& term : terms) term.weight /= all;
    return terms;
}

class CandidateFinder {
public:
    CandidateFinder(const Snapshot& snapshot, Half half, const Query& query, const CandidateFilter& filter, bool describe)
        : snapshot_(snapshot), half_(half), postings_(snapshot.postings(half)), query_(query), filter_(filter),
          describe_(describe), scores_(postings_.lengths().size()) {}

    Result<Candidates> find() {
        const bool leave_out = leaves_out_stop_words(query_);
        for (const QueryWord& word : query_.words) {
            WordFrequency frequency{0, 0, leave_out && word.is_stop_word};
            if (auto scored = score(word, frequency); !scored) return fail(scored.error());
            found_.words.push_back(frequency);
        }
        if (auto met = drop_what_fails_conditions(); !met) return fail(met.error());
        take_best();
        return std::move(found_);
    }

private:
    // Never below zero, unlike Robertson and Spärck Jones's: a word in most articles still counts a little.
    double rarity(std::size_t articles) const {
        const double all = static_cast<double>(postings_.documents()), n = static_cast<double>(articles);
        return std::log(1 + (all - n + 0.5) / (n + 0.5));
    }

    Result<PostingLists> lists_of(const std::vector<Term>& terms, std::string_view prefix = {}) const {
        PostingLists lists;
        for (const Term& term : terms) {
            auto list = postings_.list(std::string(prefix) + term.text());
            if (!list) return fail(list.error());
            lists.push_back(std::move(*list));
        }
        return lists;
    }

    Result<void> score(const QueryWord& word, WordFrequency& frequency) {
        auto own = own_parts(word);
        if (!own) return fail(own.error());
        for (const Part& part : *own) frequency.articles = std::max(frequency.articles, part.list->size());
        std::vector<PostingList> synonyms;
        for (const Phrase& phrase : word.synonyms) {
            auto list = articles_with_all(phrase);
            if (!list) return fail(list.error());
            frequency.articles = std::max(frequency.articles, list->size());
            synonyms.push_back(std::move(*list));
        }
        frequency.weight = rarity(frequency.articles);
        if (describe_)
            found_.description.push_back(fmt::format("{}: in {} articles, weight {:.2f}{}", word.typed, frequency.articles,
                                                     frequency.weight, frequency.ignored ? ", left out" : ""));
        if (frequency.ignored) return {};
        const double times = std::min(word.times, ranking::most_repetitions);
        for (const Part& part : *own) add(*part.list, part.term, {}, times);
        Result<void> added = add_in_field(word, Field::title, ranking::title_weight * times);
        if (added) added = add_in_field(word, Field::questions, ranking::question_weight * times);
        for (std::size_t i = 0; i < synonyms.size(); ++i)
            add(synonyms[i], {Tier::lemma, name_of(word.synonyms[i]), 1}, {}, ranking::synonym_weight * times);
        if (!added || word.is_guess || word.terms.size() == 1) return added;
        added = add({word.terms.front()}, ranking::exact_weight * times);
        if (added) added = add_present(word.derived, ranking::derived_weight * times);
        if (added && frequency.asks_for_stems()) added = add(shared(word.of(Tier::recall)), ranking::recall_weight * times);
        return added;
    }

    struct Part {
        std::shared_ptr<const PostingList> list;
        Term term;
    };

    // What a word itself is found by: each of its lemmas. Different words, of which one is meant, count as one that stands
    // wherever any of them does.
    Result<std::vector<Part>> own_parts(const QueryWord& word, std::string_view prefix = {}) const {
        const std::vector<Term> own = word.is_guess ? word.own() : shared(word.own());
        auto lists = lists_of(own, prefix);
        if (!lists) return fail(lists.error());
        if (word.is_guess) return std::vector<Part>{{std::make_shared<const PostingList>(in_any(*lists, own)), {Tier::lemma, word.typed + "…", 1}}};
        std::vector<Part> parts;
        for (std::size_t i = 0; i < own.size(); ++i) parts.push_back({std::move((*lists)[i]), own[i]});
        return parts;
    }

    Result<void> add_in_field(const QueryWord& word, Field field, double weight) {
        auto parts = own_parts(word, spec_of(field).prefix);
        if (!parts) return fail(parts.error());
        for (const Part& part : *parts) add(*part.list, part.term, spec_of(field).name, weight);
        return {};
    }

    static std::string name_of(const Phrase& phrase) {
        std::string name;
        for (const auto& word : phrase) name += (name.empty() ? "" : " + ") + word.front().word;
        return name;
    }

    // As often as the rarest of the words.
    Result<PostingList> articles_with_all(const Phrase& phrase) const {
        PostingList all;
        for (std::size_t i = 0; i < phrase.size(); ++i) {
            auto lists = lists_of(phrase[i]);
            if (!lists) return fail(lists.error());
            PostingList word = in_any(*lists, phrase[i]);
            if (i == 0) {
                all = std::move(word);
                continue;
            }
            all = in_both(all, word);
        }
        return all;
    }

    Result<void> add(const std::vector<Term>& terms, double weight) {
        auto lists = lists_of(terms);
        if (!lists) return fail(lists.error());
        for (std::size_t i = 0; i < terms.size(); ++i) add(*(*lists)[i], terms[i], {}, weight);
        return {};
    }

    // Words that stand in no article take no share of the weight.
    Result<void> add_present(std::vector<Term> terms, double weight) {
        auto lists = lists_of(terms);
        if (!lists) return fail(lists.error());
        std::vector<Term> present;
        for (std::size_t i = 0; i < terms.size(); ++i) {
            if (!(*lists)[i]->empty()) present.push_back(std::move(terms[i]));
        }
        std::erase_if(*lists, [](const auto& list) { return list->empty(); });
        present = shared(std::move(present));
        for (std::size_t i = 0; i < present.size(); ++i) add(*(*lists)[i], present[i], {}, weight);
        return {};
    }

    // BM25: Robertson, Zaragoza, The Probabilistic Relevance Framework (2009), 3.4.
    void add(const PostingList& list, const Term& term, std::string_view field, double weight) {
        if (list.empty()) return;
        constexpr float k1 = ranking::bm25_k1 * weight_unit, b = ranking::bm25_b;
        weight *= term.weight;
        if (describe_)
            found_.description.push_back(fmt::format("  {}:{}{}{} in {}, × {:.2f}", static_cast<char>(term.tier), term.word,
                                                     field.empty() ? "" : " of ", field, list.size(), weight));
        const float full = static_cast<float>(weight * rarity(list.size()) * (ranking::bm25_k1 + 1));
        const float* const lengths = postings_.lengths().data();
        float* const scores = scores_.data();
        for (const Posting& posting : list)
            scores[posting.document] += full * posting.count / (posting.count + k1 * (1 - b + b * lengths[posting.document]));
    }

    Result<void> drop_what_fails_conditions() {
        for (const Phrase& phrase : query_.phrases) {
            for (const std::vector<Term>& word : phrase) {
                if (auto kept = keep_where(word, true); !kept) return kept;
            }
        }
        for (const QueryWord& word : query_.excluded) {
            if (auto kept = keep_where(word.own(), false); !kept) return kept;
        }
        return {};
    }

    Result<void> keep_where(const std::vector<Term>& any, bool present) {
        auto lists = lists_of(any);
        if (!lists) return fail(lists.error());
        std::vector<bool> has(scores_.size());
        for (const auto& list : *lists) {
            for (const Posting& posting : *list) has[posting.document] = true;
        }
        for (std::size_t i = 0; i < has.size(); ++i) {
            if (has[i] != present) scores_[i] = 0;
        }
        return {};
    }

    struct Scored {
        float score = 0;  // times the factor
        std::uint32_t place = 0;
        DocumentNumber number = 0;
        // Equal ones by language and slug: never by number, which depends on how an index came about.
        bool operator<(const Scored& other) const { return score != other.score ? score > other.score : place < other.place; }
    };

    void take_best() {
        const std::vector<DocumentFacts>& facts = snapshot_.facts(half_);
        const std::vector<std::string_view>& categories = snapshot_.category_paths();
        std::vector<char> is_wanted(categories.size());
        for (std::size_t i = 0; i < categories.size(); ++i) is_wanted[i] = is_in_category(categories[i], filter_.category);
        std::vector<float> factors;
        for (const std::string_view lang : snapshot_.languages())
            factors.push_back(filter_.lang.empty() || lang == filter_.lang ? 1 : static_cast<float>(ranking::other_language_factor));
        if (filter_.only != nullptr) keep_only();

        found_.in_categories.resize(categories.size());
        // Which of them have the words of a phrase side by side is seen later.
        const std::size_t wanted = query_.phrases.empty() ? ranking::candidates : ranking::phrase_candidates;
        std::vector<Scored> best;
        best.reserve(2 * wanted);
        float least = 0;
        const std::size_t end = std::min(scores_.size(), facts.size());
        for (DocumentNumber i = 0; i < end; ++i) {
            const DocumentFacts& fact = facts[i];
            if (scores_[i] <= 0 || fact.place == DocumentFacts::none || !is_wanted[fact.category]) continue;
            ++found_.total;
            ++found_.in_categories[fact.category];
            const float score = scores_[i] * factors[fact.language];
            if (score < least) continue;
            best.push_back({score, fact.place, i});
            if (best.size() < 2 * wanted) continue;
            cut(best, wanted);
            least = best.back().score;
        }
        cut(best, wanted);
        std::sort(best.begin(), best.end());
        for (const Scored& one : best)
            found_.best.push_back({&snapshot_.articles()[one.place], scores_[one.number], factors[facts[one.number].language]});
        found_.scores = std::move(scores_);
    }

    // The last one left is the worst of them.
    static void cut(std::vector<Scored>& best, std::size_t wanted) {
        if (best.size() <= wanted) return;
        std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(wanted) - 1, best.end());
        best.resize(wanted);
    }

    void keep_only() {
        std::vector<float> kept(scores_.size());
        for (const std::string_view name : *filter_.only) {
            const std::size_t slash = std::min(name.find('/'), name.size());
            const CatalogEntry* entry = snapshot_.find(name.substr(0, slash), name.substr(std::min(slash + 1, name.size())), Audience::staff);
            if (entry != nullptr && entry->half == half_ && entry->number < kept.size()) kept[entry->number] = scores_[entry->number];
        }
        scores_ = std::move(kept);
    }

    const Snapshot& snapshot_;
    const Half half_;
    const Postings& postings_;
    const Query& query_;
    const CandidateFilter& filter_;
    const bool describe_;
    std::vector<float> scores_;  // by number
    Candidates found_;
};

}  // namespace

Result<Candidates> find_candidates(const Snapshot& snapshot, Half half, const Query& query, const CandidateFilter& filter,
                                   bool describe) {
    return CandidateFinder(snapshot, half, query, filter, describe).find();
}

}  // namespace kb
