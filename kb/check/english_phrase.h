// An English word or phrase in all its forms, and another in the same form.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kb/text/english_dictionary.h"

namespace kb {

enum class EnglishForm { base, s, ed, ing };

// How single words inflect: WordNet's exceptions, else the rules of spelling.
class EnglishForms {
public:
    // The dictionary must outlive it.
    explicit EnglishForms(const EnglishDictionary& dictionary);

    // Several for ed when the past and the participle differ. Lower case.
    std::vector<std::string> forms(const std::string& word, EnglishForm form) const;
    // The one that a text needs, or the word itself where that is not certain.
    std::string form(const std::string& word, EnglishForm form) const;
    // Whether people mean this word by the form, and not another that is spelled so.
    bool is_likely(const std::string& word, const std::string& form) const;

private:
    const EnglishDictionary& dictionary_;
    std::map<std::string, std::vector<std::string>, std::less<>> plurals_, verbs_;  // irregular forms, by lemma
};

// «sign in», «sign-in code»: verbs inflect at the first word, nouns at the last.
class EnglishPhrase {
public:
    // Both must outlive it.
    EnglishPhrase(const EnglishForms& forms, std::string_view phrase);

    // For each word its forms, in lower case.
    std::vector<std::vector<std::string>> forms() const;
    // `better` as this phrase stands in a text, whose words there are `found`.
    std::string in_form_of(const EnglishPhrase& better, std::span<const std::string_view> found) const;

private:
    struct Word {
        std::string written, folded;
    };
    EnglishForm form_of(std::size_t place, std::string_view found) const;
    std::size_t noun_place() const;
    bool is_verb() const;

    const EnglishForms& forms_;
    std::vector<Word> words_;
};

}  // namespace kb
