#include "kb/article/directive.h"

#include <algorithm>
#include <array>

namespace kb {

namespace {

constexpr std::string_view mark = ":::";
constexpr std::array<std::string_view, 6> layout = {"row", "column", "zone", "moniker", "row-end", "column-end"};

// The value of name="…"; backslashes in it are slashes.
std::string attribute(std::string_view directive, std::string_view name) {
    const std::string opening = " " + std::string(name) + "=\"";
    const std::size_t at = directive.find(opening);
    if (at == std::string_view::npos) return {};
    const std::size_t begin = at + opening.size();
    const std::size_t end = directive.find('"', begin);
    if (end == std::string_view::npos) return {};
    std::string value(directive.substr(begin, end - begin));
    std::replace(value.begin(), value.end(), '\\', '/');
    return value;
}

std::string image(std::string_view directive) {
    const std::string source = attribute(directive, "source");
    std::string alternative = attribute(directive, "alt-text");
    if (source.empty() || alternative.empty() || source.find_first_of("<>") != std::string::npos) return {};
    std::erase_if(alternative, [](char c) { return c == '[' || c == ']' || c == '\\'; });
    return "![" + alternative + "](<" + source + ">)";
}

bool is_layout(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos || !line.substr(begin).starts_with(mark)) return false;
    const std::string_view rest = line.substr(begin + mark.size());
    const std::string_view word = rest.substr(0, rest.find_first_of(" :"));
    return std::find(layout.begin(), layout.end(), word) != layout.end();
}

}  // namespace

std::string translate_directives(std::string_view line) {
    if (is_layout(line)) return {};
    constexpr std::string_view opening = ":::image ";
    std::string out;
    for (;;) {
        const std::size_t at = line.find(opening);
        const std::size_t end = at == std::string_view::npos ? at : line.find(mark, at + opening.size());
        if (end == std::string_view::npos) return out.append(line);
        out.append(line.substr(0, at)).append(image(line.substr(at, end - at)));
        line.remove_prefix(end + mark.size());
    }
}

}  // namespace kb
