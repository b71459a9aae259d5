#include "indexer/asked_searches.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/files.h"

namespace kb {

namespace {

constexpr const char* file_name = "asked.json";
constexpr std::uint64_t longest_file = 64 << 20;

std::string name_of(const Expectation& expectation) {
    return fmt::format("{}\t{}\t{}", expectation.lang, expectation.query, results_of(expectation));
}

}  // namespace

AskedSearches AskedSearches::of(const std::filesystem::path& generation) {
    AskedSearches asked;
    const auto text = read_file(generation / file_name, longest_file);
    if (!text) return asked;
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object()) return asked;
    for (const auto& [name, found] : json.items()) {
        if (!found.is_array()) return {};
        auto& slugs = asked.found_[name];
        for (const auto& slug : found) {
            if (!slug.is_string()) return {};
            slugs.push_back(slug.get<std::string>());
        }
    }
    return asked;
}

std::optional<std::vector<Outcome>> AskedSearches::judge(const std::vector<Expectation>& expectations) const {
    std::vector<Outcome> outcomes;
    for (const Expectation& expectation : expectations) {
        const auto known = found_.find(name_of(expectation));
        if (known == found_.end()) return {};
        outcomes.push_back(kb::judge(expectation, known->second));
    }
    return outcomes;
}

Result<void> remember_searches(const std::filesystem::path& generation, const std::vector<Outcome>& outcomes) {
    nlohmann::json json = nlohmann::json::object();
    for (const Outcome& outcome : outcomes) json[name_of(*outcome.expectation)] = outcome.found;
    return write_file(generation / file_name, json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace kb
