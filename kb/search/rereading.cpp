#include "kb/search/rereading.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "kb/base/utf8.h"
#include "kb/text/keyboard.h"
#include "kb/text/stop_words.h"
#include "kb/text/transliteration.h"

namespace kb {

namespace {

// Of the words that nobody knows so many are tried, each at the price of a search.
constexpr std::size_t most_words_tried = 8;
constexpr std::size_t shortest_telling = 3;  // letters of a word that tells how the query was typed

// Latin and Russian letters that look alike, at the same places.
constexpr std::u16string_view latin_lookalikes = u"aceopxykmABCEHKMOPTXY";
constexpr std::u16string_view russian_lookalikes = u"асеорхукмАВСЕНКМОРТХУ";

bool is_latin(char16_t letter) {
    const char16_t lower = letter | 32;
    return lower >= u'a' && lower <= u'z';
}
bool is_russian(char16_t letter) {
    return (letter >= 0x0410 && letter <= 0x044F) || letter == 0x0401 || letter == 0x0451;
}
bool is_capital(char16_t letter) {
    return (letter >= u'A' && letter <= u'Z') || (letter >= 0x0410 && letter <= 0x042F) || letter == 0x0401;
}
bool is_small(char16_t letter) {
    return (letter >= u'a' && letter <= u'z') || (letter >= 0x0430 && letter <= 0x044F) || letter == 0x0451;
}
// Of alphabets that are neither: those queries are in another language.
bool is_foreign(char16_t letter) {
    return !is_russian(letter) && ((letter >= 0x00C0 && letter <= 0x024F && letter != 0x00D7 && letter != 0x00F7) || (letter >= 0x0370 && letter <= 0x1FFF));
}

template <class Is>
bool has_any(std::u16string_view letters, Is is) {
    return std::any_of(letters.begin(), letters.end(), is);
}

// A run of characters between spaces.
struct Chunk {
    std::string text;
    bool is_reread = false;
};

// How much of a text is made of known words.
struct Sense {
    std::size_t known = 0, unknown = 0;  // letters
    std::size_t longest_known = 0;
    bool all() const { return known > 0 && unknown == 0; }
    bool tells() const { return all() && longest_known >= shortest_telling; }
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view marks = ".,;:!?\"'()[]{}<>";
    while (!text.empty() && marks.find(text.back()) != marks.npos) text.remove_suffix(1);
    while (!text.empty() && marks.find(text.front()) != marks.npos) text.remove_prefix(1);
    return text;
}

class Rereader {
public:
    Rereader(std::string_view typed, const Vocabulary& vocabulary, std::string_view lang, Typing typing)
        : vocabulary_(vocabulary), lang_(lang), typing_(typing) {
        result_.text = typed;
    }

    Rereading read() {
        const std::u16string letters = to_utf16(result_.text);
        if (has_any(letters, is_foreign) || !has_doubts()) return std::move(result_);
        cut();
        read_lookalikes();
        read_elsewhere();
        result_.text = joined();
        read_words();
        if (kind_ != nullptr && result_.text != typed_text_) result_.interpretation = Interpretation{kind_, result_.text};
        return std::move(result_);
    }

private:
    bool is_doubtful(const AnalyzedToken& token) const {
        if (token.token.is_whole) return false;
        if (token.token.script == Script::other) return is_mixed(token.token.folded) || has_digit_letters(token.token.folded);
        if (token.token.script == Script::number) return false;
        return !vocabulary_.knows(token) && to_utf16(token.token.folded).size() >= shortest_telling;
    }

    static bool is_mixed(std::string_view word) {
        const std::u16string letters = to_utf16(word);
        return has_any(letters, is_latin) && has_any(letters, is_russian);
    }

    // A word that no article has, when it ends the query and articles have words that begin so.
    bool may_be_unfinished(const AnalyzedToken& token, std::string_view text) const {
        return token.token.end == text.size() && !token.token.is_whole && is_lonely(token) &&
               to_utf16(token.token.folded).size() >= shortest_telling && vocabulary_.begins_word(token.token.folded);
    }

    // Latin letters with digits that stand for Russian ones: 4 is ч.
    static bool has_digit_letters(std::string_view word) {
        return word.size() >= shortest_telling && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz346") == word.npos &&
               word.find_first_not_of("346") != word.npos;
    }

    bool has_doubts() {
        typed_text_ = result_.text;
        tokens_ = vocabulary_.analyzer().analyze(result_.text);
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (is_doubtful(tokens_[i]) || joined_with_next(i, typed_text_) || may_be_unfinished(tokens_[i], typed_text_)) return true;
        }
        return false;
    }

    void cut() {
        const std::string_view text = result_.text;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = std::min(text.find_first_not_of(' ', at), text.size());
            const std::size_t end = std::min(text.find(' ', begin), text.size());
            if (begin < end) chunks_.push_back({std::string(text.substr(begin, end - begin)), false});
            at = end;
        }
    }

    std::string joined() const {
        std::string text;
        for (const Chunk& chunk : chunks_) text += (text.empty() ? "" : " ") + chunk.text;
        return text;
    }

    void note(const char* kind) {
        if (kind_ == nullptr) kind_ = kind;
    }

    // The end of the last chunk may be the begin of a word.
    Sense sense_of(std::string_view text, bool is_last = false, std::size_t shortest_begin = 3) const {
        Sense sense;
        for (const AnalyzedToken& token : vocabulary_.analyzer().analyze(text)) {
            if (token.token.is_whole || token.token.script == Script::number) continue;
            const std::size_t letters = to_utf16(token.token.folded).size();
            const bool is_begin = is_last && token.token.end == text.size() && letters >= shortest_begin && vocabulary_.begins_word(token.token.folded);
            // Every letter and nearly every pair of letters is a word to a dictionary.
            const bool counts = letters >= shortest_telling || is_stop_word(token.token.folded) || vocabulary_.articles_with(token.token.folded) > 0;
            if (token.token.script != Script::other && (is_begin || (counts && vocabulary_.knows(token)))) {
                sense.known += letters;
                sense.longest_known = std::max(sense.longest_known, letters);
            } else {
                sense.unknown += letters;
            }
        }
        return sense;
    }

    // A word of both alphabets is of one of them, when all letters of the other have a double in it.
    void read_lookalikes() {
        const std::u16string all = to_utf16(result_.text);
        const bool mostly_latin = std::count_if(all.begin(), all.end(), is_latin) > std::count_if(all.begin(), all.end(), is_russian);
        for (Chunk& chunk : chunks_) {
            const std::u16string letters = to_utf16(chunk.text);
            const bool mixed = has_any(letters, is_latin) && has_any(letters, is_russian);
            // In capitals a whole word may look like another: CMC.
            if (!mixed && (has_any(letters, is_small) || sense_of(chunk.text).known > 0)) continue;
            const auto russian = with_doubles(letters, latin_lookalikes, russian_lookalikes, is_latin);
            const auto latin = with_doubles(letters, russian_lookalikes, latin_lookalikes, is_russian);
            for (const auto& reading : mostly_latin ? std::array{latin, russian} : std::array{russian, latin}) {
                if (!reading || *reading == letters) continue;
                const std::string text = to_utf8(*reading);
                if (!sense_of(text).all() || !(mixed || all_in_articles(text))) continue;
                reason(chunk.text, text, "letters that look alike");
                chunk = {text, true};
                note("homoglyph");
                break;
            }
        }
    }

    bool all_in_articles(std::string_view text) const {
        const auto tokens = vocabulary_.analyzer().analyze(text);
        return std::all_of(tokens.begin(), tokens.end(), [&](const AnalyzedToken& token) { return vocabulary_.articles_with(token) > 0; });
    }

    template <class Is>
    static std::optional<std::u16string> with_doubles(std::u16string letters, std::u16string_view from, std::u16string_view to, Is is_replaced) {
        for (char16_t& letter : letters) {
            if (!is_replaced(letter)) continue;
            const std::size_t at = from.find(letter);
            if (at == from.npos) return {};
            letter = to[at];
        }
        return letters;
    }

    // What a chunk says when it was typed in another way, and what it says as it stands.
    struct Elsewhere {
        std::string text;
        Sense here, there;
        bool is_slip = false;  // as likely as not a slip in what it says here
        bool is_sure() const { return there.tells() && !here.all() && !is_slip; }
        bool is_against() const { return here.tells() && !there.all(); }
    };

    Elsewhere in_layout(const Chunk& chunk, bool is_last) const {
        Elsewhere elsewhere{{}, sense_of(chunk.text, is_last), {}};
        const auto whole = in_other_layout(chunk.text);
        if (!whole) return elsewhere;
        elsewhere.text = *whole;
        elsewhere.there = sense_of(*whole, is_last, typing_ == Typing::done ? 5 : 3);
        if (elsewhere.there.all()) return elsewhere;
        // Marks around a word may be themselves, and not letters of the other layout.
        const std::string_view core = trimmed(chunk.text);
        const auto inner = in_other_layout(core);
        if (!inner || core.size() == chunk.text.size()) return elsewhere;
        const Sense sense = sense_of(*inner);
        if (!sense.all()) return elsewhere;
        const std::size_t begin = chunk.text.find(core);
        elsewhere.text = chunk.text.substr(0, begin) + *inner + chunk.text.substr(begin + core.size());
        elsewhere.there = sense;
        return elsewhere;
    }

    Elsewhere in_russian(const Chunk& chunk, bool is_last) const {
        Elsewhere elsewhere{{}, sense_of(chunk.text, is_last), {}};
        const std::u16string letters = to_utf16(chunk.text);
        if (!has_any(letters, is_latin) || has_any(letters, is_russian) || chunk.text.find_first_of("@/_:&=") != std::string::npos) return elsewhere;
        // Word by word; apostrophes and some digits are letters.
        const auto is_part = [&](std::size_t at) {
            const char16_t letter = letters[at];
            if (is_latin(letter) || letter == u'\'' || letter == u'`') return true;
            const bool between = at > 0 && is_latin(letters[at - 1]);
            return (letter == u'4' || letter == u'3' || letter == u'6') && (between || (at + 1 < letters.size() && is_latin(letters[at + 1])));
        };
        for (std::size_t at = 0; at < letters.size();) {
            std::size_t end = at;
            while (end < letters.size() && is_part(end)) ++end;
            if (end == at) {
                elsewhere.text += to_utf8(std::u16string_view(letters).substr(at++, 1));
                continue;
            }
            std::u16string word = letters.substr(at, end - at);
            for (char16_t& letter : word) letter = is_latin(letter) ? letter | 32 : letter;
            const auto guesses = guess_transliterated(vocabulary_, to_utf8(word), is_last && end == letters.size());
            if (guesses.empty()) {
                elsewhere.there.unknown += word.size();
                elsewhere.text += to_utf8(spell_in_russian(word));
            } else {
                elsewhere.there.known += word.size();
                const bool counts = word.size() >= shortest_telling || is_stop_word(guesses.front().text);
                if (counts) elsewhere.there.longest_known = std::max(elsewhere.there.longest_known, word.size());
                elsewhere.text += guesses.front().text;
            }
            at = end;
        }
        elsewhere.is_slip = lang_ != "ru" && elsewhere.is_sure() && !guess_slip(vocabulary_, trimmed(chunk.text)).empty();
        return elsewhere;
    }

    // The chunks that were typed in another layout, or in Latin letters; whichever says more.
    void read_elsewhere() {
        std::vector<Elsewhere> layout, russian;
        for (std::size_t i = 0; i < chunks_.size(); ++i) {
            const bool skipped = chunks_[i].is_reread;
            layout.push_back(skipped ? Elsewhere{} : in_layout(chunks_[i], i + 1 == chunks_.size()));
            russian.push_back(skipped ? Elsewhere{} : in_russian(chunks_[i], i + 1 == chunks_.size()));
        }
        const std::size_t sure_layout = sure_letters(layout), sure_russian = sure_letters(russian);
        if (sure_layout == 0 && sure_russian == 0) return;
        if (sure_layout >= sure_russian) take(layout, "layout", "typed in the other keyboard layout");
        else take(russian, "translit", "Russian in Latin letters");
    }

    static std::size_t sure_letters(const std::vector<Elsewhere>& readings) {
        std::size_t letters = 0;
        for (const Elsewhere& reading : readings) letters += reading.is_sure() ? reading.there.known : 0;
        return letters;
    }

    // Those that say something only there; with them those that say nothing here, and those that say something in both
    // ways when little speaks for this one.
    void take(const std::vector<Elsewhere>& readings, const char* kind, const char* why) {
        std::size_t against = 0;
        for (const Elsewhere& reading : readings) against += reading.is_against() ? reading.here.known : 0;
        const bool is_rule = sure_letters(readings) > against;
        for (std::size_t i = 0; i < chunks_.size(); ++i) {
            const Elsewhere& reading = readings[i];
            if (reading.text.empty() || reading.is_against()) continue;
            const bool is_both = reading.there.all() && reading.here.all();
            const bool is_neither = !reading.there.all() && !reading.here.all();
            const bool is_only_there = reading.there.all() && !reading.here.all() && !reading.is_slip;
            if (!is_only_there && !(is_rule && (is_both || (is_neither && against == 0)))) continue;
            reason(chunks_[i].text, reading.text, why);
            chunks_[i] = {reading.text, true};
            note(kind);
        }
    }

    void reason(std::string_view from, std::string_view to, std::string_view why) {
        result_.reasons.push_back(fmt::format("{} → {}: {}", from, to, why));
    }

    // Slips, words run together or cut in two, and unfinished ones, in the order of the text.
    void read_words() {
        tokens_ = vocabulary_.analyzer().analyze(result_.text);
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
            if (token.is_whole && is_code(source_of(token, text))) code_end = std::max(code_end, token.end);
            if (token.is_whole || token.begin < code_end) continue;
            if (const auto whole = joined_with_next(i, text)) {
                reason(source_of(token, text), *whole, "a word cut in two");
                note("split");
                replace(token.begin, tokens_[++i].token.end, *whole);
                continue;
            }
            if (may_be_unfinished(tokens_[i], text)) {
                read_end(token.folded);
                continue;
            }
            if (!is_doubtful(tokens_[i]) || token.script == Script::other || is_name(source_of(token, text), token.begin)) continue;
            if (tried_++ == most_words_tried) break;
            if (const auto word = read_word(token.folded, token.end == text.size())) replace(token.begin, token.end, *word);
        }
        if (copied == 0) return;
        result_.text = reread + text.substr(copied);
        if (!other_word_.first.empty()) result_.did_you_mean.push_back(with_other_word());
    }

    static std::string_view source_of(const Token& token, std::string_view text) {
        return text.substr(token.begin, token.end - token.begin);
    }

    // What stands in no article, or nowhere at all, and is no word of grammar.
    bool is_lonely(const AnalyzedToken& token) const {
        return !is_stop_word(token.token.folded) && vocabulary_.articles_with(token) == 0;
    }

    // A word of the articles that this token and the next are, when at least one of them is no word by itself or both
    // stand in no article.
    std::optional<std::string> joined_with_next(std::size_t at, std::string_view text) const {
        if (at + 1 >= tokens_.size()) return {};
        const AnalyzedToken &first = tokens_[at], &second = tokens_[at + 1];
        const bool beside = !first.token.is_whole && !second.token.is_whole && first.token.script == second.token.script &&
                            (first.token.script == Script::russian || first.token.script == Script::latin) &&
                            second.token.begin == first.token.end + 1 && text[first.token.end] == ' ';
        if (!beside) return {};
        const bool one_is_no_word = !vocabulary_.knows(first) || !vocabulary_.knows(second);
        if (!one_is_no_word && !(is_lonely(first) && is_lonely(second))) return {};
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
        reason(typed, best.text, fmt::format("{}, cost {:.1f}, in {} articles", is_split ? "words run together" : "a slip", best.cost, best.articles));
        note(is_split ? "split" : "typo");
        if (!is_split && !is_unfinished) keep_guesses(guesses);
        if (guesses.size() > 1 && guesses[1].score > best.score - close_score && other_word_.first.empty())
            other_word_ = {best.text, guesses[1].text};
        return best.text;
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

    static constexpr double close_score = 1;

    const Vocabulary& vocabulary_;
    const std::string_view lang_;
    const Typing typing_;
    std::string typed_text_;
    std::vector<AnalyzedToken> tokens_;
    std::vector<Chunk> chunks_;
    std::size_t tried_ = 0;
    const char* kind_ = nullptr;
    std::pair<std::string, std::string> other_word_;  // a word of the reading, and what it might be as well
    Rereading result_;
};

}  // namespace

Rereading reread(std::string_view typed, const Vocabulary& vocabulary, std::string_view lang, Typing typing) {
    return Rereader(typed, vocabulary, lang, typing).read();
}

void Rereading::complete(Query& query, const Vocabulary& vocabulary) const {
    for (QueryWord& word : query.words) {
        const auto found = guesses.find(word.terms.front().word);
        if (found == guesses.end()) continue;
        std::vector<Term> terms = {word.terms.front()};
        for (const auto& [guess, share] : found->second) {
            for (Term& term : vocabulary.analyze(guess).terms) {
                if (term.tier != Tier::lemma) continue;
                term.weight *= share;
                const auto same = std::find_if(terms.begin(), terms.end(), [&](const Term& other) { return other.is_same_word(term); });
                if (same == terms.end()) terms.push_back(std::move(term));
                else same->weight = std::max(same->weight, term.weight);
            }
        }
        word.terms = std::move(terms);
        word.is_guess = true;
    }
}

}  // namespace kb
