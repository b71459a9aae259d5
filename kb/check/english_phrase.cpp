#include "kb/check/english_phrase.h"

#include <algorithm>
#include <array>

#include "kb/check/text_words.h"

namespace kb {

namespace {

// The past is spelled as the present, so that no list of irregular forms has it.
constexpr std::array<std::string_view, 22> unchanged = {"bet", "burst", "cast", "cost", "cut", "fit", "forecast", "hit", "hurt", "input", "let",
                                                        "output", "put", "quit", "read", "reset", "set", "shut", "split", "spread", "thrust", "upset"};
// What follows a verb and belongs to it.
constexpr std::array<std::string_view, 19> particles = {"in", "out", "up", "off", "on", "down", "with", "to", "for", "from",
                                                        "at", "by", "over", "away", "back", "into", "through", "about", "ahead"};

template <class List>
bool contains(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_vowel(char letter) {
    return std::string_view("aeiou").find(letter) != std::string_view::npos;
}

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [word](std::string_view ending) { return word.ends_with(ending); });
}

bool ends_in_consonant_y(std::string_view word) {
    return word.size() > 1 && word.back() == 'y' && !is_vowel(word[word.size() - 2]);
}

// stop: one syllable that is short and closed.
bool doubles(std::string_view word) {
    if (word.size() < 3 || is_vowel(word.back()) || std::string_view("wxy").find(word.back()) != std::string_view::npos) return false;
    const std::string_view start = word.substr(0, word.size() - 2);
    return is_vowel(word[word.size() - 2]) && std::none_of(start.begin(), start.end(), is_vowel) && std::any_of(start.begin(), start.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string regular(const std::string& word, EnglishForm form) {
    const std::string cut = word.substr(0, word.size() - 1);
    switch (form) {
        case EnglishForm::base: return word;
        case EnglishForm::s:
            if (ends_in_consonant_y(word)) return cut + "ies";
            return word + (ends_with_any(word, {"s", "x", "z", "ch", "sh"}) ? "es" : "s");
        case EnglishForm::ed:
            if (contains(unchanged, word)) return word;
            if (ends_in_consonant_y(word)) return cut + "ied";
            if (word.back() == 'e') return word + "d";
            return word + (doubles(word) ? std::string(1, word.back()) : "") + "ed";
        case EnglishForm::ing:
            if (word.ends_with("ie")) return word.substr(0, word.size() - 2) + "ying";
            if (word.back() == 'e' && !ends_with_any(word, {"ee", "oe", "ye"})) return cut + "ing";
            return word + (doubles(word) ? std::string(1, word.back()) : "") + "ing";
    }
    return word;
}

}  // namespace

EnglishForms::EnglishForms(const EnglishDictionary& dictionary) : dictionary_(dictionary) {
    constexpr std::size_t noun = 0, verb = 1;
    dictionary.each_exception([this](std::string_view form, std::size_t part, std::string_view lemma) {
        if (part == noun) plurals_[std::string(lemma)].emplace_back(form);
        if (part == verb) verbs_[std::string(lemma)].emplace_back(form);
    });
}

std::vector<std::string> EnglishForms::forms(const std::string& word, EnglishForm form) const {
    std::vector<std::string> found;
    if (word.empty() || form == EnglishForm::base) return {word};
    const auto& irregular = form == EnglishForm::s ? plurals_ : verbs_;
    if (const auto known = irregular.find(word); known != irregular.end()) {
        for (const std::string& each : known->second) {
            const bool is_ing = each.ends_with("ing"), is_s = each.ends_with('s');
            if (form == EnglishForm::s ? true : form == EnglishForm::ing ? is_ing : !is_ing && !is_s) found.push_back(each);
        }
    }
    if (found.empty()) found.push_back(regular(word, form));
    std::sort(found.begin(), found.end());
    return found;
}

std::string EnglishForms::form(const std::string& word, EnglishForm form) const {
    const auto all = forms(word, form);
    if (all.size() == 1) {
        // came, ran: the participle is the word itself, which no list names.
        const bool may_be_participle = form == EnglishForm::ed && ends_with_any(word, {"come", "run"});
        return may_be_participle ? word : all.front();
    }
    // Plurals of two kinds (formulas, formulae), two spellings of one form (cancelled, canceled): the regular one.
    const std::string plain = regular(word, form);
    if (contains(all, plain)) return plain;
    return form == EnglishForm::ed ? word : all.front();
}

bool EnglishForms::is_likely(const std::string& word, const std::string& form) const {
    const auto lemmas = dictionary_.lemmas(form);
    if (lemmas.empty() || form == word) return true;
    const auto ours = std::find_if(lemmas.begin(), lemmas.end(), [&](const Lemma& lemma) { return lemma.word == word; });
    return ours != lemmas.end() && ours->likelihood >= 0.5;
}

EnglishPhrase::EnglishPhrase(const EnglishForms& forms, std::string_view phrase) : forms_(forms) {
    for (TextWord& word : words_in(phrase)) words_.push_back({std::string(phrase.substr(word.begin, word.end - word.begin)), std::move(word.folded)});
}

// The last word, or the one before "of".
std::size_t EnglishPhrase::noun_place() const {
    for (std::size_t i = 1; i < words_.size(); ++i) {
        if (words_[i].folded == "of") return i - 1;
    }
    return words_.empty() ? 0 : words_.size() - 1;
}

bool EnglishPhrase::is_verb() const {
    return words_.size() > 1 && contains(particles, words_.back().folded);
}

std::vector<std::vector<std::string>> EnglishPhrase::forms() const {
    std::vector<std::vector<std::string>> all;
    for (std::size_t place = 0; place < words_.size(); ++place) {
        const std::string& word = words_[place].folded;
        auto& forms = all.emplace_back(1, word);
        const auto add = [&](EnglishForm form) {
            for (std::string& each : forms_.forms(word, form)) {
                if (words_.size() > 1 || forms_.is_likely(word, each)) forms.push_back(std::move(each));
            }
        };
        // Function words begin phrases that do not inflect: "in order to".
        const bool inflects = word.size() > 2;
        if (inflects && place == noun_place() && !contains(particles, word)) add(EnglishForm::s);
        if (inflects && place == 0) {
            for (const EnglishForm form : {EnglishForm::s, EnglishForm::ed, EnglishForm::ing}) add(form);
        }
    }
    return all;
}

EnglishForm EnglishPhrase::form_of(std::size_t place, std::string_view found) const {
    const std::string& word = words_[place].folded;
    if (found == word) return EnglishForm::base;
    for (const EnglishForm form : {EnglishForm::s, EnglishForm::ing, EnglishForm::ed}) {
        if (contains(forms_.forms(word, form), found)) return form;
    }
    return EnglishForm::base;
}

std::string EnglishPhrase::in_form_of(const EnglishPhrase& better, std::span<const std::string_view> found) const {
    EnglishForm form = EnglishForm::base;
    bool at_first = false;
    for (std::size_t i = 0; i < std::min(found.size(), words_.size()) && form == EnglishForm::base; ++i) {
        form = form_of(i, found[i]);
        at_first = i == 0 && words_.size() > 1;
    }
    const bool is_verb = form == EnglishForm::ed || form == EnglishForm::ing || at_first || better.is_verb();
    const std::size_t place = is_verb ? 0 : better.noun_place();
    std::string text;
    for (std::size_t i = 0; i < better.words_.size(); ++i) {
        const Word& word = better.words_[i];
        const std::string inflected = i == place && form != EnglishForm::base ? spelled_like(word.written, forms_.form(word.folded, form)) : word.written;
        text += (i == 0 ? "" : " ") + inflected;
    }
    return text;
}

}  // namespace kb
