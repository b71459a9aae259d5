// What a half-typed question may become: titles, curated questions, categories.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kb/index/snapshot.h"
#include "kb/search/results.h"
#include "kb/search/vocabulary.h"

namespace kb {

struct SuggestRequest {
    std::string text;
    std::string lang;       // preferred; empty for the default language of the site
    std::size_t limit = 8;  // at most 50
};

// Made once for a snapshot, held in memory; any number of threads may use one. Knows public articles only, unless
// made for staff.
class Suggester {
public:
    Suggester(const Suggester&) = delete;  // its parts know each other
    Suggester& operator=(const Suggester&) = delete;

    explicit Suggester(std::shared_ptr<const Snapshot> snapshot, Audience audience = Audience::customers);

    // Every word typed must begin a word of the suggestion, in any order and form; the last may be half typed. When
    // nothing does, what was typed is read as it may have been meant (reread()); then what has most of the words will do,
    // in words of the same root, too.
    Suggestions suggest(const SuggestRequest& request) const;

private:
    struct Entry {
        Suggestion::Kind kind;
        std::string text, lang, url;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> words;  // bytes of text, in order
    };
    // One word of one entry, to be found by its beginning.
    struct Posting {
        std::string word;
        std::uint32_t entry = 0;
        std::uint32_t place = 0;  // which of the entry's words
    };

    // Entries that answer; of each entry, by its number, which of its words did, as bits, and how much of what was typed it
    // has (the same for all that have everything).
    struct Found {
        std::vector<std::uint32_t> entries;
        std::vector<std::uint64_t> places;
        std::vector<float> shares;
    };
    using Run = std::pair<std::vector<Posting>::const_iterator, std::vector<Posting>::const_iterator>;

    enum class Demand { all_words, most_words };

    Found with_all(const std::vector<AnalyzedToken>& typed) const;
    Found with_most(const std::vector<AnalyzedToken>& typed) const;
    std::vector<Run> runs_of_relatives(const AnalyzedToken& word) const;
    Run run_of_begin(std::string_view typed) const;
    Run run_of(std::string_view word, bool whole) const;
    static std::ptrdiff_t length(const std::vector<Run>& runs);
    // The best of them, at most `limit`.
    std::vector<std::uint32_t> choose(Found& found, std::string_view lang, std::size_t limit) const;
    std::vector<std::pair<std::size_t, std::size_t>> ranges(const Entry& entry, std::uint64_t places,
                                                            const std::vector<AnalyzedToken>& typed) const;
    void add_relatives(Suggestions& answer, const SuggestRequest& request) const;
    std::vector<Suggestion> find(std::string_view text, const SuggestRequest& request, Demand demand) const;
    void add(Suggestion::Kind kind, std::string_view text, std::string_view lang, std::string url);

    std::shared_ptr<const Snapshot> snapshot_;
    Synonyms synonyms_;
    Vocabulary vocabulary_;
    std::vector<Entry> entries_;
    std::vector<Posting> postings_;  // by word
};

}  // namespace kb
