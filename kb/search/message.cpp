#include "kb/search/message.h"

#include <algorithm>
#include <array>
#include <span>

#include "kb/base/ascii.h"
#include "kb/base/utf8.h"
#include "kb/search/courtesy.h"
#include "kb/search/query.h"
#include "kb/text/fold.h"

namespace kb {

namespace {

using Beginnings = std::span<const std::string_view>;

// All folded; of two that begin alike the longer one first.
constexpr auto advertisements = std::to_array<std::string_view>({
    "отправлено с iphone", "отправлено с ipad", "отправлено с моего", "отправлено с устройства", "отправлено с телефона",
    "отправлено с мобильн", "отправлено из мобильн", "отправлено из почты", "отправлено из outlook", "отправлено из gmail", "скачать outlook",
    "sent from my ", "sent from mail", "sent from outlook", "sent from yahoo", "get outlook for"});
constexpr auto notices = std::to_array<std::string_view>({
    "данное сообщение", "это сообщение", "настоящее сообщение", "данное электронное", "это электронное", "настоящее электронное",
    "this e-mail", "this email", "this message", "the information in this"});
constexpr auto secrecy = std::to_array<std::string_view>({"конфиденциальн", "confidential"});
constexpr auto headers = std::to_array<std::string_view>({
    "от:", "от кого:", "кому:", "копия:", "отправлено:", "дата:", "дата отправки:", "важность:",
    "from:", "to:", "cc:", "bcc:", "sent:", "date:", "reply-to:", "message-id:", "importance:"});
constexpr auto subjects = std::to_array<std::string_view>({"тема:", "subject:"});
constexpr auto answers_to_subjects = std::to_array<std::string_view>({"re:", "fwd:", "fw:", "ответ:", "ha:", "на:"});
constexpr auto forwards = std::to_array<std::string_view>({
    "исходное сообщение", "пересылаемое сообщение", "пересланное сообщение", "перенаправленное сообщение", "начало переадресованного",
    "original message", "forwarded message", "begin forwarded message"});
constexpr auto wrote = std::to_array<std::string_view>({"написал:", "написала:", "писал:", "писала:", "писал(а):", "пишет:", "wrote:"});

constexpr std::size_t longest_subject_mark = 60, longest_advertisement = 90, longest_attribution = 300;  // bytes

// The length of the one that `folded` begins with; 0 for none.
std::size_t begin_of(std::string_view folded, Beginnings beginnings) {
    for (const std::string_view beginning : beginnings) {
        if (folded.starts_with(beginning)) return beginning.size();
    }
    return 0;
}

// A line that several kinds of rules look at.
struct Line {
    std::string text, folded;
    bool is_header = false;
};

Line line_of(std::string_view source) {
    Line line{clean_text(source, source.size()), {}};
    // Names of headers may stand in bold: "*From:* …".
    std::string_view bare = line.text;
    bare.remove_prefix(std::min(bare.find_first_not_of("* "), bare.size()));
    line.folded = fold(bare.substr(0, cut_utf8(bare, longest_attribution).size()));
    std::erase(line.folded, '*');
    line.is_header = begin_of(line.folded, headers) > 0;
    return line;
}

bool is_quoted(const Line& line) {
    return line.text.starts_with('>');
}

// «12 марта 2024 г., 10:15, Анна <anna@example.com> написала:», "On Tue, 12 Mar 2024 at 10:15, Ann wrote:"
bool is_attribution(const Line& line) {
    if (line.text.size() > longest_attribution || !line.folded.ends_with(':')) return false;
    const auto has = [&](std::string_view any) { return line.folded.find_first_of(any) != line.folded.npos; };
    const bool says_so = std::any_of(wrote.begin(), wrote.end(), [&](std::string_view end) { return line.folded.ends_with(end); });
    return says_so ? has("@0123456789") : has("<") && has("@") && has("0123456789");
}

bool is_forward(const Line& line) {
    std::string_view name = line.folded;
    name.remove_prefix(std::min(name.find_first_not_of("- "), name.size()));
    return begin_of(name, forwards) > 0 && line.text.size() <= longest_advertisement;
}

bool is_advertisement(const Line& line) {
    return line.text.size() <= longest_advertisement && begin_of(line.folded, advertisements) > 0;
}

bool is_disclaimer(const Line& line) {
    const auto is_said = [&](std::string_view word) { return line.folded.find(word) != line.folded.npos; };
    return begin_of(line.folded, notices) > 0 && std::any_of(secrecy.begin(), secrecy.end(), is_said);
}

class MessageReader {
public:
    std::string read(std::string_view subject, std::string_view body) {
        add_subject(subject);
        for (std::string_view rest = body.substr(0, max_message); !rest.empty() && !is_over_;) {
            const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
            add(line_of(rest.substr(0, end)));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return std::move(text_);
    }

private:
    void add_subject(std::string_view subject) {
        const std::string clean = clean_text(subject, max_message);
        std::string_view rest = clean;
        while (const std::size_t length = begin_of(fold(cut_utf8(rest, longest_subject_mark)), answers_to_subjects))
            rest = trim_blanks(behind(rest, length));
        keep(rest);
    }

    void add(const Line& line) {
        const bool follows_header = after_header_;
        if (!line.text.empty()) after_header_ = line.is_header;
        if (line.text.empty() || is_quoted(line)) return;
        if (is_attribution(line) || is_forward(line)) return end_of_own_words();
        if (line.is_header) return add_header(line, follows_header);
        if (is_signature_mark(line.text)) return sign();
        if (is_advertisement(line) || is_disclaimer(line)) return;
        if (const std::size_t subject = begin_of(line.folded, subjects))
            return keep(trim_blanks(behind(line.text, subject)));
        add_sentences(line);
    }

    // Two of them are the head of a mail that follows; one may be the customer's own: «Дата: 12 марта».
    void add_header(const Line& line, bool follows_header) {
        if (follows_header) {
            text_.resize(before_header_);
            has_said_ = had_said_;
            return end_of_own_words();
        }
        before_header_ = text_.size();
        had_said_ = has_said_;
        if (line.folded.find('@') == line.folded.npos) add_sentences(line);
    }

    // What follows is somebody else's, if anything was said before.
    void end_of_own_words() { is_over_ = has_said_; }
    void sign() { is_signing_ = has_said_; }

    void add_sentences(const Line& line) {
        for (const std::string_view sentence : sentences_of(line.text)) {
            if (sentence.empty()) continue;
            if (is_signing_ && is_signature(sentence)) continue;
            is_signing_ = false;
            if (has_said_ && is_farewell(sentence)) {
                sign();
                continue;
            }
            if (is_greeting(sentence)) continue;
            keep(sentence);
            has_said_ = true;
        }
    }

    void keep(std::string_view sentence) {
        if (sentence.empty()) return;
        if (!text_.empty()) text_ += '\n';
        text_ += sentence;
    }

    std::string text_;
    bool has_said_ = false;      // something in the body, beside greetings
    bool is_signing_ = false;    // until a question or a postscript
    bool after_header_ = false;  // the line before was one; without it:
    std::size_t before_header_ = 0;
    bool had_said_ = false;
    bool is_over_ = false;
};

}  // namespace

std::string read_message(std::string_view subject, std::string_view body) {
    std::string text = MessageReader().read(subject, body);
    if (!text.empty()) return text;
    // Nothing but what others wrote, or a greeting.
    return clean_text(body, max_message);
}

}  // namespace kb
