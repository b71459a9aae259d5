#include "kb/search/suggester.h"

#include <algorithm>
#include <map>
#include <set>

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

// Entries that match all words so far, and which of their words did.
using Matches = std::map<std::uint32_t, std::set<std::uint32_t>>;

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

std::vector<Suggestion> Suggester::find(std::string_view text, const SuggestRequest& request) const {
    std::vector<Suggestion> found;
    std::vector<AnalyzedToken> typed = snapshot_->analyzer().analyze(text);
    std::erase_if(typed, [](const AnalyzedToken& token) { return token.token.is_whole; });
    if (typed.empty()) return found;
    if (typed.size() > max_typed_words) typed.resize(max_typed_words);

    Matches matches;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        Matches now;
        const auto collect = [&](const std::string& wanted, bool whole) {
            auto it = std::lower_bound(postings_.begin(), postings_.end(), wanted,
                                       [](const Posting& posting, const std::string& word) { return posting.word < word; });
            for (; it != postings_.end() && (whole ? it->word == wanted : it->word.starts_with(wanted)); ++it) {
                const auto before = matches.find(it->entry);
                if (i > 0 && before == matches.end()) continue;
                auto& places = now[it->entry];
                if (i > 0) places.insert(before->second.begin(), before->second.end());
                places.insert(it->place);
            }
        };
        collect(typed[i].token.folded, false);
        for (const Term& term : typed[i].terms) {
            if (term.tier == Tier::lemma) collect(term.text(), true);
        }
        matches = std::move(now);
    }

    const std::string& lang = request.lang.empty() ? snapshot_->site().default_language : request.lang;
    std::vector<std::uint32_t> order;
    for (const auto& [entry, places] : matches) order.push_back(entry);
    // The reader's language; titles before questions before categories; where the match begins early; the shorter.
    const auto reasons = [&](std::uint32_t number) {
        const Entry& entry = entries_[number];
        return std::tuple(entry.lang != lang, entry.kind, *matches.at(number).begin(), entry.text.size(),
                          std::string_view(entry.text), std::string_view(entry.url));
    };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return reasons(a) < reasons(b); });

    std::set<std::pair<std::string_view, std::string_view>> shown;
    for (const std::uint32_t number : order) {
        if (found.size() >= std::min(request.limit, max_suggestions)) break;
        const Entry& entry = entries_[number];
        if (!shown.emplace(entry.text, entry.url).second) continue;
        Suggestion suggestion{entry.kind, entry.text, entry.url, {}};
        for (const std::uint32_t place : matches.at(number)) {
            const std::string_view shown_text = entry.text;
            const auto [begin, end] = entry.words[place];
            suggestion.ranges.emplace_back(utf16_length(shown_text.substr(0, begin)), utf16_length(shown_text.substr(0, end)));
        }
        found.push_back(std::move(suggestion));
    }
    return found;
}

}  // namespace kb
