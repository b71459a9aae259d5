#include "kb/stats/asked_often.h"

#include <algorithm>
#include <set>

#include "kb/base/utf8.h"
#include "kb/text/stop_words.h"

namespace kb {

namespace {

// UTF-16 code units: shorter ones say nothing, longer ones are messages.
constexpr std::size_t shortest = 3, longest = 60;
// Looked at in the index, at most, for each that is wanted.
constexpr std::size_t tries = 4;

constexpr std::u16string_view signs_between_words = u" ,?!:;\"'«»“”’()%№+–—-.";
constexpr std::size_t longest_function_word = 2;  // UTF-16 code units

bool says_nothing(const AnalyzedToken& word) {
    const std::string& text = word.token.folded;
    const bool is_short = utf16_length(text) <= longest_function_word && word.token.script != Script::number;
    return is_stop_word(text) || (is_short && word.is_known && word.token.script != Script::other);
}

bool may_stand_between(std::string_view text) {
    const std::u16string signs = to_utf16(text);
    return std::all_of(signs.begin(), signs.end(), [](char16_t sign) { return signs_between_words.find(sign) != signs_between_words.npos; });
}

// Every word and number is one that customers may read in articles; parts of a compound only when it is none as a whole.
bool is_of_words_of_articles(const std::string& text, const Vocabulary& vocabulary) {
    std::size_t read = 0, known = 0;  // up to where; in bytes
    for (const AnalyzedToken& word : vocabulary.analyzer().analyze(text)) {
        const Token& token = word.token;
        if (token.begin >= read && !may_stand_between(std::string_view(text).substr(read, token.begin - read))) return false;
        const bool stands_in_articles = token.end <= known || says_nothing(word) || vocabulary.is_of_articles(word);
        if (!stands_in_articles && !token.is_whole) return false;
        if (stands_in_articles) known = std::max(known, token.end);
        read = std::max(read, token.is_whole && !stands_in_articles ? token.begin : token.end);
    }
    return may_stand_between(std::string_view(text).substr(read));
}

// "example.com", whatever articles say.
bool looks_like_address(std::string_view text) {
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {
        const bool is_within = text[at - 1] != ' ' && text[at + 1] != ' ';
        if (is_within && (text[at] == '@' || text[at] == '/' || (text[at] == '.' && !(text[at + 1] >= '0' && text[at + 1] <= '9')))) return true;
    }
    return false;
}

bool may_be_shown(const std::string& text, const Vocabulary& vocabulary) {
    const std::size_t length = utf16_length(text);
    return length >= shortest && length <= longest && text.find('[') == text.npos && !looks_like_address(text) &&
           is_of_words_of_articles(text, vocabulary);
}

bool is_answered(const Searcher& searcher, const std::string& text, const std::string& lang) {
    SearchRequest request;
    request.text = text;
    request.lang = lang;
    request.limit = 1;
    const auto results = searcher.search(request);
    return results && results->total > 0 && !results->interpretation;
}

}  // namespace

std::vector<QueryText> read_asked_often(const FigureReader& reader, const Span& span, std::size_t most) {
    std::vector<KeyFigure> figures = reader.by_key(FigureKind::query_session, span);
    std::erase_if(figures, [](const KeyFigure& figure) { return figure.n < least_sessions; });
    std::sort(figures.begin(), figures.end(), [](const KeyFigure& a, const KeyFigure& b) { return std::pair(-a.n, a.key) < std::pair(-b.n, b.key); });
    figures.resize(std::min(figures.size(), most * tries));
    std::vector<Place> places;
    for (const KeyFigure& figure : figures) places.push_back(figure.key);
    return reader.queries(places);
}

std::vector<std::string> choose_shown(const std::vector<QueryText>& asked, const Searcher& searcher, const std::string& lang, std::size_t most) {
    std::vector<std::string> found;
    std::set<Place> groups;
    for (const QueryText& query : asked) {
        if (found.size() >= most) break;
        if (!may_be_shown(query.text, searcher.vocabulary(Audience::customers)) || groups.count(query.group) != 0 || !is_answered(searcher, query.text, lang)) continue;
        groups.insert(query.group);
        found.push_back(query.text);
    }
    return found;
}

}  // namespace kb
