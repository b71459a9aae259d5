// English words and their dictionary forms, from WordNet.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/text/dictionary_file.h"
#include "kb/text/lemma.h"
#include "kb/text/word_table.h"

namespace kb {

// Words are given in lower case. Any number of threads may use one.
class EnglishDictionary {
public:
    static Result<EnglishDictionary> open(const std::filesystem::path& path);

    // By the exceptions and the rules of WordNet's morphy, for every part of speech, the likely before the unlikely;
    // empty for words that it does not have.
    std::vector<Lemma> lemmas(std::string_view word) const;

    // Lemmas one derivational step away: pay → payment.
    std::vector<std::string> derived(std::string_view lemma) const;

    std::uint64_t checksum() const { return file_.checksum(); }

private:
    DictionaryFile file_;
    WordTable lemmas_, exceptions_, derivations_;
};

}  // namespace kb
