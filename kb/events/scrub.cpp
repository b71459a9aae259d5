#include "kb/events/scrub.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "kb/base/check_digits.h"
#include "kb/base/scrub_marks.h"
#include "kb/base/utf8.h"
#include "kb/events/people.h"
#include "kb/events/postal_address.h"
#include "kb/events/typed_line.h"

namespace kb {

using namespace scrubbing;

namespace {

// --- E-mail -----------------------------------------------------------------------------------------------------------------

bool is_of_address(char c) {
    return is_letter(c) || is_digit(c) || c == unseen || std::string_view(".-_%+").find(c) != std::string_view::npos;
}

// An address around a sign from `at` to before `after`, with blanks beside it when it is spelled.
std::optional<Find> find_email(const Line& line, std::size_t at, std::size_t after) {
    std::size_t begin = at, end = after;
    // "Ivan Petrov"@example.ru
    if (begin > 0 && line.plain[begin - 1] == '"') begin = std::min(line.plain.rfind('"', begin > 1 ? begin - 2 : 0), begin);
    while (begin > 0 && is_of_address(line.plain[begin - 1])) --begin;
    while (end < line.size() && is_of_address(line.plain[end])) ++end;
    while (end > after && line.plain[end - 1] == '.') --end;
    if (begin == at || end == after) return {};
    return Find{begin, end, u"[email]"};
}

// How the sign is spelled where people hide it from programs. What follows must have a dot: "собака" is a dog, too.
constexpr std::array<std::u16string_view, 10> spelled_at = {u" собака ", u" собачка ", u"(собака)", u"(at)", u"[at]", u"{at}", u" @ ", u" @", u"%40", u" at "};
constexpr std::array<std::u16string_view, 7> spelled_dot = {u" точка ", u" dot ", u" . ", u" (dot) ", u"(dot)", u" [dot] ", u"[dot]"};
// "look at example.com", "a dent at printer dot matrix"
constexpr std::u16string_view common_at = u" at ";
constexpr std::size_t longest_domain_after_common_at = 4;

// `words` in lower case.
bool has_at(const Line& line, std::size_t at, std::u16string_view words) {
    const std::u16string_view here = std::u16string_view(line.units).substr(std::min(at, line.size()), words.size());
    return std::equal(here.begin(), here.end(), words.begin(), words.end(), [](char16_t a, char16_t b) {
        const bool is_upper = (a >= u'A' && a <= u'Z') || (a >= u'А' && a <= u'Я');
        return (is_upper ? static_cast<char16_t>(a + 32) : a) == b;
    });
}

// Where the part of a host's name ends that follows a spelled dot at `end`; `end` when none does.
std::size_t after_spelled_dot(const Line& line, std::size_t end) {
    for (const std::u16string_view dot : spelled_dot) {
        if (!has_at(line, end, dot)) continue;
        std::size_t further = end + dot.size();
        while (further < line.size() && is_of_address(line.plain[further])) ++further;
        return further > end + dot.size() ? further : end;
    }
    return end;
}

// Where the name of a host ends that goes on with spelled dots.
std::size_t spelled_end(const Line& line, std::size_t end) {
    for (std::size_t next = after_spelled_dot(line, end); next > end; next = after_spelled_dot(line, end)) end = next;
    return end;
}

bool ends_in_short_domain(const Line& line, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && is_letter(line.plain[begin - 1])) --begin;
    return end - begin >= 2 && end - begin <= longest_domain_after_common_at;
}

std::optional<Find> find_spelled_email(const Line& line, std::size_t at) {
    for (const std::u16string_view sign : spelled_at) {
        if (!has_at(line, at, sign)) continue;
        std::size_t left = at, right = at + sign.size();
        while (left > 0 && line.plain[left - 1] == ' ') --left;
        while (line.has(right, ' ')) ++right;
        auto found = find_email(line, left, right);
        if (!found) continue;
        const std::size_t end = spelled_end(line, found->end);
        const bool has_dot = line.plain.substr(right, found->end - right).find('.') != std::string::npos;
        const bool is_address = sign == common_at ? end > found->end && ends_in_short_domain(line, end) : has_dot || end > found->end;
        if (is_address) return Find{found->begin, end, found->put};
    }
    return {};
}

// --- What stands in front -----------------------------------------------------------------------------------------------------

// In lower case; letters of Latin and Cyrillic alone.
std::u16string word_before(const Line& line, std::size_t at) {
    constexpr std::size_t longest_word = 20, widest_gap = 3;
    std::size_t end = at, gap = 0;
    while (end > 0 && gap < widest_gap && (line.plain[end - 1] == ' ' || line.plain[end - 1] == ':' || line.plain[end - 1] == '#')) --end, ++gap;
    std::size_t begin = end;
    while (begin > 0 && end - begin < longest_word && (is_letter(line.plain[begin - 1]) || line.plain[begin - 1] == letter)) --begin;
    return small(std::u16string_view(line.units).substr(begin, end - begin));
}

template <std::size_t Count>
bool begins_as(std::u16string_view word, const std::array<std::u16string_view, Count>& stems) {
    return std::any_of(stems.begin(), stems.end(), [&](std::u16string_view stem) { return word.starts_with(stem); });
}

bool follows_version(const Line& line, std::size_t at) {
    constexpr std::array<std::u16string_view, 10> stems = {u"version", u"верси", u"release", u"релиз", u"build", u"сборк", u"firmware", u"прошивк", u"обновлени", u"driver"};
    const std::u16string word = word_before(line, at);
    return word == u"v" || word == u"ver" || word == u"update" || word == u"драйвер" || begins_as(word, stems);
}

// What follows is a code that many share, or that says what is ordered.
bool follows_code(const Line& line, std::size_t at) {
    constexpr std::array<std::u16string_view, 19> stems = {u"error", u"ошибк", u"code", u"код", u"order", u"заказ", u"model", u"модел", u"артикул", u"sku",
                                                           u"ticket", u"тикет", u"заявк", u"обращени", u"iso", u"гост", u"gost", u"накладн", u"трек"};
    return begins_as(word_before(line, at), stems);
}

// --- Addresses of machines --------------------------------------------------------------------------------------------------

bool is_private(const std::array<unsigned char, 4>& ip) {
    return ip[0] == 10 || ip[0] == 127 || ip[0] == 0 || (ip[0] == 192 && ip[1] == 168) || (ip[0] == 172 && ip[1] >= 16 && ip[1] < 32) ||
           (ip[0] == 169 && ip[1] == 254) || ip[0] == 255;
}

// Kept ones are found, too, with nothing to be put: their digits count for nothing else.
std::optional<Find> find_ip(const Line& line, std::size_t begin) {
    if (begin > 0 && (is_hex(line.plain[begin - 1]) || line.plain[begin - 1] == ':' || line.plain[begin - 1] == '.')) return {};
    std::size_t end = begin;
    while (end < line.size() && (is_hex(line.plain[end]) || line.plain[end] == ':' || line.plain[end] == '.')) ++end;
    while (end > begin && (line.plain[end - 1] == '.' || (line.plain[end - 1] == ':' && !(end > begin + 1 && line.plain[end - 2] == ':')))) --end;
    std::string text = line.plain.substr(begin, end - begin);
    std::array<unsigned char, 4> four{};
    std::array<unsigned char, 16> six{};
    if (inet_pton(AF_INET6, text.c_str(), six.data()) == 1) {
        const bool is_local = (six[0] == 0xfe && (six[1] & 0xc0) == 0x80) || (six[0] & 0xfe) == 0xfc || text == "::1" || text == "::";
        return Find{begin, end, is_local ? nullptr : u"[address]"};
    }
    // With a port behind it.
    if (const std::size_t port = text.find(':'); port != std::string::npos) {
        end = begin + port;
        text.resize(port);
    }
    if (inet_pton(AF_INET, text.c_str(), four.data()) == 1) return Find{begin, end, is_private(four) || follows_version(line, begin) ? nullptr : u"[address]"};
    return {};
}

// Six pairs of hexadecimal digits: the address of a network card.
std::optional<Find> find_mac(const Line& line, std::size_t begin) {
    if (begin > 0 && is_hex(line.plain[begin - 1])) return {};
    std::size_t at = begin;
    for (int pair = 0; pair < 6; ++pair) {
        if (pair > 0 && !line.has(at, line.plain[begin + 2])) return {};
        if (pair > 0) ++at;
        if (at + 2 > line.size() || !is_hex(line.plain[at]) || !is_hex(line.plain[at + 1])) return {};
        at += 2;
        if (pair == 0 && !line.has(at, ':') && !line.has(at, '-')) return {};
    }
    if (at < line.size() && is_hex(line.plain[at])) return {};
    return Find{begin, at, u"[address]"};
}

// --- Numbers ----------------------------------------------------------------------------------------------------------------

// Groups of digits with little between them.
struct Run {
    std::size_t begin = 0, end = 0;
    std::string digits;
    std::vector<std::size_t> groups;  // how many digits each has
    std::string between;              // each sign between groups once
    bool has_plus = false;
};

// 2026-05-31, 31.05.2026 and 31/05/26 say nothing of anybody; how long it is, or 0.
std::size_t date_length(const Line& line, std::size_t begin) {
    const auto shape = [&](std::string_view pattern) {
        for (std::size_t at = 0; at < pattern.size(); ++at) {
            const char c = begin + at < line.size() ? line.plain[begin + at] : ' ';
            const bool fits = pattern[at] == '9' ? is_digit(c) : pattern[at] == '/' ? (c == '.' || c == '/' || c == '-') : c == pattern[at];
            if (!fits) return false;
        }
        return begin + pattern.size() >= line.size() || !is_digit(line.plain[begin + pattern.size()]);
    };
    const auto pair = [&](std::size_t at) { return (line.plain[begin + at] - '0') * 10 + (line.plain[begin + at + 1] - '0'); };
    const bool is_century = begin + 1 < line.size() && (pair(0) == 19 || pair(0) == 20);
    if (shape("9999/99/99") && is_century && pair(5) <= 12 && pair(8) <= 31) return 10;
    if (shape("99/99/9999") && pair(0) <= 31 && pair(3) <= 12 && (pair(6) == 19 || pair(6) == 20)) return 10;
    return 0;
}

bool may_separate(char c) {
    return c == unseen || std::string_view(" -.()/\\,_*+#").find(c) != std::string_view::npos;
}

// What can be seen between two groups, at most.
constexpr std::size_t widest_gap = 3;

// "серия 4510 номер 123456"
constexpr std::u16string_view word_number = u"номер";
bool is_word_number(const Line& line, std::size_t at) {
    return std::u16string_view(line.units).substr(at, word_number.size()) == word_number;
}

Run read_run(const Line& line, std::size_t begin) {
    Run run;
    run.begin = begin;
    run.has_plus = begin > 0 && line.plain[begin - 1] == '+';
    if (run.has_plus) --run.begin;
    std::size_t seen = 0;
    std::string gap;
    bool opens_group = true;
    for (std::size_t at = begin; at < line.size(); ++at) {
        const char c = line.plain[at];
        if (is_digit(c)) {
            // Dates and addresses are looked at by themselves.
            if (opens_group && at != begin && (date_length(line, at) > 0 || find_ip(line, at))) break;
            if (opens_group && !gap.empty()) run.between += gap;
            if (opens_group) run.groups.push_back(0);
            run.digits += c;
            ++run.groups.back();
            run.end = at + 1;
            opens_group = false;
            gap.clear();
            seen = 0;
        } else if (is_word_number(line, at)) {
            at += word_number.size() - 1;
            gap += ' ';
            opens_group = true;
        } else if (may_separate(c) && (c == unseen || ++seen <= widest_gap)) {
            if (c != unseen) opens_group = true;
            if (c != unseen) gap += c;
        } else {
            break;
        }
    }
    return run;
}

using Groups = std::vector<std::size_t>;
const Groups social_security = {3, 2, 4};  // of the United States

bool is_phone_shape(const Run& run) {
    return run.groups == Groups{1, 3, 3, 2, 2} || run.groups == Groups{1, 3, 3, 4} || run.groups == Groups{1, 3, 7};
}

bool is_all(const std::string& text, char c) {
    return !text.empty() && text.find_first_not_of(c) == std::string::npos;
}

bool is_card(const Run& run) {
    const bool has_long_groups = std::all_of(run.groups.begin(), run.groups.end(), [](std::size_t group) { return group >= 3; });
    return run.digits.size() >= 13 && run.digits.size() <= 19 && has_long_groups && fits_luhn(run.digits);
}

// With the area, as German and British ones: "030 901820".
bool is_phone_of_area(const Run& run) {
    const std::size_t count = run.digits.size();
    return run.digits[0] == '0' && run.groups.size() > 1 && run.groups != social_security && run.groups[0] >= 3 && run.groups[0] <= 5 && (count == 8 || count == 9);
}

// "1 000 000 000" and "12 345 678,90"
bool is_sum(const Run& run) {
    const Groups& groups = run.groups;
    if (groups.size() < 3 || groups[0] > 3) return false;
    if (!std::all_of(groups.begin() + 1, groups.end() - 1, [](std::size_t group) { return group == 3; })) return false;
    if (is_all(run.between, ' ')) return groups.back() <= 3 && run.digits.ends_with("000000");
    const std::string_view thousands = std::string_view(run.between).substr(0, run.between.size() - 1);
    const bool has_fraction = groups.back() == 2 && std::string_view(",.").find(run.between.back()) != std::string_view::npos;
    return has_fraction && thousands.size() == groups.size() - 2 && thousands.find_first_not_of(' ') == thousands.npos;
}

// As short as other codes are.
bool is_short_phone(const Run& run) {
    if (is_all(run.between, '.')) return run.groups == Groups{3, 3, 4};
    return (is_all(run.between, ' ') && run.groups == Groups{3, 2, 2}) || (run.between.find('.') == run.between.npos && is_phone_of_area(run));
}

// What is to be put in its place; nullptr for nothing.
const char16_t* judge(const Run& run, bool is_code) {
    const std::size_t count = run.digits.size();
    const bool is_russian = count == 11 && (run.digits[0] == '7' || run.digits[0] == '8');
    if (run.has_plus) return count >= 7 ? u"[phone]" : nullptr;
    const auto has_groups_of = [&](std::size_t size) {
        return std::all_of(run.groups.begin(), run.groups.end(), [&](std::size_t group) { return group == size; });
    };
    const std::size_t longest = *std::max_element(run.groups.begin(), run.groups.end());
    if (!is_code && is_short_phone(run)) return u"[phone]";
    if (is_all(run.between, '.') && run.groups.size() > 1 && longest < 9 && !has_groups_of(4)) {
        // Versions, and fractions.
        if (is_card(run)) return u"[number]";
        return is_russian && is_phone_shape(run) ? u"[phone]" : nullptr;
    }
    if (is_all(run.between, '-') && (run.groups == Groups{3, 2, 2} || run.groups == Groups{3, 4})) return u"[phone]";
    if (is_sum(run)) return nullptr;
    if (count == 9) return run.groups.size() == 1 || run.groups == Groups{2, 7} || run.groups == social_security ? u"[number]" : nullptr;
    if (count < 10) return nullptr;
    return is_russian || (count == 10 && run.digits[0] == '9') ? u"[phone]" : u"[number]";
}

std::optional<Find> find_number(const Line& line, std::size_t begin) {
    if (const std::size_t length = date_length(line, begin); length > 0) return Find{begin, begin + length, nullptr};
    const Run run = read_run(line, begin);
    return Find{run.begin, run.end, judge(run, follows_version(line, run.begin) || follows_code(line, run.begin))};
}

// --- Documents --------------------------------------------------------------------------------------------------------------

bool is_of_word(char c) {
    return is_letter(c) || is_digit(c) || c == letter || c == '_' || c == '-';
}

// Reads what a document's number is made of, sign by sign, from `at` on.
class Reader {
public:
    Reader(const Line& line, std::size_t at) : line_(line), at_(at) {}

    std::size_t at() const { return at_; }
    bool digits(std::size_t count) { return take(count, [](char c) { return is_digit(c); }); }
    bool latin(std::size_t count) { return take(count, [](char c) { return is_letter(c); }); }
    bool letters(std::size_t count) { return take(count, [](char c) { return is_letter(c) || c == letter; }); }
    bool one_of(std::u16string_view letters) {
        const bool fits = at_ < line_.size() && letters.find(small(line_.units[at_])) != letters.npos;
        at_ += fits ? 1 : 0;
        return fits;
    }
    bool sign(char c) {
        const bool fits = line_.has(at_, c);
        at_ += fits ? 1 : 0;
        return fits;
    }
    // " № "
    void gap() {
        sign(' ');
        if (sign('#')) sign(' ');
    }
    bool ends() const { return at_ == line_.size() || !is_of_word(line_.plain[at_]); }

private:
    template <class Fits>
    bool take(std::size_t count, Fits fits) {
        for (; count > 0 && at_ < line_.size() && fits(line_.plain[at_]); --count) ++at_;
        return count == 0;
    }

    const Line& line_;
    std::size_t at_;
};

// "AA1234567"
bool read_passport(Reader& reader) {
    return reader.latin(2) && reader.digits(7) && reader.ends();
}

// "C01X00T47": nine of these and digits, most of them digits; ICAO 9303 leaves out what can be mistaken.
bool read_german_document(Reader& reader) {
    std::size_t digits = 0;
    if (!reader.one_of(u"cfghjklmnprtvwxyz")) return false;
    for (int more = 0; more < 8; ++more) {
        if (reader.digits(1)) ++digits;
        else if (!reader.one_of(u"cfghjklmnprtvwxyz")) return false;
    }
    return digits >= 5 && reader.ends();
}

// "QQ 12 34 56 C"
bool read_british_insurance(Reader& reader) {
    if (!reader.latin(2)) return false;
    for (int pair = 0; pair < 3; ++pair) {
        reader.sign(' ');
        if (!reader.digits(2)) return false;
    }
    reader.sign(' ');
    return reader.one_of(u"abcd") && reader.ends();
}

// "77 АА 123456": letters as on Russian number plates, in either alphabet. Not "20 мм 100000".
bool read_vehicle_papers(Reader& reader, const Line& line) {
    constexpr std::u16string_view letters = u"авекмнорстухabekmhopctyx";
    if (!reader.digits(2)) return false;
    reader.sign(' ');
    const std::size_t series = reader.at();
    if (!reader.one_of(letters) || !reader.one_of(letters)) return false;
    if (has_at(line, series, u"мм") || has_at(line, series, u"см") || has_at(line, series, u"км")) return false;
    reader.gap();
    return reader.digits(6) && reader.ends();
}

// "I-АН № 123456"
bool read_birth_certificate(Reader& reader) {
    constexpr std::u16string_view roman = u"ivxlcіхс";
    if (!reader.one_of(roman)) return false;
    while (reader.one_of(roman)) continue;
    if (!reader.sign('-') || !reader.letters(2)) return false;
    reader.gap();
    return reader.digits(6) && reader.ends();
}

// Codes of programs look the same: "KB5034441".
std::optional<Find> find_document(const Line& line, std::size_t begin) {
    if ((begin > 0 && is_of_word(line.plain[begin - 1])) || has_at(line, begin, u"kb") || follows_code(line, begin)) return {};
    const auto read_by = [&](auto read) -> std::size_t {
        Reader reader(line, begin);
        return read(reader) ? reader.at() : 0;
    };
    const std::size_t end = std::max({read_by(read_passport), read_by(read_german_document), read_by(read_british_insurance),
                                      read_by([&](Reader& reader) { return read_vehicle_papers(reader, line); }),
                                      read_by(read_birth_certificate)});
    if (end == 0) return {};
    return Find{begin, end, u"[number]"};
}

// --- All of it --------------------------------------------------------------------------------------------------------------

std::vector<Find> find_emails(const Line& line) {
    std::vector<Find> found;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (const auto email = line.has(at, '@') ? find_email(line, at, at + 1) : find_spelled_email(line, at)) {
            found.push_back(*email);
            at = std::max(at, email->end - 1);
        }
    }
    return found;
}

// With what was found put in, front to back; later finds inside of earlier ones are passed over.
std::string put_in(const Line& line, std::vector<Find> found) {
    std::u16string out;
    std::size_t at = 0;
    for (const Find& each : found) {
        if (each.put == nullptr || each.begin < at) continue;
        out.append(line.units, at, each.begin - at).append(each.put);
        at = each.end;
    }
    return to_utf8(out.append(line.units, at));
}

std::vector<Find> find_numbers(const Line& line) {
    std::vector<Find> found;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line.plain[at];
        std::optional<Find> here = find_document(line, at);
        if (!here && (is_hex(c) || c == ':')) here = find_ip(line, at);
        if (!here && is_hex(c)) here = find_mac(line, at);
        if (!here && is_digit(c)) here = find_number(line, at);
        if (!here) continue;
        found.push_back(*here);
        at = here->end - 1;
    }
    return found;
}

// Where words begin.
template <class FindAt>
std::vector<Find> find_at_words(const Line& line, FindAt find_at) {
    std::vector<Find> found;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (at > 0 && (is_of_name(line, at - 1) || is_digit(line.plain[at - 1]))) continue;
        const auto here = find_at(line, at);
        if (!here) continue;
        found.push_back(*here);
        at = here->end - 1;
    }
    return found;
}

std::string scrub_once(std::string_view text) {
    const Line typed = read_line(text);
    const Line without_emails = read_line(put_in(typed, find_emails(typed)));
    const Line without_numbers = read_line(put_in(without_emails, find_numbers(without_emails)));
    const Line without_addresses = read_line(put_in(without_numbers, find_at_words(without_numbers, find_postal_address)));
    return put_in(without_addresses, find_at_words(without_addresses, find_person));
}

// What is left is looked at once more, as what stood beside it may have gone: a name that was "Version".
constexpr int most_rounds = 8;

}  // namespace

std::string scrub(std::string_view text) {
    std::string scrubbed = scrub_once(text);
    for (int round = 1; round < most_rounds; ++round) {
        std::string again = scrub_once(scrubbed);
        if (again == scrubbed) break;
        scrubbed = std::move(again);
    }
    return scrubbed;
}

bool is_scrubbed(std::string_view text) {
    return std::any_of(scrub_marks.begin(), scrub_marks.end(), [&](std::string_view mark) { return text.find(mark) != text.npos; });
}

bool is_only_marks(std::string_view text) {
    if (!is_scrubbed(text)) return false;
    std::string left(text);
    for (const std::string_view mark : scrub_marks) {
        for (std::size_t at = left.find(mark); at != left.npos; at = left.find(mark)) left.erase(at, mark.size());
    }
    const Line line = read_line(left);
    return std::none_of(line.plain.begin(), line.plain.end(), [](char c) { return is_letter(c) || is_digit(c) || c == letter; });
}

}  // namespace kb
