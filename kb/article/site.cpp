#include "kb/article/site.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "kb/article/contact_form.h"
#include "kb/article/field_reader.h"
#include "kb/article/reference.h"
#include "kb/base/date.h"
#include "kb/base/media_type.h"
#include "kb/base/timezone.h"
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
constexpr std::array<std::string_view, 15> site_keys = {
    "title",  "tagline", "languages",    "default_language", "base_url",       "timezone",      "theme", "links",
    "notice", "contact", "review_every", "holdout_percent",  "outcome_window", "widget_origins", "checks"};

constexpr std::array<std::string_view, 2> theme_keys = {"accent", "logo"};

// Shorter ones call everybody deflected who looks for the way to write; longer ones join what has nothing to do with each other.
constexpr std::chrono::seconds shortest_window = std::chrono::hours(1), longest_window = std::chrono::days(30);
// Of visitors, how many may be left without help for the sake of a number.
constexpr int most_held_out = 50;

bool is_hex_color(std::string_view text) {
    return text.size() == 7 && text[0] == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

// What may stand in an href as it is.
bool is_safe_url(std::string_view url) {
    if (url.find_first_of(" \t\n\"'<>\\") != std::string_view::npos) return false;
    if (url.starts_with('/')) return !url.starts_with("//");
    return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:") || url.starts_with("tel:");
}

bool is_slug(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

bool is_language_code(std::string_view text) {
    return (text.size() == 2 || text.size() == 3) &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

class SiteReader : public FieldReader {
public:
    explicit SiteReader(SiteConfigResult& result) : FieldReader(result.problems), result_(result) {}

    void read(const Yaml& key, const Yaml& value) {
        const std::string& name = key.scalar;
        SiteConfig& config = result_.config;
        if (name == "title") read_localized(value, config.title);
        if (name == "tagline") read_localized(value, config.tagline);
        if (name == "languages") read_languages(value);
        if (name == "default_language") config.default_language = value.scalar;
        if (name == "base_url") read_base_url(value);
        if (name == "timezone") read_timezone(value);
        if (name == "theme") read_theme(value);
        if (name == "links") read_links(value);
        if (name == "notice") read_notice(value);
        if (name == "review_every") read_review_every(value);
        if (name == "outcome_window") read_outcome_window(value);
        if (name == "holdout_percent") read_holdout(value);
        if (name == "contact") config.contact = parse_contact_form(value, result_.problems);
        check_key(key, site_keys);
    }

private:
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

    void read_timezone(const Yaml& value) {
        if (!is_known_timezone(value.scalar))
            return error(fmt::format("'{}' is not a time zone", value.scalar), "write timezone: Europe/Moscow, or UTC", value.at);
        result_.config.timezone = value.scalar;
    }

    void read_review_every(const Yaml& value) {
        if (!parse_interval(value.scalar))
            return error(fmt::format("'{}' is not an interval", value.scalar), "write review_every: 6 months", value.at);
        result_.config.review_every = value.scalar;
    }

    void read_outcome_window(const Yaml& value) {
        const auto window = parse_duration(value.scalar);
        if (!window || *window < shortest_window || *window > longest_window)
            return error(fmt::format("'{}' is no window from 1 hour to 30 days", value.scalar), "write outcome_window: 24 hours, or 3 days", value.at);
        result_.config.outcome_window = *window;
    }

    void read_holdout(const Yaml& value) {
        int percent = 0;
        const char* end = value.scalar.data() + value.scalar.size();
        const auto read = std::from_chars(value.scalar.data(), end, percent);
        if (read.ec != std::errc() || read.ptr != end || percent < 0 || percent > most_held_out)
            return error(fmt::format("'{}' is no share from 0 to {} percent", value.scalar, most_held_out), "write holdout_percent: 10, or 0 for none", value.at);
        result_.config.holdout_percent = percent;
    }

    void read_base_url(const Yaml& value) {
        std::string url = value.scalar;
        while (url.ends_with('/')) url.pop_back();
        const bool absolute = url.starts_with("https://") || url.starts_with("http://");
        if (!absolute || url.find_first_of(" \"'<>?#%") != std::string::npos)
            return error(fmt::format("'{}' is not an address", value.scalar),
                         "write base_url: https://help.example.com or with a path", value.at);
        result_.config.base_url = std::move(url);
    }

    void read_theme(const Yaml& value) {
        for (const auto& [key, field] : value.map) check_key(key, theme_keys);
        if (const Yaml* accent = value.find("accent"); accent != nullptr) {
            if (!is_hex_color(accent->scalar))
                return error(fmt::format("'{}' is not a colour", accent->scalar), "write accent: \"#1f6feb\"", accent->at);
            result_.config.accent = accent->scalar;
        }
        if (const Yaml* logo = value.find("logo"); logo != nullptr) {
            const std::string path = resolve_path(logo->scalar, "kb.yaml");
            if (path.empty() || !media_type(path).starts_with("image/"))
                return error(fmt::format("'{}' is not an image of this repository", logo->scalar),
                             "write logo: images/logo.svg", logo->at);
            result_.config.logo = path;
            result_.logo_at = logo->at;
        }
    }

    void read_links(const Yaml& value) {
        if (!value.is_list()) return error("'links' must be a list", "write - title: … and url: … below it", value.at);
        for (const Yaml& item : value.list) {
            const Yaml* title = item.find("title");
            const Yaml* url = item.find("url");
            if (title == nullptr || url == nullptr) {
                error("a link needs a title and a url", "write title: Our site and url: https://example.com", item.at);
            } else if (!is_safe_url(url->scalar)) {
                error(fmt::format("'{}' is not an address", url->scalar),
                      "begin it with https://, mailto:, tel: or the / of a path", url->at);
            } else {
                SiteLink link{{}, url->scalar};
                read_localized(*title, link.title);
                result_.config.links.push_back(std::move(link));
            }
        }
    }

    // Languages and the notice's own fields stand side by side.
    void read_notice(const Yaml& value) {
        Notice notice;
        if (value.is_scalar()) notice.text = {{"", value.scalar}};
        for (const auto& [key, field] : value.map) {
            if (key.scalar == "until") {
                if (!parse_date(field.scalar))
                    return error(fmt::format("'{}' is not a day", field.scalar), "write until: 2026-12-31", field.at);
                notice.until = field.scalar;
            } else if (key.scalar == "link") {
                if (!is_safe_url(field.scalar) && !is_slug(field.scalar))
                    return error(fmt::format("'{}' is no article and no address", field.scalar),
                                 "write the slug of an article, or an address that begins with https://", field.at);
                notice.link = field.scalar;
            } else if (is_language_code(key.scalar) && field.is_scalar()) {
                notice.text[key.scalar] = field.scalar;
            } else {
                return error(fmt::format("'{}' says nothing here", key.scalar),
                             "write a text for each language, until and link", key.at);
            }
        }
        std::erase_if(notice.text, [](const auto& text) { return text.second.empty(); });
        result_.config.notice = std::move(notice);
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
