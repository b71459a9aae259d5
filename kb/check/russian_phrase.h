// A Russian word or phrase in all its forms, and another in the same form.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/text/russian_dictionary.h"

namespace kb {

// «личный кабинет»: the head inflects, what stands before it and agrees with it does, too, and the rest stays.
class RussianPhrase {
public:
    // `phrase` as somebody wrote it, in its dictionary form or in the plural. The dictionary must outlive it.
    RussianPhrase(const RussianDictionary& dictionary, std::string_view phrase);

    // For each word the forms that are likely meant as one of it, in lower case, ё as е.
    std::vector<std::vector<std::string>> forms() const;

    // `better` as this phrase stands in a text: `found` are its words there, `before` the words before them in the sentence, the
    // nearest first. In its dictionary form when that is not certain.
    std::string in_form_of(const RussianPhrase& better, std::span<const std::string_view> found, std::span<const std::string_view> before) const;

private:
    enum class Role { fixed, head, agreeing };
    struct Word {
        std::string written, lower, folded;  // lower has ё where it was written
        Role role = Role::fixed;
        std::vector<RussianReading> readings;  // as which it inflects
        std::string former, latter;            // of a compound that the dictionary does not know, when it knows the latter part
        bool former_inflects = false;          // «фирмы-продавца», but «интернет-магазина»
    };
    using Forms = std::vector<std::pair<std::string, std::uint16_t>>;
    struct Guess {
        std::string_view tag;
        double weight = 0;
    };

    const Word* head() const;
    void choose_roles();
    void choose_readings(Word& word, Role role);
    std::vector<RussianReading> readings_of(std::string_view word) const;
    void add_verb_of_today(std::string_view word, std::vector<RussianReading>& readings) const;
    void part_compound(Word& word) const;
    Forms forms_of(const Word& word, const RussianReading& reading) const;
    bool is_likely(const Word& word, const std::string& form) const;
    std::vector<Guess> read_head(std::span<const std::string_view> found, std::span<const std::string_view> before) const;
    void weigh_by_neighbours(std::vector<Guess>& guesses, std::span<const std::string_view> before) const;
    bool agrees_with(std::string_view adjective, std::string_view tag) const;
    std::string written() const;
    std::optional<std::string> inflected(std::string_view tag) const;
    std::optional<std::string> form_like(const Word& word, const RussianReading& reading, std::string_view tag, std::string_view head_tag) const;

    const RussianDictionary& dictionary_;
    std::vector<Word> words_;
    bool in_plural_ = false;  // written so, though there is a singular
};

}  // namespace kb
