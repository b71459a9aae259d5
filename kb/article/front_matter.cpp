#include "kb/article/front_matter.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "kb/base/date.h"
#include "kb/base/near_miss.h"
#include "kb/base/yaml.h"

namespace kb {

namespace {

constexpr std::size_t max_front_matter = 64 * 1024;

constexpr std::array<std::string_view, 14> article_keys = {
    "title",   "description", "slug",          "lang",         "category", "tags",    "questions",
    "aliases", "visibility",  "last_reviewed", "review_every", "owner",    "related", "draft"};
constexpr std::array<std::string_view, 3> category_keys = {"title", "description", "order"};
constexpr std::array<std::string_view, 2> template_keys = {"title", "tags"};

std::span<const std::string_view> keys_of(FrontMatterOf kind) {
    switch (kind) {
        case FrontMatterOf::article: break;
        case FrontMatterOf::category: return category_keys;
        case FrontMatterOf::answer_template: return template_keys;
    }
    return article_keys;
}

// Where the closing "---" (or "...") line begins and the body after it, or nothing.
struct Block {
    std::string_view yaml;
    std::string_view body;
    int body_line;
};

std::optional<Block> split_block(std::string_view text) {
    std::size_t at = text.find('\n') + 1;
    int line = 2;
    const std::size_t yaml_begin = at;
    while (at < text.size()) {
        std::size_t end = text.find('\n', at);
        const bool last = end == std::string_view::npos;
        if (last) end = text.size();
        std::string_view content = text.substr(at, end - at);
        while (!content.empty() && (content.back() == ' ' || content.back() == '\t')) content.remove_suffix(1);
        ++line;
        if (content == "---" || content == "...")
            return Block{text.substr(yaml_begin, at - yaml_begin), last ? std::string_view() : text.substr(end + 1), line};
        if (last) break;
        at = end + 1;
    }
    return {};
}

bool opens_block(std::string_view text) {
    if (!text.starts_with("---")) return false;
    const std::size_t end = text.find('\n');
    return end != std::string_view::npos && text.substr(3, end - 3).find_first_not_of(" \t") == std::string_view::npos;
}

class FieldReader {
public:
    explicit FieldReader(FrontMatterResult& result) : result_(result) {}

    void report(Severity severity, std::string rule, std::string what, std::string hint, const Location& at) {
        result_.problems.push_back({at, severity, std::move(rule), std::move(what), std::move(hint)});
    }

    void text(const Yaml& value, std::string_view key, std::string& into) {
        if (value.is_null()) return;
        if (!value.is_scalar())
            return report(Severity::error, "wrong-type", fmt::format("'{}' must be a line of text", key),
                          fmt::format("write {}: \"…\"", key), value.at);
        into = value.scalar;
    }

    void list(const Yaml& value, std::string_view key, std::vector<std::string>& into) {
        if (value.is_null()) return;
        if (value.is_scalar()) {
            into.push_back(value.scalar);
            return;
        }
        const bool simple = value.is_list() && std::all_of(value.list.begin(), value.list.end(), [](const Yaml& item) {
                                return item.is_scalar() || item.is_null();
                            });
        if (!simple)
            return report(Severity::error, "wrong-type", fmt::format("'{}' must be a list of lines of text", key),
                          "write one '- …' a line, and quote a line that contains ': '", value.at);
        for (const Yaml& item : value.list) {
            if (!item.scalar.empty()) into.push_back(item.scalar);
        }
    }

    void date(const Yaml& value, std::string& into) {
        std::string written;
        text(value, "last_reviewed", written);
        if (written.empty()) return;
        if (const auto day = parse_date(written)) {
            into = to_string(*day);
        } else {
            report(Severity::error, "bad-date", fmt::format("'{}' is not a day", written), "write it as 2026-05-31",
                   value.at);
        }
    }

    void interval(const Yaml& value, std::string& into) {
        text(value, "review_every", into);
        if (into.empty() || parse_interval(into)) return;
        report(Severity::error, "bad-interval", fmt::format("'{}' is not a length of time", into),
               "write it as '6 months', '1 year' or '90 days'", value.at);
        into.clear();
    }

    // A value that we cannot read hides the article from customers: showing what was meant to be
    // internal cannot be undone.
    void visibility(const Yaml& value, Visibility& into) {
        std::string written;
        text(value, "visibility", written);
        if (written == "public") {
            into = Visibility::open;
        } else if (written == "internal") {
            into = Visibility::internal;
        } else if (written == "draft") {
            into = Visibility::draft;
        } else {
            into = Visibility::internal;
            report(Severity::error, "bad-visibility", fmt::format("unknown visibility '{}'", written),
                   "write public, internal or draft; until then the article is internal", value.at);
        }
    }

    void draft(const Yaml& value, bool& into) {
        std::string written;
        text(value, "draft", written);
        const auto is_any_of = [&written](std::initializer_list<std::string_view> words) {
            return std::find(words.begin(), words.end(), written) != words.end();
        };
        if (is_any_of({"true", "True", "TRUE", "yes", "Yes", "YES"})) {
            into = true;
        } else if (!is_any_of({"false", "False", "FALSE", "no", "No", "NO"})) {
            into = true;
            report(Severity::error, "bad-visibility", fmt::format("'draft' is neither true nor false: '{}'", written),
                   "write draft: true or draft: false; until then the article is a draft", value.at);
        }
    }

    void number(const Yaml& value, int& into) {
        std::string written;
        text(value, "order", written);
        const bool digits = !written.empty() && written.size() <= 6 &&
                            written.find_first_not_of("0123456789", written[0] == '-' ? 1 : 0) == std::string::npos &&
                            written != "-";
        if (digits) {
            into = std::stoi(written);
        } else {
            report(Severity::error, "wrong-type", "'order' must be a whole number", "write order: 10", value.at);
        }
    }

private:
    FrontMatterResult& result_;
};

void read_field(FieldReader& reader, FrontMatter& front, const Yaml& key, const Yaml& value) {
    const std::string& name = key.scalar;
    if (name == "title") {
        front.title_at = value.is_null() ? key.at : value.at;
        reader.text(value, name, front.title);
    } else if (name == "slug") {
        front.slug_at = value.at;
        reader.text(value, name, front.slug);
    } else if (name == "category") {
        front.has_category = true;
        reader.text(value, name, front.category);
    }
    if (name == "description") front.description_at = key.at, reader.text(value, name, front.description);
    if (name == "lang") reader.text(value, name, front.lang);
    if (name == "owner") reader.text(value, name, front.owner);
    if (name == "tags") reader.list(value, name, front.tags);
    if (name == "questions") reader.list(value, name, front.questions);
    if (name == "aliases") front.aliases_at = key.at, reader.list(value, name, front.aliases);
    if (name == "related") front.related_at = key.at, reader.list(value, name, front.related);
    if (name == "last_reviewed") front.reviewed_at = key.at, reader.date(value, front.last_reviewed);
    if (name == "review_every") reader.interval(value, front.review_every);
    if (name == "visibility") reader.visibility(value, front.visibility);
    if (name == "draft") reader.draft(value, front.is_draft);
    if (name == "order") reader.number(value, front.order);
}

}  // namespace

FrontMatterResult parse_front_matter(std::string_view text, std::string_view path, FrontMatterOf kind) {
    FrontMatterResult result;
    result.body = text;
    FieldReader reader(result);
    const auto fatal = [&](Error error, std::string rule) {
        reader.report(Severity::error, std::move(rule), std::move(error.what), std::move(error.hint), error.at);
        result.fatal = true;
        return result;
    };

    if (!opens_block(text)) return result;
    const auto block = split_block(text);
    if (!block)
        return fatal({ErrorCode::invalid_content, "the front matter has no end",
                      "close it with a line of three hyphens, or begin the article with something else",
                      Location{std::string(path), 1, 1}},
                     "bad-yaml");
    result.front.present = true;
    result.body = block->body;
    result.body_line = block->body_line;
    if (block->yaml.size() > max_front_matter)
        return fatal({ErrorCode::limit_exceeded, "the front matter is larger than 64 KiB", "shorten it",
                      Location{std::string(path), 1, 1}},
                     "limit-exceeded");
    auto yaml = parse_yaml(block->yaml, path, 2);
    if (!yaml)
        return fatal(yaml.error(), yaml.error().code == ErrorCode::limit_exceeded ? "limit-exceeded" : "bad-yaml");
    if (yaml->is_null()) return result;
    if (!yaml->is_map())
        return fatal({ErrorCode::invalid_content, "the front matter is not a list of fields", "write 'title: …'",
                      yaml->at},
                     "bad-yaml");

    const std::span<const std::string_view> known = keys_of(kind);
    for (const auto& [key, value] : yaml->map) {
        if (std::find(known.begin(), known.end(), key.scalar) != known.end()) {
            read_field(reader, result.front, key, value);
        } else if (const auto meant = near_miss(key.scalar, known)) {
            reader.report(Severity::error, "unknown-field", fmt::format("unknown field '{}'", key.scalar),
                          fmt::format("did you mean '{}'?", *meant), key.at);
            result.fatal = true;
        } else {
            reader.report(Severity::warning, "unknown-field", fmt::format("unknown field '{}'", key.scalar),
                          "it is ignored; remove it", key.at);
        }
    }
    if (result.front.is_draft) result.front.visibility = Visibility::draft;
    return result;
}

}  // namespace kb
