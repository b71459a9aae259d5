#include "kb/stats/query_groups.h"

#include <algorithm>
#include <set>

#include "kb/base/letter_case.h"
#include "kb/events/scrub.h"
#include "kb/search/rereading.h"

namespace kb {

namespace {

// Longer ones are pasted, not asked: nobody pastes the same in another layout, and reading them takes long.
constexpr std::size_t longest_reread = 200;

std::string with_single_spaces(std::string_view text) {
    std::string single;
    for (const char c : text) {
        if (c != ' ' || (!single.empty() && single.back() != ' ')) single += c;
    }
    return single;
}

Rereading read_again(const Searcher& searcher, const std::string& typed, std::string_view lang) {
    if (typed.size() <= longest_reread) return reread(typed, searcher.vocabulary(Audience::customers), lang);
    Rereading as_typed;
    as_typed.words.text = typed;
    return as_typed;
}

// The likeliest lemma; the word itself when it has none, as numbers and codes.
const std::string& main_form(const QueryWord& word) {
    const Term* best = nullptr;
    for (const Term& term : word.terms) {
        if (term.tier == Tier::lemma && (best == nullptr || term.weight > best->weight)) best = &term;
    }
    return best == nullptr ? word.terms.front().word : best->word;
}

std::string group_of(const Query& query) {
    std::set<std::string> content, asking;
    for (const QueryWord& word : query.words) {
        if (!word.is_part) (word.is_stop_word ? asking : content).insert(main_form(word));
    }
    std::string group;
    for (const std::string& word : content.empty() ? asking : content) group += (group.empty() ? "" : " ") + word;
    return group;
}

}  // namespace

ReadQuery read_query_for_statistics(const Searcher& searcher, std::string_view query, std::string_view lang) {
    const std::string typed = clean_text(query, max_query);
    const Rereading reading = read_again(searcher, typed, lang);
    Query read = read_query(reading.text(), searcher.snapshot().analyzer());
    reading.complete(read, searcher.vocabulary(Audience::customers));
    ReadQuery result{with_single_spaces(to_lower(typed)), group_of(read), {}};
    result.as_typed = reading.text() == typed ? result.group : group_of(read_query(typed, searcher.snapshot().analyzer()));
    // What has no words is like nothing else, and marks are no words.
    if (result.group.empty() || is_only_marks(typed)) result.group = result.text;
    return result;
}

bool is_known_word(const Searcher& searcher, std::string_view word) {
    const Vocabulary& vocabulary = searcher.vocabulary(Audience::customers);
    return vocabulary.knows(vocabulary.analyze(word));
}

std::string meant_by(const Searcher& searcher, std::string_view query, std::string_view lang) {
    return with_single_spaces(read_again(searcher, clean_text(query, max_query), lang).text());
}

}  // namespace kb
