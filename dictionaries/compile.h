// Word lists of others into our dictionary files. docs/dictionary-format.md describes the sections.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "dictionaries/opencorpora.h"
#include "dictionaries/russian_derivation.h"
#include "dictionaries/wordnet.h"

namespace kb {

// Words one derivational step apart, both ways: UTF-8, as Lemma::word.
using Derivations = std::map<std::string, std::set<std::string>>;

// Every dictionary form with its tag.
std::vector<RussianLemma> lemmas_of(const OpenCorpora& source);

// The bytes of the file.
std::string compile_russian(const OpenCorpora& source, const Derivations& derivations);
std::string compile_english(const WordNet& source, const Derivations& derivations);

}  // namespace kb
