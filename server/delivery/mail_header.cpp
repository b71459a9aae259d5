#include "server/delivery/mail_header.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "kb/base/base64.h"
#include "kb/base/utf8.h"
#include "server/delivery/ticket_text.h"

namespace kb::server {

namespace {

constexpr std::size_t line_length = 76;
constexpr std::size_t longest_address = 254, longest_local_part = 64, longest_label = 63;
// In base64 and with what an encoded word has around it, these bytes fill the line that begins with "Subject: ".
constexpr std::size_t word_bytes = 39;

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z');
}

// One or more parts between dots, each of the allowed letters.
template <class Allows>
bool is_dotted(std::string_view text, Allows allows) {
    while (true) {
        const std::string_view part = text.substr(0, text.find('.'));
        if (part.empty() || part.size() > longest_label + 1 || !std::all_of(part.begin(), part.end(), allows)) return false;
        if (part.size() == text.size()) return true;
        text.remove_prefix(part.size() + 1);
    }
}

bool is_plain(std::string_view text) {
    const auto is_printable = [](char c) { return c >= ' ' && c < '\x7f'; };
    return std::all_of(text.begin(), text.end(), is_printable) && text.find("=?") == text.npos && text.size() <= line_length - 9;
}

// The next bytes that one encoded word takes, whole characters only.
std::string_view next_word(std::string_view text) {
    const std::string_view word = cut_utf8(text, word_bytes);
    return word.empty() ? text.substr(0, word_bytes) : word;
}

std::string with_mail_breaks(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n') result += "\r\n";
        else if (c != '\r') result += c;
    }
    return result;
}

}  // namespace

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == text.npos || text.size() > longest_address || at > longest_local_part) return false;
    constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~";
    const auto in_name = [&](char c) { return is_alphanumeric(c) || signs.find(c) != signs.npos; };
    const auto in_host = [](char c) { return is_alphanumeric(c) || c == '-'; };
    return is_dotted(text.substr(0, at), in_name) && is_dotted(text.substr(at + 1), in_host);
}

std::string subject_header(std::string_view subject) {
    const std::string line = in_one_line(subject);
    if (is_plain(line)) return fmt::format("Subject: {}\n", line);
    std::string header = "Subject:";
    for (std::string_view left = line; !left.empty();) {
        const std::string_view word = next_word(left);
        left.remove_prefix(word.size());
        header += fmt::format(" =?UTF-8?B?{}?=\n", base64(word));
    }
    return header;
}

std::string mail_time(std::int64_t unix_seconds) {
    constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::chrono::sys_seconds time{std::chrono::seconds(unix_seconds)};
    const auto midnight = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day day(midnight);
    const std::chrono::hh_mm_ss clock(time - midnight);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday(midnight).c_encoding()], unsigned(day.day()),
                       months[unsigned(day.month()) - 1], int(day.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::string mail_body(std::string_view text) {
    const std::string letters = base64(with_mail_breaks(text));
    std::string lines;
    for (std::size_t i = 0; i < letters.size(); i += line_length) lines.append(letters, i, line_length).append("\n");
    return lines;
}

}  // namespace kb::server
