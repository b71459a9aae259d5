#include "indexer/publishing_record.h"

#include <fmt/format.h>

#include "kb/index/generation_store.h"

namespace kb {

using State = PublishingStatus::State;

namespace {

std::string_view reason_of(RefusedFor reason) {
    switch (reason) {
        case RefusedFor::errors: return "errors";
        case RefusedFor::no_articles: return "no-articles";
        case RefusedFor::rolled_back: return "rolled-back";
        case RefusedFor::verification: break;
    }
    return "expectations";
}

// Folders that are none are left alone, and so are those of others.
bool is_index(const std::filesystem::path& index) {
    std::error_code error;
    return std::filesystem::exists(index / "lock", error);
}

}  // namespace

PublishingStatus status_of(const BuildReport& report, const PublishingGate& gate, std::string_view by, std::int64_t now) {
    PublishingStatus status;
    status.by = by;
    status.at = status.since = now;
    status.commit = report.commit;
    status.generation = report.generation;
    if (report.refusal) {
        status.state = State::refused;
        status.reason = reason_of(report.refused_for);
        status.what = report.refusal->what;
        status.hint = report.refusal->hint;
    }
    for (const Problem& problem : report.problems) {
        if (problem.severity != Severity::error) continue;
        ++status.errors;
        if (status.problems.size() < max_listed_problems) status.problems.push_back(problem);
    }
    status.failing = gate.failed();
    status.expectations.assign(gate.lines().begin(), gate.lines().begin() + static_cast<std::ptrdiff_t>(std::min(gate.lines().size(), max_listed_problems)));
    return status;
}

PublishingStatus status_of(const Error& failure, std::string_view by, std::int64_t now) {
    PublishingStatus status;
    status.state = State::failed;
    status.by = by;
    status.at = status.since = now;
    status.reason = name_of(failure.code);
    status.what = failure.what;
    status.hint = failure.hint;
    return status;
}

Result<void> record(const std::filesystem::path& index, PublishingStatus status) {
    if (!is_index(index)) return {};
    const auto known = read_publishing_status(index);
    if (known && known->state == status.state && known->reason == status.reason) {
        // A further publication is live since then; a further refusal changes nothing of how long the content waits.
        const bool is_new = status.state == State::published && known->generation != status.generation;
        if (!is_new) status.since = known->since;
        // Nothing was asked again where nothing had changed.
        if (!is_new && status.state == State::published) status.expectations = known->expectations;
    }
    if (known && status.state == State::failed) status.commit = known->commit;
    if (status.generation == 0) status.generation = GenerationStore(index).current().value_or(0);
    return write_publishing_status(index, status);
}

Result<void> record_begin(const std::filesystem::path& index, std::int64_t now) {
    auto known = read_publishing_status(index);
    if (!known) return {};
    known->working_since = now;
    return write_publishing_status(index, *known);
}

std::vector<std::string> reason_lines(const PublishingStatus& status, std::size_t most) {
    std::vector<std::string> lines;
    // Errors that refused nothing were said by the build that left the articles out.
    const bool is_of_errors = status.reason == "errors";
    if (is_of_errors) {
        for (const Problem& problem : status.problems) {
            if (lines.size() < most) lines.push_back(to_string(problem));
        }
        if (status.errors > lines.size()) lines.push_back(fmt::format("… and {} more errors; kb-indexer check lists all", status.errors - lines.size()));
        return lines;
    }
    for (const ExpectedRank& rank : status.expectations) {
        if (rank.passes || lines.size() >= most) continue;
        lines.push_back(fmt::format("expectations.tsv:{}: '{}' ({}) must find {} within {}: {}", rank.line, rank.query, rank.lang,
                                    rank.wanted == "-" ? "nothing" : rank.wanted, rank.worst, to_string(rank)));
    }
    if (status.reason == "expectations" && status.failing > lines.size()) lines.push_back(fmt::format("… and {} more", status.failing - lines.size()));
    return lines;
}

}  // namespace kb
