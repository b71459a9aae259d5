// words.dat: what the questions of a collection say, by which they are found. Numbers are little-endian.
//
//   8 bytes   "OTVETQUE"
//   5 × 8     format version (1); how many questions, terms, occurrences, and bytes of letters there are
//   questions 32 bytes each: hash of the id, hash of what was imported, where its lemmas begin, how many, where its letters
//             begin, how many
//   terms     12 bytes each, by hash: hash of the lemma, in how many questions, where these begin
//   then for all occurrences: 4 bytes the term of a question (its place), 4 bytes the question of a term, a byte each for how
//             surely the question means the lemma (of 255), in both orders
//   letters   of all questions
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/search/told_question.h"

namespace kb {

using QuestionNumber = std::uint32_t;

class QuestionWords {
public:
    struct Question {
        std::uint64_t id = 0, source = 0;
        std::uint32_t lemmas_begin = 0, lemmas = 0, letters_begin = 0, letters = 0;
    };
    struct Term {
        std::uint32_t hash = 0, questions = 0, begin = 0;
    };

    QuestionWords() = default;
    // `bytes` must outlive it, aligned to 8 bytes. Fails with index_damaged; `path` is for the message.
    static Result<QuestionWords> read(std::string_view bytes, const std::string& path);

    QuestionNumber size() const { return static_cast<QuestionNumber>(questions_.size()); }
    const Question& question(QuestionNumber number) const { return questions_[number]; }
    std::string_view letters(QuestionNumber number) const { return letters_.substr(questions_[number].letters_begin, questions_[number].letters); }
    std::span<const std::uint32_t> terms_of(QuestionNumber number) const { return terms_of_.subspan(questions_[number].lemmas_begin, questions_[number].lemmas); }
    std::span<const std::uint8_t> shares_of(QuestionNumber number) const { return shares_of_.subspan(questions_[number].lemmas_begin, questions_[number].lemmas); }

    const Term& term(std::uint32_t place) const { return terms_[place]; }
    std::span<const Term> terms() const { return terms_; }
    // nullptr when no question has it.
    const Term* find(std::uint32_t hash) const;
    std::span<const std::uint32_t> questions_with(const Term& term) const { return questions_with_.subspan(term.begin, term.questions); }
    std::span<const std::uint8_t> shares_in(const Term& term) const { return shares_in_.subspan(term.begin, term.questions); }

private:
    bool is_whole() const;

    std::span<const Question> questions_;
    std::span<const Term> terms_;
    std::span<const std::uint32_t> terms_of_, questions_with_;
    std::span<const std::uint8_t> shares_of_, shares_in_;
    std::string_view letters_;
};

class QuestionWordsWriter {
public:
    // The number of the question is how many were added before.
    QuestionNumber add(std::uint64_t id, std::uint64_t source, const ToldQuestion& told);
    // Puts another in its place.
    void replace(QuestionNumber number, std::uint64_t id, std::uint64_t source, const ToldQuestion& told);
    QuestionNumber size() const { return static_cast<QuestionNumber>(questions_.size()); }
    std::uint64_t source_of(QuestionNumber number) const { return questions_[number].source; }
    std::string bytes() const;

private:
    QuestionWords::Question append(std::uint64_t id, std::uint64_t source, const ToldQuestion& told);

    std::vector<QuestionWords::Question> questions_;
    std::vector<std::uint32_t> hashes_;
    std::vector<std::uint8_t> shares_;
    std::string letters_;
};

}  // namespace kb
