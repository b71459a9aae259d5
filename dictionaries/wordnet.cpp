#include "dictionaries/wordnet.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <unordered_map>

#include "kb/base/files.h"

namespace kb {

namespace {

constexpr std::uint64_t largest_file = 64 << 20;  // data.noun of WordNet 3.0 has 15 MB
constexpr std::array<std::string_view, 4> part_names = {"noun", "verb", "adj", "adv"};

// By file offset, as pointers name them. Words left out of the result keep their place as "".
using Synsets = std::unordered_map<unsigned, std::vector<std::string>>;

struct Pointer {
    unsigned from_part, from_synset, from_word;
    unsigned to_part, to_synset, to_word;
};

// The fields of a line, each ending at one space; "" past the end.
class Fields {
public:
    explicit Fields(std::string_view line) : rest_(line) {}
    std::string_view next() {
        std::string_view field = rest_.substr(0, rest_.find(' '));
        rest_.remove_prefix(std::min(rest_.size(), field.size() + 1));
        return field;
    }
    std::optional<unsigned> number(int base = 10) { return to_number(next(), base); }
    bool at_end() const { return rest_.empty(); }

    static std::optional<unsigned> to_number(std::string_view digits, int base) {
        unsigned value = 0;
        auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        if (problem != std::errc() || end != digits.data() + digits.size()) return {};
        return value;
    }

private:
    std::string_view rest_;
};

Error unusable(ErrorCode code, std::string what, Location at) {
    return {code, std::move(what), "install wordnet-base (again), or name the folder of its files", std::move(at)};
}

// Calls f(line) -> bool for each line but those of the licence; a false means that the line is malformed.
template <class F>
Result<void> for_each_line(const std::filesystem::path& path, F&& f) {
    Result<std::string> text = read_file(path, largest_file);
    if (!text) return fail(unusable(text.error().code, text.error().what, {path.string()}));
    if (!text->ends_with('\n')) return fail(unusable(ErrorCode::invalid_content, "cut off or empty", {path.string()}));
    int number = 0;
    for (std::string_view rest = *text; !rest.empty();) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        ++number;
        if (line.empty() || line.starts_with(' ')) continue;
        while (line.ends_with(' ')) line.remove_suffix(1);
        if (!f(line))
            return fail(unusable(ErrorCode::invalid_content, "not a line of WordNet", {path.string(), number}));
    }
    return {};
}

// Lower case and without the adjectives' "(p)"; "" for what is no single word of ours.
std::string single_word(std::string_view word) {
    word = word.substr(0, word.find('('));
    std::string lower;
    for (char c : word) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if ((c < 'a' || c > 'z') && c != '-' && c != '\'') return {};
        lower += c;
    }
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return std::any_of(lower.begin(), lower.end(), letter) ? lower : std::string();
}

std::optional<unsigned> part_of(std::string_view letter) {
    constexpr std::string_view letters = "nvar";
    if (letter == "s") return 2;
    const std::size_t part = letter.size() == 1 ? letters.find(letter) : letters.npos;
    return part == letters.npos ? std::nullopt : std::optional<unsigned>(part);
}

class Reader {
public:
    explicit Reader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Result<WordNet> read() {
        for (unsigned part = 0; part < 4; ++part) {
            if (Result<void> done = read_index(part); !done) return fail(done.error());
            if (Result<void> done = read_exceptions(part); !done) return fail(done.error());
        }
        for (unsigned part = 0; part < 3; ++part)
            if (Result<void> done = read_data(part); !done) return fail(done.error());
        if (Result<void> done = read_counts(); !done) return fail(done.error());
        if (Result<void> done = resolve(); !done) return fail(done.error());
        return finish();
    }

private:
    std::filesystem::path file(std::string_view stem, unsigned part) const {
        return folder_ / (std::string(stem) + "." + std::string(part_names[part]));
    }

    // "lemma pos sense_count ..."
    Result<void> read_index(unsigned part) {
        return for_each_line(file("index", part), [&](std::string_view line) {
            Fields fields(line);
            const std::string word = single_word(fields.next());
            if (part_of(fields.next()) != part) return false;
            if (word.empty()) return true;
            WordNet::Lemma& lemma = lemmas_[word];
            lemma.parts |= static_cast<std::uint8_t>(1U << part);
            return true;
        });
    }

    // "form lemma [lemma...]"
    Result<void> read_exceptions(unsigned part) {
        return for_each_line(folder_ / (std::string(part_names[part]) + ".exc"), [&](std::string_view line) {
            Fields fields(line);
            WordNet::Exception exception{single_word(fields.next()), part, {}};
            if (fields.at_end()) return false;
            while (!fields.at_end())
                if (std::string lemma = single_word(fields.next()); !lemma.empty()) exception.lemmas.push_back(lemma);
            if (!exception.form.empty() && !exception.lemmas.empty()) words_.exceptions.push_back(std::move(exception));
            return true;
        });
    }

    // "offset lex_file type w_cnt word lex_id ... p_cnt symbol offset pos source/target ..."
    Result<void> read_data(unsigned part) {
        return for_each_line(file("data", part), [&](std::string_view line) {
            Fields fields(line);
            const auto offset = fields.number();
            fields.next();
            fields.next();
            const auto word_count = fields.number(16);
            if (!offset || !word_count) return false;
            std::vector<std::string>& words = synsets_[part][*offset];
            for (unsigned i = 0; i < *word_count; ++i) {
                words.push_back(single_word(fields.next()));
                fields.next();
            }
            return read_pointers(fields, part, *offset) && line.find(" | ") != line.npos;
        });
    }

    bool read_pointers(Fields& fields, unsigned part, unsigned synset) {
        const auto count = fields.number();
        for (unsigned i = 0; count && i < *count; ++i) {
            const std::string_view symbol = fields.next();
            const auto to_synset = fields.number();
            const auto to_part = part_of(fields.next());
            const auto words = fields.number(16);
            if (!to_synset || !to_part || !words) return false;
            const Pointer pointer{part, synset, *words >> 8, *to_part, *to_synset, *words & 0xFF};
            if (symbol == "+" && *to_part < 3) pointers_.push_back(pointer);
        }
        return count.has_value();
    }

    // "lemma%type:lex_file:lex_id:head:head_id sense_number count"; type 5 is an adjective again.
    Result<void> read_counts() {
        return for_each_line(folder_ / "cntlist.rev", [&](std::string_view line) {
            Fields fields(line);
            const std::string_view key = fields.next();
            const std::size_t percent = key.find('%');
            if (percent == key.npos || percent + 1 == key.size()) return false;
            const char type = key[percent + 1] == '5' ? '3' : key[percent + 1];
            fields.next();
            const auto count = fields.number();
            if (type < '1' || type > '4' || !count) return false;
            if (auto found = lemmas_.find(single_word(key.substr(0, percent))); found != lemmas_.end())
                found->second.counts[static_cast<std::size_t>(type - '1')] += *count;
            return true;
        });
    }

    // The word a pointer means; nullptr when the file it points into has no such place.
    const std::string* word_at(unsigned part, unsigned synset, unsigned word) const {
        const auto found = synsets_[part].find(synset);
        if (found == synsets_[part].end() || word == 0 || word > found->second.size()) return nullptr;
        return &found->second[word - 1];
    }

    Result<void> resolve() {
        for (const Pointer& p : pointers_) {
            const std::string* from = word_at(p.from_part, p.from_synset, p.from_word);
            const std::string* to = word_at(p.to_part, p.to_synset, p.to_word);
            if (!from || !to)
                return fail(
                    unusable(ErrorCode::invalid_content,
                             "no word " + std::to_string(p.to_word) + " of synset " + std::to_string(p.to_synset),
                             {file("data", p.to_part).string()}));
            if (from->empty() || to->empty() || *from == *to) continue;
            words_.derivations.push_back({*from, *to, p.from_part, p.to_part});
        }
        return {};
    }

    template <class T>
    static void sort_unique(std::vector<T>& values) {
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
    }

    WordNet finish() {
        for (auto& [word, lemma] : lemmas_) {
            lemma.word = word;
            words_.lemmas.push_back(std::move(lemma));
        }
        sort_unique(words_.exceptions);
        sort_unique(words_.derivations);
        return std::move(words_);
    }

    std::filesystem::path folder_;
    std::map<std::string, WordNet::Lemma> lemmas_;
    std::array<Synsets, 4> synsets_;
    std::vector<Pointer> pointers_;
    WordNet words_;
};

}  // namespace

Result<WordNet> read_wordnet(const std::filesystem::path& folder) {
    return Reader(folder).read();
}

}  // namespace kb
