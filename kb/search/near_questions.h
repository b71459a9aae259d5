// Past questions that are like a message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kb/search/question_collection.h"

namespace kb {

struct NearQuestion {
    QuestionNumber number = 0;
    double likeness = 0;  // of (0, 1]; 1 when it says just the same
};

// So many of the nearest speak for articles.
constexpr std::size_t most_voters = 20;

// What is asked, weighed as a collection weighs it: cosines of lemmas by their rarity and of runs of letters, half each. A message of several sentences is
// compared whole and sentence by sentence, so that one of two problems is found, too. Candidates are found by their lemmas, the
// rarest first until enough occurrences are read: time is bounded.
class NearQuestions {
public:
    // `message` as read_message() gives it. `questions` must outlive it.
    NearQuestions(const QuestionCollection& questions, std::string_view message);
    // As a question of the collection asks.
    NearQuestions(const QuestionCollection& questions, QuestionNumber number);

    // The nearest first, equal ones by number; without `but`.
    std::vector<NearQuestion> nearest(std::size_t most, std::optional<QuestionNumber> but = {}) const;

    // Words of the message that a question has in any form, as they were typed, the most telling first; at most `most`.
    std::vector<std::string> reasons(QuestionNumber number, std::size_t most) const;

private:
    struct Lemma {
        std::uint32_t place = 0;  // of its term
        float weight = 0;
    };
    // The message, or a sentence of it.
    struct Part {
        std::vector<Lemma> lemmas;  // that the collection has, by place
        double norm = 0, amount = 0;  // of all its lemmas
        LetterGrams letters{{}};
    };

    Part part_of(const std::vector<ToldWord::Lemma>& lemmas, std::string_view letters) const;
    void add_sentences();
    std::vector<QuestionNumber> candidates(std::optional<QuestionNumber> but) const;
    double likeness(const Part& part, QuestionNumber number, const LetterGrams& letters) const;

    const QuestionCollection& questions_;
    std::vector<ToldWord> words_;
    Part whole_;
    std::vector<Part> sentences_;
};

}  // namespace kb
