#include "kb/import/foreign_front_matter.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/date.h"
#include "kb/base/yaml.h"
#include "kb/import/html_page.h"

namespace kb {

namespace {

struct Meaning {
    std::string_view key;
    std::string ImportedPage::*text = nullptr;
    std::vector<std::string> ImportedPage::*list = nullptr;
};

constexpr std::array<Meaning, 22> meanings = {{
    {"title", &ImportedPage::title},
    {"description", &ImportedPage::description},
    {"summary", &ImportedPage::description},
    {"excerpt", &ImportedPage::description},
    {"lang", &ImportedPage::lang},
    {"language", &ImportedPage::lang},
    {"locale", &ImportedPage::lang},
    {"owner", &ImportedPage::owner},
    {"last_reviewed", &ImportedPage::last_reviewed},
    {"review_every", &ImportedPage::review_every},
    {"tags", nullptr, &ImportedPage::tags},
    {"keywords", nullptr, &ImportedPage::tags},
    {"labels", nullptr, &ImportedPage::tags},
    {"questions", nullptr, &ImportedPage::questions},
    {"related", nullptr, &ImportedPage::related},
    {"aliases", nullptr, &ImportedPage::aliases},
    {"redirect_from", nullptr, &ImportedPage::aliases},
    {"redirects", nullptr, &ImportedPage::aliases},
    {"permalink", nullptr, &ImportedPage::aliases},
    {"url", nullptr, &ImportedPage::aliases},
    {"slug", nullptr, &ImportedPage::aliases},
    {"old_urls", nullptr, &ImportedPage::aliases},
}};

constexpr std::array<std::string_view, 5> order_keys = {"order", "weight", "sidebar_position", "nav_order", "position"};
// Layout and machinery of other systems: nothing is lost without them.
constexpr std::array<std::string_view, 9> idle_keys = {"layout", "id", "sidebar_label", "toc", "hide", "parent", "has_children", "comments", "type"};

struct Block {
    std::string yaml;
    std::string_view body;
    int body_line = 1;
};

// "key = value" as "key: value"; tables of TOML are left out.
std::string toml_line(std::string_view line) {
    const std::size_t sign = line.find('=');
    if (sign == std::string_view::npos || line.starts_with('[') || line.starts_with('#')) return {};
    return fmt::format("{}: {}", trim_blanks(line.substr(0, sign)), trim_blanks(line.substr(sign + 1)));
}

// Hugo's: an object that ends at the beginning of a line. JSON is YAML, too.
std::optional<Block> split_object(std::string_view text) {
    const std::size_t end = text.find("\n}\n");
    if (!text.starts_with("{\n") || end == std::string_view::npos) return {};
    Block block;
    block.yaml = std::string(text.substr(0, end + 2)) + "\n";
    block.body = text.substr(end + 3);
    block.body_line = 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end + 3), '\n'));
    return block;
}

std::optional<Block> split_block(std::string_view text) {
    if (text.starts_with('{')) return split_object(text);
    const std::string_view fence = text.starts_with("---\n") ? "---" : text.starts_with("+++\n") ? "+++" : "";
    if (fence.empty()) return {};
    Block block;
    int line = 2;
    for (std::size_t at = 4; at < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view content = text.substr(at, end - at);
        at = end + 1;
        if (trim_blanks(content) == fence) {
            block.body = text.substr(std::min(at, text.size()));
            block.body_line = line + 1;
            return block;
        }
        block.yaml += (fence == "+++" ? toml_line(content) : std::string(content)) + "\n";
    }
    return {};
}

class FieldReader {
public:
    explicit FieldReader(ImportedPage& page) : page_(page) {}

    void read(const Yaml& key, const Yaml& value) {
        const std::string name = lower_ascii(key.scalar);
        if (value.is_null()) return;
        for (const Meaning& meaning : meanings) {
            if (meaning.key == name) return take(meaning, value);
        }
        if (name == "draft") return hide(value.scalar == "true" || value.scalar == "yes");
        if (name == "published") return hide(value.scalar == "false" || value.scalar == "no");
        if (name == "visibility") return take_visibility(value.scalar);
        if (std::find(order_keys.begin(), order_keys.end(), name) != order_keys.end()) return take_order(value.scalar);
        if (std::find(idle_keys.begin(), idle_keys.end(), name) == idle_keys.end()) lose(key.at, key.scalar);
    }

    void check() {
        if (!page_.last_reviewed.empty() && !parse_date(page_.last_reviewed)) page_.last_reviewed.clear();
        if (!page_.review_every.empty() && !parse_interval(page_.review_every)) page_.review_every.clear();
    }

private:
    void take(const Meaning& meaning, const Yaml& value) {
        if (meaning.text != nullptr) {
            if (!value.is_scalar()) return lose(value.at, meaning.key);
            if ((page_.*meaning.text).empty()) page_.*meaning.text = one_line(value.scalar);
            return;
        }
        std::vector<std::string>& into = page_.*meaning.list;
        if (value.is_scalar()) split(value.scalar, meaning.key == "tags" || meaning.key == "keywords", into);
        for (const Yaml& item : value.list) {
            if (item.is_scalar()) split(item.scalar, false, into);
        }
    }

    static void split(std::string_view text, bool at_commas, std::vector<std::string>& into) {
        while (!text.empty()) {
            const std::size_t end = at_commas ? std::min(text.find(','), text.size()) : text.size();
            std::string item = one_line(text.substr(0, end));
            if (!item.empty()) into.push_back(std::move(item));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    void hide(bool is_draft) {
        if (is_draft) page_.visibility = Visibility::draft;
    }
    // As kb/article has it: a value that cannot be read hides the article.
    void take_visibility(std::string_view value) {
        if (value == "draft") page_.visibility = Visibility::draft;
        else if (value != "public" && page_.visibility == Visibility::open) page_.visibility = Visibility::internal;
    }
    void take_order(std::string_view value) {
        if (!value.empty() && value.size() <= 6 && value.find_first_not_of("0123456789") == std::string_view::npos) page_.order = std::stoi(std::string(value));
    }
    void lose(const Location& at, std::string_view key) {
        page_.problems.push_back({at, Severity::warning, "unknown-field", fmt::format("the field '{}' has no counterpart", key), "it was left out"});
    }

    ImportedPage& page_;
};

}  // namespace

std::string_view read_foreign_front_matter(std::string_view text, ImportedPage& page, int& line) {
    line = 1;
    const auto block = split_block(text);
    if (!block) return text;
    line = block->body_line;
    const auto yaml = parse_yaml(block->yaml, page.source, text.starts_with('{') ? 1 : 2);
    if (!yaml || (!yaml->is_map() && !yaml->is_null())) {
        page.problems.push_back({yaml ? yaml->at : yaml.error().at, Severity::warning, "bad-front-matter",
                                 yaml ? "the front matter is not a list of fields" : "the front matter is not YAML: " + yaml.error().what,
                                 "it was left out; give the article its fields by hand"});
        // It may have said that nobody is to see this.
        page.visibility = Visibility::internal;
        return block->body;
    }
    FieldReader reader(page);
    for (const auto& [key, value] : yaml->map) reader.read(key, value);
    reader.check();
    return block->body;
}

}  // namespace kb
