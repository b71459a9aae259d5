#include "kb/article/pins.h"

#include <fmt/format.h>

#include "kb/base/tsv.h"

namespace kb {

PinsResult parse_pins(std::string_view text, std::string_view path) {
    PinsResult result;
    each_table_line(text, [&](int number, std::string_view line) {
        const auto report = [&](std::string what) {
            result.problems.push_back({{std::string(path), number, 1}, Severity::error, "pins", std::move(what),
                                       "write language, query, slug with tabs between"});
        };
        const auto fields = table_fields(line);
        if (fields.size() != 3) return report(fmt::format("{} fields instead of 3", fields.size()));
        for (const std::string_view field : fields) {
            if (field.find_first_not_of(' ') == std::string_view::npos) return report("an empty field");
        }
        result.pins.push_back({std::string(fields[0]), std::string(fields[1]), std::string(fields[2])});
        result.lines.push_back(number);
    });
    return result;
}

}  // namespace kb
