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

// The article that a page of this language and slug shows: the one with it now, the one that had it, or one in another language,
// which is shown when there is no translation. nullptr when it is gone. Reports are for staff, who see internal articles, too.
const CatalogEntry* find_shown(const Snapshot& snapshot, std::string_view lang, std::string_view slug);

KnownArticle known_article(const Snapshot& snapshot, const CatalogEntry& entry);
KnownArticle known_article(const Snapshot& snapshot, std::string_view lang, std::string_view slug);

}  // namespace kb
