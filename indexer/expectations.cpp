#include "indexer/expectations.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "kb/article/parse.h"
#include "kb/base/tsv.h"

namespace kb {

namespace {

Result<Expectation> parse_line(const Location& at, std::string_view text) {
    const auto fields = table_fields(text);
    const auto malformed = [&at](std::string what) {
        return fail(ErrorCode::invalid_content, std::move(what),
                    "write query, language, slugs joined by |, worst rank, with tabs between", at);
    };
    if (fields.size() != 4) return malformed(fmt::format("{} fields instead of 4", fields.size()));
    Expectation expectation;
    expectation.line = at.line;
    expectation.query = fields[0];
    expectation.lang = fields[1];
    if (fields[2] != "-") {
        for (const std::string_view slug : split(fields[2], '|')) expectation.slugs.emplace_back(slug);
    }
    const auto [end, error] =
        std::from_chars(fields[3].data(), fields[3].data() + fields[3].size(), expectation.worst_rank);
    const bool number = error == std::errc() && end == fields[3].data() + fields[3].size();
    if (!number || expectation.worst_rank < 1 || expectation.worst_rank > max_limit)
        return malformed(fmt::format("'{}' is not a rank from 1 to {}", fields[3], max_limit));
    if (expectation.query.empty() || expectation.lang.empty()) return malformed("an empty query or language");
    return expectation;
}

}  // namespace

Result<std::vector<Expectation>> parse_expectations(std::string_view path, std::string_view raw) {
    const auto text = normalize_text(path, raw);
    if (!text) return fail(text.error());
    std::vector<Expectation> expectations;
    auto read = read_table(*text, [&](int number, std::string_view line) -> Result<void> {
        auto expectation = parse_line({std::string(path), number, 1}, line);
        if (!expectation) return fail(expectation.error());
        expectations.push_back(std::move(*expectation));
        return {};
    });
    if (!read) return fail(read.error());
    return expectations;
}

std::size_t results_of(const Expectation& expectation) {
    return std::max<std::size_t>(expectation.worst_rank, 10);
}

Outcome judge(const Expectation& expectation, std::vector<std::string> found) {
    Outcome outcome{&expectation, false, {}, std::move(found)};
    if (expectation.slugs.empty()) {
        outcome.passed = outcome.found.empty();
        outcome.what = fmt::format("'{}' must find nothing", expectation.query);
        return outcome;
    }
    const auto first = std::find_first_of(outcome.found.begin(), outcome.found.end(), expectation.slugs.begin(), expectation.slugs.end());
    const auto rank = static_cast<std::size_t>(first - outcome.found.begin()) + 1;
    outcome.passed = first != outcome.found.end() && rank <= expectation.worst_rank;
    const std::string wanted = fmt::format("{}", fmt::join(expectation.slugs, " or "));
    outcome.what = first == outcome.found.end()
                       ? fmt::format("'{}' does not find {}", expectation.query, wanted)
                       : fmt::format("'{}' finds {} at {}, not within {}", expectation.query, wanted, rank, expectation.worst_rank);
    return outcome;
}

Result<std::vector<Outcome>> check_expectations(const Searcher& searcher, const std::vector<Expectation>& expectations,
                                                Audience audience) {
    std::vector<Outcome> outcomes;
    for (const Expectation& expectation : expectations) {
        SearchRequest request;
        request.text = expectation.query;
        request.lang = expectation.lang;
        request.limit = results_of(expectation);
        request.audience = audience;
        const auto results = searcher.search(request);
        if (!results) return fail(results.error());
        std::vector<std::string> found;
        for (const Hit& hit : results->hits) found.push_back(hit.lang == expectation.lang ? hit.slug : hit.lang + "/" + hit.slug);
        outcomes.push_back(judge(expectation, std::move(found)));
    }
    return outcomes;
}

}  // namespace kb
