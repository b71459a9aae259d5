// An article as an index stores it: what a hit shows, where its words stand, and its page.
//
// A record is a sequence of values of bytes.h:
//   strings lang, slug, category, title, description, path, owner, last_reviewed, review_every
//   numbers visibility, updated; string commit; lists of strings tags, questions, aliases, related
//   count of distinct words, then for each: count of its keys, then those (fixed32, Term::hash of each lemma and stem,
//   or of the exact word when it has neither)
//   strings of words: those of the title, of the description, then of each question and each tag
//   count of sections, then for each: strings anchor, heading; number level; string text; strings of words: those of
//   the heading, then those of the text
//   strings page, markdown (see compress.h)
// A string of words has, for each token in order: the distance of its begin from that of the one before, its length, and
// which of the distinct words it is (numbers). A compound as a whole comes before its parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/article.h"
#include "kb/base/bytes.h"
#include "kb/base/error.h"
#include "kb/index/analyzed_article.h"

namespace kb {

struct StoredWord {
    std::uint32_t begin = 0, end = 0;  // bytes of the section's text
    std::uint32_t word = 0;            // its place in StoredArticle::words
};

// A distinct word of an article: words are alike when they share a key.
struct StoredKeys {
    std::string_view encoded;
    template <class See>
    void each(See see) const {
        for (ByteReader in(encoded); !in.at_end();) see(in.fixed32());
    }
};

// Views into the mapped file of a snapshot; valid as long as the snapshot.
struct StoredSection {
    std::string_view anchor, heading;
    int level = 0;
    std::string_view text;
    std::string_view heading_words, text_words;  // see each_word()
};

// Calls see(StoredWord) for each of the words of a text of `size` bytes, in order.
template <class See>
void each_word(std::string_view encoded, std::size_t size, See see);

struct StoredArticle {
    std::string_view lang, slug, category, title, description, path, owner, last_reviewed, review_every;
    Visibility visibility = Visibility::open;
    std::int64_t updated = 0;
    std::string_view commit;
    std::vector<std::string_view> tags, questions, aliases, related;
    std::vector<StoredKeys> words;
    std::string_view title_words, description_words;         // see each_word()
    std::vector<std::string_view> question_words, tag_words;  // as questions and tags
    std::vector<StoredSection> sections;
    std::string_view compressed_page, compressed_markdown;

    Result<std::string> page() const;  // the HTML
    Result<std::string> markdown() const;
};

std::string encode_article(const Article& article, const AnalyzedArticle& analyzed);
Result<StoredArticle> decode_article(std::string_view record);

// The same for the fields that lists of articles need, without looking at the rest.
struct StoredHeader {
    std::string_view lang, slug, category, title, description, path;
};
StoredHeader decode_header(std::string_view record);

template <class See>
void each_word(std::string_view encoded, std::size_t size, See see) {
    std::uint32_t at = 0;
    for (ByteReader in(encoded); !in.at_end();) {
        StoredWord word;
        word.begin = at + static_cast<std::uint32_t>(in.number());
        word.end = word.begin + static_cast<std::uint32_t>(in.number());
        word.word = static_cast<std::uint32_t>(in.number());
        if (!in.ok() || word.begin < at || word.end < word.begin || word.end > size) return;
        see(word);
        at = word.begin;
    }
}

}  // namespace kb
