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
#include "server/access/access.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/question_memory.h"

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

// The article begun for the gap that is called so.
Response draft(const Report& report, const Searcher& searcher, std::string_view query) {
    const auto& gaps = std::get<Gaps>(report.content).gaps;
    const auto gap = std::find_if(gaps.begin(), gaps.end(), [&](const Gap& one) { return one.spellings.front().query == query; });
    if (gap == gaps.end()) return json_error(404, "not_found", "there is no such gap in these days", "give the 'query' of one that the report has, with the same days and language");
    const DraftArticle article = draft_articles(report, searcher)[static_cast<std::size_t>(gap - gaps.begin())];
    Response response{200, "text/markdown; charset=utf-8", {}, article.text};
    return response.with("Content-Disposition", fmt::format("attachment; filename=\"{}\"", article.path.substr(article.path.rfind('/') + 1)));
}

// What is taken along, unlike what is looked at.
void note_export(const Visit& visit, const Report& report, std::string_view format) {
    if (visit.access == nullptr || visit.request.method == "HEAD") return;
    visit.access->journal().record(visit.request.visitor, "read statistics", {{"report", std::string(report.name)}, {"format", std::string(format)}});
}

bool has_format(std::string_view report, std::string_view format) {
    return format.empty() || format == "json" || format == "csv" || (report == "gaps" && (format == "md" || format == "draft"));
}

}  // namespace

Response answer_stats(const Visit& visit) {
    if (visit.capture("report") == "publishing" && visit.index != nullptr) return answer_publishing(visit);
    if (visit.figures == nullptr) return json_error(404, "not_found", "nothing is counted here", "start kb-server with --data");
    const std::string_view name = visit.capture("report"), format = visit.request.parameter("format");
    if (!has_format(name, format)) return json_error(400, "invalid_parameter", "there is no such format of this report", "give json or csv; md and draft are for gaps");
    const AskedReport asked{visit.request.parameter("from"), visit.request.parameter("to"), visit.request.parameter("lang")};
    const auto request = read_report_request(asked, visit.generation.site(), visit.now);
    if (!request) return invalid(request.error());
    const auto report = make_report(name, *request, *visit.figures, visit.generation.searcher,
                                    visit.questions == nullptr ? nullptr : &visit.questions->confirmations());
    if (!report && report.error().code == ErrorCode::invalid_argument) return invalid(report.error());
    if (!report) return json_error(500, "failed", "the figures cannot be read", "try again in a moment");
    if (format.empty() || format == "json") return json_response(200, to_json(*report));
    Response file = format == "csv"  ? as_file(*report, "text/csv; charset=utf-8", "csv", to_csv(tables_of(*report)))
                    : format == "md" ? as_file(*report, "text/markdown; charset=utf-8", "md", gap_backlog(*report))
                                     : draft(*report, visit.generation.searcher, visit.request.parameter("query"));
    if (file.status == 200) note_export(visit, *report, format);
    return file;
}

}  // namespace kb::server
