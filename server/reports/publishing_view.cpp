#include <fmt/format.h>

#include "server/reports/publishing_view.h"

namespace kb::server {

namespace {

using State = PublishingStatus::State;

std::string commit_text(const std::optional<std::string>& commit, const ReportPage& page) {
    return commit ? commit->substr(0, 12) : page.text("publishing.files");
}

std::string place_text(const Location& at) {
    return at.line == 0 ? at.path : fmt::format("{}:{}", at.path, at.line);
}

// Reasons that are no failures of the machine have texts of their own.
std::string reason_text(const PublishingStatus& status, const ReportPage& page) {
    if (status.state == State::failed) return page.text("publishing.reasons.failed");
    return page.text(fmt::format("publishing.reasons.{}", status.reason));
}

void show_live(const Publishing& publishing, const GenerationInfo& live, ReportPage& page) {
    page.begin("publishing_live");
    page.figure("generation", page.numbers().whole(live.number), commit_text(live.commit, page));
    page.figure("articles", page.numbers().whole(static_cast<std::int64_t>(live.articles)));
    if (publishing.live == live.number) page.figure("live_since", page.clock(publishing.live_since), page.moment(publishing.live_since));
    const Watching& watching = publishing.watching;
    const std::string looked = watching.was_ever ? fmt::format("{}, {}", page.moment(watching.looked), page.clock(watching.looked)) : std::string();
    page.say(watching.is_running  ? page.text("publishing.followed", {{"looked", looked}})
             : watching.was_ever ? page.text("publishing.watch_gone", {{"looked", looked}})
                                 : page.text("publishing.not_followed"));
}

ReportTable problem_table(const PublishingStatus& status, const ReportPage& page) {
    ReportTable table = page.table("problems", {"place", "problem", "cure", "rule"}, {});
    for (const Problem& problem : status.problems) table.rows.push_back({{place_text(problem.at)}, {problem.what}, {problem.hint}, {problem.rule}});
    return table;
}

ReportCell rank_cell(std::optional<std::size_t> rank, bool is_known, const ReportPage& page) {
    if (!is_known) return {.text = "—", .is_number = true};
    if (!rank) return {.text = page.text("publishing.not_found"), .is_number = true};
    return page.number(static_cast<std::int64_t>(*rank));
}

std::string cause_text(const RankCause& cause, const ReportPage& page) {
    const std::string change = cause.change == RankCause::Change::none ? std::string() : page.text(fmt::format("publishing.changes.{}", name_of(cause.change)));
    return page.text(fmt::format("publishing.causes.{}", name_of(cause.kind)), {{"path", cause.path}, {"change", change}, {"rank", std::to_string(cause.rank)}});
}

ReportTable rank_table(std::string_view caption, const std::vector<const ExpectedRank*>& ranks, const ReportPage& page) {
    ReportTable table = page.table(caption, {"query", "expected"}, {"before", "after"});
    table.columns.push_back({page.text("columns.moved_by")});
    for (const ExpectedRank* rank : ranks) {
        std::string causes;
        for (const RankCause& cause : rank->causes) causes += (causes.empty() ? "" : "; ") + cause_text(cause, page);
        const std::string wanted = rank->wanted == "-" ? page.text("publishing.nothing") : rank->wanted;
        table.rows.push_back({{rank->query, fmt::format("{}, expectations.tsv:{}", rank->lang, rank->line)},
                              {wanted, page.text("publishing.within", {{"n", std::to_string(rank->worst)}})},
                              rank_cell(rank->before, rank->is_compared, page), rank_cell(rank->after, true, page), {causes.empty() ? "—" : causes}});
    }
    return table;
}

void show_waiting(const PublishingStatus& last, ReportPage& page) {
    page.begin("publishing_waits");
    const std::string since = fmt::format("{}, {}", page.moment(last.since), page.clock(last.since));
    page.say(page.text("publishing.waits", {{"commit", commit_text(last.commit, page)}, {"since", since}}));
    page.say(reason_text(last, page));
    // In the words of the program that said so, which are English.
    if (last.state == State::failed) page.say(last.hint.empty() ? last.what : fmt::format("{}; {}", last.what, last.hint));
}

void show_problems(const PublishingStatus& last, ReportPage& page) {
    if (last.problems.empty()) return;
    const bool is_reason = last.reason == "errors";
    if (!is_reason) page.begin("publishing_left_out");
    const auto more = static_cast<std::int64_t>(last.errors - last.problems.size());
    page.add(problem_table(last, page));
    if (more > 0) page.say(page.text("publishing.more_problems", {{"n", page.numbers().whole(more)}}));
}

void show_ranks(const PublishingStatus& last, ReportPage& page) {
    std::vector<const ExpectedRank*> failing, moved;
    for (const ExpectedRank& rank : last.expectations) (rank.passes ? moved : failing).push_back(&rank);
    if (!failing.empty()) {
        if (last.reason != "expectations") page.begin("publishing_failing");
        page.add(rank_table("failing_expectations", failing, page));
    }
    if (moved.empty()) return;
    page.begin("publishing_moved");
    page.add(rank_table("moved_expectations", moved, page));
}

std::string remark(const GenerationEntry& entry, const Publishing& publishing, const ReportPage& page) {
    if (entry.current) return page.text("publishing.current");
    const bool is_turned_away = publishing.pinned && publishing.live && entry.info.number > *publishing.live && entry.info.number <= *publishing.pinned;
    return is_turned_away ? page.text("publishing.rolled_back") : std::string();
}

void show_kept(const Publishing& publishing, ReportPage& page) {
    page.begin("publishing_kept");
    ReportTable table = page.table("kept", {"generation", "built", "commit"}, {"articles"});
    for (auto entry = publishing.kept.rbegin(); entry != publishing.kept.rend(); ++entry) {
        const GenerationInfo& info = entry->info;
        table.rows.push_back({{page.numbers().whole(info.number), remark(*entry, publishing, page)},
                              {page.moment(info.created), page.clock(info.created)},
                              {commit_text(info.commit, page)},
                              page.number(static_cast<std::int64_t>(info.articles))});
    }
    page.add(std::move(table));
}

}  // namespace

void show_publishing_report(const Publishing& publishing, const GenerationInfo& live, ReportPage& page) {
    show_live(publishing, live, page);
    if (publishing.last) {
        const PublishingStatus& last = *publishing.last;
        if (last.working_since != 0) page.say(page.text("publishing.working", {{"since", page.clock(last.working_since)}}));
        if (last.state != State::published) show_waiting(last, page);
        show_problems(last, page);
        show_ranks(last, page);
    }
    show_kept(publishing, page);
}

}  // namespace kb::server
