// What becomes of each article.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kb/base/error.h"
#include "kb/stats/interval.h"
#include "kb/stats/known_article.h"
#include "kb/stats/report_request.h"

namespace kb {

struct ArticleUses {
    std::int64_t views = 0, from_search = 0, reads = 0, read_ms = 0, helpful = 0, unhelpful = 0, exits = 0;

    Count votes() const { return {helpful, helpful + unhelpful}; }
    // On average; nothing when nobody did.
    std::optional<double> read_seconds() const {
        if (reads <= 0) return {};
        return static_cast<double>(read_ms) / 1000 / static_cast<double>(reads);
    }
    bool operator==(const ArticleUses&) const = default;
};

struct Articles {
    struct Review {
        std::string last;  // ISO day, or empty
        std::string due;   // ISO day, or empty when nobody asked for reviews
        bool is_overdue = false;
        bool operator==(const Review&) const = default;
    };
    struct OfArticle {
        KnownArticle article;
        ArticleUses uses;
        Review review;
        bool operator==(const OfArticle&) const = default;
    };

    std::vector<OfArticle> articles;        // used, or overdue; the most viewed first
    std::vector<KnownArticle> never_found;  // public, and not opened from a search
    std::vector<Comment> comments;          // the latest first
};

constexpr std::size_t most_comments = 200;

// A review is due when the interval of the article, or of the site, has passed since the last one; or since the last change, when
// there was none.
Articles::Review review_of(const StoredArticle& article, const SiteConfig& site, std::int64_t now_seconds);

Result<Articles> read_articles(const FigureReader& reader, const Snapshot& snapshot, const ReportRequest& request);

}  // namespace kb
