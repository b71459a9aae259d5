// Articles that writers put first for a query, whatever its form.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kb/index/snapshot.h"
#include "kb/search/query.h"

namespace kb {

// Made once for a snapshot, which must outlive it; any number of threads may use one.
class PinnedArticles {
public:
    explicit PinnedArticles(const Snapshot& snapshot);

    // Those for `query` in `lang` (empty for all languages) that `audience` may see, in the order of pins.tsv. A query is
    // a pinned one when both have the same words, in any order and form, stop words aside.
    std::vector<const CatalogEntry*> find(const Query& query, std::string_view lang, Audience audience) const;

private:
    struct Entry {
        std::string lang, slug;
        std::vector<std::vector<Term>> words;  // what stands for each word
    };
    const Snapshot& snapshot_;
    std::vector<Entry> entries_;
};

}  // namespace kb
