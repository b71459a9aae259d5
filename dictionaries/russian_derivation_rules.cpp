#include <charconv>
#include <map>

#include "dictionaries/russian_derivation.h"
#include "kb/base/tsv.h"

namespace kb {

namespace {

// Several spaces count as one.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (const std::string_view word : split(text, ' ')) {
        if (!word.empty()) words.emplace_back(word);
    }
    return words;
}

std::string folded(std::string word) {
    constexpr std::string_view yo = "ё", ye = "е";
    for (std::size_t at = word.find(yo); at != word.npos; at = word.find(yo, at)) word.replace(at, yo.size(), ye);
    return word;
}

bool to_number(std::string_view digits, std::size_t& value) {
    auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return problem == std::errc() && end == digits.data() + digits.size();
}

class Parser {
public:
    explicit Parser(std::string_view path) : at_{std::string(path)} {}

    Result<std::vector<DerivationRule>> parse(std::string_view text) {
        auto read = read_table(text, [&](int number, std::string_view line) {
            at_.line = number;
            const auto columns = split(line, '\t');
            return parse_line({columns.begin(), columns.end()});
        });
        if (!read) return fail(read.error());
        return std::move(rules_);
    }

private:
    using Columns = std::vector<std::string>;

    tl::unexpected<Error> refuse(std::string what, std::string hint) const {
        return fail(ErrorCode::invalid_content, std::move(what), std::move(hint), at_);
    }

    Result<void> parse_line(const Columns& columns) {
        const std::string& kind = columns[0];
        if (kind == "class") return parse_class(columns);
        if (kind == "prefix") return parse_prefixes(columns);
        if (kind == "pair") return parse_pair(columns);
        if (kind == "not") return parse_not_words(columns);
        if (kind == "not-root") return parse_not_root(columns);
        return refuse("unknown kind '" + kind + "'", "use class, prefix, pair, not or not-root");
    }

    Result<void> expect(const Columns& columns, std::size_t least, std::size_t most, std::string_view names) const {
        if (columns.size() >= least && columns.size() <= most) return {};
        return refuse(std::to_string(columns.size()) + " columns", "separate by tabs: " + std::string(names));
    }

    Result<void> parse_class(const Columns& columns) {
        if (auto fits = expect(columns, 3, 3, "class, name, grammemes"); !fits) return fits;
        DerivationRule::WordClass word_class;
        for (const std::string& grammeme : words_of(columns[2])) {
            if (grammeme.starts_with('-')) word_class.unwanted.push_back(grammeme.substr(1));
            else word_class.wanted.push_back(grammeme);
        }
        if (word_class.wanted.empty()) return refuse("a class of any word", "name a grammeme");
        classes_[columns[1]] = std::move(word_class);
        return {};
    }

    Result<void> parse_prefixes(const Columns& columns) {
        if (auto fits = expect(columns, 2, 2, "prefix, prefixes"); !fits) return fits;
        DerivationRule rule;
        rule.kind = DerivationRule::Kind::prefixes;
        rule.words = words_of(folded(columns[1]));
        rules_.push_back(std::move(rule));
        return {};
    }

    Result<void> parse_pair(const Columns& columns) {
        if (auto fits = expect(columns, 6, 7, "pair, class, ending, class, ending, shortest stem, guards"); !fits)
            return fits;
        DerivationRule rule;
        if (auto known = find_class(columns[1], rule.from); !known) return known;
        if (auto known = find_class(columns[3], rule.to); !known) return known;
        rule.from_ending = folded(columns[2]);
        if (columns[4] != "-") rule.to_ending = folded(columns[4]);
        if (!to_number(columns[5], rule.shortest_stem))
            return refuse("'" + columns[5] + "' is no number of letters", "give the shortest stem as 0, 1, 2, ...");
        if (columns.size() == 7)
            for (const std::string& guard : words_of(columns[6]))
                if (auto known = parse_guard(guard, rule); !known) return known;
        rules_.push_back(std::move(rule));
        return {};
    }

    Result<void> find_class(const std::string& name, DerivationRule::WordClass& word_class) const {
        const auto found = classes_.find(name);
        if (found == classes_.end()) return refuse("unknown class '" + name + "'", "define it above by a class line");
        word_class = found->second;
        return {};
    }

    Result<void> parse_guard(std::string_view guard, DerivationRule& rule) const {
        const std::string_view name = guard.substr(0, guard.find('='));
        const std::string_view value = guard.substr(std::min(guard.size(), name.size() + 1));
        if (name == "after" && !value.empty()) {
            rule.after = value;
        } else if (name == "not-after" && !value.empty()) {
            rule.not_after = value;
        } else if (name == "prefixed" && to_number(value, rule.shortest_root)) {
            rule.stem = DerivationRule::Stem::prefixed;
        } else if (guard == "prefix") {
            rule.stem = DerivationRule::Stem::prefix;
        } else if (guard == "о/а") {
            rule.o_becomes_a = true;
        } else {
            return refuse("unknown guard '" + std::string(guard) + "'",
                          "use after=LETTERS, not-after=LETTERS, prefixed=LETTERS_OF_ROOT, prefix or о/а");
        }
        return {};
    }

    Result<void> parse_not_words(const Columns& columns) {
        if (auto fits = expect(columns, 3, 3, "not, word or *, words"); !fits) return fits;
        DerivationRule rule;
        rule.kind = DerivationRule::Kind::not_words;
        rule.word = folded(columns[1]);
        rule.words = words_of(folded(columns[2]));
        rules_.push_back(std::move(rule));
        return {};
    }

    Result<void> parse_not_root(const Columns& columns) {
        if (auto fits = expect(columns, 3, 3, "not-root, ending, ending"); !fits) return fits;
        DerivationRule rule;
        rule.kind = DerivationRule::Kind::not_root;
        rule.from_ending = folded(columns[1]);
        rule.to_ending = folded(columns[2]);
        rules_.push_back(std::move(rule));
        return {};
    }

    Location at_;
    std::map<std::string, DerivationRule::WordClass> classes_;
    std::vector<DerivationRule> rules_;
};

}  // namespace

Result<std::vector<DerivationRule>> parse_derivation_rules(std::string_view path, std::string_view text) {
    return Parser(path).parse(text);
}

}  // namespace kb
