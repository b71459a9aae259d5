#include "kb/search/query.h"

#include <algorithm>
#include <iterator>

#include "kb/base/utf8.h"
#include "kb/text/stop_words.h"

namespace kb {

std::string clean_text(std::string_view text, std::size_t limit) {
    std::string clean;
    clean.reserve(std::min(text.size(), limit));
    while (!text.empty() && clean.size() < limit) {
        const std::size_t good = find_invalid_utf8(text).value_or(text.size());
        for (const char c : text.substr(0, good)) clean += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
        if (good < text.size()) clean += ' ';
        text.remove_prefix(std::min(good + 1, text.size()));
    }
    std::string_view kept = cut_utf8(clean, limit);
    const std::size_t begin = std::min(kept.find_first_not_of(' '), kept.size());
    kept.remove_prefix(begin);
    kept = kept.substr(0, kept.find_last_not_of(' ') + 1);
    return std::string(kept);
}

namespace {

// Words derived from a reading that is hardly meant lead astray.
constexpr double least_weight_to_derive = 0.5;

std::vector<Term> derived_terms(const std::vector<Term>& terms, const Analyzer& analyzer) {
    std::vector<Term> derived;
    for (const Term& lemma : terms) {
        if (lemma.weight < least_weight_to_derive) continue;
        for (Term& term : analyzer.derived(lemma)) {
            const auto same = [&term](const Term& other) { return term.is_same_word(other); };
            if (std::any_of(terms.begin(), terms.end(), same) || std::any_of(derived.begin(), derived.end(), same)) continue;
            derived.push_back(std::move(term));
        }
    }
    return derived;
}

}  // namespace

bool are_forms_of_one(const std::vector<Term>& a, const std::vector<Term>& b) {
    return std::any_of(a.begin(), a.end(), [&](const Term& one) {
        return std::any_of(b.begin(), b.end(), [&](const Term& other) { return one.is_same_word(other); });
    });
}

std::vector<Term> QueryWord::of(Tier tier) const {
    std::vector<Term> found;
    std::copy_if(terms.begin(), terms.end(), std::back_inserter(found), [tier](const Term& term) { return term.tier == tier; });
    return found;
}

std::vector<Term> QueryWord::own() const {
    return terms.size() == 1 ? terms : of(Tier::lemma);
}

namespace {

struct Span {
    std::size_t begin = 0, end = 0;  // bytes of the query
    bool holds(const Token& token) const { return begin <= token.begin && token.end <= end; }
};

// Between each pair of quotation marks that belong together.
std::vector<Span> quoted_spans(std::string_view text) {
    constexpr std::pair<std::string_view, std::string_view> marks[] = {{"\"", "\""}, {"«", "»"}, {"“", "”"}, {"„", "“"}};
    std::vector<Span> spans;
    for (std::size_t at = 0; at < text.size();) {
        const auto mark = std::find_if(std::begin(marks), std::end(marks), [&](const auto& m) { return text.substr(at).starts_with(m.first); });
        const std::size_t begin = mark == std::end(marks) ? at + 1 : at + mark->first.size();
        const std::size_t end = mark == std::end(marks) ? std::string_view::npos : text.find(mark->second, begin);
        if (end != std::string_view::npos) spans.push_back({begin, end});
        at = end == std::string_view::npos ? begin : end + mark->second.size();
    }
    return spans;
}

// "заказ -не пришёл" has a dash, not a minus.
bool has_minus(std::string_view text, const Token& token) {
    return !is_stop_word(token.folded) && token.begin > 0 && text[token.begin - 1] == '-' && (token.begin == 1 || text[token.begin - 2] == ' ');
}

class QueryReader {
public:
    QueryReader(std::string_view typed, const Analyzer& analyzer) : analyzer_(analyzer) {
        query_.text = clean_text(typed, max_query);
        quoted_ = quoted_spans(query_.text);
        phrases_.resize(quoted_.size());
    }

    Query read() {
        for (AnalyzedToken& analyzed : analyzer_.analyze(query_.text)) place(std::move(analyzed));
        // A single word in quotes is looked for as any other.
        for (Phrase& phrase : phrases_) {
            if (phrase.size() > 1) query_.phrases.push_back(std::move(phrase));
        }
        // Nothing but what is not wanted: then it was not meant so.
        if (query_.words.empty()) query_.words.swap(query_.excluded);
        return std::move(query_);
    }

private:
    void place(AnalyzedToken analyzed) {
        const Token& token = analyzed.token;
        if (excluded_.holds(token)) return;  // a part of what is not wanted as a whole
        const auto span = std::find_if(quoted_.begin(), quoted_.end(), [&](const Span& quoted) { return quoted.holds(token); });
        if (span == quoted_.end() && has_minus(query_.text, token)) {
            excluded_ = {token.begin, token.end};
            return add(query_.excluded, std::move(analyzed), false);
        }
        if (token.is_whole && !whole_.holds(token)) whole_ = {token.begin, token.end};
        const bool in_phrase = span != quoted_.end();
        if (in_phrase && !token.is_whole) {
            QueryWord word;
            word.terms = analyzed.terms;
            phrases_[static_cast<std::size_t>(span - quoted_.begin())].push_back(word.own());
        }
        add(query_.words, std::move(analyzed), in_phrase);
    }

    void add(std::vector<QueryWord>& words, AnalyzedToken analyzed, bool in_phrase) {
        const auto same = std::find_if(words.begin(), words.end(), [&](const QueryWord& word) { return word.terms == analyzed.terms; });
        if (same != words.end()) {
            ++same->times;
            return;
        }
        if (words.size() == max_query_words) return;
        const Token& token = analyzed.token;
        QueryWord word;
        word.typed = query_.text.substr(token.begin, token.end - token.begin);
        word.derived = derived_terms(analyzed.terms, analyzer_);
        word.terms = std::move(analyzed.terms);
        word.is_stop_word = !in_phrase && is_stop_word(token.folded);
        word.is_part = whole_.holds(token) && !token.is_whole;
        words.push_back(std::move(word));
    }

    const Analyzer& analyzer_;
    Query query_;
    std::vector<Span> quoted_;
    std::vector<Phrase> phrases_;  // of each span
    Span excluded_, whole_;  // the last ones
};

}  // namespace

Query read_query(std::string_view typed, const Analyzer& analyzer) {
    return QueryReader(typed, analyzer).read();
}

}  // namespace kb
