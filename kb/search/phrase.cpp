#include "kb/search/phrase.h"

#include <algorithm>

namespace kb {

namespace {

class PhraseFinder {
public:
    PhraseFinder(const StoredArticle& article, const Phrase& phrase) : size_(phrase.size()) {
        for (const std::vector<Term>& terms : phrase) {
            std::vector<std::uint32_t> keys;
            for (const Term& term : terms) keys.push_back(term.hash());
            std::vector<bool>& is_meant = meant_.emplace_back(article.words.size());
            for (std::size_t word = 0; word < article.words.size(); ++word) {
                article.words[word].each([&](std::uint32_t key) {
                    if (std::find(keys.begin(), keys.end(), key) != keys.end()) is_meant[word] = true;
                });
            }
        }
    }

    bool is_in(std::string_view encoded_words, std::size_t size) {
        words_.clear();
        std::uint32_t begin = 0, end = 0;
        each_word(encoded_words, size, [&](const StoredWord& word) {
            // What begins within the word before is a part of it: the parts count, not the whole.
            if (!words_.empty() && word.begin < end && word.begin >= begin) words_.pop_back();
            words_.push_back(word.word);
            begin = word.begin;
            end = word.end;
        });
        for (std::size_t at = 0; at + size_ <= words_.size(); ++at) {
            if (begins_at(at)) return true;
        }
        return false;
    }

private:
    bool begins_at(std::size_t at) const {
        for (std::size_t i = 0; i < size_; ++i) {
            const std::uint32_t word = words_[at + i];
            if (word >= meant_[i].size() || !meant_[i][word]) return false;
        }
        return true;
    }

    std::size_t size_;
    std::vector<std::vector<bool>> meant_;  // by word of the phrase, then of the article
    std::vector<std::uint32_t> words_;      // of the text that is looked at
};

}  // namespace

bool has_phrase(const StoredArticle& article, const Phrase& phrase) {
    PhraseFinder finder(article, phrase);
    if (finder.is_in(article.title_words, article.title.size())) return true;
    if (finder.is_in(article.description_words, article.description.size())) return true;
    for (std::size_t i = 0; i < article.questions.size(); ++i) {
        if (finder.is_in(article.question_words[i], article.questions[i].size())) return true;
    }
    for (std::size_t i = 0; i < article.tags.size(); ++i) {
        if (finder.is_in(article.tag_words[i], article.tags[i].size())) return true;
    }
    return std::any_of(article.sections.begin(), article.sections.end(), [&](const StoredSection& section) {
        return finder.is_in(section.heading_words, section.heading.size()) || finder.is_in(section.text_words, section.text.size());
    });
}

}  // namespace kb
