// How hard sentences are to read, by Flesch's formula for English and Oborneva's version of it for Russian.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "kb/check/prose.h"
#include "kb/check/text_words.h"

namespace kb {

struct Readability {
    double ease = 0;  // 100 is easy, 0 very hard; below zero for what officials write
    double words_in_sentence = 0, syllables_in_word = 0;
    std::size_t words = 0;
    std::size_t longest_at = 0, longest = 0;  // where the longest sentence begins in the text, and its words
};

// English: 206.835 - 1.015 · words/sentences - 84.6 · syllables/words (R. Flesch, "A new readability yardstick", Journal of Applied
// Psychology 32, 1948). Russian: 206.835 - 1.3 · words/sentences - 60.1 · syllables/words (И. В. Оборнева, «Автоматизированная оценка
// сложности учебных текстов на основе статистических параметров», Москва, 2006).
// `words` are those of prose.text. Of paragraphs alone: lists, tables and headings are no sentences. Nothing below 100 words, and for other languages.
std::optional<Readability> measure_readability(const Prose& prose, const std::vector<TextWord>& words, std::string_view lang);

// Vowels in Russian; groups of vowels without a silent e in English. At least 1.
std::size_t count_syllables(std::string_view folded_word);

}  // namespace kb
