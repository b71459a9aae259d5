#include "kb/check/avoided_words.h"

#include <algorithm>

namespace kb {

namespace {

// Words before a phrase that may tell its case.
constexpr std::size_t looked_back = 4;

bool is_russian(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xD0 && static_cast<unsigned char>(c) <= 0xD1; });
}

std::string folded(std::string_view phrase) {
    std::string all;
    for (const TextWord& word : words_in(phrase)) all += (all.empty() ? "" : " ") + word.folded;
    return all;
}

}  // namespace

AvoidedWords::AvoidedWords(std::shared_ptr<const Dictionaries> dictionaries, std::vector<AvoidedTerm> terms)
    : dictionaries_(std::move(dictionaries)), terms_(std::move(terms)) {
    if (!terms_.empty()) english_forms_ = std::make_unique<EnglishForms>(dictionaries_->english);
    for (const AvoidedTerm& term : terms_) {
        for (const std::string& avoid : term.avoid) add(term, avoid);
    }
    // Afterwards, so that of two phrases alike the one to avoid counts.
    for (const AvoidedTerm& term : terms_) allow(term);
}

void AvoidedWords::add(const AvoidedTerm& term, const std::string& avoid) {
    if (!is_words_only(avoid)) return literal_entries_.push_back({&term, avoid});
    Entry entry;
    entry.term = &term;
    if (folded(avoid) == folded(term.use)) entry.exactly = avoid;
    std::vector<std::vector<std::string>> forms;
    if (is_russian(avoid)) {
        entry.russian = std::make_unique<RussianPhrase>(dictionaries_->russian, avoid);
        if (is_russian(term.use) && is_words_only(term.use)) entry.russian_use = std::make_unique<RussianPhrase>(dictionaries_->russian, term.use);
        forms = entry.russian->forms();
    } else {
        entry.english = std::make_unique<EnglishPhrase>(*english_forms_, avoid);
        if (!is_russian(term.use) && is_words_only(term.use)) entry.english_use = std::make_unique<EnglishPhrase>(*english_forms_, term.use);
        forms = entry.english->forms();
    }
    matcher_.add(forms);
    entries_.push_back(std::move(entry));
}

// «номер» is no slip within «номер телефона» when that is the better phrase.
void AvoidedWords::allow(const AvoidedTerm& term) {
    if (words_in(term.use).size() < 2) return;
    matcher_.add(is_russian(term.use) ? RussianPhrase(dictionaries_->russian, term.use).forms() : EnglishPhrase(*english_forms_, term.use).forms());
    entries_.emplace_back();
}

std::string AvoidedWords::better_for(const Entry& entry, std::string_view text, const std::vector<TextWord>& words, const PhraseMatch& match) const {
    if (!entry.exactly.empty() || entry.term->use.empty()) return entry.term->use;
    std::vector<std::string_view> found, before;
    for (std::size_t i = match.first; i <= match.last; ++i) found.push_back(words[i].folded);
    for (std::size_t i = match.first; i > 0 && before.size() < looked_back; --i) {
        const std::string_view gap = text.substr(words[i - 1].end, words[i].begin - words[i - 1].end);
        const bool begins_name = gap.ends_with('*') && with_capitals_of(text.substr(words[i].begin, words[i].end - words[i].begin), "a") == "A";
        if (!is_plain_gap(gap) || begins_name) break;
        before.push_back(words[i - 1].folded);
    }
    std::string better = entry.term->use;
    if (entry.russian && entry.russian_use) better = entry.russian->in_form_of(*entry.russian_use, found, before);
    if (entry.english && entry.english_use) better = entry.english->in_form_of(*entry.english_use, found);
    const std::string_view written = text.substr(words[match.first].begin, words[match.last].end - words[match.first].begin);
    // Capitals that terms.yaml has, too, are the word's own.
    const auto& avoid = entry.term->avoid;
    return std::find(avoid.begin(), avoid.end(), written) != avoid.end() ? better : with_capitals_of(written, std::move(better));
}

std::vector<AvoidedWord> AvoidedWords::find(std::string_view text, const std::vector<TextWord>& words, std::string_view lang) const {
    const auto counts = [&](const AvoidedTerm* term) { return term != nullptr && (term->lang.empty() || term->lang == lang); };
    std::vector<AvoidedWord> found;
    for (const LiteralEntry& entry : literal_entries_) {
        if (!counts(entry.term)) continue;
        for (const auto& [begin, end] : literal_places(text, entry.phrase)) {
            if (text.substr(begin, end - begin) != entry.term->use) found.push_back({begin, end, entry.term->use, entry.term});
        }
    }
    for (const PhraseMatch& match : matcher_.find(text, words)) {
        const Entry& entry = entries_[match.phrase];
        if (!counts(entry.term)) continue;
        const std::size_t begin = words[match.first].begin, end = words[match.last].end;
        if (!entry.exactly.empty() && text.substr(begin, end - begin) != entry.exactly) continue;
        found.push_back({begin, end, better_for(entry, text, words, match), entry.term});
    }
    std::stable_sort(found.begin(), found.end(), [](const AvoidedWord& a, const AvoidedWord& b) { return a.begin < b.begin; });
    return found;
}

}  // namespace kb
