#include "kb/stats/report.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kb {

namespace {

using Content = decltype(Report::content);

constexpr std::string_view gaps_name = "gaps";

struct Input {
    const Snapshot& snapshot;
    const ReportRequest& request;
    std::vector<MessageGap> messages;  // for gaps
};

struct Kind {
    std::string_view name;
    Result<Content> (*read)(const FigureReader& reader, const Input& input);
};

constexpr std::array<Kind, 7> kinds = {{
    {"summary", [](const FigureReader& reader, const Input& input) -> Result<Content> { return read_summary(reader, input.request); }},
    {"searches", [](const FigureReader& reader, const Input& input) -> Result<Content> { return read_searches(reader, input.request); }},
    {gaps_name, [](const FigureReader& reader, const Input& input) -> Result<Content> { return read_gaps(reader, input.request, input.messages); }},
    {"articles",
     [](const FigureReader& reader, const Input& input) -> Result<Content> {
         auto articles = read_articles(reader, input.snapshot, input.request);
         if (!articles) return fail(articles.error());
         return std::move(*articles);
     }},
    {"funnel", [](const FigureReader& reader, const Input& input) -> Result<Content> { return read_funnel(reader, input.request); }},
    {"coverage", [](const FigureReader& reader, const Input& input) -> Result<Content> { return read_coverage(reader, input.snapshot, input.request); }},
    {"experiment", [](const FigureReader& reader, const Input& input) -> Result<Content> { return read_experiment(reader, input.request); }},
}};

constexpr auto names = [] {
    std::array<std::string_view, kinds.size()> all;
    for (std::size_t i = 0; i < kinds.size(); ++i) all[i] = kinds[i].name;
    return all;
}();

}  // namespace

bool Report::lacks_texts() const {
    const bool lists_texts = std::holds_alternative<Searches>(content) || std::holds_alternative<Gaps>(content) || std::holds_alternative<Articles>(content);
    return lists_texts && texts_since && span.from < *texts_since;
}

std::span<const std::string_view> report_names() {
    return names;
}

Result<Report> make_report(std::string_view name, const ReportRequest& request, Figures& figures, const Searcher& searcher, Confirmations* confirmations) {
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& one) { return one.name == name; });
    if (kind == kinds.end())
        return fail(ErrorCode::invalid_argument, fmt::format("there is no report '{}'", name), fmt::format("ask for one of: {}", fmt::join(names, ", ")));
    Input input{searcher.snapshot(), request, {}};
    if (kind->name == gaps_name && confirmations != nullptr) {
        auto messages = read_message_gaps(*confirmations, request, searcher);
        if (!messages) return fail(messages.error());
        input.messages = std::move(*messages);
    }
    Report report{kind->name, request.span, input.snapshot.site().timezone, 0, request.now / 1000, {}};
    auto read = figures.read([&](const FigureReader& reader) {
        report.window = reader.rules(request.now).window;
        report.texts_since = reader.texts_since();
        return kind->read(reader, input);
    });
    if (!read) return fail(read.error());
    if (!*read) return fail(read->error());
    report.content = std::move(**read);
    // Searching takes a while; nobody need wait for that to read figures.
    if (auto* gaps = std::get_if<Gaps>(&report.content)) {
        if (auto found = find_nearest(*gaps, searcher); !found) return fail(found.error());
    }
    return report;
}

}  // namespace kb
