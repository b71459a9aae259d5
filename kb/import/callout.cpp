#include "kb/import/callout.h"

#include <array>
#include <string>

#include "kb/base/ascii.h"
#include "kb/base/letter_case.h"
#include "kb/import/markdown_text.h"

namespace kb {

namespace {

struct Name {
    std::string_view word, kind;
};

constexpr std::array<Name, 24> names = {{
    {"note", "NOTE"},       {"info", "NOTE"},         {"information", "NOTE"}, {"notice", "NOTE"},      {"abstract", "NOTE"},
    {"seealso", "NOTE"},    {"tip", "TIP"},           {"hint", "TIP"},         {"success", "TIP"},      {"important", "IMPORTANT"},
    {"warning", "WARNING"}, {"warn", "WARNING"},      {"attention", "WARNING"}, {"alert", "WARNING"},   {"caution", "CAUTION"},
    {"danger", "CAUTION"},  {"error", "CAUTION"},     {"примечание", "NOTE"},  {"заметка", "NOTE"},     {"совет", "TIP"},
    {"важно", "IMPORTANT"}, {"внимание", "WARNING"},  {"предупреждение", "WARNING"}, {"осторожно", "CAUTION"},
}};

// Boxes whose kind is another class, or the rest of this one.
constexpr std::array<std::string_view, 8> families = {"alert", "admonition", "callout", "notice", "message", "box", "panel", "infobox"};

bool is_family(std::string_view word) {
    for (const std::string_view family : families) {
        if (family == word) return true;
    }
    return false;
}

// The words of a class, "callout--info" is two.
template <class See>
void each_part(std::string_view name, const See& see) {
    while (!name.empty()) {
        const std::size_t end = std::min(name.find_first_of("-_"), name.size());
        if (end > 0) see(name.substr(0, end));
        name.remove_prefix(std::min(end + 1, name.size()));
    }
}

template <class See>
void each_class(std::string_view all, const See& see) {
    while (!all.empty()) {
        const std::size_t end = std::min(all.find_first_of(" \t\n\r\f"), all.size());
        if (end > 0) see(all.substr(0, end));
        all.remove_prefix(std::min(end + 1, all.size()));
    }
}

// "alert-warning" and "callout--info"; not "note-list" nor "message-body".
std::string_view kind_in_parts(std::string_view name) {
    std::string_view family, last;
    int parts = 0;
    each_part(name, [&](std::string_view part) {
        if (parts++ == 0) family = part;
        last = part;
    });
    return parts == 2 && is_family(family) ? callout_named(last) : std::string_view();
}

bool is_picture_only(const HtmlNode& node) {
    return trim_spaces(text_of(node)).empty();
}

}  // namespace

std::string_view callout_named(std::string_view word) {
    const std::string lower = to_lower(word);
    for (const Name& name : names) {
        if (name.word == lower) return name.kind;
    }
    return {};
}

std::string_view callout_of(const HtmlNode& node) {
    const bool may_be = node.is("div") || node.is("aside") || node.is("section") || node.is("blockquote") || node.is("p");
    if (!may_be || !node.has("class")) return {};
    std::string_view kind, weak;
    each_class(node.attribute("class"), [&](std::string_view name) {
        if (const auto named = callout_named(name); !named.empty()) (is_family(lower_ascii(name)) ? weak : kind) = named;
        else if (const auto inside = kind_in_parts(lower_ascii(name)); !inside.empty()) kind = inside;
    });
    return kind.empty() ? weak : kind;
}

std::string_view callout_marker(std::string_view text) {
    text = trim_spaces(text);
    if (!text.starts_with("[!")) return {};
    const std::size_t end = text.find(']');
    return end == std::string_view::npos ? std::string_view() : callout_named(text.substr(2, end - 2));
}

bool is_callout_trimming(const HtmlNode& node) {
    if (node.is_text()) return false;
    if (is_picture_only(node) && (node.attribute("class").find("icon") != std::string_view::npos || node.is("svg"))) return true;
    const std::string text = text_of(node);
    std::string_view words = trim_spaces(text);
    while (!words.empty() && (words.back() == ':' || words.back() == '!' || words.back() == '.')) words.remove_suffix(1);
    return node.attribute("class").find("title") != std::string_view::npos && !callout_named(words).empty();
}

}  // namespace kb
