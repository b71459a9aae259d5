#include "kb/article/reference.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/media_type.h"
#include "kb/base/near_miss.h"
#include "kb/base/slug.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

// The scheme of an absolute URL in lower case (RFC 3986, section 3.1), or empty.
std::string scheme_of(std::string_view url) {
    const std::size_t end = url.find_first_of(":/?#");
    if (end == std::string_view::npos || end == 0 || url[end] != ':') return {};
    return lower_ascii(url.substr(0, end));
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// As written when the bytes would not be UTF-8.
std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low >= 0 && (high != 0 || low != 0)) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return find_invalid_utf8(decoded) ? std::string(text) : decoded;
}

std::string without_hyphens(std::string text) {
    std::erase(text, '-');
    return text;
}

}  // namespace

std::string resolve_path(std::string_view path, std::string_view from) {
    std::vector<std::string_view> parts;
    const auto add = [&parts](std::string_view folders) {
        while (!folders.empty()) {
            const std::size_t slash = folders.find('/');
            const std::string_view part = folders.substr(0, slash);
            folders = slash == std::string_view::npos ? std::string_view() : folders.substr(slash + 1);
            if (part.empty() || part == ".") continue;
            if (part != "..") {
                parts.push_back(part);
            } else if (!parts.empty()) {
                parts.pop_back();
            } else {
                return false;
            }
        }
        return true;
    };
    const bool from_root = path.starts_with('/') || path.starts_with("~/");
    if (path.starts_with('~')) path.remove_prefix(1);
    const std::size_t slash = from.rfind('/');
    if (!from_root && slash != std::string_view::npos && !add(from.substr(0, slash))) return {};
    if (!add(path)) return {};
    std::string resolved;
    for (const std::string_view part : parts) {
        if (!resolved.empty()) resolved += '/';
        resolved += part;
    }
    return resolved;
}

Destination classify_destination(std::string_view url, std::string_view from) {
    Destination destination;
    const std::size_t hash = url.find('#');
    if (hash != std::string_view::npos) destination.fragment = percent_decoded(url.substr(hash + 1));
    const std::string scheme = scheme_of(url);
    if (!scheme.empty()) {
        const bool allowed = scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel";
        destination.kind = allowed ? DestinationKind::external : DestinationKind::unsafe;
        return destination;
    }
    const std::string path = percent_decoded(url.substr(0, url.find_first_of("?#")));
    if (path.empty()) {
        destination.kind = DestinationKind::fragment;
        return destination;
    }
    const std::string ending = file_ending(path);
    const bool markdown = ending == "md" || ending == "markdown";
    const bool file = !markdown && !media_type(path).empty();
    if (path.starts_with("//") || (path.starts_with('/') && !markdown && !file)) {
        destination.kind = DestinationKind::external;
        return destination;
    }
    destination.path = resolve_path(path, from);
    if (destination.path.empty()) {
        destination.path = path;
        destination.kind = DestinationKind::outside;
    } else {
        destination.kind = file ? DestinationKind::file : DestinationKind::article;
    }
    return destination;
}

bool is_on_every_page(std::string_view fragment) {
    // The page's own parts; "#tab/…" switches tabs on the sites that know it, and browsers know "#top" and ":~:text=…".
    constexpr std::array<std::string_view, 4> always_there = {"main", "contents", "related", "top"};
    return fragment.empty() || fragment.starts_with("tab/") || fragment.starts_with(":~:") ||
           std::find(always_there.begin(), always_there.end(), fragment) != always_there.end();
}

std::string hint_for_anchor(std::string_view fragment, const std::vector<std::string>& anchors) {
    // Other sites set hyphens otherwise, and do not cut long anchors off.
    constexpr std::size_t long_anchor = 50;
    const std::string wanted = without_hyphens(slugify(fragment));
    for (const std::string& anchor : anchors) {
        const std::string known = without_hyphens(anchor);
        if (known == wanted || (anchor.size() >= long_anchor && wanted.starts_with(known))) return fmt::format("did you mean '#{}'?", anchor);
    }
    // Guessing takes time for each.
    constexpr std::size_t most_guessed = 300;
    const std::vector<std::string_view> known(anchors.begin(), anchors.end());
    const auto meant = known.size() <= most_guessed ? near_miss(fragment, known) : std::nullopt;
    return meant ? fmt::format("did you mean '#{}'?", *meant) : "name a heading of the page, or give one {#" + std::string(fragment) + "}";
}

}  // namespace kb
