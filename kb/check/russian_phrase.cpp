#include "kb/check/russian_phrase.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include "kb/base/letter_case.h"
#include "kb/check/russian_tag.h"
#include "kb/check/text_words.h"

namespace kb {

namespace {

using russian_tag::Family, russian_tag::case_of, russian_tag::family_of, russian_tag::has, russian_tag::number_of;

// A form counts as one of the word when it is meant so more often than not; one of a noun sooner: who lists «чек» writes of
// receipts, and reads «чека» as one though a linchpin is called so. «Данные» are not of «данный».
constexpr double least_share = 0.5, least_share_of_noun = 0.2;
// What the neighbours speak against is nearly out of the question.
constexpr double unlikely = 0.01;

struct Government {
    std::string_view preposition, cases;
};
constexpr std::array<Government, 44> governments = {{
    {"в", "accs loct"}, {"во", "accs loct"}, {"на", "accs loct"}, {"о", "loct"}, {"об", "loct"}, {"обо", "loct"}, {"при", "loct"},
    {"к", "datv"}, {"ко", "datv"}, {"по", "datv"}, {"благодаря", "datv"}, {"согласно", "datv"}, {"вопреки", "datv"},
    {"с", "ablt gent"}, {"со", "ablt gent"}, {"над", "ablt"}, {"под", "ablt accs"}, {"перед", "ablt"}, {"за", "ablt accs"}, {"между", "ablt"},
    {"из", "gent"}, {"от", "gent"}, {"до", "gent"}, {"для", "gent"}, {"без", "gent"}, {"у", "gent"}, {"около", "gent"}, {"после", "gent"},
    {"из-за", "gent"}, {"вместо", "gent"}, {"кроме", "gent"}, {"ради", "gent"}, {"против", "gent"}, {"среди", "gent"}, {"внутри", "gent"},
    {"относительно", "gent"}, {"насчет", "gent"}, {"путем", "gent"}, {"помимо", "gent"}, {"через", "accs"}, {"про", "accs"}, {"сквозь", "accs"},
    {"изо", "gent"}, {"ото", "gent"},
}};

std::string_view cases_after(std::string_view word) {
    const auto found = std::find_if(governments.begin(), governments.end(), [&](const Government& each) { return each.preposition == word; });
    return found == governments.end() ? std::string_view() : found->cases;
}

// Verbs of today inflect like these, whatever the older ones with their ending do: «юзает», «залогиньтесь».
struct VerbModel {
    std::string_view ending, like;
};
constexpr std::array<VerbModel, 4> verb_models = {{{"ать", "делать"}, {"аться", "делаться"}, {"ить", "проверить"}, {"иться", "провериться"}}};

std::string folded_form(const std::string& form) {
    const auto words = words_in(form);
    return words.size() == 1 ? words.front().folded : form;
}

bool is_nominative_plural(std::string_view tag) {
    return has(tag, "plur") && has(tag, "nomn");
}

}  // namespace

RussianPhrase::RussianPhrase(const RussianDictionary& dictionary, std::string_view phrase) : dictionary_(dictionary) {
    for (TextWord& word : words_in(phrase)) {
        std::string written(phrase.substr(word.begin, word.end - word.begin));
        std::string lower = to_lower(written);
        words_.push_back({std::move(written), std::move(lower), std::move(word.folded), Role::fixed, {}, {}, {}});
        part_compound(words_.back());
    }
    choose_roles();
}

std::vector<RussianReading> RussianPhrase::readings_of(std::string_view word) const {
    auto readings = dictionary_.readings(word);
    if (readings.empty()) {
        readings = dictionary_.predict(word);
        add_verb_of_today(word, readings);
        return readings;
    }
    // Verbs that the dictionary has in their old forms only: кличет, and кликает.
    if (dictionary_.tag(readings.front().tag).starts_with("INFN")) {
        auto predicted = dictionary_.predict(word);
        std::move(predicted.begin(), predicted.end(), std::back_inserter(readings));
    }
    return readings;
}

void RussianPhrase::add_verb_of_today(std::string_view word, std::vector<RussianReading>& readings) const {
    for (const VerbModel& model : verb_models) {
        if (!word.ends_with(model.ending)) continue;
        for (RussianReading reading : dictionary_.readings(model.like)) {
            if (!dictionary_.tag(reading.tag).starts_with("INFN")) continue;
            reading.lemma = word;
            readings.push_back(std::move(reading));
        }
    }
}

// Feminine nouns in front inflect along; of the others most stay as they are.
void RussianPhrase::part_compound(Word& word) const {
    const std::size_t hyphen = word.lower.find('-');
    if (hyphen == std::string::npos || word.lower.find('-', hyphen + 1) != std::string::npos || !dictionary_.readings(word.folded).empty()) return;
    const auto is_noun = [this](const std::string& part, std::string_view gender) {
        const auto readings = dictionary_.readings(folded_form(part));
        return std::any_of(readings.begin(), readings.end(), [&](const RussianReading& reading) {
            const std::string_view tag = dictionary_.tag(reading.tag);
            return tag.starts_with("NOUN") && has(tag, "nomn") && has(tag, gender);
        });
    };
    if (!is_noun(word.lower.substr(hyphen + 1), {})) return;
    word.former = word.lower.substr(0, hyphen);
    word.latter = word.lower.substr(hyphen + 1);
    word.former_inflects = is_noun(word.former, "femn");
}

RussianPhrase::Forms RussianPhrase::forms_of(const Word& word, const RussianReading& reading) const {
    if (word.latter.empty()) {
        Forms forms = dictionary_.forms(word.lower, reading);
        // Of a participle its own, and nothing else of the verb.
        const std::string_view tag = dictionary_.tag(reading.tag);
        if (tag.starts_with("PRTF"))
            std::erase_if(forms, [&](const auto& form) {
                const std::string_view its = dictionary_.tag(form.second);
                return !its.starts_with("PRT") || !russian_tag::same_of(its, tag, {"actv", "pssv", "past"});
            });
        return forms;
    }
    Forms forms = dictionary_.forms(word.latter, reading), formers;
    for (const RussianReading& each : dictionary_.readings(folded_form(word.former))) {
        const std::string_view tag = dictionary_.tag(each.tag);
        if (word.former_inflects && formers.empty() && tag.starts_with("NOUN") && has(tag, "nomn")) formers = dictionary_.forms(word.former, each);
    }
    for (auto& [form, number] : forms) {
        const std::string_view tag = dictionary_.tag(number);
        const auto former = std::find_if(formers.begin(), formers.end(), [&](const auto& each) {
            const std::string_view its = dictionary_.tag(each.second);
            return case_of(its) == case_of(tag) && number_of(its) == number_of(tag);
        });
        form = (former == formers.end() ? word.former : former->first) + '-' + form;
    }
    return forms;
}

// «открыть счёт»: the verb alone inflects. «личный кабинет», «кнопка входа»: the first noun, and the adjectives before it.
void RussianPhrase::choose_roles() {
    const auto is_any = [this](const Word& word, auto like) {
        const auto readings = readings_of(word.folded);
        return std::any_of(readings.begin(), readings.end(), [&](const RussianReading& reading) { return like(dictionary_.tag(reading.tag)); });
    };
    if (words_.empty()) return;
    if (words_.size() == 1 || is_any(words_[0], [](std::string_view tag) { return tag.starts_with("INFN"); }))
        return choose_readings(words_[0], Role::head);
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const bool last = i + 1 == words_.size();
        const bool is_adjective = is_any(words_[i], [](std::string_view tag) { return russian_tag::is_adjective(tag) && has(tag, "nomn"); });
        if (is_adjective && !last) continue;
        if (!is_any(words_[i], [](std::string_view tag) { return tag.starts_with("NOUN") && has(tag, "nomn"); })) return;
        choose_readings(words_[i], Role::head);
        for (std::size_t before = 0; before < i; ++before) choose_readings(words_[before], Role::agreeing);
        return;
    }
}

void RussianPhrase::choose_readings(Word& word, Role role) {
    word.role = role;
    auto readings = readings_of(word.latter.empty() ? word.folded : folded_form(word.latter));
    const auto is_adjective = [this](const RussianReading& reading) { return dictionary_.tag(reading.tag).starts_with("ADJF"); };
    const bool has_adjective = std::any_of(readings.begin(), readings.end(), is_adjective);
    for (const bool plural : {false, true}) {
        for (const RussianReading& reading : readings) {
            const std::string_view tag = dictionary_.tag(reading.tag);
            if (has_adjective && tag.starts_with("PRTF")) continue;  // «данный» is no longer of «дать»
            if (words_.size() > 1 && role == Role::head && family_of(tag) != Family::noun && !tag.starts_with("INFN")) continue;
            if (role == Role::agreeing && !russian_tag::is_adjective(tag)) continue;
            const auto forms = forms_of(word, reading);
            const bool is_first = !forms.empty() && folded_form(forms.front().first) == word.folded && (reading.form == 0 || tag.starts_with("PRTF"));
            const bool fits = role == Role::agreeing ? has(tag, "nomn") : plural ? is_nominative_plural(tag) : is_first;
            const bool is_new = std::none_of(word.readings.begin(), word.readings.end(), [&](const RussianReading& known) { return known.paradigm == reading.paradigm; });
            if (fits && is_new) word.readings.push_back(reading);
        }
        if (word.readings.empty()) continue;
        if (role == Role::head) in_plural_ = plural;
        return;
    }
    word.role = Role::fixed;
}

const RussianPhrase::Word* RussianPhrase::head() const {
    const auto found = std::find_if(words_.begin(), words_.end(), [](const Word& word) { return word.role == Role::head; });
    return found == words_.end() ? nullptr : &*found;
}

bool RussianPhrase::is_likely(const Word& word, const std::string& form) const {
    const auto known = dictionary_.readings(form);
    if (known.empty()) return true;  // only this word is spelled so
    const bool of_adjective = std::any_of(word.readings.begin(), word.readings.end(), [this](const RussianReading& ours) { return dictionary_.tag(ours.tag).starts_with("ADJF"); });
    double share = 0, all = 0;
    for (const RussianReading& reading : known) {
        const bool is_ours = std::any_of(word.readings.begin(), word.readings.end(), [&](const RussianReading& ours) {
            return ours.paradigm == reading.paradigm && ours.lemma == reading.lemma;
        });
        // данном is of данный and of дать, which is the same word in the end.
        const bool is_same_root = !is_ours && of_adjective && dictionary_.tag(reading.tag).starts_with("PRT");
        if (is_ours) share += reading.likelihood;
        if (!is_same_root) all += reading.likelihood;
    }
    const bool of_noun = std::any_of(word.readings.begin(), word.readings.end(), [this](const RussianReading& ours) { return family_of(dictionary_.tag(ours.tag)) == Family::noun; });
    return share > all * (of_noun ? least_share_of_noun : least_share);
}

std::vector<std::vector<std::string>> RussianPhrase::forms() const {
    std::vector<std::vector<std::string>> all;
    for (const Word& word : words_) {
        auto& forms = all.emplace_back();
        if (word.role == Role::fixed) forms.push_back(word.folded);
        for (const RussianReading& reading : word.readings) {
            for (const auto& [form, tag] : forms_of(word, reading)) {
                std::string folded = folded_form(form);
                if (words_.size() > 1 || folded == word.folded || is_likely(word, folded)) forms.push_back(std::move(folded));
            }
        }
        std::sort(forms.begin(), forms.end());
        forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
    }
    return all;
}

bool RussianPhrase::agrees_with(std::string_view adjective, std::string_view tag) const {
    for (const RussianReading& reading : readings_of(adjective)) {
        const std::string_view its = dictionary_.tag(reading.tag);
        if (!russian_tag::is_adjective(its) || case_of(its) != case_of(tag) || number_of(its) != number_of(tag)) continue;
        if (number_of(tag) == "plur" || russian_tag::gender_of(its) == russian_tag::gender_of(tag)) return true;
    }
    return false;
}

// All that the head may be there, each by how likely that is.
std::vector<RussianPhrase::Guess> RussianPhrase::read_head(std::span<const std::string_view> found, std::span<const std::string_view> before) const {
    std::vector<Guess> guesses;
    const Word* word = head();
    if (word == nullptr || found.size() != words_.size()) return guesses;
    const std::string_view form = found[static_cast<std::size_t>(word - words_.data())];
    for (const RussianReading& reading : readings_of(form)) {
        const bool is_ours = std::any_of(word->readings.begin(), word->readings.end(), [&](const RussianReading& ours) {
            return ours.paradigm == reading.paradigm && ours.lemma == reading.lemma;
        });
        if (is_ours) guesses.push_back({dictionary_.tag(reading.tag), reading.likelihood});
    }
    if (guesses.empty()) {  // what is predicted of one form need not be of another
        for (const RussianReading& ours : word->readings) {
            for (const auto& [each, tag] : forms_of(*word, ours)) {
                if (folded_form(each) == form) guesses.push_back({dictionary_.tag(tag), 1});
            }
        }
    }
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (words_[i].role != Role::agreeing) continue;
        for (Guess& guess : guesses) guess.weight *= agrees_with(found[i], guess.tag) ? 1 : unlikely;
    }
    weigh_by_neighbours(guesses, before);
    return guesses;
}

void RussianPhrase::weigh_by_neighbours(std::vector<Guess>& guesses, std::span<const std::string_view> before) const {
    std::size_t at = 0;
    const auto likeliest = [this](std::string_view word) {
        const auto readings = dictionary_.readings(word);
        return readings.empty() ? std::string_view() : dictionary_.tag(readings.front().tag);
    };
    for (; at < before.size() && at < 3 && russian_tag::is_adjective(likeliest(before[at])); ++at) {
        for (Guess& guess : guesses) {
            if (family_of(guess.tag) == Family::noun) guess.weight *= agrees_with(before[at], guess.tag) ? 1 : unlikely;
        }
    }
    const std::string_view governor = at < before.size() ? before[at] : std::string_view();
    const std::string_view cases = cases_after(governor), tag = likeliest(governor);
    const bool is_object = family_of(tag) == Family::verb && has(tag, "tran") && !has(tag, "pssv");
    for (Guess& guess : guesses) {
        const std::string_view its = case_of(guess.tag);
        if (family_of(guess.tag) != Family::noun || its.empty()) continue;
        if (!cases.empty()) guess.weight *= has(cases, its) ? 1 : unlikely;
        else if (its == "loct") guess.weight *= unlikely;  // never without a preposition
        if (governor.empty()) guess.weight *= its == "nomn" ? 3 : its == "accs" ? 0.3 : 1;
        else if (is_object && its == "nomn") guess.weight *= 0.1;
        else if (cases.empty() && !is_object && its == "accs") guess.weight *= 0.3;
    }
    // «Откройте» and «вы откроете» are one form of other verbs: посетите.
    const auto is_order = [](const Guess& guess) { return has(guess.tag, "impr"); };
    if (std::none_of(guesses.begin(), guesses.end(), is_order)) return;
    const bool is_told_of_you = std::find(before.begin(), before.end(), "вы") != before.end();
    for (Guess& guess : guesses) {
        if (family_of(guess.tag) == Family::verb && is_order(guess) == is_told_of_you) guess.weight *= unlikely;
    }
}

std::string RussianPhrase::in_form_of(const RussianPhrase& better, std::span<const std::string_view> found,
                                      std::span<const std::string_view> before) const {
    std::map<std::string, double> weights;
    for (const Guess& guess : read_head(found, before)) {
        if (const auto form = better.inflected(guess.tag)) weights[*form] += guess.weight;
    }
    const auto best = std::max_element(weights.begin(), weights.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return best == weights.end() ? better.written() : best->first;
}

std::string RussianPhrase::written() const {
    std::string text;
    for (const Word& word : words_) text += (text.empty() ? "" : " ") + word.written;
    return text;
}

// As the head stands when it is what the tag says of another word; nothing when it cannot be that.
std::optional<std::string> RussianPhrase::inflected(std::string_view tag) const {
    const Word* word = head();
    if (word == nullptr) return {};
    std::string wanted(tag);
    if (in_plural_ && family_of(tag) == Family::noun && number_of(tag) == "sing") wanted.replace(wanted.find("sing"), 4, "plur");
    for (const RussianReading& reading : word->readings) {
        const auto head_form = form_like(*word, reading, wanted, {});
        if (!head_form) continue;
        // Adjectives agree with the head as it is now: its number may be another than wanted.
        std::string head_tag;
        for (const auto& [form, its] : forms_of(*word, reading)) {
            const std::string_view is = dictionary_.tag(its);
            if (form == *head_form && case_of(is) == case_of(wanted) && (head_tag.empty() || number_of(is) == number_of(wanted))) head_tag = is;
        }
        std::string text;
        for (const Word& each : words_) {
            std::optional<std::string> form = each.written;
            if (&each == word) form = spelled_like(each.written, *head_form);
            if (each.role == Role::agreeing) {
                form = form_like(each, each.readings.front(), head_tag, head_tag);
                if (!form) return {};
                form = spelled_like(each.written, *form);
            }
            text += (text.empty() ? "" : " ") + *form;
        }
        return text;
    }
    return {};
}

// The form of a word whose tag says the same as `tag`; an adjective's in agreement with `head_tag` when that is given.
std::optional<std::string> RussianPhrase::form_like(const Word& word, const RussianReading& reading, std::string_view tag, std::string_view head_tag) const {
    const bool agrees = !head_tag.empty();
    const Family family = agrees ? Family::adjective : family_of(dictionary_.tag(reading.tag));
    const bool describes = russian_tag::describes(dictionary_.tag(reading.tag));
    if (!agrees && (describes ? !russian_tag::describes(tag) : family != family_of(tag))) return {};
    const auto forms = forms_of(word, reading);
    const auto find = [&](auto fits) -> std::optional<std::string> {
        std::optional<std::string> found;
        for (const auto& [form, number] : forms) {
            const std::string_view its = dictionary_.tag(number);
            if (has(its, "Arch") || has(its, "Slng") || !fits(its)) continue;
            // загружённый, загруженный: who has both writes the second.
            if (!found || (form == folded_form(form) && form == folded_form(*found))) found = form;
        }
        return found;
    };
    const auto same_case = [&](std::string_view its) { return case_of(its) == case_of(tag) && !has(its, "gen2") && !has(its, "loc2") && !has(its, "acc2") && !has(its, "voct"); };
    const auto same_gender = [&](std::string_view its) { return number_of(tag) == "plur" || russian_tag::gender_of(its) == russian_tag::gender_of(tag); };
    const auto same_life = [&](std::string_view its) {
        const bool matters = case_of(tag) == "accs" && (number_of(tag) == "plur" || russian_tag::gender_of(tag) == "masc");
        return !matters || !(has(its, "anim") || has(its, "inan")) || has(its, "anim") == has(tag, "anim");
    };
    if (family == Family::noun) {
        auto form = find([&](std::string_view its) { return same_case(its) && number_of(its) == number_of(tag); });
        return form ? form : find(same_case);
    }
    if (agrees || russian_tag::is_adjective(tag)) {
        return find([&](std::string_view its) {
            if (agrees || describes ? !russian_tag::is_adjective(its) : its.substr(0, 4) != tag.substr(0, 4)) return false;
            if (!agrees && !describes && tag.starts_with("PRTF") && !russian_tag::same_of(its, tag, {"actv", "pssv", "past"})) return false;
            return same_case(its) && number_of(its) == number_of(tag) && same_gender(its) && same_life(its);
        });
    }
    if (family == Family::other) return word.lower;
    const auto is_short = [](std::string_view its) { return its.starts_with("ADJS") || its.starts_with("PRTS"); };
    if (describes && is_short(tag))
        return find([&](std::string_view its) { return is_short(its) && russian_tag::same_of(its, tag, {"sing", "plur", "masc", "femn", "neut"}); });
    // Short forms, comparatives and verbs. The future of one aspect stands for the present of the other.
    return find([&](std::string_view its) {
        return its.substr(0, 4) == tag.substr(0, 4) &&
               russian_tag::same_of(its, tag, {"sing", "plur", "masc", "femn", "neut", "1per", "2per", "3per", "past", "impr", "incl", "actv", "pssv"});
    });
}

}  // namespace kb
