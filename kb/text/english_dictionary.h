// English words and their dictionary forms, from WordNet.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
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

    // Calls see(form, part of speech, lemma) for each irregular form; parts are 0 noun, 1 verb, 2 adjective, 3 adverb.
    void each_exception(const std::function<void(std::string_view, std::size_t, std::string_view)>& see) const;

    std::uint64_t checksum() const { return file_.checksum(); }

private:
    DictionaryFile file_;
    WordTable lemmas_, exceptions_, derivations_;
};

}  // namespace kb
