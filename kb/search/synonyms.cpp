#include "kb/search/synonyms.h"

#include <algorithm>

#include <fmt/format.h>

namespace kb {

Synonyms::Synonyms(const Snapshot& snapshot, Audience audience) {
    for (const SynonymRule& rule : snapshot.abbreviations()) add(rule, snapshot.analyzer());
    std::vector<std::pair<std::string, std::size_t>> exact;
    for (const SynonymRule& rule : snapshot.info().synonyms) {
        if (!is_told(rule, snapshot, audience)) continue;
        add(rule, snapshot.analyzer());
        for (const std::string& phrase : rule.phrases) {
            for (const AnalyzedToken& word : snapshot.analyzer().analyze(phrase)) exact.emplace_back(word.token.folded, 1);
        }
    }
    lexicon_ = Lexicon(exact);
}

bool Synonyms::is_told(const SynonymRule& rule, const Snapshot& snapshot, Audience audience) {
    const auto has_term = [&](const Term& term) {
        const auto in = [&](Half half) {
            const auto list = snapshot.postings(half).list(term.text());
            return list && (*list)->size() > 0;
        };
        return in(Half::open) || (audience == Audience::staff && in(Half::internal));
    };
    const auto has_word = [&](const Word& word) { return std::any_of(word.begin(), word.end(), has_term); };
    return std::any_of(rule.phrases.begin(), rule.phrases.end(), [&](const std::string& text) {
        const Phrase phrase = phrase_of(text, snapshot.analyzer());
        return !phrase.content.empty() && std::all_of(phrase.content.begin(), phrase.content.end(), has_word);
    });
}

void Synonyms::add(const SynonymRule& rule, const Analyzer& analyzer) {
    Rule read{{}, rule.both_ways};
    for (const std::string& phrase : rule.phrases) {
        Phrase words = phrase_of(phrase, analyzer);
        for (const Word& word : words.words) {
            for (const Term& term : word) words_.insert(term.text());
        }
        if (!words.words.empty()) read.phrases.push_back(std::move(words));
    }
    if (read.phrases.size() > 1) rules_.push_back(std::move(read));
}

Synonyms::Phrase Synonyms::phrase_of(std::string_view text, const Analyzer& analyzer) {
    Phrase phrase{std::string(text), {}, {}};
    for (const QueryWord& word : read_query(text, analyzer).words) {
        if (word.is_part) continue;
        phrase.words.push_back(word.own());
        if (!word.is_stop_word) phrase.content.push_back(word.own());
    }
    if (phrase.content.empty()) phrase.content = phrase.words;
    return phrase;
}

bool Synonyms::has(const AnalyzedToken& word) const {
    return std::any_of(word.terms.begin(), word.terms.end(), [&](const Term& term) { return words_.count(term.text()) != 0; });
}

// Whether the next words of the query are those of the phrase, in any order.
bool Synonyms::stands_at(const Phrase& phrase, const std::vector<std::size_t>& places, std::size_t at, const Query& query) {
    if (at + phrase.words.size() > places.size()) return false;
    std::vector<Word> left = phrase.words;
    for (std::size_t i = at; i < at + phrase.words.size(); ++i) {
        const Word own = query.words[places[i]].own();
        const auto found = std::find_if(left.begin(), left.end(), [&](const Word& word) { return are_forms_of_one(word, own); });
        if (found == left.end()) return false;
        left.erase(found);
    }
    return true;
}

// Each of the words may be found by the whole phrase. For reading an article, one word of the query after another gets
// one of the phrase; what is left over on its side shares the last one.
void Synonyms::add(const Phrase& to, const std::vector<std::size_t>& places, Query& query) {
    std::vector<std::size_t> content;
    std::copy_if(places.begin(), places.end(), std::back_inserter(content), [&](std::size_t place) { return !query.words[place].is_stop_word; });
    if (content.empty()) content = places;
    for (const std::size_t place : content) query.words[place].synonyms.push_back(to.content);
    const double share = std::min(1.0, static_cast<double>(content.size()) / static_cast<double>(to.content.size()));
    for (std::size_t i = 0; i < to.content.size(); ++i) {
        QueryWord& word = query.words[content[std::min(i, content.size() - 1)]];
        const std::vector<Term> own = word.own();
        for (Term term : to.content[i]) {
            term.weight *= share;
            const auto same = [&](const Term& other) { return term.is_same_word(other); };
            if (std::any_of(own.begin(), own.end(), same) || std::any_of(word.synonym_words.begin(), word.synonym_words.end(), same)) continue;
            std::erase_if(word.derived, same);
            word.synonym_words.push_back(std::move(term));
        }
    }
}

std::vector<std::string> Synonyms::add_to(Query& query) const {
    std::vector<std::string> added;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < query.words.size(); ++i) {
        if (!query.words[i].is_part) places.push_back(i);
    }
    const auto is_known = [&](std::size_t place) {
        const auto own = query.words[place].own();
        return std::any_of(own.begin(), own.end(), [&](const Term& term) { return words_.count(term.text()) != 0; });
    };
    for (std::size_t at = 0; at < places.size(); ++at) {
        if (!is_known(places[at])) continue;
        for (const Rule& rule : rules_) {
            for (std::size_t from = 0; from < (rule.both_ways ? rule.phrases.size() : 1); ++from) {
                if (!stands_at(rule.phrases[from], places, at, query)) continue;
                const std::vector<std::size_t> matched(places.begin() + static_cast<std::ptrdiff_t>(at),
                                                       places.begin() + static_cast<std::ptrdiff_t>(at + rule.phrases[from].words.size()));
                for (std::size_t to = 0; to < rule.phrases.size(); ++to) {
                    if (to == from) continue;
                    add(rule.phrases[to], matched, query);
                    added.push_back(fmt::format("{} → {}", rule.phrases[from].text, rule.phrases[to].text));
                }
            }
        }
    }
    return added;
}

}  // namespace kb
