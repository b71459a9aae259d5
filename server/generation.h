// Everything that answers from one published state of the content; never changes.
#pragma once

#include <memory>
#include <string>

#include "kb/index/snapshot.h"
#include "kb/search/searcher.h"
#include "kb/search/suggester.h"
#include "server/answer_cache.h"
#include "server/page/style.h"

namespace kb::server {

struct Generation {
    explicit Generation(std::shared_ptr<const Snapshot> opened)
        : snapshot(std::move(opened)),
          searcher(snapshot),
          suggester(snapshot),
          base_path(site().base_path()),
          theme(theme_style(site().accent)),
          icon(site_icon(site().accent)) {}

    const SiteConfig& site() const { return snapshot->site(); }

    std::shared_ptr<const Snapshot> snapshot;
    Searcher searcher;
    Suggester suggester;
    std::string base_path;  // begins every address of the site
    StyleFile theme, icon;
    mutable AnswerCache answers;
};

}  // namespace kb::server
