#include "kb/text/token.h"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "kb/base/utf8.h"
#include "kb/text/fold.h"

namespace kb {

namespace {

constexpr std::size_t max_word = 64;
constexpr std::size_t max_compound = 128;
constexpr std::size_t max_parts = 12;

struct Letter {
    UChar32 code = 0;
    std::size_t begin = 0, end = 0;
};

Letter letter_at(std::string_view text, std::size_t at) {
    auto next = static_cast<int32_t>(at);
    Letter letter;
    letter.begin = at;
    U8_NEXT(text.data(), next, static_cast<int32_t>(text.size()), letter.code);
    letter.end = static_cast<std::size_t>(next);
    return letter;
}

bool is_word_letter(UChar32 code) {
    if (code < 0x80) return (code >= '0' && code <= '9') || ((code | 32) >= 'a' && (code | 32) <= 'z');
    if (code >= 0x0400 && code <= 0x04FF) return code != 0x0482;
    return u_isalnum(code) || (U_GET_GC_MASK(code) & U_GC_M_MASK) != 0;
}

// Written without spaces between words: every letter is a word.
bool is_ideograph(UChar32 code) {
    return code >= 0x2E80 && u_hasBinaryProperty(code, UCHAR_IDEOGRAPHIC);
}

// Invisible: soft hyphens and joiners inside a word.
bool is_ignorable(UChar32 code) {
    return code == 0x00AD || (code >= 0x200B && code <= 0x200D) || code == 0xFEFF;
}

bool is_apostrophe(UChar32 code) {
    return code == '\'' || code == 0x2019 || code == 0x02BC;
}

bool is_hyphen(UChar32 code) {
    return code == '-' || code == 0x2010 || code == 0x2011;
}

bool is_digit(UChar32 code) {
    return code >= '0' && code <= '9';
}

bool joins(UChar32 joiner, UChar32 before, UChar32 after) {
    if (is_hyphen(joiner)) return true;
    if (joiner == ',' || joiner == ':') return is_digit(before) && is_digit(after);
    return joiner == '.' || joiner == '_' || joiner == '@' || joiner == '/' || joiner == '&' || joiner == '+';
}

Script script_of(std::string_view folded) {
    bool latin = false, russian = false, digit = false, other = false;
    for (std::size_t at = 0; at < folded.size();) {
        const Letter letter = letter_at(folded, at);
        at = letter.end;
        UErrorCode status = U_ZERO_ERROR;
        if (is_digit(letter.code)) digit = true;
        else if (letter.code >= 0x0430 && letter.code <= 0x044F) russian = true;
        else if (letter.code >= 'a' && letter.code <= 'z') latin = true;
        else if (letter.code >= 0x80 && uscript_getScript(letter.code, &status) == USCRIPT_LATIN) latin = true;
        else other = true;
    }
    if (other || latin + russian + digit != 1) return Script::other;
    return latin ? Script::latin : russian ? Script::russian : Script::number;
}

class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) : text_(text) {}

    std::vector<Token> run() {
        tokens_.reserve(text_.size() / 8);
        for (std::size_t at = 0; at < text_.size();) {
            const Letter letter = letter_at(text_, at);
            at = is_word_letter(letter.code) ? read_compound(letter) : letter.end;
        }
        return std::move(tokens_);
    }

private:
    struct Span {
        std::size_t begin, end;
    };

    // One word from `first` on; `last_` is its last letter.
    Span read_word(Letter first) {
        Span word{first.begin, first.end};
        last_ = first.code;
        if (is_ideograph(first.code)) return word;
        for (std::size_t at = first.end; at < text_.size();) {
            const Letter letter = letter_at(text_, at);
            at = letter.end;
            if (is_word_letter(letter.code) && !is_ideograph(letter.code)) {
                last_ = letter.code;
                word.end = at;
            } else if (is_apostrophe(letter.code) && at < text_.size() && is_word_letter(letter_at(text_, at).code)) {
                continue;
            } else if (!is_ignorable(letter.code)) {
                break;
            }
        }
        return word;
    }

    std::size_t read_compound(Letter first) {
        parts_.clear();
        bool hyphens_only = true;
        parts_.push_back(read_word(first));
        while (parts_.size() < max_parts) {
            const std::size_t end = parts_.back().end;
            if (end >= text_.size()) break;
            const Letter joiner = letter_at(text_, end);
            if (joiner.end >= text_.size()) break;
            const Letter next = letter_at(text_, joiner.end);
            if (!is_word_letter(next.code) || is_ideograph(next.code) || !joins(joiner.code, last_, next.code)) break;
            hyphens_only = hyphens_only && is_hyphen(joiner.code);
            parts_.push_back(read_word(next));
        }
        const Span whole{parts_.front().begin, parts_.back().end};
        if (parts_.size() > 1 && whole.end - whole.begin <= max_compound) add_whole(whole, hyphens_only);
        for (const Span& part : parts_) add(part);
        return whole.end;
    }

    void add_whole(const Span& whole, bool hyphens_only) {
        Token token{whole.begin, whole.end, {}, Script::other, true};
        if (hyphens_only) {
            for (const Span& part : parts_) token.folded += fold(text_.substr(part.begin, part.end - part.begin));
            token.script = script_of(token.folded);
        } else {
            token.folded = fold(text_.substr(whole.begin, whole.end - whole.begin));
        }
        token.folded = cut_utf8(token.folded, max_word);
        tokens_.push_back(std::move(token));
    }

    void add(const Span& word) {
        std::string_view source = text_.substr(word.begin, word.end - word.begin);
        // The possessive: customer's is customer. In UTF-8 the typographic apostrophe takes three bytes.
        if (source.ends_with("'s") || source.ends_with("'S")) source.remove_suffix(2);
        else if (source.ends_with("\u2019s") || source.ends_with("\u2019S")) source.remove_suffix(4);
        Token token{word.begin, word.end, fold(source), Script::other, false};
        token.folded = cut_utf8(token.folded, max_word);
        if (token.folded.empty()) return;
        token.script = script_of(token.folded);
        tokens_.push_back(std::move(token));
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::vector<Span> parts_;
    UChar32 last_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
    return Tokenizer(text).run();
}

}  // namespace kb
