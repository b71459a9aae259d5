#include "kb/search/telling_words.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kb/index/lexicon.h"
#include "kb/index/postings.h"
#include "kb/search/query.h"
#include "kb/text/stop_words.h"
#include "kb/text/token.h"

namespace kb {

namespace {

// Of the words of a query, these may be words that articles have, and these words that nobody knows: slips, perhaps. What is
// left is for words that say how is asked, and known ones that no article has.
constexpr std::size_t most_found = 26, most_unknown = 8;
// Of different words so many are looked at, and so many numbers and codes: enough for a long letter.
constexpr std::size_t most_looked_at = 500, most_codes = 40;
constexpr std::size_t most_sentences_of_word = 8;
// What is longer is no word; in bytes.
constexpr std::size_t longest_word = 96;

constexpr std::string_view new_line = " — ";

enum class Kind { found, unknown, grammar, nowhere };

struct Unit {
    std::size_t begin = 0, end = 0;  // bytes of the message
    std::size_t tokens = 1;          // words of a query that it takes
    std::string word;                // folded
    std::string lemma;               // the likeliest, by which forms of one word are known
    Kind kind = Kind::nowhere;
    double weight = 0;
    unsigned times = 1;
    std::vector<std::size_t> sentences = {};
};

class TellingWordsFinder {
public:
    TellingWordsFinder(std::string_view message, const Searcher& searcher, Audience audience)
        : message_(message), searcher_(searcher), vocabulary_(searcher.vocabulary(audience)), tokens_(tokenize(message)) {
        if (audience == Audience::staff) halves_.push_back(Half::internal);
        for (const Half half : halves_) documents_ += static_cast<double>(searcher.snapshot().postings(half).documents());
    }

    TellingWords find() {
        for (std::size_t at = 0; at < tokens_.size() && seen_.size() < most_looked_at;) {
            std::size_t next = at + 1;
            read_to(tokens_[at].begin);
            while (next < tokens_.size() && tokens_[next].end <= tokens_[at].end) ++next;
            if (tokens_[at].end - tokens_[at].begin <= longest_word) look_at(at, next);
            at = next;
        }
        read_to(message_.size());
        if (message_.ends_with('?')) questions_.insert(sentence_);
        choose();
        return written();
    }

private:
    // Counts the sentences on the way.
    void read_to(std::size_t place) {
        for (; read_ < place; ++read_) {
            if (message_[read_] != '\n') continue;
            if (read_ > 0 && message_[read_ - 1] == '?') questions_.insert(sentence_);
            ++sentence_;
        }
    }

    std::string_view source_of(const Token& token) const { return message_.substr(token.begin, token.end - token.begin); }

    // A word, or a compound with its parts.
    void look_at(std::size_t from, std::size_t to) {
        const Token& token = tokens_[from];
        if (const auto known = seen_.find(token.folded); known != seen_.end()) return repeat(units_[known->second]);
        const std::string_view source = source_of(token);
        const bool is_address = source.find('@') != source.npos || (source.find('/') != source.npos && source.find('.') != source.npos);
        if (is_address || source.find_first_of("0123456789") != source.npos) return look_at_code(from, to, is_address);
        look_at_word(from, to);
    }

    void look_at_word(std::size_t from, std::size_t to) {
        const Token& token = tokens_[from];
        Unit unit{token.begin, token.end, to - from, token.folded, token.folded};
        std::size_t articles = 0;
        bool is_known = true, is_grammar = true;
        for (std::size_t i = from; i < to; ++i) {
            const AnalyzedToken analyzed = vocabulary_.analyzer().analyze(tokens_[i]);
            if (i == from && analyzed.terms.size() > 1) unit.lemma = analyzed.terms[1].word;
            articles = std::max(articles, articles_for(analyzed));
            if (to - from > 1 && i == from) continue;
            is_known = is_known && vocabulary_.knows(analyzed);
            is_grammar = is_grammar && is_stop_word(tokens_[i].folded);
        }
        unit.kind = is_grammar ? Kind::grammar : articles > 0 ? Kind::found : is_known ? Kind::nowhere : Kind::unknown;
        unit.weight = rarity(articles);
        add(std::move(unit));
    }

    // That have the word, or one that a search looks for in its place.
    std::size_t articles_for(const AnalyzedToken& word) const {
        std::size_t articles = vocabulary_.articles_with(word);
        if (articles > 0 || is_stop_word(word.token.folded)) return articles;
        for (const Term& lemma : word.terms) {
            for (const Term& term : vocabulary_.analyzer().derived(lemma)) {
                for (const Lexicon* lexicon : vocabulary_.lexicons()) articles = std::max(articles, lexicon->articles_with_lemma(term.word));
            }
        }
        return articles == 0 && vocabulary_.synonyms().has(word) ? 1 : articles;
    }

    // Telephone numbers, addresses and numbers of orders lead nowhere; versions and codes of errors may.
    void look_at_code(std::size_t from, std::size_t to, bool is_address) {
        for (std::size_t i = from; i < to; ++i) {
            const Token& token = tokens_[i];
            if (is_address && i > from && !token.is_whole) continue;
            if (const auto known = seen_.find(token.folded); known != seen_.end()) return repeat(units_[known->second]);
            if (!codes_.insert(token.folded).second || codes_.size() > most_codes) continue;
            const std::size_t articles = articles_with_code(token);
            if (articles == 0) continue;
            return add({token.begin, token.end, 1, token.folded, token.folded, Kind::found, rarity(articles), 1});
        }
    }

    std::size_t articles_with_code(const Token& token) const {
        std::size_t articles = vocabulary_.synonyms().has(vocabulary_.analyzer().analyze(token)) ? 1 : 0;
        for (const Half half : halves_) {
            if (const auto list = searcher_.snapshot().postings(half).list(Term{Tier::exact, token.folded}.text())) articles += (*list)->size();
        }
        return articles;
    }

    double rarity(std::size_t articles) const {
        const double n = std::min(static_cast<double>(articles), documents_);
        return std::log(1 + (documents_ - n + 0.5) / (n + 0.5));
    }

    void repeat(Unit& unit) {
        ++unit.times;
        if (unit.sentences.back() != sentence_ && unit.sentences.size() < most_sentences_of_word) unit.sentences.push_back(sentence_);
    }

    // Another form of a word that was there before is the same word again.
    void add(Unit unit) {
        unit.sentences = {sentence_};
        const auto same = by_lemma_.find(unit.lemma);
        if (same != by_lemma_.end() && unit.kind == Kind::found) {
            seen_[unit.word] = same->second;
            return repeat(units_[same->second]);
        }
        seen_[unit.word] = units_.size();
        if (unit.kind == Kind::found) by_lemma_[unit.lemma] = units_.size();
        units_.push_back(std::move(unit));
    }

    void choose() {
        std::vector<std::size_t> order(units_.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        const auto worth = [&](std::size_t i) { return units_[i].weight * (1 + std::log(units_[i].times)); };
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            if (units_[a].kind != Kind::found || units_[b].kind != Kind::found) return units_[a].kind < units_[b].kind;
            return worth(a) > worth(b);
        });
        std::size_t found = 0, unknown = 0, words = 0, bytes = 0;
        is_chosen_.resize(units_.size());
        for (const std::size_t i : order) {
            const Unit& unit = units_[i];
            const std::size_t size = unit.end - unit.begin + new_line.size();
            if (words + unit.tokens > max_query_words || bytes + size > max_query) continue;
            if (unit.kind == Kind::found && (found += unit.tokens) > most_found) continue;
            if (unit.kind == Kind::unknown && (unknown += unit.tokens) > most_unknown && found > 0) continue;
            words += unit.tokens;
            bytes += size;
            is_chosen_[i] = true;
        }
    }

    TellingWords written() const {
        TellingWords words;
        words.questions = questions_;
        std::size_t end = std::string_view::npos;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (!is_chosen_[i]) continue;
            const Unit& unit = units_[i];
            if (end != std::string_view::npos) words.text += is_gap(end, unit.begin) ? new_line : message_.substr(end, unit.begin - end);
            words.text += message_.substr(unit.begin, unit.end - unit.begin);
            end = unit.end;
            words.words.emplace(unit.word, TellingWords::Word{unit.times, unit.sentences});
        }
        return words;
    }

    // More than what stands between two words of a sentence: quotes and minuses mean nothing in a message.
    bool is_gap(std::size_t from, std::size_t to) const { return message_.substr(from, to - from) != " "; }

    const std::string_view message_;
    const Searcher& searcher_;
    const Vocabulary& vocabulary_;
    const std::vector<Token> tokens_;
    std::vector<Half> halves_ = {Half::open};
    double documents_ = 0;
    std::vector<Unit> units_;  // in the order of the message
    std::map<std::string, std::size_t, std::less<>> seen_, by_lemma_;  // places in units_
    std::vector<char> is_chosen_;
    std::set<std::string> codes_;  // that were looked up
    std::size_t sentence_ = 0, read_ = 0;
    std::set<std::size_t> questions_;
};

}  // namespace

TellingWords find_telling_words(std::string_view message, const Searcher& searcher, Audience audience) {
    return TellingWordsFinder(message, searcher, audience).find();
}

}  // namespace kb
