#include "server/http/range.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace kb::server {

namespace {

struct Range {
    std::uint64_t first = 0, size = 0;
};

std::optional<std::uint64_t> number(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return {};
    return value;
}

// "bytes=0-499", "bytes=500-", "bytes=-500" of so many; nothing when it is anything else, size 0 when no byte is meant.
std::optional<Range> read_range(std::string_view text, std::uint64_t all) {
    constexpr std::string_view unit = "bytes=";
    if (!text.starts_with(unit)) return {};
    text.remove_prefix(unit.size());
    const std::size_t dash = std::min(text.find('-'), text.size());
    const std::string_view from = text.substr(0, dash), to = text.substr(std::min(dash + 1, text.size()));
    const auto first = number(from), last = number(to);
    const bool is_whole = dash < text.size() && (first || from.empty()) && (last || to.empty()) && (first || last);
    if (!is_whole || (first && last && *last < *first)) return {};
    if (!first) return Range{all - std::min(*last, all), std::min(*last, all)};
    if (*first >= all) return Range{};
    return Range{*first, std::min(last.value_or(all - 1), all - 1) - *first + 1};
}

}  // namespace

void cut_to_range(const Request& request, Response& response) {
    const std::string_view text = request.header("range"), if_range = request.header("if-range");
    const bool is_meant = !text.empty() && request.method == "GET" && (if_range.empty() || if_range == response.header("ETag"));
    if (!is_meant || response.status != 200 || response.header("Accept-Ranges") != "bytes") return;
    const std::uint64_t all = response.size();
    const auto range = read_range(text, all);
    if (!range) return;
    if (range->size == 0) {
        response = Response{416, {}, {{"Content-Range", fmt::format("bytes */{}", all)}}, {}};
        return;
    }
    response.status = 206;
    response.with("Content-Range", fmt::format("bytes {}-{}/{}", range->first, range->first + range->size - 1, all));
    if (response.file.file != nullptr) {
        response.file.offset += range->first;
        response.file.size = range->size;
    } else {
        response.body = response.body.substr(range->first, range->size);
    }
}

}  // namespace kb::server
