#include "kb/text/token.h"

#include <algorithm>
#include <span>

#include "kb/base/utf8.h"
#include "kb/text/token_letter.h"
#include "kb/text/token_number.h"
#include "kb/text/token_word.h"

namespace kb {

namespace {

constexpr std::size_t max_word = 64;
constexpr std::size_t max_compound = 128;
constexpr std::size_t max_parts = 12;

bool joins(UChar32 joiner, UChar32 before, UChar32 after) {
    if (is_hyphen(joiner)) return true;
    if (joiner == ',' || joiner == ':') return is_digit(before) && is_digit(after);
    return joiner == '.' || joiner == '_' || joiner == '@' || joiner == '/' || joiner == '&' || joiner == '+';
}

class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) : text_(text) {}

    std::vector<Token> run() {
        tokens_.reserve(text_.size() / 8);
        for (std::size_t at = 0; at < text_.size();) {
            const Letter letter = letter_at(text_, at);
            at = is_word_letter(letter.code) ? read_compound(letter) : letter.end;
        }
        return std::move(tokens_);
    }

private:
    // One word from `first` on; `last_` is its last letter.
    Word read_word(Letter first, UChar32 joiner) {
        Word word{first.begin, first.end, kind_of(first.code), joiner};
        last_ = first.code;
        if (is_ideograph(first.code)) return word;
        for (std::size_t at = first.end; at < text_.size();) {
            const Letter letter = letter_at(text_, at);
            at = letter.end;
            if (is_word_letter(letter.code) && !is_ideograph(letter.code)) {
                last_ = letter.code;
                word.kinds |= kind_of(letter.code);
                word.end = at;
            } else if (is_apostrophe(letter.code) && at < text_.size() && is_word_letter(letter_at(text_, at).code)) {
                word.kinds |= Word::unusual;
            } else if (is_ignorable(letter.code)) {
                word.kinds |= Word::unusual;
            } else {
                break;
            }
        }
        return word;
    }

    std::size_t read_compound(Letter first) {
        const bool is_inside_number = first.begin < grouped_end_;
        if (is_digit(first.code)) add_grouped_numbers(first.begin);
        parts_.clear();
        parts_.push_back(read_word(first, 0));
        while (parts_.size() < max_parts) {
            const std::size_t end = parts_.back().end;
            if (end >= text_.size() || end == grouped_end_) break;
            const Letter joiner = letter_at(text_, end);
            if (joiner.end >= text_.size()) break;
            const Letter next = letter_at(text_, joiner.end);
            if (!is_word_letter(next.code) || is_ideograph(next.code) || !joins(joiner.code, last_, next.code)) break;
            parts_.push_back(read_word(next, joiner.code));
        }
        for (Word& part : parts_) fold_word(text_, part);
        const std::size_t end = parts_.back().end;
        add_dotted();
        if (parts_.size() > 1) {
            // The end of "1 990,50" is no price; the end of a telephone number is called as such.
            if (!is_inside_number || is_hyphen(parts_.back().joiner)) add_compound(parts_);
            if (const std::size_t host = words_of_host(parts_)) add_compound({parts_.data(), host});
        }
        for (Word& part : parts_) {
            add_signed(part);
            add(part);
        }
        if (is_digit(last_)) number_end_ = end;
        return end;
    }

    // "1 990" and "8 (999) 123-45-67" as wholes. What they are written with is read as if they were not there, except
    // that nothing is joined to their ends: the second price of "1 990-2 990" is one, too.
    void add_grouped_numbers(std::size_t begin) {
        if (begin < grouped_end_) return;
        std::vector<GroupedNumber> numbers = read_phone(text_, begin);
        if (numbers.empty()) numbers = read_amount(text_, begin, !follows_number(begin));
        for (GroupedNumber& number : numbers) {
            grouped_end_ = std::max(grouped_end_, number.end);
            push_whole(number.begin, number.end, std::move(number.form));
        }
    }

    // The 100 of "2023 100 200" is not the begin of a number.
    bool follows_number(std::size_t begin) const {
        if (number_end_ == 0 || number_end_ >= begin) return false;
        const Letter between = letter_at(text_, number_end_);
        return between.end == begin && is_group_space(between.code);
    }

    // .NET and .htaccess, with their dot.
    void add_dotted() {
        const Word& word = parts_.front();
        if (word.begin == 0 || text_[word.begin - 1] != '.' || is_digit(text_[word.begin])) return;
        if (word.begin > 1) {
            const UChar32 before = letter_before(text_, word.begin - 1).code;
            if (before == '.' || is_word_letter(before)) return;
        }
        if (!word.folded.empty()) push_whole(word.begin - 1, word.end, '.' + word.folded);
    }

    // C++, C#, Notepad++, with their signs.
    void add_signed(const Word& word) {
        const std::string_view rest = text_.substr(word.end, 3);
        if (rest.empty() || (rest[0] != '+' && rest[0] != '#')) return;
        if ((word.kinds & Word::digits) != 0 || word.folded.empty()) return;
        // The languages are typed with the letter of either alphabet.
        const std::string_view name = word.folded == "с" ? "c" : std::string_view(word.folded);
        const bool pluses = rest.starts_with("++") && rest != "+++";
        const bool sharp = rest[0] == '#' && !rest.starts_with("##") && name.size() == 1;
        if (!pluses && !sharp) return;
        const std::string_view signs = rest.substr(0, pluses ? 2 : 1);
        push_whole(word.begin, word.end + signs.size(), std::string(name).append(signs));
    }

    void add_compound(std::span<const Word> words) {
        const std::size_t begin = words.front().begin, end = words.back().end;
        if (end - begin > max_compound) return;
        std::string form = compound_form(words);
        const bool is_known = !tokens_.empty() && tokens_.back().end == end && tokens_.back().folded == form;
        if (!is_known) push_whole(begin, end, std::move(form));  // +7-999-123-45-67 is the telephone number already
    }

    void add(Word& word) {
        const bool is_mixed = (word.kinds & Word::digits) != 0 && word.kinds != Word::digits;
        std::vector<Word> runs = is_mixed ? runs_of(text_, word) : std::vector<Word>();
        push(word, !runs.empty());
        for (Word& run : runs) push(run, false);
    }

    void push_whole(std::size_t begin, std::size_t end, std::string form) {
        Word whole{begin, end, Word::unusual, 0, std::move(form)};
        push(whole, true);
    }

    // Takes the folded form away.
    void push(Word& word, bool is_whole) {
        if (word.folded.empty()) return;
        if (word.folded.size() > max_word) {
            word.folded.resize(cut_utf8(word.folded, max_word).size());
            word.kinds |= Word::unusual;
        }
        const Script script = script_of(word);
        tokens_.push_back({word.begin, word.end, std::move(word.folded), script, is_whole});
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::vector<Word> parts_;
    UChar32 last_ = 0;
    std::size_t grouped_end_ = 0;  // of the last grouped number
    std::size_t number_end_ = 0;   // of the last word or compound that ends in a digit
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
    return Tokenizer(text).run();
}

}  // namespace kb
