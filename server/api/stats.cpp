// GET /api/v1/stats/{report}
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/stats/gap_backlog.h"
#include "kb/stats/json.h"
#include "kb/stats/table.h"
#include "kb/store/figures.h"
#include "kb/store/period.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"

namespace kb::server {

namespace {

Response invalid(const Error& error) {
    return json_error(400, "invalid_parameter", error.what, error.hint);
}

// With a name to be saved under.
Response as_file(const Report& report, std::string_view type, std::string_view ending, std::string text) {
    Response response{200, std::string(type), {}, std::move(text)};
    const std::string name = fmt::format("{}_{}_{}.{}", report.name, to_string(calendar_day(report.span.from)), to_string(calendar_day(report.span.to)), ending);
    response.with("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
    return response;
}

}  // namespace

Response answer_stats(const Visit& visit) {
    if (visit.figures == nullptr) return json_error(404, "not_found", "nothing is counted here", "start kb-server with --data");
    const std::string_view name = visit.capture("report"), format = visit.request.parameter("format");
    if (!format.empty() && format != "json" && format != "csv" && !(format == "md" && name == "gaps"))
        return json_error(400, "invalid_parameter", "there is no such format of this report", "give json or csv; md is for gaps");
    const AskedReport asked{visit.request.parameter("from"), visit.request.parameter("to"), visit.request.parameter("lang")};
    const auto request = read_report_request(asked, visit.generation.site(), visit.now);
    if (!request) return invalid(request.error());
    const auto report = make_report(name, *request, *visit.figures, visit.generation.searcher);
    if (!report && report.error().code == ErrorCode::invalid_argument) return invalid(report.error());
    if (!report) return json_error(500, "failed", "the figures cannot be read", "try again in a moment");
    if (format == "csv") return as_file(*report, "text/csv; charset=utf-8", "csv", to_csv(tables_of(*report)));
    if (format == "md") return as_file(*report, "text/markdown; charset=utf-8", "md", gap_backlog(*report));
    return json_response(200, to_json(*report));
}

}  // namespace kb::server
