#include "kb/base/tsv.h"

namespace kb {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t at; (at = text.find(separator)) != std::string_view::npos; text.remove_prefix(at + 1))
        parts.push_back(text.substr(0, at));
    parts.push_back(text);
    return parts;
}

std::vector<std::string_view> table_fields(std::string_view line) {
    auto fields = split(line, '\t');
    while (!fields.empty() && fields.back().empty()) fields.pop_back();
    return fields;
}

}  // namespace kb
