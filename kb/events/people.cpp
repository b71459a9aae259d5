#include "kb/events/people.h"

#include <algorithm>
#include <array>

namespace kb::scrubbing {

namespace {

// What people say before their names, in lower case, and what has to follow.
enum class Manner {
    capitals,      // names with capitals
    any_letters,   // the first name in small letters, too
    small_at_end,  // the same, when the sentence ends there or goes on with "and": "my name is wrong on the card"
    two,           // two names, or one that something sets apart: "I'm Jane Doe", "I'm Jane, …"
    last,          // names alone, at the end of a line: "Best, Anna"
};
struct Introduction {
    std::u16string_view words;
    Manner manner = Manner::capitals;
};
constexpr auto introductions = std::to_array<Introduction>({
    {u"меня зовут", Manner::any_letters}, {u"моё имя"}, {u"мое имя"}, {u"моя фамилия"}, {u"мои фио"}, {u"моё фио"}, {u"мое фио"},
    {u"my name is", Manner::small_at_end}, {u"my name's", Manner::small_at_end}, {u"my full name is", Manner::small_at_end},
    {u"i'm", Manner::two}, {u"i’m", Manner::two}, {u"i am", Manner::two},
    {u"с уважением"}, {u"с наилучшими пожеланиями"}, {u"с ув"}, {u"с уваж"},
    {u"best regards"}, {u"kind regards"}, {u"warm regards"}, {u"regards"}, {u"sincerely"}, {u"yours sincerely"}, {u"yours faithfully"},
    {u"best", Manner::last}, {u"best wishes", Manner::last}, {u"cheers", Manner::last}, {u"thanks", Manner::last}, {u"thank you", Manner::last}, {u"many thanks", Manner::last},
    {u"thanks in advance", Manner::last}, {u"yours", Manner::last}, {u"спасибо", Manner::last}, {u"заранее спасибо", Manner::last}, {u"благодарю", Manner::last}, {u"--", Manner::last}});
constexpr std::size_t most_names = 3, longest_name = 40;
// Between the words and the name: "Меня зовут: —".
constexpr std::size_t widest_introduction = 6;

// In small letters these are said of names.
constexpr auto said_of_names = std::to_array<std::u16string_view>({
    u"wrong", u"incorrect", u"misspelled", u"misspelt", u"missing", u"different", u"not", u"spelled", u"changed", u"invalid", u"correct", u"right", u"blank", u"empty", u"taken", u"there", u"too", u"long", u"short", u"old", u"outdated"});
// How adjectives of nations end: "I'm Canadian, …"
constexpr auto ends_of_nations = std::to_array<std::u16string_view>({u"an", u"ish", u"ese", u"ch", u"ic"});

constexpr auto patronymics = std::to_array<std::u16string_view>({
    u"ович", u"евич", u"овича", u"евича", u"овичу", u"евичу", u"овичем", u"евичем", u"овна", u"евна", u"овны", u"евны", u"овне", u"евне", u"овну", u"евну",
    u"инична", u"иничны", u"иничне", u"иничну", u"ильич", u"ильича", u"кузьмич", u"фомич", u"лукич", u"никитич", u"никитична", u"саввична"});
constexpr auto surnames = std::to_array<std::u16string_view>({
    u"ов", u"ова", u"ову", u"ову", u"овой", u"ев", u"ева", u"еву", u"евой", u"ёв", u"ёва", u"ин", u"ина", u"ину", u"иной", u"ын", u"ына", u"ский", u"ская", u"ской", u"ского", u"цкий", u"цкая", u"енко", u"чук", u"юк", u"ян", u"дзе", u"швили"});

// Names of accounts have letters, digits and _; shorter ones exist hardly anywhere.
constexpr std::size_t shortest_account = 5;
// What else a sign before a word says: to everybody, or to a computer.
constexpr auto no_accounts = std::to_array<std::u16string_view>({
    u"media", u"import", u"override", u"everyone", u"channel", u"support", u"admin", u"username", u"login", u"charset", u"keyframes", u"include", u"param", u"return", u"deprecated", u"nullable",
    u"autowired", u"component", u"gmail", u"yandex", u"hotmail", u"example", u"property", u"staticmethod", u"decorator"});

template <std::size_t Count>
bool is_one_of(const std::array<std::u16string_view, Count>& words, std::u16string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}
template <std::size_t Count>
bool ends_as(const std::array<std::u16string_view, Count>& ends, std::u16string_view word) {
    return std::any_of(ends.begin(), ends.end(), [&](std::u16string_view end) { return word.ends_with(end); });
}

std::u16string_view between(const Line& line, std::size_t begin, std::size_t end) {
    return std::u16string_view(line.units).substr(begin, end - begin);
}

bool says_at(const Line& line, std::size_t at, std::u16string_view words) {
    const std::u16string_view here = std::u16string_view(line.units).substr(at, words.size());
    if (!std::equal(here.begin(), here.end(), words.begin(), words.end(), [](char16_t a, char16_t b) { return small(a) == b; })) return false;
    return at + words.size() == line.size() || !is_of_name(line, at + words.size());
}

bool is_line_end(const Line& line, std::size_t at) {
    while (line.has(at, '.') || line.has(at, ',') || (line.has(at, ' ') && line.units[at] != u'\n')) ++at;
    return at >= line.size() || line.units[at] == u'\n';
}

// Behind the end of another sentence, or first in its line.
bool is_sentence_begin(const Line& line, std::size_t at) {
    while (at > 0 && line.plain[at - 1] == ' ' && line.units[at - 1] != u'\n') --at;
    return at == 0 || line.units[at - 1] == u'\n' || std::string_view(".!?").find(line.plain[at - 1]) != std::string_view::npos;
}

// "Анна", "А." or "Smith-Jones": where it ends; `at` when there is none.
std::size_t end_of_name(const Line& line, std::size_t at) {
    std::size_t end = at;
    while (end < line.size() && end - at < longest_name && is_of_name(line, end)) ++end;
    return end == at + 1 && line.has(end, '.') ? end + 1 : end;
}

struct Names {
    std::size_t end = 0, count = 0;
};

Names names_from(const Line& line, std::size_t begin, bool takes_small_letters) {
    Names names{begin, 0};
    for (std::size_t next = begin; names.count < most_names && next < line.size();) {
        const bool is_name = is_capital(line.units[next]) || (names.count == 0 && takes_small_letters && is_of_name(line, next));
        const std::size_t stop = is_name ? end_of_name(line, next) : next;
        if (stop == next) break;
        names.end = next = stop;
        ++names.count;
        if (line.has(next, ' ') && line.units[next] != u'\n') ++next;
    }
    return names;
}

// Names with small letters behind their capitals: neither "IT" nor "NOT".
Names usual_names_from(const Line& line, std::size_t begin) {
    Names names{begin, 0};
    for (std::size_t next = begin; names.count < most_names;) {
        const std::size_t stop = end_of_capitalised(line, next);
        if (stop == next) break;
        names.end = stop;
        ++names.count;
        next = line.has(stop, ' ') && line.units[stop] != u'\n' ? stop + 1 : stop;
        if (next == stop) break;
    }
    return names;
}

bool is_set_apart(const Line& line, std::size_t end) {
    return end >= line.size() || line.units[end] == u'\n' || std::string_view(",.!;").find(line.plain[end]) != std::string_view::npos || says_at(line, std::min(end + 1, line.size()), u"and") ||
           says_at(line, std::min(end + 1, line.size()), u"from");
}

bool is_known_manner(const Line& line, const Introduction& introduction, std::size_t at, std::size_t begin, const Names& names) {
    const std::u16string_view name = between(line, begin, names.end);
    const std::u16string_view gap = between(line, at + introduction.words.size(), begin);
    switch (introduction.manner) {
        case Manner::capitals: case Manner::any_letters: return true;
        case Manner::small_at_end: return is_capital(name.front()) || (is_set_apart(line, names.end) && !is_one_of(said_of_names, name));
        case Manner::two: return gap == u" " && is_set_apart(line, names.end) && (names.count > 1 || (name.size() > 2 && !line.has(names.end, '!') && names.end < line.size() && !ends_as(ends_of_nations, name)));
        case Manner::last: return is_sentence_begin(line, at) && gap.find_first_of(u",\n") != gap.npos && is_line_end(line, names.end);
    }
    return false;
}

std::optional<Find> find_introduced(const Line& line, std::size_t at, const Introduction& introduction) {
    std::size_t begin = at + introduction.words.size();
    const std::size_t furthest = begin + widest_introduction;
    while (begin < line.size() && begin < furthest && !is_of_name(line, begin) && line.plain[begin] != '[' && !is_digit(line.plain[begin])) ++begin;
    const bool is_strict = introduction.manner == Manner::two || introduction.manner == Manner::last;
    const bool takes_small_letters = introduction.manner == Manner::any_letters || introduction.manner == Manner::small_at_end;
    const Names names = is_strict ? usual_names_from(line, begin) : names_from(line, begin, takes_small_letters);
    if (names.count == 0 || !is_known_manner(line, introduction, at, begin, names)) return {};
    return Find{begin, names.end, u"[name]"};
}

// «Иванова Анна Сергеевна», «Анны Сергеевны»: nothing but names ends so. Not the first word: «Уважаемая Анна Сергеевна».
std::optional<Find> find_patronymic(const Line& line, std::size_t at) {
    const std::size_t end = end_of_capitalised(line, at);
    if (end == at || !line.has(end, ' ')) return {};
    const std::size_t second_end = end_of_capitalised(line, end + 1);
    if (second_end == end + 1) return {};
    const auto is_patronymic = [&](std::size_t begin, std::size_t stop) { return stop - begin > 5 && ends_as(patronymics, small(between(line, begin, stop))); };
    const std::size_t third_end = line.has(second_end, ' ') ? end_of_capitalised(line, second_end + 1) : second_end + 1;
    const bool has_third = third_end > second_end + 1;
    if (is_patronymic(end + 1, second_end)) {
        const bool has_surname = has_third && ends_as(surnames, small(between(line, second_end + 1, third_end)));
        return Find{at, has_surname ? third_end : second_end, u"[name]"};
    }
    if (has_third && is_patronymic(second_end + 1, third_end) && ends_as(surnames, small(between(line, at, end)))) return Find{at, third_end, u"[name]"};
    return {};
}

std::optional<Find> find_account(const Line& line, std::size_t at) {
    constexpr std::string_view before = " (,;\"\x02";
    if (!line.has(at, '@') || (at > 0 && before.find(line.plain[at - 1]) == before.npos)) return {};
    std::size_t end = at + 1;
    while (end < line.size() && (is_letter(line.plain[end]) || is_digit(line.plain[end]) || line.plain[end] == '_')) ++end;
    const auto goes_on_with = [&](std::string_view signs) { return end < line.size() && signs.find(line.plain[end]) != signs.npos; };
    const bool is_path = goes_on_with("/(@-w") || (goes_on_with(".") && end + 1 < line.size() && line.plain[end + 1] != ' ');
    if (end < at + 1 + shortest_account || !is_letter(line.plain[at + 1]) || is_path) return {};
    if (is_one_of(no_accounts, small(between(line, at + 1, end)))) return {};
    return Find{at, end, u"[name]"};
}

}  // namespace

std::optional<Find> find_person(const Line& line, std::size_t at) {
    if (auto account = find_account(line, at)) return account;
    for (const Introduction& introduction : introductions) {
        if (!says_at(line, at, introduction.words)) continue;
        if (auto found = find_introduced(line, at, introduction)) return found;
    }
    return find_patronymic(line, at);
}

}  // namespace kb::scrubbing
