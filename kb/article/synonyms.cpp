#include "kb/article/synonyms.h"

#include <fmt/format.h>

#include "kb/base/tsv.h"

namespace kb {

SynonymsResult parse_synonyms(std::string_view text, std::string_view path) {
    SynonymsResult result;
    each_table_line(text, [&](int number, std::string_view line) {
        const auto report = [&](std::string what) {
            result.problems.push_back({{std::string(path), number, 1}, Severity::error, "synonyms", std::move(what),
                                       "write language or *, = (both ways) or > (first to the others), then phrases, with tabs between"});
        };
        const auto fields = table_fields(line);
        if (fields.size() < 4) return report(fmt::format("{} fields instead of at least 4", fields.size()));
        if (fields[0].empty()) return report("no language");
        if (fields[1] != "=" && fields[1] != ">") return report(fmt::format("'{}' instead of = or >", fields[1]));
        SynonymRule rule{std::string(fields[0]), fields[1] == "=", {}};
        for (std::size_t i = 2; i < fields.size(); ++i) {
            if (fields[i].find_first_not_of(' ') == std::string_view::npos) return report("an empty phrase");
            rule.phrases.emplace_back(fields[i]);
        }
        result.rules.push_back(std::move(rule));
    });
    return result;
}

}  // namespace kb
