#include "kb/search/popular_queries.h"

#include <algorithm>
#include <optional>

#include "kb/base/letter_case.h"
#include "kb/base/url.h"
#include "kb/base/utf8.h"
#include "kb/text/keyboard.h"

namespace kb {

namespace {

using Range = std::pair<std::size_t, std::size_t>;

std::u16string folded(std::u16string text) {
    std::replace(text.begin(), text.end(), u'ё', u'е');
    return text;
}

std::u16string folded(std::string_view text) {
    return folded(to_utf16(to_lower(text)));
}

// Where the words of a text stand; blanks part them.
std::vector<Range> words_of(std::u16string_view text) {
    std::vector<Range> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(u' ', at), text.size());
        if (end > at) words.emplace_back(at, end);
        at = end + 1;
    }
    return words;
}

// What of the text is typed already; nothing unless each typed word begins a word of its own.
std::optional<std::vector<Range>> match(std::u16string_view text, std::u16string_view typed) {
    std::vector<Range> open = words_of(text), found;
    for (const auto& [from, to] : words_of(typed)) {
        const std::u16string_view begin = typed.substr(from, to - from);
        const auto word = std::find_if(open.begin(), open.end(), [&](const Range& each) { return text.substr(each.first, each.second - each.first).starts_with(begin); });
        if (word == open.end()) return {};
        found.emplace_back(word->first, word->first + begin.size());
        open.erase(word);
    }
    if (found.empty()) return {};
    std::sort(found.begin(), found.end());
    return found;
}

Suggestion suggestion(std::u16string_view text, std::string_view search_address, std::vector<Range> ranges) {
    const std::string utf8 = to_utf8(text);
    return {Suggestion::Kind::query, utf8, std::string(search_address) + "?q=" + encode_query_value(utf8), std::move(ranges)};
}

}  // namespace

PopularQueries::PopularQueries(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        texts_.push_back(to_utf16(text));
        folded_.push_back(folded(texts_.back()));
    }
}

std::vector<Suggestion> PopularQueries::find(std::string_view typed, std::string_view search_address, std::size_t limit) const {
    auto found = find_as_typed(folded(typed), search_address, limit);
    if (!found.empty()) return found;
    const auto other = in_other_layout(typed);
    return other ? find_as_typed(folded(*other), search_address, limit) : found;
}

std::vector<Suggestion> PopularQueries::find_as_typed(std::u16string_view typed, std::string_view search_address, std::size_t limit) const {
    std::vector<Suggestion> found;
    for (std::size_t place = 0; place < texts_.size() && found.size() < limit; ++place) {
        if (folded_[place] == typed) continue;
        if (auto ranges = match(folded_[place], typed)) found.push_back(suggestion(texts_[place], search_address, std::move(*ranges)));
    }
    return found;
}

std::vector<Suggestion> PopularQueries::most_asked(std::string_view search_address, std::size_t limit) const {
    std::vector<Suggestion> found;
    for (std::size_t place = 0; place < std::min(limit, texts_.size()); ++place) found.push_back(suggestion(texts_[place], search_address, {}));
    return found;
}

void mix_in(Suggestions& suggestions, const std::vector<Suggestion>& queries, std::size_t limit) {
    auto& list = suggestions.suggestions;
    std::vector<Suggestion> fresh;
    for (const Suggestion& query : queries) {
        const bool is_said = std::any_of(list.begin(), list.end(), [&](const Suggestion& other) { return folded(other.text) == folded(query.text); });
        if (!is_said) fresh.push_back(query);
    }
    const std::size_t room = std::max(limit - std::min(limit, list.size()), limit / 3);
    fresh.resize(std::min(fresh.size(), room));
    list.insert(list.begin() + std::min<std::ptrdiff_t>(1, std::ssize(list)), fresh.begin(), fresh.end());
    if (list.size() > limit) list.resize(limit);
}

}  // namespace kb
