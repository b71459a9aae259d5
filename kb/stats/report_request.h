// Which days and language a report is asked about.
#pragma once

#include <string_view>

#include "kb/index/snapshot.h"
#include "kb/base/error.h"
#include "kb/store/figures.h"

namespace kb {

struct ReportRequest {
    Span span;
    std::int64_t now = 0;  // milliseconds since 1970

    bool operator==(const ReportRequest&) const = default;
};

// As it was asked for; what is empty counts as default.
struct AskedReport {
    std::string_view from, to;  // ISO days
    std::string_view lang;
};

constexpr int default_report_days = 30;
constexpr int longest_report_days = 3660;  // ten years

// `now` in seconds since 1970. Without days the last 30, today included, where the site is. Fails with invalid_argument.
Result<ReportRequest> read_report_request(const AskedReport& asked, const SiteConfig& site, std::int64_t now);

}  // namespace kb
