// One form for all the ways of writing the same letters.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// Unicode NFKC case folding, then: ё is е, stress marks and the accents of Latin letters are dropped, typographic
// apostrophes are dropped. й, ї, ў and the like stay letters of their own. Well-formed UTF-8 in and out.
std::string fold(std::string_view text);

// For folded words: ways of spelling that people mix up become one. э but for the first letter is е (кэшбэк), and a
// doubled consonant is a single one (аккаунт, cancelled).
std::string fold_spelling(std::string_view folded);

// Runs of three or more of a letter cut down to `length` of them: спасибоооо.
std::string cut_runs(std::string_view folded, std::size_t length);

}  // namespace kb
