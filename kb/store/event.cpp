#include "kb/store/event.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kb/base/hash.h"

namespace kb {

namespace {

constexpr std::array<std::string_view, 12> kind_names = {"",     "search",       "typeahead",     "open",
                                                         "read", "vote",         "contact_open",  "contact_shown",
                                                         "contact_suggestion",   "contact_solved", "contact_sent", "contact_left"};
constexpr std::array<std::string_view, 9> source_names = {"",        "search",  "suggest", "category", "related",
                                                          "contact", "widget", "link",    "desk"};

// The number whose name it is; 0, which has none, when it is nobody's.
template <std::size_t N>
int number_of(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto found = std::find(names.begin() + 1, names.end(), name);
    return found == names.end() ? 0 : static_cast<int>(found - names.begin());
}

}  // namespace

std::string_view name_of(EventKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<EventKind> parse_event_kind(std::string_view name) {
    const int number = number_of(kind_names, name);
    if (number == 0) return {};
    return static_cast<EventKind>(number);
}

std::string_view name_of(EventSource source) {
    return source_names[static_cast<std::size_t>(source)];
}

std::optional<EventSource> parse_event_source(std::string_view name) {
    const int number = number_of(source_names, name);
    if (number == 0) return {};
    return static_cast<EventSource>(number);
}

Mark mark_of(std::string_view identifier) {
    const std::string hash = sha256_hex(identifier);
    std::uint64_t first = 0;
    std::from_chars(hash.data(), hash.data() + 16, first, 16);
    return static_cast<Mark>(first);
}

int holdout_number(Mark session) {
    return static_cast<int>((static_cast<std::uint64_t>(session) >> 32) % 100);
}

}  // namespace kb
