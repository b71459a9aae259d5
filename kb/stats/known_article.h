// Articles as reports name them: by where they stand now, whatever address they were opened at.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kb/index/snapshot.h"

namespace kb {

struct KnownArticle {
    std::string slug, lang;
    std::optional<std::string> title, url;  // nothing when it is gone
    bool operator==(const KnownArticle&) const = default;
};

// The article in this language that has the slug now, or had it before. nullptr when there is none, or none any more. Reports are for staff, who see
// internal articles, too.
const CatalogEntry* find_shown(const Snapshot& snapshot, std::string_view lang, std::string_view slug);

KnownArticle known_article(const Snapshot& snapshot, const CatalogEntry& entry);
// A page that shows the text of another language, for want of a translation, has that one's title.
KnownArticle known_article(const Snapshot& snapshot, std::string_view lang, std::string_view slug);

}  // namespace kb
