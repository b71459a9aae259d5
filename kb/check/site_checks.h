// What is wrong between the files of a site: the same title twice, translations, reviews, images, expectations.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "kb/article/plan.h"
#include "kb/article/site.h"

namespace kb {

struct SiteArticle {
    const ArticleFacts* facts = nullptr;
    const PlannedArticle* plan = nullptr;
    std::optional<std::int64_t> changed, reworded;  // unix seconds, when a history knows; see PathHistory
    std::vector<std::string> former;      // further aliases, from the history
};

// A line of expectations.tsv.
struct ExpectedArticles {
    int line = 0;
    std::string lang;
    std::vector<std::string> slugs;
};

struct SiteToCheck {
    const SiteConfig* site = nullptr;
    Location logo_at;
    std::vector<SiteArticle> articles;   // by path
    std::set<std::string> files;         // every other file
    std::string readme;                  // of the repository: what it shows is used, too
    std::optional<std::vector<ExpectedArticles>> expectations;  // nothing without the file
    std::chrono::sys_days today;
};

// What an image or attachment that is not there is reported as.
Problem missing_file(const Reference& reference);

std::vector<Problem> check_site(const SiteToCheck& site);

}  // namespace kb
