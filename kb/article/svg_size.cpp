#include "kb/article/svg_size.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "kb/base/utf8.h"

namespace kb {

namespace {

constexpr std::string_view space = " \t\r\n";

void skip_space(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(space), rest.size()));
}

// Moves behind the next `end`; to the end of all when there is none.
void skip_past(std::string_view& rest, std::string_view end) {
    const std::size_t at = rest.find(end);
    rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + end.size());
}

bool skip_comment(std::string_view& rest) {
    if (!rest.starts_with("<!--")) return false;
    rest.remove_prefix(4);
    skip_past(rest, "-->");
    return true;
}

// XML 1.0, 2.8: a document type ends with the first '>' outside of its brackets, quotes and comments.
void skip_document_type(std::string_view& rest) {
    bool in_brackets = false;
    while (!rest.empty()) {
        if (skip_comment(rest)) continue;
        const char c = rest.front();
        rest.remove_prefix(1);
        if (c == '"' || c == '\'') skip_past(rest, std::string_view(&c, 1));
        if (c == '[' || c == ']') in_brackets = c == '[';
        if (c == '>' && !in_brackets) return;
    }
}

// XML 1.0, 2.8: what may stand before the root.
void skip_prolog(std::string_view& rest) {
    while (true) {
        skip_space(rest);
        if (rest.starts_with("<?")) skip_past(rest, "?>");
        else if (rest.starts_with("<!DOCTYPE")) skip_document_type(rest);
        else if (!skip_comment(rest)) return;
    }
}

// A name up to what may follow it in a tag.
std::string_view take_name(std::string_view& rest) {
    const std::string_view name = rest.substr(0, rest.find_first_of(" \t\r\n=/<>\"'"));
    rest.remove_prefix(name.size());
    return name;
}

struct Attribute {
    std::string_view name, value;
};

// XML 1.0, 3.1: a name, an equals sign, a value in quotes of either kind.
std::optional<Attribute> take_attribute(std::string_view& rest) {
    const std::string_view name = take_name(rest);
    skip_space(rest);
    if (name.empty() || !rest.starts_with('=')) return {};
    rest.remove_prefix(1);
    skip_space(rest);
    if (!rest.starts_with('"') && !rest.starts_with('\'')) return {};
    const std::size_t end = rest.find(rest.front(), 1);
    if (end == std::string_view::npos) return {};
    const std::string_view value = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return Attribute{name, value};
}

struct Root {
    std::string_view width, height, view_box;
};

// Nothing when the root is no drawing, or when its tag is not whole.
std::optional<Root> read_root(std::string_view rest) {
    skip_prolog(rest);
    if (!rest.starts_with('<')) return {};
    rest.remove_prefix(1);
    const std::string_view tag = take_name(rest);
    if (tag != "svg" && tag != "svg:svg") return {};
    for (Root root;;) {
        skip_space(rest);
        if (rest.starts_with('>') || rest.starts_with("/>")) return root;
        const auto attribute = take_attribute(rest);
        if (!attribute) return {};
        if (attribute->name == "width") root.width = attribute->value;
        if (attribute->name == "height") root.height = attribute->value;
        if (attribute->name == "viewBox") root.view_box = attribute->value;
    }
}

// Behind spaces and commas, as SVG 2 separates numbers.
std::optional<double> take_number(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n,"), rest.size()));
    if (rest.starts_with('+')) rest.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc() || !std::isfinite(number)) return {};
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return number;
}

struct Unit {
    std::string_view name;
    double pixels;
};

// CSS Values and Units 3, 6.2. Letters have their first size in a picture: 16 pixels.
constexpr Unit units[] = {{"", 1},         {"px", 1},        {"em", 16},        {"rem", 16},        {"pt", 96 / 72.0},
                          {"pc", 16},      {"in", 96},       {"cm", 96 / 2.54}, {"mm", 96 / 25.4}, {"Q", 96 / 101.6}};

// Nothing for shares, as "100%": they are of something outside of the drawing.
std::optional<double> pixels_of(std::string_view length) {
    const auto number = take_number(length);
    const std::string_view unit = length.substr(0, length.find_last_not_of(space) + 1);
    const auto* known = std::find_if(std::begin(units), std::end(units), [&](const Unit& u) { return u.name == unit; });
    if (!number || known == std::end(units)) return {};
    return *number * known->pixels;
}

struct Sides {
    double width, height;
};

// SVG 2, 8.6: left, top, width and height.
std::optional<Sides> view_box_of(std::string_view text) {
    double numbers[4];
    for (double& number : numbers) {
        const auto next = take_number(text);
        if (!next) return {};
        number = *next;
    }
    return Sides{numbers[2], numbers[3]};
}

// SVG 2, 8.12: a side that is not given follows from the other by the shape of the view box.
std::optional<Sides> sides_of(const Root& root) {
    const auto width = pixels_of(root.width), height = pixels_of(root.height);
    if (width && height) return Sides{*width, *height};
    const auto box = view_box_of(root.view_box);
    if (!box || (!width && !height)) return box;
    return width ? Sides{*width, *width * box->height / box->width} : Sides{*height * box->width / box->height, *height};
}

// What no number of pixels can be becomes 0: what is negative, what is huge, and what is no number.
std::uint32_t rounded(double side) {
    return side >= 0 && side < 1e9 ? static_cast<std::uint32_t>(std::lround(side)) : 0;
}

}  // namespace

std::optional<ImageSize> svg_size(std::string_view text) {
    const auto root = read_root(without_bom(text));
    const auto sides = root ? sides_of(*root) : std::nullopt;
    if (!sides) return {};
    return ImageSize{rounded(sides->width), rounded(sides->height)};
}

}  // namespace kb
