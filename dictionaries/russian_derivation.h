// Pairs of Russian words one derivational step apart: решить ~ решать, проверить ~ проверка.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/base/error.h"

namespace kb {

struct RussianLemma {
    std::string word;  // lower case, ё written
    std::string tag;   // of OpenCorpora: "INFN,perf,tran", "NOUN,inan,femn sing,nomn"
};

// One line of russian_derivation_rules.tsv; its header says what the columns mean. Words are held with е for ё.
struct DerivationRule {
    enum class Kind { pair, prefixes, not_words, not_root };
    enum class Stem {
        any,
        prefixed,  // prefixes, then `shortest_root` letters or more
        prefix     // nothing but prefixes: the endings hold the whole root
    };
    struct WordClass {
        std::vector<std::string> wanted, unwanted;  // grammemes
    };

    Kind kind = Kind::pair;
    WordClass from, to;
    std::string from_ending, to_ending;
    std::size_t shortest_stem = 0;  // letters
    Stem stem = Stem::any;
    std::size_t shortest_root = 0;
    std::string after, not_after;    // the letters that the stem may, may not end in; empty: any
    bool o_becomes_a = false;        // the last vowel of the stem may change from о to а
    std::string word;                // not_words: the first word; "*" stands for any
    std::vector<std::string> words;  // prefixes; not_words: the second words
};

Result<std::vector<DerivationRule>> parse_derivation_rules(std::string_view path, std::string_view text);

// Sorted, without repetitions, as the lemmas are written. A reflexive verb pairs with a reflexive verb, and with the
// noun that its plain verb has.
std::vector<std::pair<std::string, std::string>> derive(const std::vector<RussianLemma>& lemmas,
                                                        const std::vector<DerivationRule>& rules);

}  // namespace kb
