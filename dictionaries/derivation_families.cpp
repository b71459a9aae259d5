#include "dictionaries/derivation_families.h"

#include <algorithm>

#include "kb/base/tsv.h"

namespace kb {

namespace {

struct Script {
    std::string_view lang, name;
    bool (*has_word)(std::string_view);
};

// Of а-я and ё; in UTF-8 these are D0 B0..D0 BF, D1 80..D1 8F and D1 91. Hyphens stand within.
bool is_russian(std::string_view word) {
    for (std::size_t at = 0; at < word.size(); ++at) {
        if (word[at] == '-' && at > 0 && at + 1 < word.size()) continue;
        const auto first = static_cast<unsigned char>(word[at]);
        const auto second = static_cast<unsigned char>(at + 1 < word.size() ? word[++at] : '\0');
        const bool upper_half = first == 0xD0 && second >= 0xB0 && second <= 0xBF;
        const bool lower_half = first == 0xD1 && ((second >= 0x80 && second <= 0x8F) || second == 0x91);
        if (!upper_half && !lower_half) return false;
    }
    return true;
}

bool is_english(std::string_view word) {
    for (std::size_t at = 0; at < word.size(); ++at) {
        const bool within = at > 0 && at + 1 < word.size();
        const bool letter = word[at] >= 'a' && word[at] <= 'z';
        if (!letter && !(within && (word[at] == '-' || word[at] == '\''))) return false;
    }
    return true;
}

constexpr Script scripts[] = {{"ru", "lower-case Russian", is_russian}, {"en", "lower-case English", is_english}};

Result<Family> parse_line(std::string_view line, const Location& at) {
    const std::size_t tab = line.find('\t');
    Family family{std::string(line.substr(0, tab)), {}};
    const auto* script = std::find_if(std::begin(scripts), std::end(scripts),
                                      [&](const Script& known) { return known.lang == family.lang; });
    if (script == std::end(scripts))
        return fail(ErrorCode::invalid_content, "unknown language '" + family.lang + "'",
                    "begin the line with ru or en and a tab", at);
    for (std::string_view rest = tab == line.npos ? "" : line.substr(tab + 1); !rest.empty();) {
        const std::string word(rest.substr(0, rest.find(' ')));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        if (word.empty()) continue;
        if (!script->has_word(word))
            return fail(ErrorCode::invalid_content, "'" + word + "' is no " + std::string(script->name) + " word",
                        "write it in lower case, in one alphabet", at);
        if (std::count(family.words.begin(), family.words.end(), word))
            return fail(ErrorCode::invalid_content, "'" + word + "' twice in a family", "remove one of the two", at);
        family.words.push_back(word);
    }
    if (family.words.size() < 2)
        return fail(ErrorCode::invalid_content, "a family of fewer than two words",
                    "add a word after a space, or remove the line", at);
    return family;
}

}  // namespace

Result<std::vector<Family>> parse_families(std::string_view path, std::string_view text) {
    std::vector<Family> families;
    auto read = read_table(text, [&](int number, std::string_view line) -> Result<void> {
        Result<Family> family = parse_line(line, {std::string(path), number});
        if (!family) return fail(family.error());
        families.push_back(std::move(*family));
        return {};
    });
    if (!read) return fail(read.error());
    return families;
}

}  // namespace kb
