#include "kb/article/site.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kb/base/near_miss.h"
#include "kb/base/yaml.h"

namespace kb {

std::string_view localized(const Localized& texts, std::string_view lang, std::string_view fallback) {
    for (const std::string_view key : {lang, std::string_view(), fallback}) {
        if (const auto found = texts.find(key); found != texts.end()) return found->second;
    }
    return texts.empty() ? std::string_view() : std::string_view(texts.begin()->second);
}

std::string SiteConfig::base_path() const {
    const std::size_t scheme = base_url.find("://");
    if (scheme == std::string::npos) return {};
    const std::size_t slash = base_url.find('/', scheme + 3);
    return slash == std::string::npos ? std::string() : base_url.substr(slash);
}

namespace {

// Some of these are read by parts that come later; all are legal.
constexpr std::array<std::string_view, 14> site_keys = {
    "title",  "tagline", "languages",    "default_language", "base_url",       "timezone",      "theme", "links",
    "notice", "contact", "review_every", "holdout_percent",  "outcome_window", "widget_origins"};

bool is_hex_color(std::string_view text) {
    return text.size() == 7 && text[0] == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

bool is_language_code(std::string_view text) {
    return (text.size() == 2 || text.size() == 3) &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

class SiteReader {
public:
    explicit SiteReader(SiteConfigResult& result) : result_(result) {}

    void read(const Yaml& key, const Yaml& value) {
        const std::string& name = key.scalar;
        SiteConfig& config = result_.config;
        if (name == "title") read_localized(value, config.title);
        if (name == "tagline") read_localized(value, config.tagline);
        if (name == "languages") read_languages(value);
        if (name == "default_language") config.default_language = value.scalar;
        if (name == "base_url") read_base_url(value);
        if (name == "timezone" && value.is_scalar()) config.timezone = value.scalar;
        if (name == "theme") read_theme(value);
        if (std::find(site_keys.begin(), site_keys.end(), name) == site_keys.end()) unknown(key);
    }

    void error(std::string what, std::string hint, const Location& at) {
        result_.problems.push_back({at, Severity::error, "site-config", std::move(what), std::move(hint)});
    }

private:
    void unknown(const Yaml& key) {
        const auto meant = near_miss(key.scalar, site_keys);
        result_.problems.push_back({key.at, meant ? Severity::error : Severity::warning, "unknown-field",
                                    fmt::format("unknown field '{}'", key.scalar),
                                    meant ? fmt::format("did you mean '{}'?", *meant) : "it is ignored; remove it"});
    }

    void read_localized(const Yaml& value, Localized& into) {
        if (value.is_scalar()) {
            into = {{"", value.scalar}};
        } else if (value.is_map()) {
            into.clear();
            for (const auto& [lang, text] : value.map) into[lang.scalar] = text.scalar;
        } else {
            error("expected a text", "write one text, or one for each language", value.at);
        }
    }

    void read_languages(const Yaml& value) {
        std::vector<std::string> languages;
        for (const Yaml& item : value.list) {
            if (!is_language_code(item.scalar))
                return error(fmt::format("'{}' is not a language code", item.scalar), "write codes such as ru, en", item.at);
            languages.push_back(item.scalar);
        }
        if (languages.empty()) return error("'languages' must be a list", "write languages: [ru, en]", value.at);
        result_.config.languages = std::move(languages);
    }

    void read_base_url(const Yaml& value) {
        std::string url = value.scalar;
        while (url.ends_with('/')) url.pop_back();
        const bool absolute = url.starts_with("https://") || url.starts_with("http://");
        if (!absolute || url.find_first_of(" \"'<>?#") != std::string::npos)
            return error(fmt::format("'{}' is not an address", value.scalar),
                         "write base_url: https://help.example.com or with a path", value.at);
        result_.config.base_url = std::move(url);
    }

    void read_theme(const Yaml& value) {
        const Yaml* accent = value.find("accent");
        if (accent == nullptr) return;
        if (!is_hex_color(accent->scalar))
            return error(fmt::format("'{}' is not a colour", accent->scalar), "write accent: \"#1f6feb\"", accent->at);
        result_.config.accent = accent->scalar;
    }

    SiteConfigResult& result_;
};

}  // namespace

SiteConfigResult parse_site_config(std::string_view text, std::string_view path) {
    SiteConfigResult result;
    SiteReader reader(result);
    const auto yaml = parse_yaml(text, path);
    if (!yaml) {
        reader.error(yaml.error().what, yaml.error().hint, yaml.error().at);
        return result;
    }
    if (yaml->is_null()) return result;
    if (!yaml->is_map()) {
        reader.error("not a list of fields", "write 'title: …'", yaml->at);
        return result;
    }
    bool has_default = false;
    for (const auto& [key, value] : yaml->map) {
        reader.read(key, value);
        has_default = has_default || key.scalar == "default_language";
    }
    SiteConfig& config = result.config;
    const auto& languages = config.languages;
    if (std::find(languages.begin(), languages.end(), config.default_language) == languages.end()) {
        if (has_default)
            reader.error(fmt::format("default_language '{}' is not among the languages", config.default_language),
                         "name one of them", yaml->find("default_language")->at);
        config.default_language = languages.front();
    }
    return result;
}

}  // namespace kb
