// Any bytes as what a browser sends of what somebody did: refused, or within its bounds and without what says who it was.
#include "fuzz/require.h"
#include "kb/base/utf8.h"
#include "kb/events/parcel.h"
#include "kb/events/scrub.h"

namespace {

constexpr std::int64_t arrived = 1'780'000'000'000, day_ms = 24 * 60 * 60 * 1'000;

void check_text(std::string_view text, const char* what) {
    require(!kb::find_invalid_utf8(text), "texts are UTF-8");
    require(kb::scrub(text) == text, what);
    std::size_t digits = 0;
    for (const char c : text) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        require(digits < 12, "no long number is left");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check_text(kb::scrub(text_of(data, size)), "nothing is left to scrub");
    const auto parcel = kb::read_parcel(text_of(data, size), arrived, [](std::string_view slug, std::string_view) { return std::string(slug == "refund" ? slug : ""); });
    if (!parcel) {
        require(parcel.error().code == kb::ErrorCode::invalid_argument, "what is refused is at fault");
        require(!kb::find_invalid_utf8(parcel.error().what), "an error is UTF-8");
        return 0;
    }
    require(parcel->events.size() <= kb::most_events, "a parcel is bounded");
    for (const kb::NewEvent& event : parcel->events) {
        require(event.at >= arrived - day_ms && event.at <= arrived + day_ms, "an event was within a day");
        require(event.visible_ms >= 0 && event.rank >= 0, "what is counted is none less than none");
        require(event.slug.empty() || event.slug == "refund", "only articles are named");
        check_text(event.query, "queries are scrubbed");
        check_text(event.comment, "comments are scrubbed");
    }
    return 0;
}
