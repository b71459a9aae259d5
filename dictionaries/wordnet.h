// What Debian's wordnet-base knows of English words: parts of speech, irregular forms, related words.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kb/base/error.h"

namespace kb {

// Words are single, lower case, of a-z, hyphens and apostrophes; the rest of WordNet is left out.
struct WordNet {
    enum Part : std::uint8_t { noun = 1, verb = 2, adjective = 4, adverb = 8 };

    struct Lemma {
        std::string word;
        std::uint8_t parts = 0;            // Part bits
        std::array<unsigned, 4> counts{};  // uses in the tagged corpora as noun, verb, adjective, adverb
        bool operator==(const Lemma&) const = default;
    };
    struct Exception {
        std::string form;
        unsigned part = 0;                // 0 noun, 1 verb, 2 adjective, 3 adverb
        std::vector<std::string> lemmas;  // in the file's order, the likeliest first; never empty
        auto operator<=>(const Exception&) const = default;
    };
    struct Derivation {
        std::string from, to;
        unsigned from_part = 0, to_part = 0;  // numbered as in Exception
        auto operator<=>(const Derivation&) const = default;
    };

    // Each sorted, without repetitions. WordNet states most derivations in both directions.
    std::vector<Lemma> lemmas;
    std::vector<Exception> exceptions;
    std::vector<Derivation> derivations;
};

// Reads index.*, data.{noun,verb,adj}, *.exc and cntlist.rev; the formats are in wndb(5) and cntlist(5).
// A file that is missing, or cut off as far as that can be seen, is an error.
Result<WordNet> read_wordnet(const std::filesystem::path& folder);

}  // namespace kb
