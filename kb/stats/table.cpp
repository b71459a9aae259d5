#include "kb/stats/table.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/base/date.h"
#include "kb/base/utf8.h"
#include "kb/store/period.h"

namespace kb {

namespace {

std::string iso(Day day) {
    return to_string(calendar_day(day));
}

template <class Value>
Cell or_nothing(const std::optional<Value>& value) {
    Cell cell;
    if (value) cell = *value;
    return cell;
}

Cell count(std::size_t n) {
    return static_cast<std::int64_t>(n);
}

Cell seconds(std::optional<int> value) {
    Cell cell;
    if (value) cell = std::int64_t{*value};
    return cell;
}

Column share(std::string name) {
    return {std::move(name), true};
}

std::vector<Cell> outcome_cells(std::string day, const Outcomes& outcomes) {
    const std::int64_t of = outcomes.decided();
    return {std::move(day),
            outcomes.questions(),
            Count{outcomes.confirmed, of},
            Count{outcomes.potential, of},
            Count{outcomes.silent, of},
            Count{outcomes.ticket, of},
            outcomes.open};
}

std::vector<Table> tables(const Summary& summary) {
    const std::vector<Column> columns = {{"day"}, {"questions"}, share("confirmed"), share("potential"), share("silent"), share("ticket"), {"open"}};
    Table all{"questions", columns, {outcome_cells({}, summary.outcomes)}}, days{"days", columns, {}};
    all.columns.erase(all.columns.begin());
    all.rows.front().erase(all.rows.front().begin());
    for (const auto& [day, outcomes] : summary.days) days.rows.push_back(outcome_cells(iso(day), outcomes));
    const Summary::WithoutSession& without = summary.without_session;
    return {std::move(all), std::move(days), {"while typing", {{"searches"}}, {{summary.typeahead}}},
            {"without session",
             {{"searches"}, {"no_result"}, {"opens"}, {"votes"}, {"contact_opens"}, {"tickets"}},
             {{without.searches, without.no_result, without.opens, without.votes, without.contact_opens, without.tickets}}},
            {"without question", {{"tickets"}}, {{summary.unasked_tickets}}}};
}

Table query_table(std::string name, const std::vector<Searches::OfQuery>& queries) {
    Table table{std::move(name), {{"query"}, {"searches"}, {"sessions"}, share("no_result"), share("no_click"), share("clicked")}, {}};
    for (const auto& [query, sessions, ends] : queries) {
        const std::int64_t of = ends.searches();
        table.rows.push_back({query, of, sessions, Count{ends.no_result, of}, Count{ends.no_click, of}, Count{ends.clicked, of}});
    }
    return table;
}

Table step_table(std::string name, std::string column, const std::vector<Searches::Step>& steps) {
    Table table{std::move(name), {{std::move(column)}, {"clicks"}}, {}};
    for (const auto& [value, n] : steps) table.rows.push_back({std::int64_t{value}, n});
    return table;
}

std::vector<Table> tables(const Searches& searches) {
    const SearchEnds& ends = searches.ends;
    const std::int64_t of = ends.searches();
    Table all{"searches", {{"searches"}, share("no_result"), share("no_click"), share("clicked"), share("retried"), {"typeahead"}, {"median_seconds"}, {"p90_seconds"}}, {}};
    all.rows.push_back({of, Count{ends.no_result, of}, Count{ends.no_click, of}, Count{ends.clicked, of}, Count{searches.retried, ends.failed()},
                        searches.typeahead, seconds(searches.seconds_of(0.5)), seconds(searches.seconds_of(0.9))});
    Table days{"days", {{"day"}, {"searches"}, share("no_result"), share("no_click"), share("clicked")}, {}};
    for (const auto& [day, on_day] : searches.days) {
        const std::int64_t of_day = on_day.searches();
        days.rows.push_back({iso(day), of_day, Count{on_day.no_result, of_day}, Count{on_day.no_click, of_day}, Count{on_day.clicked, of_day}});
    }
    return {std::move(all), query_table("frequent", searches.frequent), query_table("failing", searches.failing), step_table("rank of clicks", "rank", searches.ranks),
            step_table("seconds to the first click", "seconds", searches.seconds), std::move(days)};
}

std::vector<Table> tables(const Gaps& gaps) {
    Table table{"gaps", {{"query"}, {"lang"}, {"sessions"}, {"searches"}, {"no_result"}, {"no_click"}, {"tickets"}, {"messages"}, {"spellings"}, {"nearest"}, {"nearest_url"}}, {}};
    for (const Gap& gap : gaps.gaps) {
        std::string spellings;
        for (const Gap::Spelling& one : gap.spellings) spellings += (spellings.empty() ? "" : " | ") + one.query;
        table.rows.push_back({gap.spellings.front().query, gap.lang, gap.sessions, gap.searches(), gap.no_result, gap.no_click, gap.tickets, gap.messages, spellings,
                              gap.nearest ? or_nothing(gap.nearest->title) : Cell(), gap.nearest ? or_nothing(gap.nearest->url) : Cell()});
    }
    return {std::move(table), {"all", {{"gaps"}}, {{count(gaps.total)}}}};
}

std::vector<Table> tables(const Articles& articles) {
    Table used{"articles",
               {{"slug"}, {"lang"}, {"title"}, {"views"}, {"from_search"}, {"reads"}, {"read_seconds"}, {"votes"}, share("helpful"), {"exits"}, {"last_reviewed"}, {"review_due"}, {"overdue"}},
               {}};
    for (const auto& [article, uses, review] : articles.articles) {
        used.rows.push_back({article.slug, article.lang, or_nothing(article.title), uses.views, uses.from_search, uses.reads, or_nothing(uses.read_seconds()), uses.votes().of, uses.votes(),
                             uses.exits, review.last, review.due, std::string(review.is_overdue ? "overdue" : "")});
    }
    Table never{"never found", {{"slug"}, {"lang"}, {"title"}}, {}};
    for (const KnownArticle& article : articles.never_found) never.rows.push_back({article.slug, article.lang, or_nothing(article.title)});
    Table comments{"comments", {{"at"}, {"lang"}, {"slug"}, {"vote"}, {"comment"}}, {}};
    for (const Comment& comment : articles.comments)
        comments.rows.push_back({to_iso_time(comment.at / 1000), comment.lang, comment.slug, std::string(!comment.helpful ? "" : *comment.helpful ? "yes" : "no"), comment.text});
    return {std::move(used), std::move(never), std::move(comments)};
}

std::vector<Table> tables(const Funnel& funnel) {
    const FormOutcomes& outcomes = funnel.outcomes;
    const std::int64_t of = outcomes.decided();
    Table all{"visits", {{"opened"}, {"shown"}, {"opened_suggestion"}, share("submitted"), share("explicit"), share("implicit"), share("left"), {"open"}, {"held_out"}}, {}};
    all.rows.push_back({outcomes.visits(), funnel.shown, funnel.opened_suggestion, Count{outcomes.submitted, of}, Count{outcomes.solved, of}, Count{outcomes.read, of},
                        Count{outcomes.left, of}, outcomes.open, funnel.held_out});
    Table days{"days", {{"day"}, {"opened"}, share("submitted"), share("explicit"), share("implicit"), share("left"), {"open"}}, {}};
    for (const auto& [day, on_day] : funnel.days) {
        const std::int64_t decided = on_day.decided();
        days.rows.push_back({iso(day), on_day.visits(), Count{on_day.submitted, decided}, Count{on_day.solved, decided}, Count{on_day.read, decided},
                             Count{on_day.left, decided}, on_day.open});
    }
    return {std::move(all), std::move(days)};
}

std::vector<Table> tables(const Coverage& coverage) {
    Table first{"first", {{"articles"}, {"cumulative"}}, {}};
    for (const std::size_t n : coverage_steps) {
        const auto part = coverage.share_of_first(n);
        first.rows.push_back({count(n), part ? Cell(Portion{*part}) : Cell()});
    }
    Table articles{"articles", {{"slug"}, {"lang"}, {"title"}, {"answered"}, {"share"}, {"cumulative"}}, {}};
    const auto all = static_cast<double>(coverage.answered);
    std::int64_t sum = 0;
    for (const auto& [article, answered] : coverage.articles) {
        sum += answered;
        articles.rows.push_back({article.slug, article.lang, or_nothing(article.title), answered, Portion{static_cast<double>(answered) / all}, Portion{static_cast<double>(sum) / all}});
    }
    return {{"questions", {{"answered"}, {"credited"}}, {{coverage.answered, coverage.credited()}}}, std::move(first), std::move(articles)};
}

std::vector<Table> tables(const Experiment& experiment) {
    Table groups{"groups", {{"group"}, {"visits"}, share("submitted")}, {}};
    groups.rows.push_back({std::string("held out"), experiment.held_out.of, experiment.held_out});
    groups.rows.push_back({std::string("shown suggestions"), experiment.shown.of, experiment.shown});
    Table difference{"difference", {{"difference"}, {"low"}, {"high"}, {"p_value"}}, {}};
    if (const auto& found = experiment.difference)
        difference.rows.push_back({Portion{found->value}, Portion{found->interval.low}, Portion{found->interval.high}, found->p_value});
    Table state{"verdict", {{"verdict"}, {"holdout_percent"}, {"running"}, {"needed_per_group"}, {"visits_to_come"}, {"needed_held_out"}, {"needed_shown"}}, {}};
    const auto& needed = experiment.needed;
    state.rows.push_back({std::string(name_of(experiment.verdict())), std::int64_t{experiment.holdout_percent}, experiment.running,
                          needed ? Cell(needed->per_arm()) : Cell(), needed ? Cell(needed->more) : Cell(),
                          needed ? Cell(needed->held_out) : Cell(), needed ? Cell(needed->shown) : Cell()});
    return {std::move(groups), std::move(difference), std::move(state)};
}

}  // namespace

std::vector<Table> tables_of(const Report& report) {
    return std::visit([](const auto& content) { return tables(content); }, report.content);
}

}  // namespace kb
