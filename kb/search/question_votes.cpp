#include "kb/search/question_votes.h"

#include <algorithm>

namespace kb {

namespace {

// From here on a question is told to readers as one that speaks for the article.
constexpr double counted_likeness = 0.3;
constexpr double share_of_one_agent = 0.5;
constexpr std::size_t most_words = 8;

}  // namespace

const CatalogEntry* QuestionVotes::find(std::string_view article) const {
    const std::size_t slash = article.find('/');
    if (slash == article.npos) return nullptr;
    const std::string_view slug = article.substr(slash + 1);
    std::vector<std::string_view> languages = {article.substr(0, slash)};
    languages.insert(languages.end(), snapshot_.languages().begin(), snapshot_.languages().end());
    for (const std::string_view lang : languages) {
        const CatalogEntry* entry = snapshot_.find(lang, slug, audience_);
        if (entry == nullptr) entry = snapshot_.find_alias(lang, slug, audience_);
        if (entry == nullptr) continue;
        if (lang_.empty() || entry->lang == lang_) return entry;
        for (const CatalogEntry* translation : snapshot_.translations(*entry, audience_)) {
            if (translation->lang == lang_) return translation;
        }
        return entry;
    }
    return nullptr;
}

QuestionVotes::Tally* QuestionVotes::tally_of(const QuestionCollection& questions, const NearQuestions& asked, const NearQuestion& near) {
    const std::string article = questions.article_of(near.number);
    const CatalogEntry* entry = article.empty() ? nullptr : find(article);
    if (entry == nullptr || questions.agreement().trust(near.likeness) <= 0) return nullptr;
    Tally& tally = tallies_[entry];
    if (near.likeness < counted_likeness) return &tally;
    ++tally.questions;
    for (std::string& word : asked.reasons(near.number, most_words)) {
        if (tally.why.size() < most_words && std::find(tally.why.begin(), tally.why.end(), word) == tally.why.end()) tally.why.push_back(std::move(word));
    }
    return &tally;
}

void QuestionVotes::add(const QuestionCollection& questions, const NearQuestions& asked, const std::vector<NearQuestion>& near) {
    for (const NearQuestion& each : near) {
        if (Tally* tally = tally_of(questions, asked, each)) tally->doubt *= 1 - each.likeness * questions.agreement().trust(each.likeness);
    }
}

void QuestionVotes::add(const ConfirmedQuestions& confirmed, const NearQuestions& asked, const std::vector<NearQuestion>& near) {
    for (const NearQuestion& each : near) {
        Tally* tally = tally_of(*confirmed.questions, asked, each);
        if (tally == nullptr) continue;
        double& said = tally->agents[confirmed.agents[each.number]];
        said = std::max(said, each.likeness * confirmed.questions->agreement().trust(each.likeness));
    }
}

std::map<const CatalogEntry*, ArticleVotes> QuestionVotes::count() const {
    std::map<const CatalogEntry*, ArticleVotes> counted;
    for (const auto& [entry, tally] : tallies_) {
        double doubt = tally.doubt, lone = 0;
        if (tally.agents.size() == 1) lone = share_of_one_agent * tally.agents.begin()->second;
        else for (const auto& [agent, said] : tally.agents) doubt *= 1 - said;
        counted[entry] = {1 - doubt, lone, tally.questions, tally.why};
    }
    return counted;
}

}  // namespace kb
