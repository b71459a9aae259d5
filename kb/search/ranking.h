// The weights of the ranking, all in one place.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "kb/search/signals.h"

namespace kb::ranking {

// BM25 (Robertson, Zaragoza 2009). Long reference pages answer as often as short ones, so
// length is normalised less than usual; the other parameters stand where real questions over twelve collections
// were answered best, and change little around.
constexpr double bm25_k1 = 1.2;
constexpr double bm25_b = 0.6;

// A word as typed says a little more than another form of it.
constexpr double exact_weight = 0.25;
// All words together that are derived from it: оплатить, оплата.
constexpr double derived_weight = 0.5;
// What the site, or the table of abbreviations, calls the same.
constexpr double synonym_weight = 0.8;
// Words of the same stem, looked for only when no article has the word itself: a stem joins what does not belong together
// (почта, почти).
constexpr double recall_weight = 0.2;
// A word that is typed again counts again, up to so often.
constexpr unsigned most_repetitions = 4;
// Writers put what an article is about into its title, customers' words into its questions.
constexpr double title_weight = 0.15;
constexpr double question_weight = 0.5;

// An article in another language than the one asked for.
constexpr double other_language_factor = 0.6;

// Best matches that are looked at again; paging leads through them.
constexpr std::size_t candidates = 100;
// Articles with all words of a phrase, of which those are kept that have them side by side.
constexpr std::size_t phrase_candidates = 1000;

// Which section a hit leads to: a word in its heading counts as this many in its text. Less than one: a section
// that only names the word has no line to show for it.
constexpr double section_heading_weight = 0.7;

// Of the candidates so many are measured by their signals.
constexpr std::size_t measured = 40;

// Words that say how is asked, beside those that say what, when titles are compared letter by letter.
constexpr double asking_letters = 0.4;

struct Weight {
    Signal signal;
    std::string_view name;  // as `explain` prints it
    double weight;
    double gain;  // nDCG@10 lost without it, the others as they are: the mean over twelve collections
    std::string_view reason;
};

// What makes an article the right one. The score is the sum of the signals, each times its weight. Found by
// bench/ranking_tune.cpp, which also tells the gains; one table for all collections. That a title says just what is
// asked needs no row: the best line of an article may be its title.
constexpr std::array<Weight, signal_count> weights = {{
    {Signal::words, "words of the query in the article", 2.6, 0.0130, "rare words tell more than common ones, often more than once, and long articles have more of every word"},
    {Signal::name_share, "of the title, how much is asked for", 0.5, 0.0028, "a title that says more is about something else"},
    {Signal::name_asking, "title or question asks in the same way", 1.2, 0.0010, "what is, how much and why tell questions apart"},
    {Signal::name_letters, "title or question has the same letters", 0.65, 0.0023, "other forms and misspelt words, which no dictionary joins"},
    {Signal::near, "words side by side in title or text", 2.5, 0.0118, "words that are asked for together belong together"},
    {Signal::lead, "words in the title and the first lines", 0.95, 0.0061, "texts begin with what they are about"},
    {Signal::line, "one line, title or heading says just that", 1.6, 0.0050, "a section or an item that answers just this"},
}};

consteval bool weights_are_in_order() {
    for (std::size_t i = 0; i < signal_count; ++i) {
        if (weights[i].signal != static_cast<Signal>(i) || weights[i].weight < 0) return false;
    }
    return true;
}
static_assert(weights_are_in_order(), "one row for each signal, in their order, and no weight below 0");

constexpr double weight_of(Signal signal) {
    return weights[static_cast<std::size_t>(signal)].weight;
}

constexpr double score(const Signals& signals) {
    double sum = 0;
    for (std::size_t i = 0; i < signal_count; ++i) sum += weights[i].weight * signals[i];
    return sum;
}

}  // namespace kb::ranking
