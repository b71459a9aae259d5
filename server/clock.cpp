#include "server/clock.h"

#include <atomic>
#include <charconv>
#include <chrono>
#include <memory>

#include "kb/base/ascii.h"
#include "kb/base/files.h"

namespace kb::server {

namespace {

constexpr std::uint64_t most_bytes = 64;

Result<std::int64_t> read_time(const std::filesystem::path& path) {
    const auto text = read_file(path, most_bytes);
    if (!text) return fail(text.error());
    std::int64_t time = 0;
    const std::size_t end = std::min(text->find_last_not_of(" \r\n") + 1, text->size());
    const auto [stop, failure] = std::from_chars(text->data(), text->data() + end, time);
    if (failure == std::errc() && stop == text->data() + end && end > 0) return time;
    return fail(ErrorCode::invalid_content, "no time", "write seconds since 1970, such as 1780000000", {path.string(), 1, 1});
}

}  // namespace

Clock system_clock() {
    return Clock::of_milliseconds([] {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    });
}

Result<Clock> clock_from_file(const std::filesystem::path& path) {
    const auto first = read_time(path);
    if (!first) return fail(first.error());
    const auto last = std::make_shared<std::atomic<std::int64_t>>(*first);
    return Clock([path, last] {
        if (const auto now = read_time(path)) *last = *now;
        return last->load();
    });
}

}  // namespace kb::server
