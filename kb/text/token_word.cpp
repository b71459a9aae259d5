#include "kb/text/token_word.h"

#include <algorithm>
#include <array>

#include <unicode/uscript.h>

#include "kb/base/utf8.h"
#include "kb/text/fold.h"
#include "kb/text/token_letter.h"

namespace kb {

namespace {

constexpr std::size_t max_runs = 3;

// The word without the possessive: customer's is customer. In UTF-8 the typographic apostrophe takes three bytes.
std::string_view base_of(std::string_view source) {
    if (source.ends_with("'s") || source.ends_with("'S")) source.remove_suffix(2);
    else if (source.ends_with("\u2019s") || source.ends_with("\u2019S")) source.remove_suffix(4);
    return source;
}

// Of folded words with letters beyond ASCII and Russian.
Script script_of_letters(std::string_view folded) {
    bool has_latin = false, has_russian = false, has_digit = false, other = false;
    for (std::size_t at = 0; at < folded.size();) {
        const Letter letter = letter_at(folded, at);
        at = letter.end;
        UErrorCode status = U_ZERO_ERROR;
        if (is_digit(letter.code)) has_digit = true;
        else if (letter.code >= 0x0430 && letter.code <= 0x044F) has_russian = true;
        else if (letter.code >= 'a' && letter.code <= 'z') has_latin = true;
        else if (letter.code >= 0x80 && uscript_getScript(letter.code, &status) == USCRIPT_LATIN) has_latin = true;
        else other = true;
    }
    if (other || has_latin + has_russian + has_digit != 1) return Script::other;
    return has_latin ? Script::latin : has_russian ? Script::russian : Script::number;
}

bool is_hex_digit(char c) {
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

// 0x80070005
bool is_hexadecimal(std::string_view source) {
    return source.size() >= 6 && source[0] == '0' && (source[1] | 32) == 'x' &&
           std::all_of(source.begin() + 2, source.end(), is_hex_digit);
}

bool is_number(const Word& word) {
    return word.kinds == Word::digits;
}

// v2, or the v of v.2
bool begins_version(std::span<const Word> words) {
    const std::string_view first = words.front().folded;
    if (!first.starts_with('v') || (first.size() == 1 && words.size() == 2)) return false;
    const auto follows = [](const Word& word) { return is_number(word) && word.joiner == '.'; };
    return std::all_of(first.begin() + 1, first.end(), is_digit) &&
           std::all_of(words.begin() + 1, words.end(), follows);
}

bool keeps_hyphens(std::span<const Word> words) {
    std::size_t digit_count = 0;
    for (const Word& word : words) {
        if (!is_number(word)) return false;
        digit_count += word.folded.size();
    }
    return digit_count < 7;
}

void append_joiner(std::string& form, UChar32 joiner) {
    form += is_hyphen(joiner) ? '-' : static_cast<char>(joiner);  // all others are ASCII
}

}  // namespace

Script script_of(const Word& word) {
    switch (word.kinds) {
        case Word::digits: return Script::number;
        case Word::latin: return Script::latin;
        case Word::russian: return Script::russian;
        default: return (word.kinds & Word::unusual) != 0 ? script_of_letters(word.folded) : Script::other;
    }
}

void fold_word(std::string_view text, Word& word) {
    std::string_view source = text.substr(word.begin, word.end - word.begin);
    word.folded = fold((word.kinds & Word::unusual) != 0 ? base_of(source) : source);
    // The name of the products is typed with the letter of either alphabet.
    if (word.folded == "1с") word.folded = "1c";
}

std::vector<Word> runs_of(std::string_view text, const Word& word) {
    const std::string_view source = base_of(text.substr(word.begin, word.end - word.begin));
    const unsigned unusual = word.kinds & Word::unusual;
    std::vector<Word> runs;
    if (is_hexadecimal(source)) {
        runs.push_back({word.begin + 2, word.end, Word::unusual});
        fold_word(text, runs.back());
        return runs;
    }
    std::array<std::size_t, max_runs> lengths{};
    for (std::size_t at = word.begin; at < word.begin + source.size();) {
        const Letter letter = letter_at(text, at);
        at = letter.end;
        if (!is_word_letter(letter.code)) continue;  // an apostrophe, or what cannot be seen
        if (is_mark(letter.code) && !runs.empty()) {
            runs.back().end = at;
            continue;
        }
        if (runs.empty() || is_digit(letter.code) != is_digit(text[runs.back().begin])) {
            if (runs.size() == max_runs) return {};
            runs.push_back({letter.begin, at, unusual});
        }
        runs.back().kinds |= kind_of(letter.code);
        runs.back().end = at;
        ++lengths[runs.size() - 1];
    }
    if (runs.size() < 2) return {};
    if (runs.size() == 2 ? lengths[0] + lengths[1] < 4 : *std::min_element(lengths.begin(), lengths.end()) < 2)
        return {};
    runs.back().end = word.end;
    for (Word& run : runs) fold_word(text, run);
    return runs;
}

std::string compound_form(std::span<const Word> words) {
    const auto by_hyphen = [](const Word& word) { return is_hyphen(word.joiner); };
    const auto has_text = [](const Word& word) { return !word.folded.empty(); };
    if (std::count_if(words.begin(), words.end(), has_text) < 2) return {};
    const bool drop_hyphens = std::all_of(words.begin() + 1, words.end(), by_hyphen) && !keeps_hyphens(words);
    const bool decimal = words.size() == 2 && is_number(words[0]) && is_number(words[1]) && words[1].joiner == ',';
    const bool version = begins_version(words);
    const bool www = words.size() > 2 && words[0].folded == "www" && words[1].joiner == '.';

    std::string form = version ? words[0].folded.substr(1) : www ? std::string() : words[0].folded;
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (!drop_hyphens && !(form.empty() && i == 1)) append_joiner(form, decimal ? '.' : words[i].joiner);
        form += words[i].folded;
    }
    return form;
}

std::size_t words_of_host(std::span<const Word> words) {
    std::size_t count = 1;
    while (count < words.size() && (words[count].joiner == '.' || is_hyphen(words[count].joiner))) ++count;
    if (count < 2 || count == words.size() || words[count].joiner != '/') return 0;
    const Word& domain = words[count - 1];  // com, рф
    return domain.joiner == '.' && (domain.kinds & Word::digits) == 0 ? count : 0;
}

}  // namespace kb
