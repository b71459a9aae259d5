#include "kb/check/personal_data.h"

#include <algorithm>
#include <array>

#include "kb/base/ascii.h"
#include "kb/base/check_digits.h"
#include "kb/base/letter_case.h"

namespace kb {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

template <class List>
bool contains(const List& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

// The text before a place, in lower case, as far as a number's name reaches.
std::string words_before(std::string_view text, std::size_t at) {
    constexpr std::size_t reach = 80;
    std::size_t begin = at > reach ? at - reach : 0;
    while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
    const std::string_view before = text.substr(begin, at - begin);
    const std::size_t line = before.rfind('\n');
    return to_lower(line == std::string_view::npos ? before : before.substr(line + 1));
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

// --- E-mail -----------------------------------------------------------------------------------------------------------------

// Who has a mailbox there is a person.
constexpr std::array<std::string_view, 24> mail_hosts = {"gmail.com", "googlemail.com", "yandex.ru", "yandex.com", "ya.ru", "mail.ru", "bk.ru", "inbox.ru",
                                                         "list.ru", "internet.ru", "rambler.ru", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com",
                                                         "me.com", "proton.me", "protonmail.com", "aol.com", "gmx.de", "gmx.net", "web.de", "msn.com"};
// Those of offices, and of examples.
constexpr std::array<std::string_view, 60> no_persons = {
    "info", "support", "help", "sales", "admin", "administrator", "noreply", "no-reply", "contact", "contacts", "hello", "office", "press", "privacy",
    "security", "abuse", "billing", "hr", "job", "jobs", "team", "mail", "email", "service", "feedback", "partner", "partners", "legal", "dpo", "pr",
    "postmaster", "webmaster", "root", "user", "username", "name", "login", "you", "your", "yourname", "someone", "somebody", "customer", "client", "test",
    "tester", "demo", "example", "sample", "me", "myname", "address", "account", "nobody", "anybody", "shop", "orders", "order", "help-desk", "helpdesk"};
constexpr std::array<std::string_view, 22> invented = {"ivan", "ivanov", "petr", "petrov", "sidorov", "ivanova", "petrova", "vasya", "pupkin", "john", "jane",
                                                       "doe", "smith", "alice", "bob", "firstname", "lastname", "first", "last", "imya", "familiya", "surname"};

bool is_of_local(char c) {
    return is_letter(c) || is_digit(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
}

std::vector<std::string> parts_of(std::string_view local) {
    std::vector<std::string> parts(1);
    for (const char c : local) {
        if (is_letter(c)) parts.back() += c;
        else if (!parts.back().empty()) parts.emplace_back();
    }
    if (parts.back().empty()) parts.pop_back();
    return parts;
}

bool is_persons(std::string_view local, std::string_view host) {
    const auto parts = parts_of(local);
    if (parts.empty() || contains(no_persons, local)) return false;
    for (const std::string& part : parts) {
        if (contains(no_persons, part) || contains(invented, part)) return false;
    }
    return contains(mail_hosts, host);
}

void find_emails(std::string_view text, const OwnContacts& own, std::vector<FoundPerson>& found) {
    for (std::size_t sign = text.find('@'); sign != std::string_view::npos; sign = text.find('@', sign + 1)) {
        std::size_t begin = sign, end = sign + 1;
        while (begin > 0 && sign - begin < 64 && is_of_local(text[begin - 1])) --begin;
        while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '.' || text[end] == '-')) ++end;
        while (end > sign && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
        const std::string local = lower_ascii(text.substr(begin, sign - begin)), host = lower_ascii(text.substr(sign + 1, end - sign - 1));
        const bool in_address = begin > 0 && (text[begin - 1] == ':' || text[begin - 1] == '/') && text.substr(0, begin).ends_with("mailto:") == false;
        if (local.empty() || in_address || own.addresses.count(local + "@" + host) != 0) continue;
        if (is_persons(local, host) && !has_any(words_before(text, begin), {"например", "вроде ", "such as", "e.g.", "for example", "like "})) found.push_back({begin, end, "the e-mail address of a person"});
    }
}

// --- Numbers ----------------------------------------------------------------------------------------------------------------

// Digits with single signs between them.
struct Run {
    std::size_t begin = 0, end = 0;
    std::string digits;
    std::vector<std::size_t> groups;
    bool has_plus = false;
};

// A gap is a blank (of one or two bytes), a hyphen, or a bracket with one of them.
std::size_t gap_at(std::string_view text, std::size_t at) {
    std::size_t length = 0;
    for (int signs = 0; signs < 2; ++signs) {
        const std::string_view rest = text.substr(std::min(at + length, text.size()));
        if (rest.starts_with("\xC2\xA0")) length += 2;
        else if (rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE2\x80\x91")) length += 3;
        else if (!rest.empty() && std::string_view(" -()").find(rest[0]) != std::string_view::npos) length += 1;
        else break;
    }
    return length;
}

Run read_run(std::string_view text, std::size_t begin) {
    Run run;
    run.begin = run.end = begin;
    run.has_plus = begin > 0 && text[begin - 1] == '+';
    for (std::size_t at = begin; at < text.size() && is_digit(text[at]);) {
        run.groups.push_back(0);
        for (; at < text.size() && is_digit(text[at]); ++at, ++run.groups.back()) run.digits += text[at];
        run.end = at;
        at += gap_at(text, at);
    }
    return run;
}

// 1234567, 7654321, 0000000, 1111222: whoever writes so invents.
bool is_invented(std::string_view digits) {
    std::size_t up = 0, down = 0, same = 0;
    std::set<char> different(digits.begin(), digits.end());
    for (std::size_t i = 1; i < digits.size(); ++i) {
        up += digits[i] == digits[i - 1] + 1 ? 1 : 0;
        down += digits[i] + 1 == digits[i - 1] ? 1 : 0;
        same += digits[i] == digits[i - 1] ? 1 : 0;
    }
    const std::size_t steps = digits.size() - 1;
    return different.size() <= 2 || up + 1 >= steps || down + 1 >= steps || same * 2 >= steps || digits.find("12345") != std::string_view::npos ||
           digits.find("0000") != std::string_view::npos;
}

// Numbers that payment systems publish for tests.
constexpr std::array<std::string_view, 12> test_cards = {"4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "5555555555554444",
                                                         "5105105105105100", "5200828282828210", "2223003122003222", "4276380011111111", "5469380011111111",
                                                         "4000002500003155", "2200770239097761"};

// Digits in a row are then the number of an order, an account and the like.
bool is_of_thing(std::string_view before) {
    return has_any(before, {"заказ", "счёт", "счет", "артикул", "трек", "код", "идентификатор", "накладн", "договор", "штрих", "№", "id", "number", "code", "order", "account", "gtin", "ean", "isbn", "imei"});
}

bool is_card(const Run& run, const std::string& before) {
    const std::string& digits = run.digits;
    if (digits.size() != 16 || contains(test_cards, digits) || is_invented(digits) || !fits_luhn(digits)) return false;
    const int first = (digits[0] - '0') * 10 + (digits[1] - '0');
    const bool has_issuer = digits[0] == '4' || (first >= 51 && first <= 55) || first == 22 || first == 62;
    const bool is_grouped = run.groups == std::vector<std::size_t>{4, 4, 4, 4};
    const bool is_named = has_any(before, {"карт", "card", "visa", "mastercard", "мир"});
    return has_issuer && (is_grouped || is_named || (run.groups.size() == 1 && !is_of_thing(before)));
}

// The check number of an insurance number: the weighted sum of nine digits, modulo 101.
bool is_snils(const Run& run, const std::string& before) {
    const std::string& digits = run.digits;
    const bool is_shaped = run.groups == std::vector<std::size_t>{3, 3, 3, 2};
    if (digits.size() != 11 || is_invented(digits.substr(0, 9)) || digits == "11223344595") return false;
    if (!has_any(before, {"снилс", "snils", "страховой номер"}) || (!is_shaped && run.groups.size() != 1)) return false;
    int sum = 0;
    for (std::size_t i = 0; i < 9; ++i) sum += (digits[i] - '0') * static_cast<int>(9 - i);
    sum %= 101;
    return sum % 100 == (digits[9] - '0') * 10 + (digits[10] - '0');
}

// Twelve digits are a person's, ten a firm's.
bool is_inn(const Run& run, const std::string& before) {
    const std::string& digits = run.digits;
    if (digits.size() != 12 || run.groups.size() != 1 || is_invented(digits) || digits == "500100732259" || !has_any(before, {"инн", "inn"})) return false;
    constexpr std::array<int, 11> weights = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
    const auto check = [&](std::size_t count, std::size_t skipped) {
        int sum = 0;
        for (std::size_t i = 0; i < count; ++i) sum += (digits[i] - '0') * weights[i + skipped];
        return sum % 11 % 10 == digits[count] - '0';
    };
    return check(10, 1) && check(11, 0);
}

bool is_passport(const Run& run, const std::string& before) {
    const bool is_shaped = run.groups == std::vector<std::size_t>{4, 6} || run.groups == std::vector<std::size_t>{2, 2, 6};
    return is_shaped && !run.has_plus && !is_invented(run.digits.substr(4)) && !is_invented(run.digits) && has_any(before, {"паспорт", "passport"});
}

// Mobile ones: an office has a number of its town, or one that costs nothing.
bool is_persons_phone(const Run& run, const std::string& before, const OwnContacts& own) {
    std::string_view digits = run.digits;
    const bool is_long = digits.size() == 11 && (digits[0] == '8' || (digits[0] == '7' && run.has_plus));
    const bool is_shaped = run.groups.size() == 1 ? run.has_plus || !is_of_thing(before) : run.groups.size() <= 5 && (run.groups[0] == 1 || run.groups[0] == 4);
    if (!is_long || !is_shaped) return false;
    digits.remove_prefix(1);
    return digits[0] == '9' && !is_invented(digits.substr(3)) && !is_invented(digits) && own.phones.count(digits) == 0;
}

// «паспорт серии 45 09 № 783264»: where the six digits end that follow a series; 0 when none do.
std::size_t passport_end(std::string_view text, const Run& series, const std::string& before) {
    if (series.digits.size() != 4 || series.groups.size() > 2 || !has_any(before, {"паспорт", "passport"})) return 0;
    std::string_view rest = text.substr(series.end, 24);
    const auto skip_blanks = [&] { rest.remove_prefix(std::min(rest.find_first_not_of(" ,:\xC2\xA0"), rest.size())); };
    skip_blanks();
    for (const std::string_view word : {"№", "номер", "No.", "no.", "N"}) {
        if (!rest.starts_with(word)) continue;
        rest.remove_prefix(word.size());
        skip_blanks();
        const Run number = read_run(text, static_cast<std::size_t>(rest.data() - text.data()));
        return number.groups == std::vector<std::size_t>{6} && !is_invented(number.digits) ? number.end : 0;
    }
    return 0;
}

void find_numbers(std::string_view text, const OwnContacts& own, std::vector<FoundPerson>& found) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at])) continue;
        const Run run = read_run(text, at);
        const bool is_part = (at > 0 && (is_letter(text[at - 1]) || std::string_view("._/-=#@").find(text[at - 1]) != std::string_view::npos)) ||
                             (run.end < text.size() && (is_letter(text[run.end]) || text[run.end] == '_' || text[run.end] == '='));
        at = run.end - 1;
        if (is_part || (run.digits.size() < 10 && run.digits.size() != 4)) continue;
        const std::string before = words_before(text, run.begin);
        if (const std::size_t end = passport_end(text, run, before); end > 0) {
            found.push_back({run.begin, end, "the number of a passport"});
            at = end - 1;
            continue;
        }
        if (run.digits.size() < 10) continue;
        const char* what = is_card(run, before)              ? "the number of a bank card"
                           : is_snils(run, before)           ? "the number of a pension insurance"
                           : is_inn(run, before)             ? "the taxpayer number of a person"
                           : is_passport(run, before)        ? "the number of a passport"
                           : is_persons_phone(run, before, own)      ? "the mobile number of a person"
                                                             : nullptr;
        if (what != nullptr) found.push_back({run.begin, run.end, what});
    }
}

}  // namespace

OwnContacts read_own_contacts(std::string_view kb_yaml) {
    OwnContacts own;
    for (std::size_t sign = kb_yaml.find('@'); sign != std::string_view::npos; sign = kb_yaml.find('@', sign + 1)) {
        std::size_t begin = sign, end = sign + 1;
        while (begin > 0 && is_of_local(kb_yaml[begin - 1])) --begin;
        while (end < kb_yaml.size() && is_of_local(kb_yaml[end])) ++end;
        own.addresses.insert(lower_ascii(kb_yaml.substr(begin, end - begin)));
    }
    for (std::size_t at = 0; at < kb_yaml.size(); ++at) {
        if (!is_digit(kb_yaml[at])) continue;
        const Run run = read_run(kb_yaml, at);
        at = run.end - 1;
        if (run.digits.size() >= 10) own.phones.insert(run.digits.substr(run.digits.size() - 10));
    }
    return own;
}

std::vector<FoundPerson> find_personal_data(std::string_view text, const OwnContacts& own) {
    std::vector<FoundPerson> found;
    find_emails(text, own, found);
    find_numbers(text, own, found);
    std::sort(found.begin(), found.end(), [](const FoundPerson& a, const FoundPerson& b) { return a.begin < b.begin; });
    return found;
}

}  // namespace kb
