#include "kb/stats/json.h"

#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/store/period.h"

namespace kb {

namespace {

using Json = nlohmann::ordered_json;

constexpr double ms_per_hour = 3600 * 1000.0;

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

std::string iso(Day day) {
    return to_string(calendar_day(day));
}

// With its interval; of nothing there is no share.
Json share_json(const Count& count) {
    Json json = {{"n", count.n}, {"of", count.of}, {"share", nullptr}, {"low", nullptr}, {"high", nullptr}};
    if (count.of <= 0) return json;
    const Interval interval = wilson_interval(count);
    json["share"] = count.share();
    json["low"] = interval.low;
    json["high"] = interval.high;
    return json;
}

// What is still open is no share of what has ended.
Json open_json(std::int64_t n) {
    return {{"n", n}, {"share", nullptr}, {"low", nullptr}, {"high", nullptr}};
}

Json article_json(const KnownArticle& article) {
    return {{"slug", article.slug}, {"lang", article.lang}, {"title", or_null(article.title)}, {"url", or_null(article.url)}};
}

Json outcomes_json(const Outcomes& outcomes) {
    const std::int64_t of = outcomes.decided();
    return {{"confirmed", share_json({outcomes.confirmed, of})},
            {"potential", share_json({outcomes.potential, of})},
            {"silent", share_json({outcomes.silent, of})},
            {"ticket", share_json({outcomes.ticket, of})},
            {"open", open_json(outcomes.open)}};
}

Json content_json(const Summary& summary) {
    Json days = Json::array();
    for (const auto& [day, outcomes] : summary.days)
        days.push_back({{"day", iso(day)}, {"questions", outcomes.questions()}, {"outcomes", outcomes_json(outcomes)}});
    const Summary::WithoutSession& without = summary.without_session;
    return {{"questions", summary.outcomes.questions()},
            {"outcomes", outcomes_json(summary.outcomes)},
            {"days", std::move(days)},
            {"typeahead", summary.typeahead},
            {"without_session",
             {{"searches", without.searches},
              {"no_result", without.no_result},
              {"opens", without.opens},
              {"votes", without.votes},
              {"contact_opens", without.contact_opens},
              {"tickets", without.tickets}}},
            {"tickets_without_question", summary.unasked_tickets}};
}

Json queries_json(const std::vector<Searches::OfQuery>& queries) {
    Json list = Json::array();
    for (const auto& [query, sessions, ends] : queries)
        list.push_back({{"query", query},
                        {"searches", ends.searches()},
                        {"sessions", sessions},
                        {"no_result", ends.no_result},
                        {"no_click", ends.no_click},
                        {"clicked", ends.clicked}});
    return list;
}

Json steps_json(const char* name, const std::vector<Searches::Step>& steps) {
    Json list = Json::array();
    for (const auto& [value, n] : steps) list.push_back({{name, value}, {"n", n}});
    return list;
}

Json content_json(const Searches& searches) {
    const SearchEnds& ends = searches.ends;
    const std::int64_t of = ends.searches();
    Json days = Json::array();
    for (const auto& [day, on_day] : searches.days)
        days.push_back({{"day", iso(day)},
                        {"searches", on_day.searches()},
                        {"no_result", on_day.no_result},
                        {"no_click", on_day.no_click},
                        {"clicked", on_day.clicked}});
    return {{"searches", of},
            {"no_result", share_json({ends.no_result, of})},
            {"no_click", share_json({ends.no_click, of})},
            {"clicked", share_json({ends.clicked, of})},
            {"retried", share_json({searches.retried, ends.failed()})},
            {"typeahead", searches.typeahead},
            {"ranks", steps_json("rank", searches.ranks)},
            {"first_click",
             {{"n", searches.first_clicks()},
              {"median_seconds", or_null(searches.seconds_of(0.5))},
              {"p90_seconds", or_null(searches.seconds_of(0.9))},
              {"seconds", steps_json("seconds", searches.seconds)}}},
            {"days", std::move(days)},
            {"frequent", queries_json(searches.frequent)},
            {"failing", queries_json(searches.failing)}};
}

Json gap_json(const Gap& gap) {
    Json spellings = Json::array();
    for (const auto& [query, searches] : gap.spellings) spellings.push_back({{"query", query}, {"searches", searches}});
    return {{"query", gap.spellings.front().query},
            {"lang", or_null(gap.lang)},
            {"spellings", std::move(spellings)},
            {"searches", gap.searches()},
            {"no_result", gap.no_result},
            {"no_click", gap.no_click},
            {"sessions", gap.sessions},
            {"tickets", gap.tickets},
            {"messages", gap.messages},
            {"nearest", gap.nearest ? article_json(*gap.nearest) : Json()}};
}

Json content_json(const Gaps& gaps) {
    Json list = Json::array();
    for (const Gap& gap : gaps.gaps) list.push_back(gap_json(gap));
    return {{"gaps", std::move(list)}, {"total", gaps.total}};
}

Json content_json(const Articles& articles) {
    Json used = Json::array(), never_found = Json::array(), comments = Json::array();
    for (const auto& [article, uses, review] : articles.articles) {
        Json json = article_json(article);
        json.update({{"views", uses.views},
                     {"from_search", uses.from_search},
                     {"reads", uses.reads},
                     {"read_seconds", or_null(uses.read_seconds())},
                     {"votes", uses.votes().of},
                     {"helpful", share_json(uses.votes())},
                     {"exits", uses.exits},
                     {"last_reviewed", or_null(review.last)},
                     {"review_due", or_null(review.due)},
                     {"overdue", review.is_overdue}});
        used.push_back(std::move(json));
    }
    for (const KnownArticle& article : articles.never_found) never_found.push_back(article_json(article));
    for (const Comment& comment : articles.comments)
        comments.push_back({{"at", to_iso_time(comment.at / 1000)},
                            {"lang", comment.lang},
                            {"slug", comment.slug},
                            {"helpful", or_null(comment.helpful)},
                            {"text", comment.text}});
    return {{"articles", std::move(used)}, {"never_found", std::move(never_found)}, {"comments", std::move(comments)}};
}

Json content_json(const Funnel& funnel) {
    const FormOutcomes& outcomes = funnel.outcomes;
    const std::int64_t of = outcomes.decided();
    Json days = Json::array();
    for (const auto& [day, on_day] : funnel.days)
        days.push_back({{"day", iso(day)},
                        {"opened", on_day.visits()},
                        {"submitted", on_day.submitted},
                        {"explicit", on_day.solved},
                        {"implicit", on_day.read},
                        {"left", on_day.left},
                        {"open", on_day.open}});
    return {{"opened", outcomes.visits()},
            {"held_out", funnel.held_out},
            {"running", outcomes.open},
            {"shown", funnel.shown},
            {"opened_suggestion", funnel.opened_suggestion},
            {"outcomes",
             {{"submitted", share_json({outcomes.submitted, of})},
              {"explicit", share_json({outcomes.solved, of})},
              {"implicit", share_json({outcomes.read, of})},
              {"left", share_json({outcomes.left, of})},
              {"open", open_json(outcomes.open)}}},
            {"days", std::move(days)}};
}

Json content_json(const Coverage& coverage) {
    const auto all = static_cast<double>(coverage.answered);
    Json articles = Json::array(), first = Json::array();
    std::int64_t sum = 0;
    for (const auto& [article, answered] : coverage.articles) {
        sum += answered;
        Json json = article_json(article);
        json.update({{"answered", answered}, {"share", static_cast<double>(answered) / all}, {"cumulative", static_cast<double>(sum) / all}});
        articles.push_back(std::move(json));
    }
    for (const std::size_t count : coverage_steps) first.push_back({{"articles", count}, {"share", or_null(coverage.share_of_first(count))}});
    return {{"answered", coverage.answered}, {"credited", coverage.credited()}, {"articles", std::move(articles)}, {"first", std::move(first)}};
}

Json arm_json(const Count& arm) {
    Json json = share_json(arm);
    json["submitted"] = arm.n;
    json["n"] = arm.of;
    json.erase("of");
    return json;
}

Json content_json(const Experiment& experiment) {
    Json json = {{"holdout_percent", experiment.holdout_percent},
                 {"shown", arm_json(experiment.shown)},
                 {"held_out", arm_json(experiment.held_out)},
                 {"running", experiment.running},
                 {"difference", nullptr},
                 {"needed", nullptr},
                 {"is_enough", experiment.is_enough()},
                 {"verdict", name_of(experiment.verdict())}};
    if (const auto& difference = experiment.difference)
        json["difference"] = {{"value", difference->value},
                              {"low", difference->interval.low},
                              {"high", difference->interval.high},
                              {"p_value", difference->p_value}};
    if (const auto& needed = experiment.needed)
        json["needed"] = {{"per_arm", needed->per_arm()},
                          {"more", needed->more},
                          {"held_out", needed->held_out},
                          {"shown", needed->shown},
                          {"smallest_difference", least_difference}};
    return json;
}

}  // namespace

Json to_json(const Report& report) {
    Json json = {{"report", report.name},
                 {"from", iso(report.span.from)},
                 {"to", iso(report.span.to)},
                 {"lang", or_null(report.span.lang)},
                 {"timezone", report.timezone},
                 {"window_hours", static_cast<double>(report.window) / ms_per_hour},
                 {"generated_at", to_iso_time(report.generated)},
                 {"texts_since", report.texts_since ? Json(iso(*report.texts_since)) : Json()}};
    json.update(std::visit([](const auto& content) { return content_json(content); }, report.content));
    return json;
}

}  // namespace kb
