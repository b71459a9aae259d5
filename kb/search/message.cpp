#include "kb/search/message.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "kb/base/utf8.h"
#include "kb/search/query.h"
#include "kb/text/fold.h"
#include "kb/text/letters.h"

namespace kb {

namespace {

using Beginnings = std::span<const std::string_view>;

// All folded.
constexpr std::array greetings = std::to_array<std::string_view>(
    {"здравствуй", "добрый день", "добрый вечер", "доброе утро", "доброй ночи", "доброго времени", "доброго дня", "приветствую", "привет", "уважаем",
     "hello", "hi", "hey", "dear", "good morning", "good afternoon", "good evening", "greetings", "to whom it may concern"});
constexpr std::array farewells = std::to_array<std::string_view>(
    {"с уважением", "с наилучшими пожеланиями", "с почтением", "всего доброго", "всего хорошего", "best regards", "kind regards", "warm regards",
     "best wishes", "with regards", "regards", "yours sincerely", "yours faithfully", "yours truly", "sincerely", "cheers"});
constexpr std::array advertisements = std::to_array<std::string_view>(
    {"отправлено с iphone", "отправлено с ipad", "отправлено с моего", "отправлено с устройства", "отправлено с телефона", "отправлено с мобильн",
     "отправлено из мобильн", "отправлено из почты", "отправлено из outlook", "отправлено из gmail", "sent from my ", "sent from mail", "sent from outlook",
     "sent from yahoo", "get outlook for", "скачать outlook"});
constexpr std::array headers = std::to_array<std::string_view>(
    {"from:", "to:", "cc:", "bcc:", "sent:", "date:", "reply-to:", "message-id:", "importance:", "от:", "от кого:", "кому:", "копия:",
     "отправлено:", "дата:", "дата отправки:", "важность:"});
constexpr std::array subjects = std::to_array<std::string_view>({"subject:", "тема:"});
constexpr std::array forwards = std::to_array<std::string_view>(
    {"original message", "исходное сообщение", "пересылаемое сообщение", "пересланное сообщение", "перенаправленное сообщение",
     "forwarded message", "begin forwarded message", "начало переадресованного"});
constexpr std::array postscripts = std::to_array<std::string_view>({"p.s", "ps:", "ps ", "p. s", "з.ы", "зы ", "п.с", "пс "});
constexpr std::array answers_to_subjects = std::to_array<std::string_view>({"re:", "fw:", "fwd:", "ответ:", "ha:", "на:"});

constexpr std::size_t longest_farewell = 200, longest_signature = 160, longest_greeting = 60, longest_advertisement = 90, longest_attribution = 300;  // bytes
constexpr std::size_t most_greeted = 5;  // words of a greeting with the names of who is greeted

// The length of the one that `folded` begins with; 0 for none.
std::size_t begin_of(std::string_view folded, Beginnings beginnings) {
    for (const std::string_view beginning : beginnings) {
        if (folded.starts_with(beginning)) return beginning.size();
    }
    return 0;
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text.substr(0, text.find_last_not_of(' ') + 1);
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
    if (line.folded.find('@') != line.folded.npos) return true;
    const bool has_digit = line.folded.find_first_of("0123456789") != line.folded.npos;
    return has_digit && (line.folded.ends_with("wrote:") || line.folded.ends_with("написал:") || line.folded.ends_with("написала:") ||
                         line.folded.ends_with("пишет:") || line.folded.ends_with("писал(а):"));
}

bool is_forward(const Line& line) {
    std::string_view name = line.folded;
    name.remove_prefix(std::min(name.find_first_not_of("- "), name.size()));
    return begin_of(name, forwards) > 0 && line.text.size() <= longest_advertisement;
}

bool is_signature_mark(const Line& line) {
    return line.text == "--" || line.text == "---" || line.text == "—" || (line.text.size() > 4 && line.text.find_first_not_of("_") == line.text.npos);
}

bool is_advertisement(const Line& line) {
    return line.text.size() <= longest_advertisement && begin_of(line.folded, advertisements) > 0;
}

bool is_disclaimer(const Line& line) {
    constexpr auto beginnings = std::to_array<std::string_view>({"this e-mail", "this email", "this message", "the information in this", "данное сообщение",
                                                                 "это сообщение", "настоящее сообщение", "данное электронное", "это электронное", "настоящее электронное"});
    return begin_of(line.folded, beginnings) > 0 && (line.folded.find("confidential") != line.folded.npos || line.folded.find("конфиденциальн") != line.folded.npos);
}

// "Thanks a lot. Best regards, Ann" is one line; what ends a sentence is followed by a space.
std::vector<std::string_view> sentences_of(std::string_view line) {
    std::vector<std::string_view> sentences;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const bool ends = (line[at] == '.' || line[at] == '!' || line[at] == '?') && at + 1 < line.size() && line[at + 1] == ' ';
        if (!ends) continue;
        sentences.push_back(trimmed(line.substr(begin, at + 1 - begin)));
        begin = at + 1;
    }
    sentences.push_back(trimmed(line.substr(begin)));
    return sentences;
}

std::size_t words_in(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

// «Здравствуйте, Анна!» alone; «Добрый день, не приходит код» says more.
bool is_greeting(std::string_view sentence, std::string_view folded) {
    const std::size_t greeting = begin_of(folded, greetings);
    if (greeting == 0 || sentence.size() > longest_greeting || sentence.ends_with('?') || words_in(sentence) > most_greeted) return false;
    // "history": a word that only begins so.
    return folded.substr(greeting).find_first_of(" ,.!") != folded.npos || folded.size() == greeting;
}

// «С уважением, Анна», "Best regards Ann", and not «с уважением отношусь».
bool is_farewell(std::string_view sentence, std::string_view folded) {
    const std::size_t farewell = begin_of(folded, farewells);
    if (farewell == 0 || sentence.size() > longest_farewell || sentence.ends_with('?')) return false;
    if (farewell >= sentence.size() || sentence[farewell] != ' ') return true;
    const std::u16string name = to_utf16(sentence.substr(farewell + 1));
    return !name.empty() && !is_small(name.front());
}

// Names, titles, addresses and telephone numbers are short; a question or a postscript is none of them.
bool is_signature(std::string_view sentence, std::string_view folded) {
    return sentence.size() <= longest_signature && !sentence.ends_with('?') && begin_of(folded, postscripts) == 0;
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
        std::string clean = clean_text(subject, max_message);
        while (true) {
            const std::string folded = fold(cut_utf8(clean, longest_greeting));
            // Folding changes no length of these.
            const std::size_t length = begin_of(folded, answers_to_subjects);
            if (length == 0) break;
            clean = trimmed(std::string_view(clean).substr(std::min(length, clean.size())));
        }
        keep(clean);
    }

    void add(const Line& line) {
        const bool follows_header = after_header_;
        if (!line.text.empty()) after_header_ = line.is_header;
        if (line.text.empty() || is_quoted(line)) return;
        if (is_attribution(line) || is_forward(line)) return end_of_own_words();
        if (line.is_header) {
            // Two of them are the head of a mail that follows.
            if (follows_header) return end_of_own_words();
            if (line.folded.find('@') == line.folded.npos) add_sentences(line);
            return;
        }
        if (is_signature_mark(line)) return sign();
        if (is_advertisement(line) || is_disclaimer(line)) return;
        if (const std::size_t subject = begin_of(line.folded, subjects)) return keep(trimmed(std::string_view(line.text).substr(std::min(subject, line.text.size()))));
        add_sentences(line);
    }

    // What follows is somebody else's, if anything was said before.
    void end_of_own_words() { is_over_ = has_said_; }
    void sign() { is_signing_ = has_said_; }

    void add_sentences(const Line& line) {
        for (const std::string_view sentence : sentences_of(line.text)) {
            if (sentence.empty()) continue;
            const std::string folded = fold(cut_utf8(sentence, longest_farewell));
            if (is_signing_ && is_signature(sentence, folded)) continue;
            is_signing_ = false;
            if (has_said_ && is_farewell(sentence, folded)) {
                sign();
                continue;
            }
            if (is_greeting(sentence, folded)) continue;
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
    bool after_header_ = false;  // the line before was one
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
