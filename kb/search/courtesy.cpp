#include "kb/search/courtesy.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_set>

#include "kb/base/ascii.h"
#include "kb/base/utf8.h"
#include "kb/text/fold.h"
#include "kb/text/letters.h"
#include "kb/text/stop_words.h"
#include "kb/text/token.h"

namespace kb {

namespace {

using Beginnings = std::span<const std::string_view>;

// All folded; of two that begin alike the longer one first.
constexpr auto greetings = std::to_array<std::string_view>({
    "здравствуйте", "здравствуй", "добрый день", "день добрый", "добрый вечер", "доброе утро", "доброй ночи", "доброго времени суток", "доброго дня",
    "приветствую", "привет", "уважаемые", "уважаемый", "уважаемая",
    "hello", "hi", "hey", "dear", "good day", "good morning", "good afternoon", "good evening", "greetings", "to whom it may concern"});
// Who is greeted, beside names.
constexpr auto addressees = std::to_array<std::string_view>({
    "уважаемые", "уважаемый", "уважаемая", "дорогие", "коллеги", "друзья", "ребята", "поддержка", "команда", "служба", "поддержки", "всем",
    "клиент", "клиенты", "пользователь", "там",
    "there", "team", "all", "everyone", "guys", "friends", "support", "sir", "madam", "or", "customer", "again"});
constexpr auto farewells = std::to_array<std::string_view>({
    "с уважением", "с уваж", "с ув", "с наилучшими пожеланиями", "с почтением", "всего доброго", "всего хорошего",
    "best regards", "kind regards", "warm regards", "best wishes", "with regards", "regards", "yours sincerely", "yours faithfully",
    "yours truly", "sincerely", "cheers"});
// That are farewells only before a name, or on a line of their own before one.
constexpr auto thanks = std::to_array<std::string_view>({
    "заранее спасибо", "спасибо", "заранее благодарю", "благодарю", "всех благ", "best", "thanks in advance", "thanks a lot", "many thanks", "thanks", "thank you", "yours"});
constexpr auto postscripts = std::to_array<std::string_view>({"p.s", "ps:", "ps ", "p. s", "з.ы", "зы ", "п.с", "пс "});
// First words of answers that a comma follows and that are nobody's name.
constexpr auto openers = std::to_array<std::string_view>({
    "да", "нет", "конечно", "увы", "хорошо", "извините", "простите", "возможно", "вероятно", "действительно", "безусловно", "пожалуйста", "спасибо", "подскажите",
    "уточните", "проверьте", "понятно", "отлично", "скорее", "сожалею", "верно", "чтобы", "если", "когда", "поскольку", "отвечаю", "сообщаем",
    "yes", "no", "sure", "okay", "ok", "please", "sorry", "thanks", "indeed", "however", "well", "right", "first", "if", "when", "today", "currently"});

constexpr std::size_t longest_farewell = 200, longest_signature = 160, longest_greeting = 60, longest_names = 60;  // bytes
constexpr std::size_t most_names = 4;
constexpr std::string_view name_mark = "[name]", punctuation = ",.!:;()-";

// Before a point that ends no sentence, whatever follows.
constexpr auto abbreviations = std::to_array<std::string_view>({
    "т", "к", "е", "г", "ул", "д", "кв", "пр", "рис", "стр", "корп", "напр", "тел", "ув", "уваж", "англ",
    "e.g", "i.e", "mr", "mrs", "dr", "prof", "st", "vs", "fig"});
// That may end a sentence: one does, when a capital follows.
constexpr auto closing_abbreviations = std::to_array<std::string_view>({
    "т.д", "т.п", "др", "руб", "коп", "р", "шт", "мин", "сек", "ч", "м", "см", "км", "кг", "тыс", "млн", "млрд", "эл", "etc", "no", "inc", "ltd", "min", "approx"});

// The length of the one that `folded` begins with, as whole words; 0 for none.
std::size_t begin_of(std::string_view folded, Beginnings beginnings) {
    for (const std::string_view beginning : beginnings) {
        if (!folded.starts_with(beginning)) continue;
        const auto next = static_cast<unsigned char>(beginning.size() < folded.size() ? folded[beginning.size()] : ' ');
        const bool is_letter = (next >= 'a' && next <= 'z') || (next >= 0xC3 && next < 0xE2);
        if (!is_letter) return beginning.size();
    }
    return 0;
}

bool is_one_of(Beginnings words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string folded_begin(std::string_view sentence) {
    return fold(cut_utf8(sentence, longest_farewell));
}

std::string_view bare(std::string_view word) {
    word.remove_prefix(std::min(word.find_first_not_of(punctuation), word.size()));
    return word.substr(0, word.find_last_not_of(punctuation) + 1);
}

std::string_view without_punctuation_before(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" ,.!:;-"), text.size()));
    for (const std::string_view dash : {"–", "—"}) {
        if (text.starts_with(dash)) return trim_blanks(text.substr(dash.size()));
    }
    return text;
}

std::string_view first_word(std::string_view text) {
    return text.substr(0, text.find(' '));
}

// With a capital before small letters.
bool is_name(std::string_view word) {
    word = bare(word);
    if (word == name_mark) return true;
    const std::u16string letters = to_utf16(word);
    return !letters.empty() && is_capital(letters[0]) && (letters.size() == 1 || !is_capital(letters[1]));
}

bool is_addressee(std::string_view word) {
    return bare(word).empty() || is_one_of(addressees, fold(bare(word))) || is_name(word);
}

template <class Fits>
bool all_words(std::string_view text, Fits fits) {
    while (!text.empty()) {
        const std::string_view word = first_word(text);
        if (!fits(word)) return false;
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return true;
}

// Whoever is greeted, up to what sets the rest apart; empty when nobody is.
std::string_view addressed_in(std::string_view text) {
    const std::size_t end = std::min(text.find_first_of(",!.:;"), text.size());
    const std::string_view words = text.substr(0, end);
    const bool fits = static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')) < most_names && all_words(words, is_addressee);
    return fits ? words : std::string_view();
}

// «Hi John your refund»: names that nothing sets apart. What begins a sentence is a capital, too: "Hi Please help", "Hi I need".
std::string_view names_in_front(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        const std::string_view word = first_word(text.substr(end));
        const bool is_word = word.size() < 3 || is_stop_word(fold(bare(word)));
        if (is_word || !is_name(word)) break;
        end = std::min(end + word.size() + 1, text.size());
    }
    return text.substr(0, end);
}

bool ends_sentence(std::string_view line, std::size_t at) {
    if (at + 1 >= line.size() || line[at + 1] != ' ') return false;
    if (line[at] == '!' || line[at] == '?') return true;
    if (line[at] != '.') return false;
    const std::size_t space = line.find_last_of(" (,;:\"", at);
    const std::string_view typed = line.substr(space == line.npos ? 0 : space + 1, at - (space == line.npos ? 0 : space + 1));
    if (typed.size() > 16) return true;
    const std::string word = fold(typed);
    const std::u16string next = to_utf16(cut_utf8(trim_blanks(line.substr(at + 1)), 8));
    if (is_one_of(closing_abbreviations, word)) return !next.empty() && is_capital(next.front());
    // «т.к.», and initials: "J. Smith".
    const std::string_view last = std::string_view(word).substr(word.find_last_of('.') + 1);
    const bool is_initial = to_utf16(typed).size() == 1 && is_capital(to_utf16(typed).front());
    return !is_one_of(abbreviations, word) && !(last.size() < word.size() && is_one_of(abbreviations, last)) && !is_initial;
}

// Beside words of politeness and those that every sentence has, in sentences that only thank or apologize.
const std::unordered_set<std::string_view> padding = {
    "обращение", "обратились", "обращения", "ожидание", "ответ", "ответа", "ответы", "внимание", "понимание", "терпение", "содействие", "неудобства", "доставленные", "беспокойство",
    "приносим", "просим", "рады", "рад", "всегда", "очень", "большое", "огромное", "вашу", "ваше", "ваш", "вашей", "жду", "ждем", "буду", "будем", "надеюсь", "быстрый", "скорый", "скорого",
    "срочно", "решить", "разобраться", "проблема", "проблему", "проблемой", "понять", "пришли", "написали", "день", "хорошего", "приятного", "еще", "любые", "вопросы", "вопросов", "остались", "останутся", "возникнут", "пишите", "обращайтесь",
    "contacting", "reaching", "out", "patience", "understanding", "advance", "much", "very", "so", "any", "some", "inconvenience", "issue", "problem", "matter", "great", "nice", "good", "day", "reply", "response", "soon", "hearing",
    "looking", "forward", "hope", "further", "questions", "feel", "free", "let", "us", "asap", "quick", "lot", "writing", "caused", "hear", "anybody", "further", "more", "get", "back", "waiting", "ask", "just", "really"};

}  // namespace

std::string_view behind(std::string_view text, std::size_t folded) {
    text.remove_prefix(std::min(folded, text.size()));
    while (!text.empty() && (static_cast<unsigned char>(text.front()) & 0xc0) == 0x80) text.remove_prefix(1);
    return text;
}

std::vector<std::string_view> sentences_of(std::string_view line) {
    std::vector<std::string_view> sentences;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (!ends_sentence(line, at)) continue;
        sentences.push_back(trim_blanks(line.substr(begin, at + 1 - begin)));
        begin = at + 1;
    }
    sentences.push_back(trim_blanks(line.substr(begin)));
    return sentences;
}

bool is_greeting(std::string_view sentence) {
    if (sentence.size() > longest_greeting || sentence.ends_with('?')) return false;
    const std::size_t greeting = begin_of(folded_begin(sentence), greetings);
    if (greeting > 0) return all_words(behind(sentence, greeting), is_addressee);
    // «Анна, добрый день!»
    const std::size_t comma = sentence.find(", ");
    return comma != sentence.npos && is_names(sentence.substr(0, comma)) && begin_of(folded_begin(sentence.substr(comma + 2)), greetings) > 0 && is_greeting(sentence.substr(comma + 2));
}

std::string_view without_greeting(std::string_view sentence) {
    const std::size_t greeting = begin_of(folded_begin(sentence), greetings);
    if (greeting == 0) return sentence;
    std::string_view rest = without_punctuation_before(behind(sentence, greeting));
    const std::string_view addressed = addressed_in(rest);
    rest.remove_prefix(addressed.empty() ? names_in_front(rest).size() : addressed.size());
    rest = without_punctuation_before(rest);
    return rest.empty() ? sentence : rest;
}

std::string_view without_name(std::string_view line) {
    const std::size_t comma = line.find_first_of(",!");
    if (comma == line.npos) return is_names(line) && first_word(line) == line ? std::string_view() : line;
    const std::string_view name = line.substr(0, comma);
    const std::string folded = fold(name);
    const bool is_word = is_one_of(openers, folded) || is_stop_word(folded) || folded.ends_with("ly");
    return name.find(' ') == name.npos && is_name(name) && !is_word ? without_punctuation_before(line.substr(comma)) : line;
}

bool is_farewell(std::string_view sentence) {
    if (sentence.size() > longest_farewell || sentence.ends_with('?')) return false;
    const std::string folded = folded_begin(sentence);
    if (const std::size_t farewell = begin_of(folded, farewells)) {
        if (farewell >= sentence.size() || sentence[farewell] != ' ') return true;
        const std::u16string name = to_utf16(sentence.substr(farewell + 1));
        return !name.empty() && !is_small(name.front());
    }
    const std::size_t length = begin_of(folded, thanks);
    return length > 0 && length < sentence.size() && sentence[length] == ',' && is_names(trim_blanks(sentence.substr(length + 1)));
}

bool is_thanks(std::string_view sentence) {
    const std::size_t length = begin_of(folded_begin(sentence), thanks);
    return length > 0 && bare(behind(sentence, length)).empty();
}

bool is_names(std::string_view line) {
    line = trim_blanks(line);
    const auto words = static_cast<std::size_t>(std::count(line.begin(), line.end(), ' ')) + 1;
    return !line.empty() && line.size() <= longest_names && words <= most_names && !line.ends_with('?') && line.find_first_of("0123456789:") == line.npos && all_words(line, is_name);
}

bool is_signature_mark(std::string_view line) {
    const bool is_rule = line.size() > 4 && line.find_first_not_of('_') == line.npos;
    return is_rule || line == "--" || line == "---" || line == "—";
}

bool is_signature(std::string_view sentence) {
    const std::string folded = folded_begin(sentence);
    const bool is_postscript = std::any_of(postscripts.begin(), postscripts.end(), [&](std::string_view begin) { return folded.starts_with(begin); });
    return sentence.size() <= longest_signature && !sentence.ends_with('?') && !is_postscript;
}

bool is_courtesy_word(std::string_view folded) {
    static const std::unordered_set<std::string_view> words = {
        "спасибо", "спс", "благодарю", "благодарим", "благодарность", "благодарна", "благодарен", "пожалуйста", "пожалуста", "пожайлуста", "пжл", "пжлст", "плиз", "здравствуйте", "привет", "приветствую",
        "подскажите", "подскажи", "подсказать", "подскажете", "помогите", "помоги", "помочь", "поможете", "помощь", "извините", "извиняюсь", "извинения", "простите", "прошу", "добрый", "доброго", "доброе", "уважаемые", "уважаемая", "уважаемый", "уважением", "заранее", "будьте", "добры", "любезны", "обращайтесь",
        "hello", "hi", "hey", "dear", "greetings", "please", "pls", "plz", "kindly", "thanks", "thank", "thx", "appreciate", "appreciated", "grateful", "sorry", "apologize", "apologise", "apologies", "help", "helping", "assist", "assistance", "regards", "sincerely", "cheers", "wondering", "hope", "hoping", "welcome", "glad", "happy"};
    return words.count(folded) != 0;
}

bool tells(std::string_view folded) {
    return !is_courtesy_word(folded) && !is_stop_word(folded);
}

bool is_courtesy(std::string_view sentence) {
    bool is_polite = false;
    for (const Token& token : tokenize(sentence)) {
        const bool is_asking = token.folded == "жду" || token.folded == "ждем" || token.folded == "waiting";
        is_polite = is_polite || is_asking || is_courtesy_word(token.folded);
        if (tells(token.folded) && padding.count(token.folded) == 0) return false;
    }
    return is_polite;
}

}  // namespace kb
