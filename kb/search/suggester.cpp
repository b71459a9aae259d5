#include "kb/search/suggester.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <set>
#include <tuple>

#include "kb/base/address.h"
#include "kb/base/utf8.h"
#include "kb/search/query.h"
#include "kb/search/rereading.h"
#include "kb/text/analyzer.h"

namespace kb {

namespace {

constexpr std::size_t max_suggestions = 50;
constexpr std::size_t max_prefix = 256;
constexpr std::size_t max_typed_words = 10;

// Words of an entry from this one on are found, and not marked.
constexpr std::uint32_t last_marked = 63;

}  // namespace

Suggester::Suggester(std::shared_ptr<const Snapshot> snapshot, Audience audience)
    : snapshot_(std::move(snapshot)), synonyms_(*snapshot_), vocabulary_(*snapshot_, synonyms_, audience) {
    const std::string base_path = snapshot_->site().base_path();
    for (const CatalogEntry& article : snapshot_->articles()) {
        if (article.half == Half::internal && audience != Audience::staff) continue;
        const std::string url = article_address(base_path, article.lang, article.slug);
        add(Suggestion::Kind::article, article.title, article.lang, url);
        for (const std::string_view question : article.questions)
            add(Suggestion::Kind::question, question, article.lang, url);
    }
    for (const std::string& lang : snapshot_->site().languages) {
        for (const CategoryView& category : snapshot_->categories(lang, audience))
            add(Suggestion::Kind::category, category.title, lang,
                category_address(base_path, lang, category.path));
    }
    std::sort(postings_.begin(), postings_.end(), [](const Posting& a, const Posting& b) {
        return std::tie(a.word, a.entry, a.place) < std::tie(b.word, b.entry, b.place);
    });
}

void Suggester::add(Suggestion::Kind kind, std::string_view text, std::string_view lang, std::string url) {
    Entry entry{kind, std::string(text), std::string(lang), std::move(url), {}};
    const auto number = static_cast<std::uint32_t>(entries_.size());
    Token compound;  // "wi-fi" is found as "wifi", too, by each of its parts
    for (AnalyzedToken& analyzed : snapshot_->analyzer().analyze(text)) {
        if (analyzed.token.is_whole) {
            compound = std::move(analyzed.token);
            continue;
        }
        const auto place = static_cast<std::uint32_t>(entry.words.size());
        entry.words.emplace_back(analyzed.token.begin, analyzed.token.end);
        // Exact words are found by their beginning; lemmas, marked by the tier's letter, only whole.
        postings_.push_back({analyzed.token.folded, number, place});
        if (analyzed.token.begin < compound.end) postings_.push_back({compound.folded, number, place});
        for (const Term& term : analyzed.terms) {
            if (term.tier == Tier::lemma) postings_.push_back({term.text(), number, place});
        }
    }
    entries_.push_back(std::move(entry));
}

Suggestions Suggester::suggest(const SuggestRequest& request) const {
    Suggestions answer;
    answer.query = clean_text(request.text, max_prefix);
    answer.suggestions = find(answer.query, request);
    if (!answer.suggestions.empty()) return answer;
    const Rereading meant = reread(answer.query, vocabulary_, request.lang, Typing::going_on);
    if (meant.text() != answer.query) answer.suggestions = find(meant.text(), request);
    return answer;
}

// All entries that each of the words begins a word of.
Suggester::Found Suggester::matching(const std::vector<AnalyzedToken>& typed) const {
    std::vector<std::vector<Run>> runs;
    for (const AnalyzedToken& word : typed) {
        runs.push_back({run_of(word.token.folded, false)});
        for (const Term& term : word.terms) {
            if (term.tier == Tier::lemma) runs.back().push_back(run_of(term.text(), true));
        }
    }
    // The word that fewest have first: the others are then looked for among those.
    const auto size = [](const std::vector<Run>& some) {
        return std::accumulate(some.begin(), some.end(), std::ptrdiff_t{0}, [](std::ptrdiff_t sum, const Run& run) { return sum + (run.second - run.first); });
    };
    std::sort(runs.begin(), runs.end(), [&](const auto& x, const auto& y) { return size(x) < size(y); });

    Found found{{}, std::vector<std::uint64_t>(entries_.size())};
    std::vector<std::uint8_t> words(entries_.size());  // that an entry has so far
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::vector<std::uint32_t> now;
        for (const auto& [begin, end] : runs[i]) {
            for (auto posting = begin; posting != end; ++posting) {
                std::uint8_t& has = words[posting->entry];
                if (has < i) continue;
                found.places[posting->entry] |= std::uint64_t{1} << std::min(posting->place, last_marked);
                if (has > i) continue;
                ++has;
                now.push_back(posting->entry);
            }
        }
        found.entries = std::move(now);
    }
    return found;
}

Suggester::Run Suggester::run_of(std::string_view word, bool whole) const {
    const auto begin = std::lower_bound(postings_.begin(), postings_.end(), word, [](const Posting& posting, std::string_view wanted) { return posting.word < wanted; });
    const auto end = std::partition_point(begin, postings_.end(), [&](const Posting& posting) {
        return whole ? posting.word == word : std::string_view(posting.word).starts_with(word);
    });
    return {begin, end};
}

// The reader's language; titles before questions before categories; where the match begins early; the shorter.
void Suggester::put_in_order(Found& found, std::string_view lang, std::size_t wanted) const {
    const auto reasons = [&](std::uint32_t number) {
        const Entry& entry = entries_[number];
        return std::tuple(entry.lang != lang, entry.kind, std::countr_zero(found.places[number]), entry.text.size(), std::string_view(entry.text),
                          std::string_view(entry.url));
    };
    const auto middle = found.entries.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, found.entries.size()));
    std::partial_sort(found.entries.begin(), middle, found.entries.end(), [&](std::uint32_t x, std::uint32_t y) { return reasons(x) < reasons(y); });
    found.entries.erase(middle, found.entries.end());
}

std::vector<Suggestion> Suggester::find(std::string_view text, const SuggestRequest& request) const {
    std::vector<Suggestion> suggestions;
    std::vector<AnalyzedToken> typed = snapshot_->analyzer().analyze(text);
    std::erase_if(typed, [](const AnalyzedToken& token) { return token.token.is_whole; });
    if (typed.empty()) return suggestions;
    if (typed.size() > max_typed_words) typed.resize(max_typed_words);

    const std::size_t limit = std::min(request.limit, max_suggestions);
    Found found = matching(typed);
    // A question may stand in an article twice: those are shown once.
    put_in_order(found, request.lang.empty() ? snapshot_->site().default_language : request.lang, 2 * limit);
    std::set<std::pair<std::string_view, std::string_view>> shown;
    for (const std::uint32_t number : found.entries) {
        if (suggestions.size() >= limit) break;
        const Entry& entry = entries_[number];
        if (!shown.emplace(entry.text, entry.url).second) continue;
        Suggestion suggestion{entry.kind, entry.text, entry.url, {}};
        for (std::uint32_t place = 0; place < std::min<std::size_t>(entry.words.size(), last_marked); ++place) {
            if ((found.places[number] >> place & 1) == 0) continue;
            const std::string_view shown_text = entry.text;
            const auto [begin, end] = entry.words[place];
            suggestion.ranges.emplace_back(utf16_length(shown_text.substr(0, begin)), utf16_length(shown_text.substr(0, end)));
        }
        suggestions.push_back(std::move(suggestion));
    }
    return suggestions;
}

}  // namespace kb
