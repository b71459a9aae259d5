// What a search answers: plain values, ready for any rendering.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/index/snapshot.h"

namespace kb {

// A piece of a snippet; the pieces that match are to be highlighted.
struct Fragment {
    std::string text;
    bool match = false;
    bool operator==(const Fragment&) const = default;
};

struct SectionLink {
    std::string anchor, heading;
    bool operator==(const SectionLink&) const = default;
};

struct Hit {
    std::string slug, lang, title, url;
    std::string category_slug, category_title;
    std::optional<SectionLink> section;  // where the best passage stands; nothing for the lead
    std::vector<Fragment> snippet;
    double score = 0;                    // comparable within one answer only
    std::int64_t updated = 0;            // unix seconds
    bool other_language = false;         // not the one asked for
    Visibility visibility = Visibility::open;
};

struct FacetCount {
    std::string slug, title;
    std::size_t count = 0;
};

// How a query was read, when not as typed.
struct Interpretation {
    std::string kind, text;
};

struct Results {
    std::string query;
    std::string lang;  // the one asked for, or empty
    std::string search_id;
    // Articles found. With a phrase of common words it may be those among the best phrase_candidates (ranking.h) only.
    std::size_t total = 0;
    bool total_is_exact = true;
    std::size_t reachable = 0;  // how many of them paging leads to
    double took_ms = 0;
    std::optional<Interpretation> interpretation;
    std::vector<Hit> hits;
    std::vector<FacetCount> categories;  // of all that were found, most first
    std::vector<std::string> did_you_mean;
};

struct SearchRequest {
    std::string text;
    std::string lang;      // preferred; empty for no preference
    std::string category;  // only here and below; empty for everywhere
    std::size_t limit = 10;   // at most max_limit
    std::size_t offset = 0;   // at most max_offset
    Audience audience = Audience::customers;
    bool verbatim = false;    // no re-reading of the query
    std::vector<std::string> only;  // rank no other articles, each as lang/slug; empty for all
};

constexpr std::size_t max_limit = 100;
constexpr std::size_t max_offset = 1000;

struct Suggestion {
    enum class Kind { article, question, query, category };
    Kind kind = Kind::article;
    std::string text, url;
    std::vector<std::pair<std::size_t, std::size_t>> ranges;  // what matches, in UTF-16 code units
};

struct Suggestions {
    std::string query;
    std::vector<Suggestion> suggestions;
};

}  // namespace kb
