// An article as an index stores it: what a hit shows, where its words stand, and its page.
//
// A record is a sequence of values of bytes.h:
//   strings lang, slug, category, title, description, path, owner, last_reviewed, review_every
//   numbers visibility, updated; lists of strings tags, questions, aliases, related
//   count of sections, then for each: strings anchor, heading; number level; string text; string words
//   string page (see compress.h)
// The words of a section are, for each token of its text in order: the distance of its begin from the end of the
// one before, its length (numbers), and the hash of its broadest term (fixed32, AnalyzedToken::key_hash).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/article.h"
#include "kb/base/bytes.h"
#include "kb/base/error.h"
#include "kb/text/analyzer.h"

namespace kb {

struct StoredWord {
    std::uint32_t begin = 0, end = 0;  // bytes of the section's text
    std::uint32_t key = 0;             // AnalyzedToken::key_hash
};

// Views into the mapped file of a snapshot; valid as long as the snapshot.
struct StoredSection {
    std::string_view anchor, heading;
    int level = 0;
    std::string_view text;
    std::string_view encoded_words;

    // Calls `see` with each StoredWord in order; stops early when it returns false.
    template <class See>
    void each_word(See see) const;
};

struct StoredArticle {
    std::string_view lang, slug, category, title, description, path, owner, last_reviewed, review_every;
    Visibility visibility = Visibility::open;
    std::int64_t updated = 0;
    std::vector<std::string_view> tags, questions, aliases, related;
    std::vector<StoredSection> sections;
    std::string_view compressed_page;

    Result<std::string> page() const;  // the HTML
};

// `words` holds the analyzed text of each section.
std::string encode_article(const Article& article, const std::vector<std::vector<AnalyzedToken>>& words);
Result<StoredArticle> decode_article(std::string_view record);

// The same for the fields that lists of articles need, without looking at the rest.
struct StoredHeader {
    std::string_view lang, slug, category, title, description, path;
};
StoredHeader decode_header(std::string_view record);

template <class See>
void StoredSection::each_word(See see) const {
    ByteReader in(encoded_words);
    std::uint32_t at = 0;
    while (!in.at_end()) {
        StoredWord word;
        word.begin = at + static_cast<std::uint32_t>(in.number());
        word.end = word.begin + static_cast<std::uint32_t>(in.number());
        word.key = in.fixed32();
        if (!in.ok() || word.end > text.size() || word.begin > word.end) return;
        if (!see(word)) return;
        at = word.end;
    }
}

}  // namespace kb
