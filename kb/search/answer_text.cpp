#include "kb/search/answer_text.h"

#include <algorithm>
#include <vector>

#include "kb/base/ascii.h"
#include "kb/base/utf8.h"
#include "kb/search/courtesy.h"
#include "kb/text/letters.h"

namespace kb {

namespace {

constexpr std::size_t most_greetings = 3, most_signature_lines = 5, longest_signature_line = 80;  // bytes

class AnswerReader {
public:
    explicit AnswerReader(std::string_view answer) {
        for (std::string_view rest = answer; !rest.empty();) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            std::string_view line = rest.substr(0, end);
            if (line.ends_with('\r')) line.remove_suffix(1);
            lines_.push_back(line);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    std::string read() {
        while (at_ < lines_.size() && text_.empty()) read_beginning(lines_[at_++]);
        while (at_ < lines_.size()) read_line(lines_[at_++]);
        while (!text_.empty() && (text_.back() == '\n' || text_.back() == ' ' || text_.back() == '\t')) text_.pop_back();
        return std::move(text_);
    }

private:
    // Greetings stand before everything else.
    void read_beginning(std::string_view line) {
        std::string_view rest = trim_blanks(line);
        if (rest.empty()) return;
        for (std::size_t greetings = 0; greetings < most_greetings && !rest.empty(); ++greetings) {
            const std::string_view sentence = sentences_of(rest).front();
            const std::string_view more = trim_blanks(rest.substr(static_cast<std::size_t>(sentence.data() - rest.data()) + sentence.size()));
            const std::string_view kept = is_greeting(sentence) ? std::string_view() : without_greeting(sentence);
            if (kept.size() == sentence.size()) break;
            is_greeted_ = true;
            rest = kept.empty() ? more : rest.substr(static_cast<std::size_t>(kept.data() - rest.data()));
            if (!kept.empty()) break;
        }
        if (is_greeted_) rest = without_name(rest);
        if (rest.empty()) return;
        if (rest.size() == trim_blanks(line).size()) return read_line(line);
        read_line(with_capital(rest));
    }

    static std::string with_capital(std::string_view line) {
        std::u16string letters = to_utf16(line);
        if (is_small(letters.front())) letters.front() = static_cast<char16_t>(letters.front() == u'ё' ? u'Ё' : letters.front() - 32);
        return to_utf8(letters);
    }

    void read_line(std::string_view line) {
        if (!text_.empty() && is_signature_mark(trim_blanks(line)) && is_signed_off(at_)) {
            at_ = lines_.size();
            return;
        }
        std::string_view kept = line;
        for (const std::string_view sentence : sentences_of(trim_blanks(line))) {
            if (!is_end(sentence)) continue;
            kept = line.substr(0, static_cast<std::size_t>(sentence.data() - line.data()));
            skip_signature();
            break;
        }
        if (kept.size() < line.size() && trim_blanks(kept).empty()) return;
        text_.append(kept.size() < line.size() ? trim_blanks(kept) : kept).append("\n");
    }

    bool is_end(std::string_view sentence) const {
        if (text_.empty() && sentence.data() == lines_.front().data()) return false;
        if (is_farewell(sentence)) return true;
        // A line of its own before a name: "Thanks!", "Best,".
        return is_thanks(sentence) && next_line() < lines_.size() && is_names(trim_blanks(lines_[next_line()]));
    }

    std::size_t next_line() const {
        std::size_t next = at_;
        while (next < lines_.size() && trim_blanks(lines_[next]).empty()) ++next;
        return next;
    }

    void skip_signature() {
        while (at_ < lines_.size() && is_signature(trim_blanks(lines_[at_]))) ++at_;
    }

    // Whether nothing but a signature comes from this line on; between rules of Markdown more stands.
    bool is_signed_off(std::size_t from) const {
        std::size_t lines = 0;
        for (; from < lines_.size(); ++from) {
            const std::string_view line = trim_blanks(lines_[from]);
            if (line.empty()) continue;
            if (++lines > most_signature_lines || line.size() > longest_signature_line || std::string_view(".?:;").find(line.back()) != std::string_view::npos) return false;
        }
        return lines > 0;
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    bool is_greeted_ = false;
    std::string text_;
};

}  // namespace

std::string read_answer(std::string_view answer) {
    return AnswerReader(answer).read();
}

}  // namespace kb
