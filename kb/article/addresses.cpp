#include "kb/article/addresses.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace kb {

namespace {

// Text for an attribute in double quotes.
std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if (c == '&') safe += "&amp;";
        else if (c == '"') safe += "&quot;";
        else if (c == '<') safe += "&lt;";
        else if (c == '>') safe += "&gt;";
        else safe += c;
    }
    return safe;
}

// What is known of a reference: nothing of its size when it leads to an article.
struct Target {
    const std::string* address = nullptr;  // nullptr when the number stands for nothing
    std::optional<ImageSize> size = {};
};

// The targets that a kind of reference counts.
class Targets {
public:
    Targets(std::span<const std::string> links) : links_(links) {}
    Targets(std::span<const FileTarget> files) : files_(files) {}

    Target at(std::size_t number) const {
        if (number < links_.size()) return {&links_[number]};
        if (number < files_.size()) return {&files_[number].address, files_[number].size};
        return {};
    }

private:
    std::span<const std::string> links_;
    std::span<const FileTarget> files_;
};

// What the number behind "kb-link:" in `text` at `at` stands for, when one of `stops` follows.
Target target_at(std::string_view text, std::size_t at, const Targets& targets, std::string_view stops,
                 std::size_t& end) {
    std::size_t number = 0;
    const auto [stop, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    end = static_cast<std::size_t>(stop - text.data());
    if (error != std::errc() || end >= text.size()) return {};
    return stops.find(text[end]) == std::string_view::npos ? Target() : targets.at(number);
}

// The tag of an image up to its address.
std::string image_opening(bool is_first, const std::optional<ImageSize>& size) {
    std::string tag = is_first ? "<img " : "<img loading=\"lazy\" ";
    if (size) tag += "width=\"" + std::to_string(size->width) + "\" height=\"" + std::to_string(size->height) + "\" ";
    return tag + "src=\"";
}

// Copies HTML up to each tag that refers to something, and writes that tag anew.
class HtmlAddresses {
public:
    HtmlAddresses(std::string_view html, std::span<const std::string> links, std::span<const FileTarget> files)
        : html_(html), openings_{{{"<a href=\"kb-link:", true, links},
                                  {"<a href=\"kb-file:", true, files},
                                  {"<img src=\"kb-file:", false, files}}} {
        out_.reserve(html.size() + 64);
    }

    std::string placed() {
        while (true) {
            const std::size_t tag = html_.find('<', at_);
            out_.append(html_.substr(at_, tag - at_));
            if (tag == std::string_view::npos) return std::move(out_);
            at_ = tag;
            place_tag();
        }
    }

private:
    struct Opening {
        std::string_view text;
        bool is_link;
        Targets targets;
    };

    void place_tag() {
        const std::string_view rest = html_.substr(at_);
        const auto* opening = std::find_if(openings_.begin(), openings_.end(),
                                           [&](const Opening& each) { return rest.starts_with(each.text); });
        if (opening != openings_.end()) return place(*opening);
        if (skipped_links_ > 0 && rest.starts_with("</a>")) {
            --skipped_links_;
            at_ += 4;
        } else {
            out_ += html_[at_++];
        }
    }

    void place(const Opening& opening) {
        std::size_t end = 0;
        const auto [address, size] = target_at(html_, at_ + opening.text.size(), opening.targets, "\"", end);
        if (address == nullptr || address->empty()) return leave_out(opening, end);
        out_.append(opening.is_link ? "<a href=\"" : image_opening(is_first_image_, size)).append(escaped(*address));
        is_first_image_ = is_first_image_ && opening.is_link;
        at_ = end;
    }

    // Of a link the words stay, of an image its alternative text.
    void leave_out(const Opening& opening, std::size_t end) {
        const std::size_t tag_end = std::min(html_.find('>', end), html_.size() - 1);
        const std::size_t alt = html_.find(alt_opening, end);
        if (opening.is_link) {
            ++skipped_links_;
        } else if (alt < tag_end) {
            const std::size_t begin = alt + alt_opening.size();
            out_.append(html_.substr(begin, html_.find('"', begin) - begin));
        }
        at_ = tag_end + 1;
    }

    static constexpr std::string_view alt_opening = "alt=\"";

    std::string_view html_;
    const std::array<Opening, 3> openings_;
    std::size_t at_ = 0;
    std::string out_;
    bool is_first_image_ = true;
    std::size_t skipped_links_ = 0;  // whose </a> is still to come
};

// Parentheses would end it.
std::string in_parentheses(std::string_view address) {
    std::string safe;
    for (const char c : address) {
        if (c == '(') safe += "%28";
        else if (c == ')') safe += "%29";
        else safe += c;
    }
    return safe;
}

constexpr std::size_t longest_link_text = 4096;

// Where the bracket opens that closes at the end of `text`; npos when none does nearby.
std::size_t opening_bracket(std::string_view text) {
    int open = 1;
    const std::size_t least = text.size() - std::min(text.size(), longest_link_text);
    for (std::size_t at = text.size(); at-- > least;) {
        const bool escaped = at > 0 && text[at - 1] == '\\';
        if (escaped) continue;
        if (text[at] == ']') ++open;
        if (text[at] == '[' && --open == 0) return at;
    }
    return std::string_view::npos;
}

}  // namespace

std::string with_addresses(std::string_view html, std::span<const std::string> links,
                           std::span<const FileTarget> files) {
    return HtmlAddresses(html, links, files).placed();
}

std::string with_addresses_in_markdown(std::string_view markdown, std::span<const std::string> links,
                                       std::span<const FileTarget> files) {
    constexpr std::string_view opening = "](kb-";
    std::string out;
    while (true) {
        const std::size_t at = markdown.find(opening);
        out += markdown.substr(0, at);
        if (at == std::string_view::npos) return out;
        std::string_view rest = markdown.substr(at + opening.size());
        const bool is_link = rest.starts_with("link:"), is_file = rest.starts_with("file:");
        std::size_t end = 0;
        const std::string* address = nullptr;
        if (is_link || is_file) address = target_at(rest, 5, is_link ? Targets(links) : Targets(files), ") ", end).address;
        if (address != nullptr && !address->empty()) {
            out += "](" + in_parentheses(*address);
            markdown = rest.substr(end);
        } else if (const std::size_t begin = opening_bracket(out); address != nullptr && begin != std::string::npos) {
            const bool is_image = begin > 0 && out[begin - 1] == '!';
            out.erase(is_image ? begin - 1 : begin, is_image ? 2 : 1);
            markdown = rest.substr(std::min(rest.find(')', end) + 1, rest.size()));
        } else {
            out += opening;
            markdown = rest;
        }
    }
}

}  // namespace kb
