// The lines of an article that answer: which section, and which words of it to show.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "kb/index/article_record.h"
#include "kb/search/results.h"
#include "kb/search/wanted_words.h"

namespace kb {

// About this many bytes of text are shown.
constexpr std::size_t passage_bytes = 260;

struct Passage {
    std::size_t section = 0;          // of the article; meaningful when the article has sections
    std::vector<Fragment> fragments;  // the text, with what matched apart; empty for an empty article
};

// The section whose heading and text hold most of what is looked for, and the part of its text that holds most
// of it; without any match the beginning of the article.
Passage find_passage(const StoredArticle& article, const WantedWords& wanted);

}  // namespace kb
