// One solution article: what writers gave, and what we made of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kb {

// Stored in indexes: the numbers are fixed. Drafts are never published.
enum class Visibility : int { open = 0, internal = 1, draft = 2 };

// A heading and the text up to the next one, as plain text. The lead before the first heading has neither
// heading nor anchor.
struct Section {
    std::string anchor;   // unique in its article
    std::string heading;
    int level = 0;        // 1 … 6; 0 for the lead
    std::string text;     // blocks separated by newlines
    bool operator==(const Section&) const = default;
};

struct Article {
    std::string path;      // in the content repository, '/' between folders
    std::string lang;      // "ru", "en"
    std::string slug;      // unique in its language
    std::string category;  // folders joined by '/'; empty for none
    std::string title;
    std::string description;
    std::vector<std::string> tags;
    std::vector<std::string> questions;  // how customers put it
    std::vector<std::string> aliases;    // former slugs, or old site paths beginning with '/'
    std::vector<std::string> related;    // slugs
    Visibility visibility = Visibility::open;
    std::string last_reviewed;  // ISO day or empty
    std::string review_every;   // "6 months" or empty
    std::string owner;
    std::int64_t updated = 0;   // unix seconds
    std::string commit;         // the one that gave it its text; may be empty
    std::vector<Section> sections;
    std::string html;           // safe to show as it stands
    std::string markdown;       // the same as Markdown, without HTML
    bool operator==(const Article&) const = default;
};

}  // namespace kb
