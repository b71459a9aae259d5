#include "indexer/template_reading.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/worker_pool.h"

namespace kb {

namespace {

using Json = nlohmann::json;

std::string encode(const AnswerTemplateResult& result) {
    Json problems = Json::array();
    for (const Problem& one : result.problems)
        problems.push_back({one.at.path, one.at.line, one.at.column, static_cast<int>(one.severity), one.rule, one.what, one.hint});
    Json json = {{"problems", std::move(problems)}};
    if (result.parsed) {
        const AnswerTemplate& it = *result.parsed;
        json["parsed"] = {it.slug, it.lang, it.title, it.tags, it.markdown, it.text, it.html, it.fields};
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

AnswerTemplateResult decode(std::string_view text) {
    const Json json = Json::parse(text);
    AnswerTemplateResult result;
    for (const Json& one : json.at("problems"))
        result.problems.push_back({{one[0].get<std::string>(), one[1].get<int>(), one[2].get<int>()}, static_cast<Severity>(one[3].get<int>()), one[4].get<std::string>(),
                                   one[5].get<std::string>(), one[6].get<std::string>()});
    if (const auto found = json.find("parsed"); found != json.end()) {
        const Json& it = *found;
        result.parsed = AnswerTemplate{it[0].get<std::string>(), it[1].get<std::string>(), it[2].get<std::string>(), it[3].get<std::vector<std::string>>(),
                                       it[4].get<std::string>(), it[5].get<std::string>(), it[6].get<std::string>(), it[7].get<std::vector<std::string>>()};
    }
    return result;
}

AnswerTemplateResult unreadable(const std::string& path, const Error& error) {
    return {{}, {{{path}, Severity::error, "template", error.what, error.hint}}};
}

std::string read_in_worker(const Source& source, const ParseOptions& options, std::string_view request) {
    const std::string path(request);
    const auto text = source.read(path, max_answer_template);
    return encode(text ? parse_answer_template(path, *text, options) : unreadable(path, text.error()));
}

}  // namespace

Result<AnswerTemplates> read_answer_templates(const Source& source, const std::vector<std::string>& paths, const ParseOptions& options) {
    AnswerTemplates all;
    if (paths.empty()) return all;
    std::vector<AnswerTemplateResult> results(paths.size());
    WorkerPool pool(1, [&](std::string_view request) { return read_in_worker(source, options, request); });
    auto ran = pool.run(
        paths.size(), [&](std::size_t i) { return paths[i]; },
        [&](std::size_t i, Result<std::string> answer) { results[i] = answer ? decode(*answer) : unreadable(paths[i], answer.error()); });
    if (!ran) return fail(ran.error());
    std::map<std::pair<std::string, std::string>, std::string> taken;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        std::move(results[i].problems.begin(), results[i].problems.end(), std::back_inserter(all.problems));
        if (!results[i].parsed) continue;
        const auto [first, is_new] = taken.emplace(std::pair(results[i].parsed->lang, results[i].parsed->slug), paths[i]);
        if (is_new) all.good.push_back(std::move(*results[i].parsed));
        else all.problems.push_back({{paths[i]}, Severity::error, "template", fmt::format("it would have the same address as {}", first->second), "rename one of the two files"});
    }
    std::sort(all.good.begin(), all.good.end(), [](const AnswerTemplate& a, const AnswerTemplate& b) { return std::tie(a.lang, a.slug) < std::tie(b.lang, b.slug); });
    return all;
}

}  // namespace kb
