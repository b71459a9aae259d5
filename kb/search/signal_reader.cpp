#include "kb/search/signal_reader.h"

#include <algorithm>

#include "kb/search/ranking.h"
#include "kb/search/text_reading.h"

namespace kb {

namespace {

// Each costs about what a title costs.
constexpr std::size_t most_questions = 30;

float& at(Signals& signals, Signal signal) {
    return signals[static_cast<std::size_t>(signal)];
}

}  // namespace

SignalReader::SignalReader(const Query& query, const std::vector<WordFrequency>& frequencies) : asked_(query, frequencies) {
    if (asked_.empty()) return;
    for (std::uint32_t i = 0; i < query.words.size() && i < max_query_words; ++i)
        letters_.add(query.words[i].typed, asked_[i].share + ranking::asking_letters * asked_[i].asking);
}

float SignalReader::words(double candidate_score) const {
    return asked_.empty() ? 0 : static_cast<float>(candidate_score / asked_.weight() / (ranking::bm25_k1 + 1));
}

Signals SignalReader::read(const StoredArticle& article, double candidate_score) const {
    Signals signals{};
    if (asked_.empty()) return signals;
    const ArticleMatches matches(article, asked_.wanted());
    at(signals, Signal::words) = words(candidate_score);
    read_names(article, matches, signals);
    read_text(article, matches, signals);
    return signals;
}

// The title, or the customers' question that says more of the same.
void SignalReader::read_names(const StoredArticle& article, const ArticleMatches& matches, Signals& signals) const {
    LineReading name = read_line(asked_, matches, article.title_words, article.title.size());
    float letters = letters_.overlap(article.title);
    const std::size_t questions = std::min(article.questions.size(), most_questions);
    for (std::size_t i = 0; i < questions; ++i) {
        const LineReading question = read_line(asked_, matches, article.question_words[i], article.questions[i].size());
        if (question.sameness() > name.sameness()) name = question;
        letters = std::max(letters, letters_.overlap(article.questions[i]));
    }
    at(signals, Signal::name_share) = name.share;
    at(signals, Signal::name_asking) = name.asking;
    at(signals, Signal::name_letters) = letters;
}

void SignalReader::read_text(const StoredArticle& article, const ArticleMatches& matches, Signals& signals) const {
    TextReading text(asked_);
    float heading = 0;
    if (matches.any()) {
        // A name of two words stands side by side in the title first of all.
        text.read(matches, article.title_words, article.title);
        for (const StoredSection& section : article.sections) {
            heading = std::max(heading, read_line(asked_, matches, section.heading_words, section.heading.size()).sameness());
            text.read(matches, section.text_words, section.text);
        }
    }
    at(signals, Signal::near) = text.near();
    at(signals, Signal::lead) = text.lead();
    at(signals, Signal::line) = std::max(heading, text.line());
}

}  // namespace kb
