// What a question says, as past questions are compared by: words by their lemmas, and letters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/text/analyzer.h"

namespace kb {

// One word of a message. Words that say how is asked, and numbers of orders and the like, are none.
struct ToldWord {
    struct Lemma {
        std::uint32_t hash = 0;  // Term::hash()
        float share = 0;         // of the word; above 0, at most 1
    };
    std::string typed, folded;
    std::vector<Lemma> lemmas;
    std::size_t sentence = 0;    // which line of the message
};

// At most so many are read of a message, and so many letters are compared.
constexpr std::size_t most_told_words = 400, most_told_letters = 512;

// `message` as read_message() gives it.
std::vector<ToldWord> read_told_words(std::string_view message, const Analyzer& analyzer);

// A letter a byte, a space around each word: forms of a word and misspelt ones have most runs of four in common.
std::string letters_of(const std::vector<ToldWord>& words);

// Lemmas of a text, each once with the most that a word gives it, in the order of their hashes.
std::vector<ToldWord::Lemma> lemmas_of(const std::vector<ToldWord>& words);

// By what a question is compared.
struct ToldQuestion {
    std::vector<ToldWord::Lemma> lemmas;  // as lemmas_of()
    std::string letters;                  // as letters_of()
};
ToldQuestion read_told_question(std::string_view subject, std::string_view message, const Analyzer& analyzer);

// How often each run of four letters stands in a text.
class LetterGrams {
public:
    explicit LetterGrams(std::string_view letters);
    // The cosine between both counts, of [0, 1].
    double likeness(const LetterGrams& other) const;

private:
    struct Run {
        std::uint32_t letters = 0;  // never 0: it marks an empty place
        std::uint32_t times = 0;
    };
    std::uint32_t& times_of(std::uint32_t run);

    std::vector<Run> runs_;  // open addressing, a power of two of them
    double norm_ = 0;
};

}  // namespace kb
