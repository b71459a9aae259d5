#include "kb/search/suggester.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "kb/base/address.h"
#include "kb/base/utf8.h"
#include "kb/search/query.h"
#include "kb/search/rereading.h"
#include "kb/text/analyzer.h"
#include "kb/text/fold.h"
#include "kb/text/stop_words.h"

namespace kb {

namespace {

constexpr std::size_t max_suggestions = 50;
constexpr std::size_t max_prefix = 256;
constexpr std::size_t max_typed_words = 10;

// Of each suggestion that is wanted, how many candidates are put in order: some lead where others do.
constexpr std::size_t looked_at = 6;
constexpr std::size_t most_to_one_address = 3;
constexpr std::size_t least_with_category = 3;

constexpr std::size_t few = 4;  // suggestions, for which there should be more

// What suggestions that lack some of the words must have of the weight of all, and of what the best one has.
constexpr float least_share = 0.4F, least_of_best = 0.7F;
constexpr float weight_of_grammar = 0.1F;
constexpr std::size_t shortest_begin = 3;  // letters
constexpr std::size_t most_cut = 3;        // a third of a word's letters may be an ending

// Words of an entry from this one on are found, and not marked.
constexpr std::uint32_t last_marked = 63;

}  // namespace

Suggester::Suggester(std::shared_ptr<const Snapshot> snapshot, Audience audience)
    : snapshot_(std::move(snapshot)), synonyms_(*snapshot_, audience), vocabulary_(*snapshot_, synonyms_, audience) {
    const std::string base_path = snapshot_->site().base_path();
    for (const CatalogEntry& article : snapshot_->articles()) {
        if (article.half == Half::internal && audience != Audience::staff) continue;
        const std::string url = article_address(base_path, article.lang, article.slug);
        add(Suggestion::Kind::article, article.title, article.lang, url);
        for (const std::string_view question : article.questions)
            add(Suggestion::Kind::question, question, article.lang, url);
    }
    for (const std::string& lang : snapshot_->site().languages) {
        for (const CategoryView& category : snapshot_->all_categories(lang, audience))
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
    answer.suggestions = find(answer.query, request, Demand::all_words);
    if (!answer.suggestions.empty()) {
        if (answer.suggestions.size() < few) add_relatives(answer, request);
        return answer;
    }
    const Rereading meant = reread(answer.query, vocabulary_, request.lang, Typing::going_on);
    if (meant.text() != answer.query) answer.suggestions = find(meant.text(), request, Demand::all_words);
    if (answer.suggestions.empty()) answer.suggestions = find(meant.text(), request, Demand::most_words);
    return answer;
}

// How many postings there are in all.
std::ptrdiff_t Suggester::length(const std::vector<Run>& runs) {
    return std::accumulate(runs.begin(), runs.end(), std::ptrdiff_t{0},
                           [](std::ptrdiff_t sum, const Run& run) { return sum + (run.second - run.first); });
}

// All entries that each of the words begins a word of.
Suggester::Found Suggester::with_all(const std::vector<AnalyzedToken>& typed) const {
    std::vector<std::vector<Run>> runs;
    for (const AnalyzedToken& word : typed) {
        runs.push_back({run_of(word.token.folded, false)});
        for (const Term& term : word.terms) {
            if (term.tier == Tier::lemma) runs.back().push_back(run_of(term.text(), true));
        }
    }
    // The word that fewest have first: the others are then looked for among those.
    std::sort(runs.begin(), runs.end(), [](const auto& x, const auto& y) { return length(x) < length(y); });

    Found found{{}, std::vector<std::uint64_t>(entries_.size()), std::vector<float>(entries_.size())};
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

// A whole word may say less than its begin did: отмена is in no title, where отменить is. What has a word of the same root and
// leads elsewhere is offered, too.
void Suggester::add_relatives(Suggestions& answer, const SuggestRequest& request) const {
    std::vector<Suggestion>& suggestions = answer.suggestions;
    const std::size_t limit = std::min(request.limit, max_suggestions);
    for (Suggestion& relative : find(answer.query, request, Demand::most_words)) {
        const bool is_new = std::none_of(suggestions.begin(), suggestions.end(),
                                         [&](const Suggestion& known) { return known.text == relative.text && known.url == relative.url; });
        const bool is_title = relative.kind == Suggestion::Kind::article;
        if (is_new && is_title && suggestions.size() < limit) suggestions.push_back(std::move(relative));
    }
    // Titles first, as always.
    std::stable_sort(suggestions.begin(), suggestions.end(), [](const Suggestion& a, const Suggestion& b) {
        return (a.kind == Suggestion::Kind::article) > (b.kind == Suggestion::Kind::article);
    });
}

// Entries that have a good part of what the words weigh; rare words weigh more, and what no entry has the most.
Suggester::Found Suggester::with_most(const std::vector<AnalyzedToken>& typed) const {
    Found found{{}, std::vector<std::uint64_t>(entries_.size()), std::vector<float>(entries_.size())};
    float all = 0;
    for (const AnalyzedToken& word : typed) {
        std::vector<Run> runs = runs_of_relatives(word);
        runs.push_back(run_of_begin(word.token.folded));
        const auto in = static_cast<float>(std::max<std::ptrdiff_t>(length(runs), 1));
        float weight = std::log(1.0F + static_cast<float>(entries_.size()) / in);
        if (is_stop_word(word.token.folded)) weight *= weight_of_grammar;
        all += weight;
        std::vector<bool> has(entries_.size());
        for (const auto& [begin, end] : runs) {
            for (auto posting = begin; posting != end; ++posting) {
                const std::uint32_t entry = posting->entry;
                if (found.places[entry] == 0) found.entries.push_back(entry);
                found.places[entry] |= std::uint64_t{1} << std::min(posting->place, last_marked);
                if (!has[entry]) found.shares[entry] += weight;
                has[entry] = true;
            }
        }
    }
    float best = 0;
    for (const std::uint32_t entry : found.entries) best = std::max(best, found.shares[entry]);
    const float least = std::max(least_share * all, least_of_best * best);
    std::erase_if(found.entries, [&](std::uint32_t entry) { return found.shares[entry] < least; });
    return found;
}

// Other forms of a word, and words of the same root.
std::vector<Suggester::Run> Suggester::runs_of_relatives(const AnalyzedToken& word) const {
    std::vector<Run> runs;
    for (const Term& term : word.terms) {
        if (term.tier != Tier::lemma) continue;
        runs.push_back(run_of(term.text(), true));
        for (const Term& relative : snapshot_->analyzer().derived(term)) runs.push_back(run_of(relative.text(), true));
    }
    return runs;
}

// Words that begin so; when there are none, an ending that is just being typed may not be theirs: отмено is on the way to
// отменой.
Suggester::Run Suggester::run_of_begin(std::string_view typed) const {
    const std::u16string letters = to_utf16(typed);
    const std::size_t least = std::max<std::size_t>(shortest_begin, letters.size() - letters.size() / most_cut);
    Run run = run_of(typed, false);
    for (std::size_t size = letters.size(); run.first == run.second && size-- > least;)
        run = run_of(to_utf8(std::u16string_view(letters).substr(0, size)), false);
    return run;
}

Suggester::Run Suggester::run_of(std::string_view word, bool whole) const {
    const auto begin = std::lower_bound(postings_.begin(), postings_.end(), word, [](const Posting& posting, std::string_view wanted) { return posting.word < wanted; });
    const auto end = std::partition_point(begin, postings_.end(), [&](const Posting& posting) {
        return whole ? posting.word == word : std::string_view(posting.word).starts_with(word);
    });
    return {begin, end};
}

// How much of what was typed; the reader's language; titles before questions before categories; where the match begins early; the shorter. Entries that
// lead where an earlier one leads stand behind the others: they are other words for the same.
std::vector<std::uint32_t> Suggester::choose(Found& found, std::string_view lang, std::size_t limit) const {
    const auto reasons = [&](std::uint32_t number) {
        const Entry& entry = entries_[number];
        return std::tuple(-found.shares[number], entry.lang != lang, entry.kind, std::countr_zero(found.places[number]), entry.text.size(),
                          std::string_view(entry.text), std::string_view(entry.url));
    };
    const auto is_better = [&](std::uint32_t x, std::uint32_t y) { return reasons(x) < reasons(y); };
    const auto is_category = [&](std::uint32_t number) { return entries_[number].kind == Suggestion::Kind::category; };
    auto& all = found.entries;
    const auto categories = std::partition(all.begin(), all.end(), [&](std::uint32_t number) { return !is_category(number); });
    const auto category = std::min_element(categories, all.end(), is_better);
    const std::optional<std::uint32_t> best_category = category == all.end() ? std::nullopt : std::optional(*category);
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(std::min(looked_at * limit, all.size()));
    std::partial_sort(all.begin(), middle, all.end(), is_better);

    std::vector<std::uint32_t> chosen, again;
    std::map<std::string_view, std::size_t> leading;  // how many entries lead to an address
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (auto number = all.begin(); number != middle; ++number) {
        const Entry& entry = entries_[*number];
        if (!seen.emplace(entry.text, entry.url).second) continue;
        const std::size_t before = leading[entry.url]++;
        if (before < most_to_one_address) (before == 0 ? chosen : again).push_back(*number);
    }
    chosen.insert(chosen.end(), again.begin(), again.end());
    if (chosen.size() > limit) chosen.resize(limit);
    // A category that fits keeps a place, whatever else there is.
    const bool has_place = std::any_of(chosen.begin(), chosen.end(), is_category);
    if (best_category && !has_place && limit >= least_with_category && chosen.size() == limit) chosen.back() = *best_category;
    return chosen;
}

// Of a word that begins as something typed, the letters typed; of one that is another form, the whole.
std::vector<std::pair<std::size_t, std::size_t>> Suggester::ranges(const Entry& entry, std::uint64_t places,
                                                                   const std::vector<AnalyzedToken>& typed) const {
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    const std::string_view text = entry.text;
    for (std::uint32_t place = 0; place < std::min<std::size_t>(entry.words.size(), last_marked); ++place) {
        if ((places >> place & 1) == 0) continue;
        const auto [begin, end] = entry.words[place];
        const std::string_view word = text.substr(begin, end - begin);
        const std::string folded = fold(word);
        const std::size_t from = utf16_length(text.substr(0, begin)), whole = utf16_length(word);
        std::size_t marked = 0;
        for (const AnalyzedToken& token : typed) {
            if (folded.starts_with(token.token.folded)) marked = std::max(marked, utf16_length(token.token.folded));
        }
        // Where folding changes the number of letters, they cannot be told apart.
        if (marked == 0 || utf16_length(folded) != whole) marked = whole;
        ranges.emplace_back(from, from + marked);
    }
    return ranges;
}

std::vector<Suggestion> Suggester::find(std::string_view text, const SuggestRequest& request, Demand demand) const {
    std::vector<Suggestion> suggestions;
    std::vector<AnalyzedToken> typed = snapshot_->analyzer().analyze(text);
    std::erase_if(typed, [](const AnalyzedToken& token) { return token.token.is_whole; });
    if (typed.empty()) return suggestions;
    if (typed.size() > max_typed_words) typed.resize(max_typed_words);

    Found found = demand == Demand::all_words ? with_all(typed) : with_most(typed);
    const std::string_view lang = request.lang.empty() ? snapshot_->site().default_language : request.lang;
    for (const std::uint32_t number : choose(found, lang, std::min(request.limit, max_suggestions))) {
        const Entry& entry = entries_[number];
        suggestions.push_back({entry.kind, entry.text, entry.url, ranges(entry, found.places[number], typed)});
    }
    return suggestions;
}

}  // namespace kb
