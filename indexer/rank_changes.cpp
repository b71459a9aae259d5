#include "indexer/rank_changes.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "indexer/asked_searches.h"
#include "indexer/manifest.h"

namespace kb {

namespace {

using Kind = RankCause::Kind;
using Change = RankCause::Change;

constexpr std::size_t max_causes = 5;

std::optional<std::size_t> rank_of(const Outcome& outcome) {
    const auto& wanted = outcome.expectation->slugs;
    const auto& found = outcome.found;
    // Where nothing may be found, the first is one too many.
    if (wanted.empty()) return found.empty() ? std::nullopt : std::optional<std::size_t>(1);
    const auto first = std::find_first_of(found.begin(), found.end(), wanted.begin(), wanted.end());
    if (first == found.end()) return {};
    return static_cast<std::size_t>(first - found.begin()) + 1;
}

// Which articles writers changed between two generations. Not by fingerprints: those change with every word of words.tsv.
class ContentChanges {
public:
    ContentChanges(const std::filesystem::path& before, const std::filesystem::path& after, Audience audience) {
        const Seen old = read(before, audience), now = read(after, audience);
        for (const auto& [place, article] : now) {
            const auto was = old.find(place);
            if (was == old.end()) changes_[place] = {article.path, Change::added};
            else if (was->second.content != article.content) changes_[place] = {article.path, Change::changed};
        }
        for (const auto& [place, article] : old) {
            if (now.count(place) == 0) changes_[place] = {article.path, Change::removed};
        }
        compare_tables(before, after);
    }

    // Nothing when it is as it was. `name` as an outcome of a query in `lang` has it.
    std::optional<RankCause> of(const std::string& lang, const std::string& name) const {
        const std::size_t slash = name.find('/');
        const Place place = slash == std::string::npos ? Place(lang, name) : Place(name.substr(0, slash), name.substr(slash + 1));
        const auto found = changes_.find(place);
        if (found == changes_.end()) return {};
        return RankCause{Kind::above, found->second.second, found->second.first, 0};
    }
    const std::vector<std::string>& tables() const { return tables_; }

private:
    using Place = std::pair<std::string, std::string>;  // language and slug
    struct Article {
        std::string path, content;
    };
    using Seen = std::map<Place, Article>;

    static Seen read(const std::filesystem::path& generation, Audience audience) {
        Seen seen;
        const auto manifest = read_manifest(generation);
        if (!manifest) return seen;
        for (const auto& [path, document] : manifest->documents) {
            if (document.half == Half::internal && audience == Audience::customers) continue;
            const auto file = manifest->files.find(path);
            std::string content = file == manifest->files.end() ? std::string() : file->second.hash;
            if (file != manifest->files.end()) {
                for (const auto& [name, hash] : file->second.includes) content += hash;
            }
            seen.emplace(Place(document.lang, document.slug), Article{path, std::move(content)});
        }
        return seen;
    }

    void compare_tables(const std::filesystem::path& before, const std::filesystem::path& after) {
        const auto old = read_generation_info(before), now = read_generation_info(after);
        if (!old || !now) return;
        if (old->pins != now->pins) tables_.emplace_back("pins.tsv");
        if (old->synonyms != now->synonyms) tables_.emplace_back("synonyms.tsv");
        if (old->words != now->words) tables_.emplace_back("words.tsv");
    }

    std::map<Place, std::pair<std::string, Change>> changes_;
    std::vector<std::string> tables_;
};

// The names before the rank, or all when it has none.
std::vector<std::string> above(const std::vector<std::string>& found, std::optional<std::size_t> rank) {
    return {found.begin(), rank ? found.begin() + static_cast<std::ptrdiff_t>(*rank - 1) : found.end()};
}

std::size_t place_in(const std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin()) + 1;
}

// Those of `names` that writers changed and that `others` lacks.
void add_changed(const std::vector<std::string>& names, const std::vector<std::string>& others, Kind kind, const std::string& lang,
                 const ContentChanges& changes, std::vector<RankCause>& causes) {
    for (const std::string& name : names) {
        auto cause = place_in(others, name) != 0 ? std::nullopt : changes.of(lang, name);
        if (!cause) continue;
        cause->kind = kind;
        cause->rank = place_in(names, name);
        causes.push_back(std::move(*cause));
    }
}

std::vector<RankCause> causes_of(const Outcome& before, const Outcome& after, const ContentChanges& changes) {
    std::vector<RankCause> causes;
    const Expectation& expectation = *after.expectation;
    for (const std::string& slug : expectation.slugs) {
        auto cause = changes.of(expectation.lang, slug);
        if (!cause) continue;
        cause->kind = Kind::itself;
        cause->rank = place_in(after.found, slug);
        causes.push_back(std::move(*cause));
    }
    const bool wants_none = expectation.slugs.empty();
    const auto old = wants_none ? before.found : above(before.found, rank_of(before));
    const auto now = wants_none ? after.found : above(after.found, rank_of(after));
    add_changed(now, old, Kind::above, expectation.lang, changes, causes);
    add_changed(old, now, Kind::gone, expectation.lang, changes, causes);
    if (causes.size() > max_causes) causes.resize(max_causes);
    for (const std::string& table : changes.tables()) causes.push_back({Kind::table, Change::changed, table, 0});
    if (causes.empty()) causes.push_back({});
    return causes;
}

ExpectedRank line_of(const Outcome& outcome) {
    const Expectation& expectation = *outcome.expectation;
    ExpectedRank line;
    line.line = expectation.line;
    line.query = expectation.query;
    line.lang = expectation.lang;
    line.wanted = expectation.slugs.empty() ? "-" : fmt::format("{}", fmt::join(expectation.slugs, "|"));
    line.worst = expectation.worst_rank;
    line.passes = outcome.passed;
    line.after = rank_of(outcome);
    return line;
}

Result<std::vector<Outcome>> ask(const std::filesystem::path& generation, const std::shared_ptr<const Dictionaries>& dictionaries,
                                 const std::vector<Expectation>& expectations, Audience audience) {
    auto snapshot = Snapshot::open_generation(generation, dictionaries);
    if (!snapshot) return fail(snapshot.error());
    return check_expectations(Searcher(std::move(*snapshot)), expectations, audience);
}

std::string rank_text(std::optional<std::size_t> rank) {
    return rank ? std::to_string(*rank) : std::string("not found");
}

std::string to_string(const RankCause& cause) {
    switch (cause.kind) {
        case Kind::itself:
        case Kind::table: return fmt::format("{} ({})", cause.path, name_of(cause.change));
        case Kind::above: return fmt::format("{} ({}) stands at {}", cause.path, name_of(cause.change), cause.rank);
        case Kind::gone: return fmt::format("{} ({}) stood at {}", cause.path, name_of(cause.change), cause.rank);
        case Kind::other_words: break;
    }
    return "its words became rarer or more common in other articles";
}

}  // namespace

Result<RankChanges> find_rank_changes(const std::filesystem::path& after, const std::optional<std::filesystem::path>& before,
                                      const std::shared_ptr<const Dictionaries>& dictionaries,
                                      const std::vector<Expectation>& expectations, Audience audience) {
    auto now = ask(after, dictionaries, expectations, audience);
    if (!now) return fail(now.error());
    RankChanges changes;
    std::vector<Outcome> old;
    if (before) {
        const auto remembered = audience == Audience::customers ? AskedSearches::of(*before).judge(expectations) : std::nullopt;
        if (auto known = remembered ? Result<std::vector<Outcome>>(*remembered) : ask(*before, dictionaries, expectations, audience)) {
            old = std::move(*known);
            if (const auto info = read_generation_info(*before)) changes.before = info->number;
        }
    }
    std::optional<ContentChanges> content;  // read when something moved
    for (std::size_t i = 0; i < now->size(); ++i) {
        const Outcome& outcome = (*now)[i];
        ++(outcome.passed ? changes.passed : changes.failed);
        ExpectedRank line = line_of(outcome);
        if (changes.before) {
            line.is_compared = true;
            line.before = rank_of(old[i]);
        }
        if (line.has_moved()) {
            if (!content) content.emplace(*before, after, audience);
            line.causes = causes_of(old[i], outcome, *content);
        }
        if (!line.passes || line.has_moved()) changes.lines.push_back(std::move(line));
    }
    changes.outcomes = std::move(*now);
    return changes;
}

std::string to_string(const ExpectedRank& rank) {
    if (!rank.has_moved()) return rank_text(rank.after);
    std::string causes;
    for (const RankCause& cause : rank.causes) causes += (causes.empty() ? ": " : ", ") + to_string(cause);
    return fmt::format("{} → {}{}", rank_text(rank.before), rank_text(rank.after), causes);
}

}  // namespace kb
