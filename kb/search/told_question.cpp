#include "kb/search/told_question.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "kb/base/scrub_marks.h"
#include "kb/search/message.h"
#include "kb/text/stop_words.h"
#include "kb/text/token.h"

namespace kb {

namespace {

constexpr std::size_t run_length = 4;
// Numbers of so many digits are somebody's; shorter ones may be of a version or an error.
constexpr std::size_t longest_number = 4;

// What was taken out says nothing.
std::string without_placeholders(std::string_view text) {
    std::string kept(text);
    for (const std::string_view mark : scrub_marks) {
        for (std::size_t at = kept.find(mark); at != std::string::npos; at = kept.find(mark, at)) kept.replace(at, mark.size(), mark.size(), ' ');
    }
    return kept;
}

bool says_what(const Token& token) {
    if (token.is_whole || token.script == Script::other) return false;
    if (token.script == Script::number) return token.folded.size() <= longest_number;
    return !is_stop_word(token.folded);
}

// The lemmas, and the word as written when it has none.
std::vector<ToldWord::Lemma> lemmas_of(const AnalyzedToken& token) {
    std::vector<ToldWord::Lemma> lemmas;
    double squares = 0;
    for (const Term& term : token.terms) {
        if (term.tier != Tier::lemma && token.terms.size() > 1) continue;
        lemmas.push_back({term.hash(), static_cast<float>(term.weight)});
        squares += term.weight * term.weight;
    }
    for (ToldWord::Lemma& lemma : lemmas) lemma.share /= static_cast<float>(std::sqrt(squares));
    return lemmas;
}

// A letter as one byte: those of ASCII as they are, Russian ones from 0x80 on, others share what is left.
void append_letters(std::string& out, std::string_view folded) {
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const auto byte = static_cast<unsigned char>(folded[i]);
        if (byte < 0x80) {
            out += folded[i];
            continue;
        }
        unsigned point = byte & 0x1f;
        for (; i + 1 < folded.size() && (static_cast<unsigned char>(folded[i + 1]) & 0xC0) == 0x80; ++i)
            point = point << 6 | (static_cast<unsigned char>(folded[i + 1]) & 0x3f);
        out += static_cast<char>(point >= 0x430 && point < 0x450 ? 0x80 + (point - 0x430) : 0xA0 + point % 0x60);
    }
}

std::uint32_t run_at(std::string_view letters, std::size_t at) {
    std::uint32_t run = 0;
    for (std::size_t i = 0; i < run_length; ++i) run = run << 8 | static_cast<unsigned char>(letters[at + i]);
    return run;
}

}  // namespace

std::vector<ToldWord> read_told_words(std::string_view message, const Analyzer& analyzer) {
    const std::string text = without_placeholders(message);
    std::vector<ToldWord> words;
    std::map<std::string, std::vector<ToldWord::Lemma>, std::less<>> known;
    std::size_t read = 0, sentence = 0;
    for (const Token& token : tokenize(text)) {
        if (words.size() == most_told_words) break;
        sentence += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(read), text.begin() + static_cast<std::ptrdiff_t>(std::max(read, token.begin)), '\n'));
        read = std::max(read, token.begin);
        if (!says_what(token)) continue;
        auto lemmas = known.find(token.folded);
        if (lemmas == known.end()) lemmas = known.emplace(token.folded, lemmas_of(analyzer.analyze(token))).first;
        words.push_back({text.substr(token.begin, token.end - token.begin), token.folded, lemmas->second, sentence});
    }
    return words;
}

std::string letters_of(const std::vector<ToldWord>& words) {
    std::string letters = " ";
    for (const ToldWord& word : words) {
        append_letters(letters, word.folded);
        letters += ' ';
        if (letters.size() >= most_told_letters) break;
    }
    letters.resize(std::min(letters.size(), most_told_letters));
    return letters;
}

std::vector<ToldWord::Lemma> lemmas_of(const std::vector<ToldWord>& words) {
    std::map<std::uint32_t, float> shares;
    for (const ToldWord& word : words) {
        for (const ToldWord::Lemma& lemma : word.lemmas) shares[lemma.hash] = std::max(shares[lemma.hash], lemma.share);
    }
    std::vector<ToldWord::Lemma> lemmas;
    for (const auto& [hash, share] : shares) lemmas.push_back({hash, share});
    return lemmas;
}

ToldQuestion read_told_question(std::string_view subject, std::string_view message, const Analyzer& analyzer) {
    const auto words = read_told_words(read_message(subject, message), analyzer);
    return {lemmas_of(words), letters_of(words)};
}

LetterGrams::LetterGrams(std::string_view letters) {
    std::size_t places = 16;
    while (places < 2 * letters.size()) places *= 2;
    runs_.resize(places);
    for (std::size_t at = 0; at + run_length <= letters.size(); ++at) ++times_of(run_at(letters, at));
    double squares = 0;
    for (const Run& run : runs_) squares += static_cast<double>(run.times) * run.times;
    norm_ = std::sqrt(squares);
}

std::uint32_t& LetterGrams::times_of(std::uint32_t run) {
    std::size_t place = (run * 2654435769u) & (runs_.size() - 1);
    while (runs_[place].letters != run && runs_[place].letters != 0) place = (place + 1) & (runs_.size() - 1);
    runs_[place].letters = run;
    return runs_[place].times;
}

double LetterGrams::likeness(const LetterGrams& other) const {
    if (norm_ <= 0 || other.norm_ <= 0) return 0;
    double both = 0;
    for (const Run& run : other.runs_) {
        if (run.times == 0) continue;
        std::size_t place = (run.letters * 2654435769u) & (runs_.size() - 1);
        while (runs_[place].letters != run.letters && runs_[place].letters != 0) place = (place + 1) & (runs_.size() - 1);
        both += static_cast<double>(run.times) * runs_[place].times;
    }
    return both / (norm_ * other.norm_);
}

}  // namespace kb
