// What the text of an article has of a query: words near each other, in its beginning, in one line.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "kb/search/article_matches.h"
#include "kb/search/asked_words.h"

namespace kb {

class TextReading {
public:
    explicit TextReading(const AskedWords& asked) : asked_(asked) {}

    // The title, then the texts of the sections, in order. Beyond a bound of all of them no more is read.
    void read(const ArticleMatches& matches, std::string_view encoded_words, std::string_view text);

    // Of the pairs of words, those that stand within a few words of each other; more often is more.
    float near() const;
    // Of the words that matter, those in the first words of the article.
    float lead() const { return lead_; }
    // The line that says most what the query says, as LineReading::sameness(). List items and table rows are lines.
    float line() const { return line_; }

private:
    struct Place {
        std::uint32_t place = 0, word = 0;
        float sureness = 0;
    };
    // Lines are cut short where the text has no line ends.
    struct Line {
        float coverage = 0, matched = 0, all = 0;
        std::uint32_t seen = 0;  // words, as bits
    };
    void add(std::uint32_t place, const WantedWords::Key& key);
    void end_line();

    const AskedWords& asked_;
    std::uint32_t words_ = 0;  // read so far
    std::size_t bytes_ = 0;    // of encoded words read so far
    Line now_;
    std::array<Place, 8> last_{};  // matches, in a ring
    std::uint32_t matches_ = 0;
    PerWord pairs_{}, in_lead_{};
    float lead_ = 0, line_ = 0;
};

}  // namespace kb
