// What is wrong with one file by itself: its words, its secrets, what its front matter lacks.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/parse.h"
#include "kb/check/avoided_words.h"
#include "kb/check/personal_data.h"
#include "kb/check/phrases.h"
#include "kb/check/places.h"
#include "kb/check/prose.h"
#include "kb/check/switches.h"
#include "kb/check/terms.h"

namespace kb {

// What its findings depend on besides the file.
struct FileCheckerOptions {
    std::shared_ptr<const Dictionaries> dictionaries;
    std::vector<AvoidedTerm> terms;
    std::vector<OffPuttingPhrase> phrases;  // besides built_in_phrases()
    OwnContacts own;
    std::map<std::string, double, std::less<>> reading_ease;  // see CheckSettings

    // Options that find the same have the same id.
    std::string id() const;
};

// Any number of threads may use one. Time grows with the length of the text.
class FileChecker {
public:
    explicit FileChecker(FileCheckerOptions options);

    struct Findings {
        std::vector<Problem> problems;  // as if nothing were switched off
        std::vector<LineSwitch> switches;
    };
    // `text` as normalize_text() makes it.
    Findings check(const ParsedArticle& parsed, std::string_view text) const;
    // A file that is no article, but whose words are shown: what others include, a template, a category, a text to download.
    Findings check_words(std::string_view path, std::string_view lang, std::string_view text) const;

private:
    void check_fields(const ParsedArticle& parsed, std::vector<Problem>& problems) const;
    void check_wording(const Prose& prose, const std::vector<TextWord>& words, std::string_view lang, std::string_view text, const TextPlaces& places, std::vector<Problem>& problems) const;
    void check_readability(const Prose& prose, const std::vector<TextWord>& words, std::string_view lang, const TextPlaces& places, std::vector<Problem>& problems) const;
    void check_privacy(std::string_view text, const TextPlaces& places, std::vector<Problem>& problems) const;

    FileCheckerOptions options_;
    AvoidedWords avoided_;
    OffPuttingPhrases phrases_;
};

// Below it prose is hard to read, unless the site says otherwise; nothing for languages without a formula.
constexpr double hard_english = 10, hard_russian = -10;

}  // namespace kb
