// Everything that answers from one published state of the content; never changes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "kb/index/snapshot.h"
#include "kb/search/searcher.h"
#include "kb/search/similar_finder.h"
#include "kb/search/suggester.h"
#include "server/answer_cache.h"
#include "server/http/host_name.h"
#include "kb/base/local_day.h"
#include "server/page/static_file.h"

namespace kb::server {

struct Generation {
    Generation(std::shared_ptr<const Snapshot> opened, std::size_t cache_bytes)
        : snapshot(std::move(opened)),
          searcher(snapshot),
          similar_finder(searcher),
          suggester(snapshot),
          base_path(site().base_path()),
          host(host_of_url(site().base_url)),
          notice_ends(end_of_day(site().notice.until, site().timezone)),
          theme(theme_style(site().accent)),
          icon(site_icon(site().accent)),
          public_articles(count_public(*snapshot)),
          answers(cache_bytes),
          refusals(refusal_bytes) {}

    const SiteConfig& site() const { return snapshot->site(); }
    // Whether there is one and its last day is not over. `now` in seconds since 1970.
    bool shows_notice(std::int64_t now) const { return !site().notice.text.empty() && now < notice_ends; }

    std::shared_ptr<const Snapshot> snapshot;
    Searcher searcher;
    SimilarFinder similar_finder;
    Suggester suggester;
    std::string base_path;  // begins every address of the site
    std::string host;       // that it is reached by; empty when kb.yaml does not say
    std::int64_t notice_ends;  // seconds since 1970
    StaticFile theme, icon;
    std::size_t public_articles;
    mutable AnswerCache answers;
    mutable AnswerCache refusals;  // kept even when nothing else is: at such times there is none to spare for making them

private:
    static constexpr std::size_t refusal_bytes = 1024 * 1024;

    static std::size_t count_public(const Snapshot& snapshot) {
        return static_cast<std::size_t>(std::count_if(snapshot.articles().begin(), snapshot.articles().end(),
                                                      [](const CatalogEntry& entry) { return entry.half == Half::open; }));
    }
};

}  // namespace kb::server
