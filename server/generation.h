// Everything that answers from one published state of the content; never changes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "kb/index/snapshot.h"
#include "kb/search/searcher.h"
#include "kb/search/similar_finder.h"
#include "kb/search/suggester.h"
#include "server/answer_cache.h"
#include "server/language/local_day.h"
#include "server/page/static_file.h"

namespace kb::server {

struct Generation {
    Generation(std::shared_ptr<const Snapshot> opened, std::size_t cache_bytes)
        : snapshot(std::move(opened)),
          searcher(snapshot),
          similar_finder(searcher),
          suggester(snapshot),
          base_path(site().base_path()),
          notice_ends(end_of_day(site().notice.until, site().timezone)),
          theme(theme_style(site().accent)),
          icon(site_icon(site().accent)),
          answers(cache_bytes) {}

    const SiteConfig& site() const { return snapshot->site(); }
    // Whether there is one and its last day is not over. `now` in seconds since 1970.
    bool shows_notice(std::int64_t now) const { return !site().notice.text.empty() && now < notice_ends; }

    std::shared_ptr<const Snapshot> snapshot;
    Searcher searcher;
    SimilarFinder similar_finder;
    Suggester suggester;
    std::string base_path;  // begins every address of the site
    std::int64_t notice_ends;  // seconds since 1970
    StaticFile theme, icon;
    mutable AnswerCache answers;
};

}  // namespace kb::server
