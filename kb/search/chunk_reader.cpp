#include "kb/search/chunk_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "kb/base/utf8.h"
#include "kb/search/spelling.h"
#include "kb/text/fold.h"
#include "kb/text/keyboard.h"
#include "kb/text/letters.h"
#include "kb/text/stop_words.h"
#include "kb/text/transliteration.h"

namespace kb {

namespace {

constexpr std::size_t shortest_telling = 3;  // letters of a word that tells how the query was typed
// Letters of an unfinished word that tell it in another layout.
constexpr std::size_t shortest_begin_there = 5, shortest_begin = 3;

// Latin and Russian letters that look alike, at the same places.
constexpr std::u16string_view latin_lookalikes = u"aceopxykmABCEHKMOPTXY";
constexpr std::u16string_view russian_lookalikes = u"асеорхукмАВСЕНКМОРТХУ";

// A run of characters between spaces.
struct Chunk {
    std::string text;
    bool is_reread = false;
};

// How much of a text is made of known words.
struct Sense {
    std::size_t known = 0, unknown = 0;  // letters
    std::size_t longest_known = 0;
    bool all() const { return known > 0 && unknown == 0; }
    bool tells() const { return all() && longest_known >= shortest_telling; }
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view marks = ".,;:!?\"'()[]{}<>";
    while (!text.empty() && marks.find(text.back()) != marks.npos) text.remove_suffix(1);
    while (!text.empty() && marks.find(text.front()) != marks.npos) text.remove_prefix(1);
    return text;
}

template <class Is>
bool has_any(std::u16string_view letters, Is is) {
    return std::any_of(letters.begin(), letters.end(), is);
}

class ChunkReader {
public:
    ChunkReader(std::string_view text, const Vocabulary& vocabulary, std::string_view lang, Typing typing)
        : vocabulary_(vocabulary), lang_(lang), typing_(typing) {
        result_.text = text;
    }

    ReadChunks read() {
        cut();
        read_lookalikes();
        read_elsewhere();
        if (result_.kind != nullptr) result_.text = joined();
        return std::move(result_);
    }

private:
    void cut() {
        const std::string_view text = result_.text;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = std::min(text.find_first_not_of(' ', at), text.size());
            const std::size_t end = std::min(text.find(' ', begin), text.size());
            if (begin < end) chunks_.push_back({std::string(text.substr(begin, end - begin)), false});
            at = end;
        }
    }

    std::string joined() const {
        std::string text;
        for (const Chunk& chunk : chunks_) text += (text.empty() ? "" : " ") + chunk.text;
        return text;
    }

    void note(const char* kind, std::string_view from, std::string_view to, std::string_view why) {
        if (result_.kind == nullptr) result_.kind = kind;
        result_.reasons.push_back(fmt::format("{} → {}: {}", from, to, why));
    }

    // The end of the last chunk may be the begin of a word.
    Sense sense_of(std::string_view text, bool is_last = false, std::size_t shortest = shortest_begin) const {
        Sense sense;
        for (const AnalyzedToken& token : vocabulary_.analyzer().analyze(text)) {
            if (token.token.is_whole || token.token.script == Script::number) continue;
            const std::size_t letters = to_utf16(token.token.folded).size();
            const bool is_begin = is_last && token.token.end == text.size() && letters >= shortest && vocabulary_.begins_word(token.token.folded);
            // Every letter and nearly every pair of letters is a word to a dictionary, and so is what looks like a drawn-out
            // one: яяяяййй.
            const bool is_plain = letters >= shortest_telling && cut_runs(token.token.folded, 2) == token.token.folded;
            const bool counts = is_plain || is_stop_word(token.token.folded) || vocabulary_.articles_with(token.token.folded) > 0;
            if (token.token.script != Script::other && (is_begin || (counts && vocabulary_.knows(token)))) {
                sense.known += letters;
                sense.longest_known = std::max(sense.longest_known, letters);
            } else {
                sense.unknown += letters;
            }
        }
        return sense;
    }

    // A word of both alphabets is of one of them, when all letters of the other have a double in it.
    void read_lookalikes() {
        const std::u16string all = to_utf16(result_.text);
        const bool mostly_latin = std::count_if(all.begin(), all.end(), is_latin) > std::count_if(all.begin(), all.end(), is_russian);
        for (Chunk& chunk : chunks_) {
            const std::u16string letters = to_utf16(chunk.text);
            const bool mixed = has_any(letters, is_latin) && has_any(letters, is_russian);
            // In capitals a whole word may look like another: CMC.
            if (!mixed && (has_any(letters, is_small) || sense_of(chunk.text).known > 0)) continue;
            const auto russian = with_doubles(letters, latin_lookalikes, russian_lookalikes, is_latin);
            const auto latin = with_doubles(letters, russian_lookalikes, latin_lookalikes, is_russian);
            for (const auto& reading : mostly_latin ? std::array{latin, russian} : std::array{russian, latin}) {
                if (!reading || *reading == letters) continue;
                const std::string text = to_utf8(*reading);
                if (!sense_of(text).all() || !(mixed || all_in_articles(text))) continue;
                note("homoglyph", chunk.text, text, "letters that look alike");
                chunk = {text, true};
                break;
            }
        }
    }

    bool all_in_articles(std::string_view text) const {
        const auto tokens = vocabulary_.analyzer().analyze(text);
        return std::all_of(tokens.begin(), tokens.end(), [&](const AnalyzedToken& token) { return vocabulary_.articles_with(token) > 0; });
    }

    template <class Is>
    static std::optional<std::u16string> with_doubles(std::u16string letters, std::u16string_view from, std::u16string_view to, Is is_replaced) {
        for (char16_t& letter : letters) {
            if (!is_replaced(letter)) continue;
            const std::size_t at = from.find(letter);
            if (at == from.npos) return {};
            letter = to[at];
        }
        return letters;
    }

    // What a chunk says when it was typed in another way, and what it says as it stands.
    struct Elsewhere {
        std::string text;
        Sense here, there;
        bool is_slip = false;  // as likely as not a slip in what it says here
        bool is_sure() const { return there.tells() && !here.all() && !is_slip; }
        bool is_against() const { return here.tells() && !there.all(); }
    };

    Elsewhere in_layout(const Chunk& chunk, bool is_last) const {
        Elsewhere elsewhere{{}, sense_of(chunk.text, is_last), {}};
        const auto whole = in_other_layout(chunk.text);
        if (!whole) return elsewhere;
        elsewhere.text = *whole;
        elsewhere.there = sense_of(*whole, is_last, typing_ == Typing::done ? shortest_begin_there : shortest_begin);
        if (elsewhere.there.all()) return elsewhere;
        // Marks around a word may be themselves, and not letters of the other layout.
        const std::string_view core = trimmed(chunk.text);
        const auto inner = in_other_layout(core);
        if (!inner || core.size() == chunk.text.size()) return elsewhere;
        const Sense sense = sense_of(*inner);
        if (!sense.all()) return elsewhere;
        const std::size_t begin = chunk.text.find(core);
        elsewhere.text = chunk.text.substr(0, begin) + *inner + chunk.text.substr(begin + core.size());
        elsewhere.there = sense;
        return elsewhere;
    }

    Elsewhere in_russian(const Chunk& chunk, bool is_last) const {
        Elsewhere elsewhere{{}, sense_of(chunk.text, is_last), {}};
        const std::u16string letters = to_utf16(chunk.text);
        if (!has_any(letters, is_latin) || has_any(letters, is_russian) || chunk.text.find_first_of("@/_:&=") != std::string::npos) return elsewhere;
        // Word by word; apostrophes and some digits are letters.
        const auto is_part = [&](std::size_t at) {
            const char16_t letter = letters[at];
            if (is_latin(letter) || letter == u'\'' || letter == u'`') return true;
            const bool between = at > 0 && is_latin(letters[at - 1]);
            return (letter == u'4' || letter == u'3' || letter == u'6') && (between || (at + 1 < letters.size() && is_latin(letters[at + 1])));
        };
        for (std::size_t at = 0; at < letters.size();) {
            std::size_t end = at;
            while (end < letters.size() && is_part(end)) ++end;
            if (end == at) {
                elsewhere.text += to_utf8(std::u16string_view(letters).substr(at++, 1));
                continue;
            }
            std::u16string word = letters.substr(at, end - at);
            for (char16_t& letter : word) letter = is_latin(letter) ? letter | 32 : letter;
            const auto guesses = guess_transliterated(vocabulary_, to_utf8(word), is_last && end == letters.size());
            if (guesses.empty()) {
                elsewhere.there.unknown += word.size();
                elsewhere.text += to_utf8(spell_in_russian(word));
            } else {
                elsewhere.there.known += word.size();
                const bool counts = word.size() >= shortest_telling || is_stop_word(guesses.front().text);
                if (counts) elsewhere.there.longest_known = std::max(elsewhere.there.longest_known, word.size());
                elsewhere.text += guesses.front().text;
            }
            at = end;
        }
        return elsewhere;
    }

    // The chunks that were typed in another layout, or in Latin letters; whichever says more.
    void read_elsewhere() {
        std::vector<Elsewhere> layout, russian;
        for (std::size_t i = 0; i < chunks_.size(); ++i) {
            const bool skipped = chunks_[i].is_reread;
            layout.push_back(skipped ? Elsewhere{} : in_layout(chunks_[i], i + 1 == chunks_.size()));
            russian.push_back(skipped ? Elsewhere{} : in_russian(chunks_[i], i + 1 == chunks_.size()));
        }
        doubt_slips(russian);
        const std::size_t sure_layout = sure_letters(layout), sure_russian = sure_letters(russian);
        if (sure_layout == 0 && sure_russian == 0) return read_with_slips(layout, russian);
        if (sure_layout >= sure_russian) take(layout, "layout", "typed in the other keyboard layout");
        else take(russian, "translit", "Russian in Latin letters");
    }

    // A few words that say nothing in any way may have a slip in them besides.
    void read_with_slips(const std::vector<Elsewhere>& layout, const std::vector<Elsewhere>& russian) {
        constexpr std::size_t most_chunks = 3, shortest = 6;
        constexpr double most_cost = 0.7;  // the slips that people make most
        if (chunks_.size() > most_chunks) return;
        const auto cost_of = [&](const std::string& text) {
            if (to_utf16(text).size() < shortest) return most_cost + 1;
            const std::vector<Guess> guesses = guess_slip(vocabulary_, text);
            return guesses.empty() ? most_cost + 1 : guesses.front().cost;
        };
        for (std::size_t i = 0; i < chunks_.size(); ++i) {
            if (chunks_[i].is_reread || layout[i].here.known > 0 || cost_of(chunks_[i].text) <= most_cost) continue;
            const double in_layout = cost_of(layout[i].text), in_russian = cost_of(russian[i].text);
            if (std::min(in_layout, in_russian) > most_cost) continue;
            const bool is_layout = in_layout <= in_russian;
            const std::string& text = is_layout ? layout[i].text : russian[i].text;
            if (is_layout) note("layout", chunks_[i].text, text, "typed in the other keyboard layout, with a slip");
            else note("translit", chunks_[i].text, text, "Russian in Latin letters, with a slip");
            chunks_[i] = {text, true};
        }
    }

    // One or two words that seem Russian may be slips of English ones, unless the reader's language is Russian.
    void doubt_slips(std::vector<Elsewhere>& readings) const {
        constexpr std::ptrdiff_t most_doubted = 2;
        const auto is_sure = [](const Elsewhere& reading) { return reading.is_sure(); };
        if (lang_ == "ru" || std::count_if(readings.begin(), readings.end(), is_sure) > most_doubted) return;
        for (std::size_t i = 0; i < readings.size(); ++i) {
            if (readings[i].is_sure()) readings[i].is_slip = !guess_slip(vocabulary_, trimmed(chunks_[i].text)).empty();
        }
    }

    static std::size_t sure_letters(const std::vector<Elsewhere>& readings) {
        std::size_t letters = 0;
        for (const Elsewhere& reading : readings) letters += reading.is_sure() ? reading.there.known : 0;
        return letters;
    }

    // Those that say something only there; with them those that say nothing here, and those that say something in both
    // ways when little speaks for this one.
    void take(const std::vector<Elsewhere>& readings, const char* kind, const char* why) {
        std::size_t against = 0;
        for (const Elsewhere& reading : readings) against += reading.is_against() ? reading.here.known : 0;
        const bool is_rule = sure_letters(readings) > against;
        for (std::size_t i = 0; i < chunks_.size(); ++i) {
            const Elsewhere& reading = readings[i];
            if (reading.text.empty() || reading.is_against()) continue;
            const bool is_both = reading.there.all() && reading.here.all();
            const bool is_neither = !reading.there.all() && !reading.here.all();
            const bool is_only_there = reading.there.all() && !reading.here.all() && !reading.is_slip;
            if (!is_only_there && !(is_rule && (is_both || (is_neither && against == 0)))) continue;
            note(kind, chunks_[i].text, reading.text, why);
            chunks_[i] = {reading.text, true};
        }
    }

    const Vocabulary& vocabulary_;
    const std::string_view lang_;
    const Typing typing_;
    std::vector<Chunk> chunks_;
    ReadChunks result_;
};

}  // namespace

ReadChunks read_chunks(std::string_view text, const Vocabulary& vocabulary, std::string_view lang, Typing typing) {
    return ChunkReader(text, vocabulary, lang, typing).read();
}

}  // namespace kb
