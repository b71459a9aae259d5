// Counts by day, or by month when there are more days than a chart or a reader can take.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/reports/report_page.h"

namespace kb::server {

struct CountsOfDay {
    Day day = 0;
    std::vector<std::int64_t> counts;
};

struct CountsOfPeriod {
    std::string name;
    std::string short_name;  // below a chart
    std::vector<std::int64_t> counts;
};

// `days` follow each other.
std::vector<CountsOfPeriod> in_periods(const std::vector<CountsOfDay>& days, const ReportPage& page);

// The periods as a stacked chart: one series for each count, in their order.
struct Series {
    std::string_view column, tone;
};
nlohmann::ordered_json stacked_chart(const std::vector<CountsOfPeriod>& periods, const std::vector<Series>& series, const ReportPage& page);

}  // namespace kb::server
