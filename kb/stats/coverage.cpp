#include "kb/stats/coverage.h"

#include <algorithm>
#include <map>

namespace kb {

namespace {

using Credits = std::map<std::pair<Place, Place>, std::int64_t>;  // by language and article

bool is_answer(int outcome) {
    return outcome == static_cast<int>(Outcome::confirmed) || outcome == static_cast<int>(Outcome::potential);
}

Credits read_credits(const FigureReader& reader, const ReportRequest& request) {
    Credits credits;
    for (const auto& [place, lang] : reader.languages(FigureKind::answered, request.span)) {
        for (const KeyFigure& figure : reader.by_key(FigureKind::answered, {request.span.from, request.span.to, lang}))
            credits[{place, figure.key}] += figure.n;
    }
    for (const Case& open : reader.running(Case::Kind::question, request.span, request.now)) {
        if (is_answer(open.outcome)) --credits[{open.lang, open.article}];
    }
    return credits;
}

}  // namespace

std::int64_t Coverage::credited() const {
    std::int64_t sum = 0;
    for (const OfArticle& one : articles) sum += one.answered;
    return sum;
}

std::optional<double> Coverage::share_of_first(std::size_t count) const {
    if (answered == 0) return {};
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < std::min(count, articles.size()); ++i) sum += articles[i].answered;
    return static_cast<double>(sum) / static_cast<double>(answered);
}

Coverage read_coverage(const FigureReader& reader, const Snapshot& snapshot, const ReportRequest& request) {
    Coverage coverage;
    std::map<std::pair<std::string, std::string>, Coverage::OfArticle> articles;  // former addresses are one with the present one
    for (const auto& [places, n] : read_credits(reader, request)) {
        coverage.answered += n;
        if (places.second == 0 || n <= 0) continue;
        const auto names = reader.names({places.first, places.second});
        KnownArticle article = known_article(snapshot, names[0], names[1]);
        Coverage::OfArticle& one = articles[{article.lang, article.slug}];
        one.article = std::move(article);
        one.answered += n;
    }
    for (auto& [address, one] : articles) coverage.articles.push_back(std::move(one));
    std::stable_sort(coverage.articles.begin(), coverage.articles.end(), [](const auto& a, const auto& b) { return a.answered > b.answered; });
    return coverage;
}

}  // namespace kb
