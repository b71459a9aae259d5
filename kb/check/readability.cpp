#include "kb/check/readability.h"

#include <algorithm>
#include <array>
#include <vector>

#include "kb/check/text_words.h"

namespace kb {

namespace {

// Of fewer words a score says little.
constexpr std::size_t fewest_words = 100;

struct Formula {
    std::string_view lang;
    double sentence, word;
};
constexpr std::array<Formula, 2> formulas = {{{"en", 1.015, 84.6}, {"ru", 1.3, 60.1}}};
constexpr double easiest = 206.835;

constexpr std::array<std::string_view, 22> abbreviations = {"т", "е", "д", "п", "г", "гг", "см", "рис", "стр", "руб", "др", "пр", "тыс", "млн", "ул", "им",
                                                            "e", "g", "i", "etc", "vs", "no"};

bool is_word_of(std::string_view folded, std::string_view lang) {
    const auto first = static_cast<unsigned char>(folded.front());
    return lang == "ru" ? first >= 0xD0 && first <= 0xD1 : first >= 'a' && first <= 'z';
}

// Whether a sentence ends between two words.
bool ends_sentence(std::string_view between, std::string_view before) {
    const std::size_t end = between.find_first_of(".!?");
    const bool ellipsis = between.find("…") != std::string_view::npos;
    if (ellipsis) return true;
    if (end == std::string_view::npos) return false;
    if (between[end] != '.') return true;
    // A point without a blank behind it stands within something: 1.5, example.com.
    const std::size_t behind = between.find_first_not_of(".\"')*_", end);
    if (behind == std::string_view::npos) return false;
    return std::find(abbreviations.begin(), abbreviations.end(), before) == abbreviations.end();
}

class Meter {
public:
    Meter(const Prose& prose, const std::vector<TextWord>& words, std::string_view lang) : text_(prose.text), words_(words), lang_(lang) {
        std::size_t begin = 0, at = 0;
        for (std::size_t i = 0; i < prose.lines.size(); ++i) {
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            const bool is_prose = prose.lines[i] == Prose::Line::paragraph;
            if (is_prose && !(i > 0 && prose.lines[i - 1] == Prose::Line::paragraph)) begin = at;
            if (is_prose && !(i + 1 < prose.lines.size() && prose.lines[i + 1] == Prose::Line::paragraph)) read_paragraph(begin, end);
            at = end + 1;
        }
    }

    std::optional<Readability> result(const Formula& formula) {
        if (found_.words < fewest_words || sentences_ == 0) return {};
        const auto words = static_cast<double>(found_.words);
        found_.words_in_sentence = words / static_cast<double>(sentences_);
        found_.syllables_in_word = static_cast<double>(syllables_) / words;
        found_.ease = easiest - formula.sentence * found_.words_in_sentence - formula.word * found_.syllables_in_word;
        return found_;
    }

private:
    // Paragraphs come from front to back, and so do their words.
    void read_paragraph(std::size_t begin, std::size_t end) {
        while (next_ < words_.size() && words_[next_].begin < begin) ++next_;
        std::size_t count = 0, first = 0;
        for (; next_ < words_.size() && words_[next_].end <= end; ++next_) {
            const TextWord& word = words_[next_];
            if (!word.in_name && is_word_of(word.folded, lang_)) {
                if (count == 0) first = word.begin;
                ++count;
                syllables_ += count_syllables(word.folded);
            }
            const bool last = next_ + 1 == words_.size() || words_[next_ + 1].end > end;
            if (!last && !ends_sentence(text_.substr(word.end, words_[next_ + 1].begin - word.end), word.folded)) continue;
            end_sentence(count, first);
            count = 0;
        }
    }

    void end_sentence(std::size_t count, std::size_t first) {
        if (count == 0) return;
        ++sentences_;
        found_.words += count;
        if (count <= found_.longest) return;
        found_.longest = count;
        found_.longest_at = first;
    }

    std::string_view text_;
    const std::vector<TextWord>& words_;
    std::string_view lang_;
    std::size_t next_ = 0;  // the word to go on with
    Readability found_;
    std::size_t sentences_ = 0, syllables_ = 0;
};

std::size_t count_russian(std::string_view word) {
    // The second bytes of their letters: а е и о behind D0, у ы э ю я ё behind D1.
    constexpr std::string_view first = "\xB0\xB5\xB8\xBE", second = "\x83\x8B\x8D\x8E\x8F\x91";
    std::size_t count = 0;
    for (std::size_t i = 0; i + 1 < word.size(); ++i) {
        const auto lead = static_cast<unsigned char>(word[i]);
        if (lead == 0xD0) count += first.find(word[i + 1]) != std::string_view::npos ? 1 : 0;
        if (lead == 0xD1) count += second.find(word[i + 1]) != std::string_view::npos ? 1 : 0;
    }
    return count;
}

std::size_t count_english(std::string_view word) {
    const auto is_vowel = [](char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; };
    std::size_t count = 0;
    for (std::size_t i = 0; i < word.size(); ++i) count += is_vowel(word[i]) && (i == 0 || !is_vowel(word[i - 1])) ? 1 : 0;
    const bool after_consonant = word.size() > 2 && !is_vowel(word[word.size() - 2]);
    const bool keeps_e = word.ends_with("le") && word.size() > 2 && !is_vowel(word[word.size() - 3]);
    if (word.ends_with('e') && after_consonant && !keeps_e) --count;
    const bool silent_ed = word.ends_with("ed") && word.size() > 3 && !is_vowel(word[word.size() - 3]) && word[word.size() - 3] != 't' && word[word.size() - 3] != 'd';
    if (silent_ed && count > 1) --count;
    return count;
}

}  // namespace

std::size_t count_syllables(std::string_view word) {
    if (word.empty()) return 1;
    const bool is_ascii = static_cast<unsigned char>(word.front()) < 0x80;
    return std::max<std::size_t>(1, is_ascii ? count_english(word) : count_russian(word));
}

std::optional<Readability> measure_readability(const Prose& prose, const std::vector<TextWord>& words, std::string_view lang) {
    const auto formula = std::find_if(formulas.begin(), formulas.end(), [lang](const Formula& each) { return each.lang == lang; });
    return formula == formulas.end() ? std::nullopt : Meter(prose, words, lang).result(*formula);
}

}  // namespace kb
