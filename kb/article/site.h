// kb.yaml and the _category.md files: the help center around the articles.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb {

// A text in each language, or one for all under "".
using Localized = std::map<std::string, std::string, std::less<>>;

// In `lang`, else the one for all, else in `fallback`, else the first; empty when there is none.
std::string_view localized(const Localized& texts, std::string_view lang, std::string_view fallback = {});

// A link in header and footer.
struct SiteLink {
    Localized title;
    std::string url;  // http, https, mailto, tel, or a path of the site
    bool operator==(const SiteLink&) const = default;
};

// A line above every page.
struct Notice {
    Localized text;     // plain; none means no notice
    std::string link;   // a slug, or an address as in SiteLink; may be empty
    std::string until;  // the last day it is shown, ISO; empty for ever
    bool operator==(const Notice&) const = default;
};

// What the contact form asks for beside subject, message and email.
struct ContactField {
    enum class Kind { text, multiline, choice, checkbox };
    struct Option {
        std::string value;  // that support gets
        Localized label;
        bool operator==(const Option&) const = default;
    };

    std::string name;  // letters, digits, - and _
    Kind kind = Kind::text;
    Localized label, hint;
    bool required = false;
    std::vector<Option> options;  // of a choice
    bool operator==(const ContactField&) const = default;
};

struct ContactForm {
    std::optional<bool> enabled;  // when not said, it is offered as soon as there is somebody to receive tickets
    bool needs_email = false;     // otherwise who gives none gets no answer
    bool needs_subject = false;
    std::vector<ContactField> fields;
    bool operator==(const ContactForm&) const = default;
};

struct SiteConfig {
    Localized title, tagline;
    std::vector<std::string> languages = {"ru", "en"};
    std::string default_language = "ru";
    std::string base_url;   // without a slash at the end; empty means relative addresses only
    std::string timezone = "UTC";
    std::string accent;     // "#rrggbb" or empty
    std::string logo;       // in kb.yaml the path of an image; in a generation the name of the file; may be empty
    std::vector<SiteLink> links;
    Notice notice;
    ContactForm contact;
    std::string review_every;  // of articles that say nothing themselves, as parse_interval() reads it; may be empty
    // How statistics count; see docs/statistics.md.
    std::chrono::seconds outcome_window = std::chrono::hours(24);
    int holdout_percent = 0;
    bool operator==(const SiteConfig&) const = default;

    // The path of base_url, such as "/help", or empty: every address of ours begins with it.
    std::string base_path() const;
};

struct SiteConfigResult {
    SiteConfig config;
    Location logo_at;
    std::vector<Problem> problems;
};

// Wrong values are reported and their defaults kept: a slip in kb.yaml must not take the site down.
SiteConfigResult parse_site_config(std::string_view text, std::string_view path);

struct Category {
    std::string lang;
    std::string path;  // "payments/cards"
    std::string title;
    std::string description;
    int order = 0;
    bool operator==(const Category&) const = default;
};

}  // namespace kb
