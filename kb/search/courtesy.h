// What people write around what they have to say: greetings, thanks, farewells and signatures, Russian and English.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace kb {

// The sentences of a line. A point behind an abbreviation ends none: "т.к. код", "e.g. a card", «5 руб. в день».
std::vector<std::string_view> sentences_of(std::string_view line);

// «Здравствуйте, Анна!» alone; «Добрый день, не приходит код» says more.
bool is_greeting(std::string_view sentence);
// What says more than that, without the greeting and whoever is greeted; otherwise the sentence as it is.
std::string_view without_greeting(std::string_view sentence);

// Behind a greeting: «Анна, деньги вернутся» without the name.
std::string_view without_name(std::string_view line);

// «С уважением, Анна», "Best regards Ann", and not «с уважением отношусь».
bool is_farewell(std::string_view sentence);
// "Thanks!", "Best," and nothing else: before a name it is a farewell.
bool is_thanks(std::string_view sentence);
// Names alone, each with a capital: "Jane Doe", "[name]".
bool is_names(std::string_view line);
// A rule or two dashes, behind which mail programs set signatures.
bool is_signature_mark(std::string_view line);
// Names, titles, addresses and telephone numbers are short; a question or a postscript is none of them.
bool is_signature(std::string_view sentence);

// What stands behind the first `folded` bytes of a text, as long as it was folded. Folding seldom changes lengths; where it
// does, no letter is cut.
std::string_view behind(std::string_view text, std::size_t folded);

// A word of politeness, folded: please, спасибо. It says nothing of any problem.
bool is_courtesy_word(std::string_view folded);
// Whether a folded word says something of a problem: neither politeness nor a word that every sentence has.
bool tells(std::string_view folded);
// A sentence that only thanks, asks for help or apologizes.
bool is_courtesy(std::string_view sentence);

}  // namespace kb
