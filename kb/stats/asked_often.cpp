#include "kb/stats/asked_often.h"

#include <algorithm>
#include <set>

#include "kb/base/utf8.h"

namespace kb {

namespace {

// UTF-16 code units: shorter ones say nothing, longer ones are messages.
constexpr std::size_t shortest = 3, longest = 60;
// Looked at in the index, at most, for each that is wanted.
constexpr std::size_t tries = 4;

bool may_be_shown(const std::string& text) {
    const std::size_t length = utf16_length(text);
    return length >= shortest && length <= longest && text.find('[') == text.npos;
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
        if (!may_be_shown(query.text) || groups.count(query.group) != 0 || !is_answered(searcher, query.text, lang)) continue;
        groups.insert(query.group);
        found.push_back(query.text);
    }
    return found;
}

}  // namespace kb
