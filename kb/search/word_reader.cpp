#include "kb/search/word_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "kb/base/utf8.h"
#include "kb/search/run_together.h"
#include "kb/search/spelling.h"
#include "kb/text/letters.h"
#include "kb/text/stop_words.h"

namespace kb {

namespace {

// Of the words that nobody knows so many are tried, each at the price of a search.
constexpr std::size_t most_words_tried = 8;
constexpr std::size_t shortest_read = 3;  // letters
// Guesses are offered that are as good as the best but for so much of score.
constexpr double close_score = 1;

bool is_mixed(std::string_view word) {
    const std::u16string letters = to_utf16(word);
    return std::any_of(letters.begin(), letters.end(), is_latin) && std::any_of(letters.begin(), letters.end(), is_russian);
}

// Latin letters with digits that stand for Russian ones: 4 is ч.
bool has_digit_letters(std::string_view word) {
    return word.size() >= shortest_read && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz346") == word.npos &&
           word.find_first_not_of("346") != word.npos;
}

class WordReader {
public:
    WordReader(std::string_view text, const Vocabulary& vocabulary, Typing typing)
        : vocabulary_(vocabulary), typing_(typing), tokens_(vocabulary.analyzer().analyze(text)) {
        result_.text = text;
    }

    bool has_doubts() const {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (is_doubtful(tokens_[i]) || may_be_unfinished(tokens_[i]) || joined_with_next(i)) return true;
        }
        return false;
    }

    // Slips, words run together or cut in two, and unfinished ones, in the order of the text.
    ReadWords read() {
        const std::string text = result_.text;
        std::string reread;
        std::size_t copied = 0;
        const auto replace = [&](std::size_t begin, std::size_t end, const std::string& word) {
            reread += text.substr(copied, begin - copied) + cased_as(std::string_view(text).substr(begin, end - begin), word);
            copied = end;
        };
        std::size_t code_end = 0;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const Token& token = tokens_[i].token;
            if (token.is_whole && is_code(source_of(token))) code_end = std::max(code_end, token.end);
            if (token.is_whole || token.begin < code_end) continue;
            if (const auto whole = joined_with_next(i)) {
                note("split", source_of(token), *whole, "a word cut in two");
                replace(token.begin, tokens_[++i].token.end, *whole);
                continue;
            }
            if (may_be_unfinished(tokens_[i])) {
                read_end(token.folded);
                continue;
            }
            if (!is_doubtful(tokens_[i]) || token.script == Script::other || is_name(source_of(token), token.begin)) continue;
            if (tried_++ == most_words_tried) break;
            if (const auto word = read_word(token.folded, token.end == text.size())) replace(token.begin, token.end, *word);
        }
        if (copied > 0) result_.text = reread + text.substr(copied);
        if (!other_word_.first.empty()) result_.did_you_mean.push_back(with_other_word());
        return std::move(result_);
    }

private:
    bool is_doubtful(const AnalyzedToken& token) const {
        if (token.token.is_whole) return false;
        if (token.token.script == Script::other) return is_mixed(token.token.folded) || has_digit_letters(token.token.folded);
        if (token.token.script == Script::number) return false;
        return !vocabulary_.knows(token) && to_utf16(token.token.folded).size() >= shortest_read;
    }

    // A word that no article has, when it ends the query and articles have words that begin so.
    bool may_be_unfinished(const AnalyzedToken& token) const {
        return token.token.end == result_.text.size() && !token.token.is_whole && is_lonely(token) &&
               to_utf16(token.token.folded).size() >= shortest_read && vocabulary_.begins_word(token.token.folded);
    }

    std::string_view source_of(const Token& token) const {
        return std::string_view(result_.text).substr(token.begin, token.end - token.begin);
    }

    // What stands in no article, or nowhere at all, and is no word of grammar.
    bool is_lonely(const AnalyzedToken& token) const {
        return !is_stop_word(token.token.folded) && vocabulary_.articles_with(token) == 0;
    }

    // A word of the articles that this token and the next are, when at least one of them stands in no article.
    std::optional<std::string> joined_with_next(std::size_t at) const {
        if (at + 1 >= tokens_.size()) return {};
        const AnalyzedToken &first = tokens_[at], &second = tokens_[at + 1];
        const bool beside = !first.token.is_whole && !second.token.is_whole && first.token.script == second.token.script &&
                            (first.token.script == Script::russian || first.token.script == Script::latin) &&
                            second.token.begin == first.token.end + 1 && result_.text[first.token.end] == ' ';
        if (!beside) return {};
        const bool one_is_no_word = !vocabulary_.knows(first) || !vocabulary_.knows(second);
        if (!one_is_no_word && !is_lonely(first) && !is_lonely(second)) return {};
        std::string whole = first.token.folded + second.token.folded;
        if (vocabulary_.articles_with(vocabulary_.analyze(whole)) == 0) return {};
        return whole;
    }

    // The word that is meant by one that nobody knows. An unfinished one stays, with what it may become.
    std::optional<std::string> read_word(const std::string& typed, bool is_last) {
        if (is_last && read_end(typed)) return {};
        const bool is_unfinished = is_last && typing_ == Typing::going_on;
        std::vector<Guess> guesses = is_unfinished ? guess_begin(vocabulary_, typed) : guess_slip(vocabulary_, typed);
        const std::vector<Guess> splits = guess_split(vocabulary_, typed);
        const bool is_split = !splits.empty() && (guesses.empty() || splits.front().score > guesses.front().score);
        if (is_split) guesses = splits;
        if (guesses.empty()) return {};
        const Guess& best = guesses.front();
        note(is_split ? "split" : "typo", typed, best.text,
             fmt::format("{}, cost {:.1f}, in {} articles", is_split ? "words run together" : "a slip", best.cost, best.articles));
        if (!is_split && !is_unfinished) keep_guesses(guesses);
        if (guesses.size() > 1 && guesses[1].score > best.score - close_score && other_word_.first.empty())
            other_word_ = {best.text, guesses[1].text};
        return best.text;
    }

    void note(const char* kind, std::string_view from, std::string_view to, std::string_view why) {
        if (result_.kind == nullptr) result_.kind = kind;
        result_.reasons.push_back(fmt::format("{} → {}: {}", from, to, why));
    }

    std::string with_other_word() const {
        std::string text = result_.text;
        const auto& [word, other] = other_word_;
        const std::size_t at = text.find(word);
        return at == text.npos ? text : text.replace(at, word.size(), other);
    }

    // The guesses that are worth looking for, each with its share.
    void keep_guesses(const std::vector<Guess>& guesses) {
        constexpr double least_share = 0.25;
        std::vector<std::pair<std::string, double>> shares;
        for (const Guess& guess : guesses) {
            const double share = std::exp2(guess.score - guesses.front().score);
            if (share >= least_share) shares.emplace_back(guess.text, share);
        }
        if (shares.size() > 1) result_.guesses[guesses.front().text] = std::move(shares);
    }

    bool read_end(const std::string& begin) {
        const std::vector<Guess> ends = guess_ends(vocabulary_, begin);
        if (ends.empty()) return false;
        std::string list;
        std::vector<std::pair<std::string, double>> shares;
        for (const Guess& end : ends) {
            shares.emplace_back(end.text, end.score / ends.front().score);
            list += " " + end.text;
        }
        result_.reasons.push_back(fmt::format("{}…:{}", begin, list));
        result_.guesses[begin] = std::move(shares);
        return true;
    }

    // With the capitals that were typed: the first one, or all.
    static std::string cased_as(std::string_view source, const std::string& word) {
        const std::u16string typed = to_utf16(source);
        std::u16string cased = to_utf16(word);
        if (typed.empty() || cased.empty() || !is_capital(typed.front())) return word;
        const bool all = std::all_of(typed.begin(), typed.end(), is_capital) && typed.size() > 1;
        for (std::size_t i = 0; i < (all ? cased.size() : 1); ++i) {
            if (is_small(cased[i])) cased[i] = cased[i] == u'ё' ? u'Ё' : cased[i] - 32;
        }
        return to_utf8(cased);
    }

    // Addresses, file names and the like are as they are.
    static bool is_code(std::string_view source) {
        return source.find_first_of("@/_.:&=0123456789") != source.npos;
    }

    // With a capital, but not the first word and not all capitals.
    static bool is_name(std::string_view source, std::size_t begin) {
        const std::u16string letters = to_utf16(source);
        return begin > 0 && letters.size() > 1 && is_capital(letters[0]) && !is_capital(letters[1]);
    }

    const Vocabulary& vocabulary_;
    const Typing typing_;
    const std::vector<AnalyzedToken> tokens_;
    std::size_t tried_ = 0;
    std::pair<std::string, std::string> other_word_;  // a word of the reading, and what it might be as well
    ReadWords result_;
};

}  // namespace

bool has_doubts(std::string_view text, const Vocabulary& vocabulary) {
    return WordReader(text, vocabulary, Typing::done).has_doubts();
}

ReadWords read_words(std::string_view text, const Vocabulary& vocabulary, Typing typing) {
    return WordReader(text, vocabulary, typing).read();
}

}  // namespace kb
