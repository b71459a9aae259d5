#include "kb/text/added_words.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "kb/base/tsv.h"
#include "kb/text/token.h"

namespace kb {

namespace {

// The one word of a field as the analyzer sees it; a compound counts as one word.
std::optional<std::string> single_word(std::string_view field) {
    const std::vector<Token> tokens = tokenize(field);
    if (tokens.empty() || (!tokens.front().is_whole && tokens.size() > 1)) return {};
    const bool covers_all = std::all_of(tokens.begin(), tokens.end(), [&](const Token& token) {
        return token.end <= tokens.front().end;
    });
    return covers_all ? std::optional(tokens.front().folded) : std::nullopt;
}

}  // namespace

AddedWordsResult parse_added_words(std::string_view text, std::string_view path) {
    AddedWordsResult result;
    each_table_line(text, [&](int number, std::string_view line) {
        const auto report = [&](std::string what) {
            result.problems.push_back({{std::string(path), number, 1}, Severity::error, "words", std::move(what),
                                       "write language, word, lemma with tabs between; synonyms.tsv takes phrases"});
        };
        const auto fields = table_fields(line);
        if (fields.size() != 3) return report(fmt::format("{} fields instead of 3", fields.size()));
        const auto word = single_word(fields[1]), lemma = single_word(fields[2]);
        if (fields[0].empty()) return report("no language");
        if (!word) return report(fmt::format("'{}' is not one word", fields[1]));
        if (!lemma) return report(fmt::format("'{}' is not one word", fields[2]));
        result.words.push_back({std::string(fields[0]), *word, *lemma});
    });
    std::sort(result.words.begin(), result.words.end());
    result.words.erase(std::unique(result.words.begin(), result.words.end()), result.words.end());
    return result;
}

}  // namespace kb
