#include "kb/import/ticket_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/ascii.h"
#include "kb/base/date.h"
#include "kb/base/letter_case.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

using Json = nlohmann::json;
using Fields = std::map<std::string, std::string, std::less<>>;

constexpr std::array<std::string_view, 8> field_names = {"id", "lang", "subject", "message", "answer", "article", "solved", "at"};
constexpr std::size_t longest_id = 200, longest_article = 400;
constexpr int end_of_file = std::char_traits<char>::eof();

// Why a line is no ticket.
struct Refusal {
    std::string what, hint;
};

// --- From fields to a ticket ------------------------------------------------------------------------------------------------

// Cut, and without control characters: other systems leave zero bytes and the like.
std::string tidy(std::string_view text) {
    std::string kept(cut_utf8(text, longest_ticket_text));
    for (char& c : kept) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') c = ' ';
    }
    return kept;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

// Russian letters are two bytes that begin with D0 or D1.
std::string language_of(std::string_view text) {
    std::size_t russian = 0, latin = 0;
    for (const char c : text) {
        russian += c == '\xd0' || c == '\xd1';
        latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return russian >= latin && russian > 0 ? "ru" : "en";
}

// As programs write it, and spreadsheets in Russian.
std::optional<bool> read_bool(std::string_view text) {
    constexpr std::array<std::string_view, 8> positive = {"", "true", "1", "yes", "y", "да", "д", "истина"};
    constexpr std::array<std::string_view, 7> negative = {"false", "0", "no", "n", "нет", "н", "ложь"};
    const auto is_one_of = [word = to_lower(text)](const auto& words) { return std::find(words.begin(), words.end(), word) != words.end(); };
    if (is_one_of(positive)) return true;
    if (is_one_of(negative)) return false;
    return {};
}

// A moment, a day, or seconds since 1970.
std::optional<std::int64_t> read_moment(std::string_view text) {
    if (text.empty()) return 0;
    if (const auto ms = parse_iso_milliseconds(text)) return *ms / 1000;
    if (const auto day = parse_date(text)) return std::chrono::sys_days(*day).time_since_epoch().count() * std::int64_t{86400};
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > 253'402'300'799) return {};
    return seconds;
}

bool is_language(std::string_view lang) {
    return lang.size() >= 2 && lang.size() <= 8 &&
           std::all_of(lang.begin(), lang.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

bool is_article(std::string_view article) {
    return article.size() <= longest_article &&
           std::none_of(article.begin(), article.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

std::optional<Refusal> read_ticket(const Fields& fields, SolvedQuestion& question) {
    const auto field = [&](std::string_view name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : tidy(found->second);
    };
    for (const auto& [name, text] : fields) {
        if (find_invalid_utf8(text)) return Refusal{fmt::format("'{}' is not UTF-8", name), "save the file as UTF-8"};
    }
    question.id = trimmed(field("id"));
    if (question.id.empty()) return Refusal{"a ticket without an id", "give each its own 'id', by which it is replaced later"};
    if (question.id.size() > longest_id) return Refusal{"the id is too long", fmt::format("at most {} bytes", longest_id)};
    question.subject = field("subject");
    question.message = field("message");
    if (is_blank(question.subject) && is_blank(question.message)) return Refusal{"a ticket without a question", "give 'message', 'subject' or both"};
    question.answer = field("answer");
    question.article = trimmed(field("article"));
    if (!is_article(question.article)) return Refusal{"'article' is no address of an article", "give a slug, or language/slug"};
    question.lang = lower_ascii(trimmed(field("lang")));
    if (question.lang.empty()) question.lang = language_of(question.subject + question.message);
    if (!is_language(question.lang)) return Refusal{fmt::format("'{}' is no language", question.lang.substr(0, 40)), "give its code, such as ru"};
    const auto solved = read_bool(trimmed(field("solved")));
    if (!solved) return Refusal{"'solved' is neither true nor false", "write true or false, yes or no, да or нет"};
    question.solved = *solved;
    const auto at = read_moment(trimmed(field("at")));
    if (!at) return Refusal{"'at' is no time", "write it as 2026-05-31T10:20:30Z, or as 2026-05-31"};
    question.at = *at;
    return {};
}

// --- Bytes ------------------------------------------------------------------------------------------------------------------

// A file letter by letter, its lines counted; a mark of byte order in front is passed over, and each end of a line is \n.
class Letters {
public:
    explicit Letters(std::istream& in) : in_(*in.rdbuf()) {
        if (in_.sgetc() != 0xEF) return;
        in_.sbumpc();
        if (in_.sgetc() == 0xBB) in_.sbumpc();
        if (in_.sgetc() == 0xBF) in_.sbumpc();
    }

    int next() {
        int c = in_.sbumpc();
        if (c == '\r' && in_.sgetc() == '\n') c = in_.sbumpc();
        if (c == '\n') ++line_;
        return c;
    }
    int peek() { return in_.sgetc(); }
    // Of what comes next, from 1.
    int line() const { return line_; }

private:
    std::streambuf& in_;
    int line_ = 1;
};

// The rest of a line, without its end; false at the end of the file. Of what is too long only the beginning is kept.
bool read_line(Letters& letters, std::string& line) {
    line.clear();
    int c = letters.next();
    if (c == end_of_file) return false;
    for (; c != end_of_file && c != '\n'; c = letters.next()) {
        if (line.size() <= longest_ticket) line += static_cast<char>(c);
    }
    return true;
}

const Refusal too_long{"the ticket is too long", fmt::format("at most {} bytes", longest_ticket)};

// --- JSON -------------------------------------------------------------------------------------------------------------------

std::optional<std::string> plain_text(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_null()) return std::string();
    if (value.is_boolean() || value.is_number_integer()) return value.dump();
    return {};
}

std::optional<Refusal> read_object(const std::string& line, const TicketFormat& format, Fields& fields) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) return Refusal{"not an object of JSON", "write one object a line, in UTF-8"};
    for (const std::string_view name : field_names) {
        const auto column = format.columns.find(name);
        const auto found = json.find(column == format.columns.end() ? std::string(name) : column->second);
        if (found == json.end()) continue;
        auto text = plain_text(*found);
        if (!text) return Refusal{fmt::format("'{}' is not a text", name), "give a string"};
        fields[std::string(name)] = std::move(*text);
    }
    return {};
}

// --- CSV --------------------------------------------------------------------------------------------------------------------

// One record; nothing at the end of the file. A quoted field may hold separators and ends of lines, and a quote as two.
class Table {
public:
    explicit Table(Letters& letters) : letters_(letters) {}

    using Record = std::vector<std::string>;
    // `is_too_long`: what could not be kept was passed over.
    bool read(Record& record, bool& is_too_long) {
        record.assign(1, {});
        size_ = 0;
        is_too_long = false;
        if (letters_.peek() == end_of_file) return false;
        bool is_quoted = false;
        for (int c = letters_.next(); c != end_of_file; c = letters_.next()) {
            if (is_quoted && c == '"' && letters_.peek() == '"') add(record, letters_.next());
            else if (c == '"' && (is_quoted || record.back().empty())) is_quoted = !is_quoted;
            else if (!is_quoted && c == '\n') break;
            else if (!is_quoted && c == separator_) begin_field(record);
            else add(record, c);
        }
        is_too_long = size_ > longest_ticket || record.size() > most_columns;
        return true;
    }

    // The first line tells what separates: comma, semicolon or tab, whichever there is most of.
    Record read_head() {
        std::string line;
        read_line(letters_, line);
        std::map<char, std::size_t> times;
        each_unquoted(line, [&](char c, bool is_quoted) { times[c] += is_quoted ? 0 : 1; });
        for (const char c : {';', '\t'}) {
            if (times[c] > times[separator_]) separator_ = c;
        }
        Record head(1);
        each_unquoted(line, [&](char c, bool is_quoted) {
            if (c == separator_ && !is_quoted) head.emplace_back();
            else head.back() += c;
        });
        for (std::string& name : head) name = trimmed(name);
        return head;
    }

private:
    static constexpr std::size_t most_columns = 1000;

    // see(letter, whether it stands between quotes), without these.
    template <class See>
    static void each_unquoted(std::string_view line, See see) {
        bool is_quoted = false;
        for (const char c : line) {
            if (c == '"') is_quoted = !is_quoted;
            else see(c, is_quoted);
        }
    }

    void add(Record& record, int c) {
        if (++size_ <= longest_ticket) record.back() += static_cast<char>(c);
    }
    void begin_field(Record& record) {
        if (record.size() <= most_columns) record.emplace_back();
    }

    Letters& letters_;
    char separator_ = ',';
    std::size_t size_ = 0;
};

// Where each field stands in a record.
Result<std::map<std::string, std::size_t>> places_of(const Table::Record& head, const TicketFormat& format, const std::string& path) {
    std::map<std::string, std::size_t> places;
    for (const std::string_view name : field_names) {
        const auto column = format.columns.find(name);
        const std::string wanted = column == format.columns.end() ? std::string(name) : column->second;
        const auto found = std::find(head.begin(), head.end(), wanted);
        if (found != head.end()) places[std::string(name)] = static_cast<std::size_t>(found - head.begin());
        else if (column != format.columns.end())
            return fail(ErrorCode::invalid_content, fmt::format("there is no column '{}'", wanted),
                        "name a column of the first line in --map", {path, 1, 1});
    }
    if (places.count("id") == 0 || places.count("message") + places.count("subject") == 0)
        return fail(ErrorCode::invalid_content, "no column for the id, or none for the message",
                    "say which they are: --map id=COLUMN --map message=COLUMN", {path, 1, 1});
    return places;
}

// --- All of it --------------------------------------------------------------------------------------------------------------

Result<void> hand_over(const Fields& fields, std::optional<Refusal> refusal, const Location& at, const TicketHandlers& handlers) {
    SolvedQuestion question;
    if (!refusal) refusal = read_ticket(fields, question);
    if (!refusal) return handlers.take(std::move(question), at.line);
    handlers.refuse({ErrorCode::invalid_content, refusal->what, refusal->hint, at});
    return {};
}

Result<void> read_json_lines(Letters& letters, const std::string& path, const TicketFormat& format, const TicketHandlers& handlers) {
    std::string line;
    for (int number = letters.line(); read_line(letters, line); number = letters.line()) {
        if (is_blank(line)) continue;
        Fields fields;
        const auto refusal = line.size() > longest_ticket ? std::optional(too_long) : read_object(line, format, fields);
        if (auto done = hand_over(fields, refusal, {path, number, 1}, handlers); !done) return done;
    }
    return {};
}

Result<void> read_csv(Letters& letters, const std::string& path, const TicketFormat& format, const TicketHandlers& handlers) {
    Table table(letters);
    const auto places = places_of(table.read_head(), format, path);
    if (!places) return fail(places.error());
    Table::Record record;
    bool is_too_long = false;
    for (int number = letters.line(); table.read(record, is_too_long); number = letters.line()) {
        if (record.size() == 1 && is_blank(record.front())) continue;
        Fields fields;
        std::optional<Refusal> refusal;
        if (is_too_long) refusal = too_long;
        for (const auto& [name, place] : *places) {
            if (place < record.size()) fields[name] = std::move(record[place]);
            else if (name == "id" || name == "message") refusal = Refusal{"too few fields", "check the quotes of this line and of those before it"};
        }
        if (auto done = hand_over(fields, refusal, {path, number, 1}, handlers); !done) return done;
    }
    return {};
}

}  // namespace

bool is_ticket_field(std::string_view name) {
    return std::find(field_names.begin(), field_names.end(), name) != field_names.end();
}

Result<void> read_tickets(std::istream& in, const std::string& path, const TicketFormat& format, const TicketHandlers& handlers) {
    Letters letters(in);
    auto read = format.kind == TicketFormat::Kind::csv ? read_csv(letters, path, format, handlers) : read_json_lines(letters, path, format, handlers);
    if (read && in.bad()) return fail(ErrorCode::unreadable, "cannot be read to its end", "check the disk", {path});
    return read;
}

}  // namespace kb
