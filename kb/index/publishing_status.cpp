#include "kb/index/publishing_status.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "kb/base/files.h"

namespace kb {

using Json = nlohmann::ordered_json;
using State = PublishingStatus::State;

namespace {

constexpr std::uint64_t max_status = 4 * 1024 * 1024;
constexpr int format_version = 1;

constexpr std::array<std::string_view, 3> state_names = {"published", "refused", "failed"};
constexpr std::array<std::string_view, 5> kind_names = {"itself", "above", "gone", "table", "other-words"};
constexpr std::array<std::string_view, 4> change_names = {"", "added", "changed", "removed"};

template <class Value, std::size_t size>
Value value_of(const std::array<std::string_view, size>& names, const Json& json) {
    const auto found = std::find(names.begin(), names.end(), json.get<std::string>());
    return static_cast<Value>(found == names.end() ? 0 : found - names.begin());
}

Json or_null(const std::optional<std::size_t>& rank) {
    return rank ? Json(*rank) : Json();
}

std::optional<std::size_t> rank_from(const Json& json) {
    if (json.is_null()) return {};
    return json.get<std::size_t>();
}

Json to_json(const RankCause& cause) {
    Json json = {{"kind", name_of(cause.kind)}};
    if (!cause.path.empty()) json["path"] = cause.path;
    if (cause.change != RankCause::Change::none) json["change"] = name_of(cause.change);
    if (cause.rank != 0) json["rank"] = cause.rank;
    return json;
}

RankCause cause_from(const Json& json) {
    return {value_of<RankCause::Kind>(kind_names, json.at("kind")), value_of<RankCause::Change>(change_names, json.value("change", Json(""))),
            json.value("path", ""), json.value("rank", std::size_t{0})};
}

ExpectedRank rank_line_from(const Json& json) {
    ExpectedRank rank;
    rank.line = json.at("line").get<int>();
    rank.query = json.at("query").get<std::string>();
    rank.lang = json.at("lang").get<std::string>();
    rank.wanted = json.at("wanted").get<std::string>();
    rank.worst = json.at("worst").get<std::size_t>();
    rank.passes = json.at("passes").get<bool>();
    rank.is_compared = json.contains("before");
    if (rank.is_compared) rank.before = rank_from(json.at("before"));
    rank.after = rank_from(json.at("after"));
    for (const Json& cause : json.at("causes")) rank.causes.push_back(cause_from(cause));
    return rank;
}

Problem problem_from(const Json& json) {
    return {{json.at("path").get<std::string>(), json.at("line").get<int>(), json.at("column").get<int>()}, Severity::error,
            json.at("rule").get<std::string>(), json.at("what").get<std::string>(), json.at("hint").get<std::string>()};
}

}  // namespace

std::string_view name_of(State state) {
    return state_names[static_cast<std::size_t>(state)];
}

std::string_view name_of(RankCause::Kind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(RankCause::Change change) {
    return change_names[static_cast<std::size_t>(change)];
}

Json to_json(const ExpectedRank& rank) {
    Json json = {{"line", rank.line}, {"query", rank.query}, {"lang", rank.lang}, {"wanted", rank.wanted}, {"worst", rank.worst}, {"passes", rank.passes}};
    if (rank.is_compared) json["before"] = or_null(rank.before);
    json["after"] = or_null(rank.after);
    json["causes"] = Json::array();
    for (const RankCause& cause : rank.causes) json["causes"].push_back(to_json(cause));
    return json;
}

Json to_json(const PublishingStatus& status) {
    Json json = {{"version", format_version},
                 {"state", name_of(status.state)},
                 {"since", status.since},
                 {"at", status.at},
                 {"working_since", status.working_since},
                 {"by", status.by},
                 {"generation", status.generation},
                 {"commit", status.commit ? Json(*status.commit) : Json()},
                 {"reason", status.reason},
                 {"what", status.what},
                 {"hint", status.hint},
                 {"errors", status.errors},
                 {"problems", Json::array()},
                 {"failing", status.failing},
                 {"expectations", Json::array()}};
    for (const Problem& problem : status.problems)
        json["problems"].push_back({{"path", problem.at.path}, {"line", problem.at.line}, {"column", problem.at.column},
                                    {"rule", problem.rule}, {"what", problem.what}, {"hint", problem.hint}});
    for (const ExpectedRank& rank : status.expectations) json["expectations"].push_back(to_json(rank));
    return json;
}

std::filesystem::path publishing_status_file(const std::filesystem::path& index) {
    return index / "publishing.json";
}

Result<void> write_publishing_status(const std::filesystem::path& index, const PublishingStatus& status) {
    return replace_file(publishing_status_file(index), to_json(status).dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::optional<PublishingStatus> read_publishing_status(const std::filesystem::path& index) {
    const auto text = read_file(publishing_status_file(index), max_status);
    if (!text) return {};
    try {
        const Json json = Json::parse(*text);
        if (json.at("version").get<int>() != format_version) return {};
        PublishingStatus status;
        status.state = value_of<State>(state_names, json.at("state"));
        status.since = json.at("since").get<std::int64_t>();
        status.at = json.at("at").get<std::int64_t>();
        status.working_since = json.at("working_since").get<std::int64_t>();
        status.by = json.at("by").get<std::string>();
        status.generation = json.at("generation").get<GenerationNumber>();
        if (!json.at("commit").is_null()) status.commit = json.at("commit").get<std::string>();
        status.reason = json.at("reason").get<std::string>();
        status.what = json.at("what").get<std::string>();
        status.hint = json.at("hint").get<std::string>();
        status.errors = json.at("errors").get<std::size_t>();
        for (const Json& problem : json.at("problems")) status.problems.push_back(problem_from(problem));
        status.failing = json.at("failing").get<std::size_t>();
        for (const Json& rank : json.at("expectations")) status.expectations.push_back(rank_line_from(rank));
        return status;
    } catch (const Json::exception&) {
        return {};
    }
}

}  // namespace kb
