#include "kb/check/text_words.h"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace kb {

namespace {

constexpr UChar32 stress = 0x0301, soft_hyphen = 0x00AD;

bool is_of_word(UChar32 c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    if (c >= 0x0410 && c <= 0x044F) return true;
    return c > 0 && (u_isalpha(c) || c == stress || c == soft_hyphen);
}

bool is_joiner(UChar32 c) {
    return c == '-' || c == '\'' || c == 0x2019 || c == 0x2011;
}

UChar32 lower(UChar32 c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0x0410 && c <= 0x042F) return c + 32;
    if (c == 0x0401 || c == 0x0451) return 0x0435;
    if (c >= 0x0430 && c <= 0x044F) return c;
    if (c == 0x2019) return '\'';
    if (c == 0x2011) return '-';
    return u_tolower(c);
}

void append(std::string& text, UChar32 c) {
    char bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, c);
    text.append(bytes, static_cast<std::size_t>(length));
}

// Letters end with what is beside them in names: user@host, a_b, index.html, C:\x, C++.
bool is_glue(std::string_view text, std::size_t word_begin, std::size_t word_end) {
    constexpr std::string_view signs = "@_\\=/#$%+";
    const bool is_ascii = static_cast<unsigned char>(text[word_begin]) < 0x80;
    const auto joins = [&](char c) { return signs.find(c) != std::string_view::npos && (is_ascii || (c != '/' && c != '#' && c != '+')); };
    const auto is_word_at = [&](std::size_t at) { return at < text.size() && (static_cast<unsigned char>(text[at]) >= 0x80 || is_of_word(text[at])); };
    // Emphasis is set by underscores, too, but at the end of words only.
    if (word_begin > 0) {
        const char before = text[word_begin - 1];
        if (joins(before) && (before != '_' || (word_begin > 1 && is_word_at(word_begin - 2)))) return true;
        if (before == '.' && word_begin > 1 && is_word_at(word_begin - 2)) return true;
    }
    if (word_end < text.size()) {
        const char after = text[word_end];
        if (joins(after) && after != '%' && (after != '_' || is_word_at(word_end + 1))) return true;
        if (after == '.' && is_ascii && is_word_at(word_end + 1)) return true;
    }
    return false;
}

}  // namespace

std::vector<TextWord> words_in(std::string_view text) {
    std::vector<TextWord> words;
    const auto size = static_cast<int32_t>(text.size());
    for (int32_t at = 0; at < size;) {
        const int32_t begin = at;
        UChar32 c;
        U8_NEXT(text.data(), at, size, c);
        if (!is_of_word(c)) continue;
        TextWord word;
        word.begin = static_cast<std::size_t>(begin);
        int32_t end = begin;
        for (int32_t next = begin; next < size;) {
            U8_NEXT(text.data(), next, size, c);
            if (is_joiner(c)) {
                UChar32 behind = 0;
                int32_t further = next;
                if (further < size) U8_NEXT(text.data(), further, size, behind);
                if (!is_of_word(behind)) break;
            } else if (!is_of_word(c)) {
                break;
            }
            if (c != stress && c != soft_hyphen) append(word.folded, lower(c));
            end = next;
        }
        at = std::max(end, at);
        word.end = static_cast<std::size_t>(at);
        word.in_name = is_glue(text, word.begin, word.end);
        if (!word.folded.empty()) words.push_back(std::move(word));
    }
    return words;
}

bool is_plain_gap(std::string_view between) {
    int lines = 0;
    for (std::size_t i = 0; i < between.size(); ++i) {
        const char c = between[i];
        if (c == '\n' && ++lines > 1) return false;
        if (c == '\xC2' && i + 1 < between.size() && between[i + 1] == '\xA0') {
            ++i;
            continue;
        }
        if (std::string_view(" \t\n*_").find(c) == std::string_view::npos) return false;
    }
    return !between.empty();
}

bool is_words_only(std::string_view phrase) {
    std::size_t end = 0;
    for (const TextWord& word : words_in(phrase)) {
        const std::string_view gap = phrase.substr(end, word.begin - end);
        if (end == 0 ? word.begin > 0 : !is_plain_gap(gap)) return false;
        end = word.end;
    }
    return end > 0 && end == phrase.size();
}

std::vector<std::pair<std::size_t, std::size_t>> literal_places(std::string_view text, std::string_view phrase) {
    std::vector<std::pair<std::size_t, std::size_t>> places;
    const auto size = static_cast<int32_t>(text.size()), length = static_cast<int32_t>(phrase.size());
    const auto end_of_match = [&](int32_t at) {
        for (int32_t place = 0; place < length;) {
            UChar32 ours = -1, its = -1;
            U8_NEXT(phrase.data(), place, length, ours);
            if (at < size) U8_NEXT(text.data(), at, size, its);
            if (its < 0 || u_tolower(ours) != u_tolower(its)) return -1;
        }
        return at;
    };
    for (int32_t at = 0, before = ' '; at < size;) {
        const int32_t begin = at, end = end_of_match(at);
        UChar32 here, after = ' ';
        U8_NEXT(text.data(), at, size, here);
        if (int32_t next = end; end > 0 && end < size) U8_NEXT(text.data(), next, size, after);
        if (end > 0 && !is_of_word(before) && !is_of_word(after) && after != phrase.back()) places.emplace_back(begin, end);
        before = here;
    }
    return places;
}

std::string spelled_like(std::string_view written, std::string_view form) {
    std::string out;
    int32_t at = 0, place = 0;
    const auto size = static_cast<int32_t>(written.size()), end = static_cast<int32_t>(form.size());
    while (at < size && place < end) {
        UChar32 ours, its;
        int32_t next_place = place;
        U8_NEXT(written.data(), at, size, ours);
        U8_NEXT(form.data(), next_place, end, its);
        if (ours < 0 || its < 0 || u_tolower(ours) != u_tolower(its)) break;
        append(out, ours);
        place = next_place;
    }
    return out.append(form.substr(static_cast<std::size_t>(place)));
}

std::string with_capitals_of(std::string_view like, std::string word) {
    int letters = 0, capitals = 0;
    bool first_is_capital = false;
    const auto size = static_cast<int32_t>(like.size());
    for (int32_t at = 0; at < size;) {
        UChar32 c;
        U8_NEXT(like.data(), at, size, c);
        if (c < 0 || !u_isalpha(c)) continue;
        if (letters++ == 0) first_is_capital = u_isupper(c);
        if (u_isupper(c)) ++capitals;
    }
    if (!first_is_capital) return word;
    const bool all = letters > 1 && capitals == letters;
    std::string out;
    const auto end = static_cast<int32_t>(word.size());
    for (int32_t at = 0; at < end;) {
        UChar32 c;
        const bool is_first = at == 0;
        U8_NEXT(word.data(), at, end, c);
        append(out, c >= 0 && (all || is_first) ? u_toupper(c) : c);
    }
    return out;
}

}  // namespace kb
