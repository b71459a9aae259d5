// Articles for which past questions speak: what solved a question like this one may solve it, too.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kb/index/snapshot.h"
#include "kb/search/near_questions.h"

namespace kb {

// Links between messages and articles that agents made at their desks, as questions in memory.
struct ConfirmedQuestions {
    QuestionCollection::Pointer questions;  // never nullptr
    std::vector<std::string> agents;        // who made each, by its number
};

// What stands beside the articles; each may be missing.
struct PastQuestions {
    QuestionCollection::Pointer solved;
    std::shared_ptr<const ConfirmedQuestions> confirmed;
};

struct ArticleVotes {
    // How surely the article is right, of [0, 1]: what remains of doubt when each question like this one takes away as much as it
    // is alike, times what the collection is trusted for.
    double strength = 0;
    // The same of what one agent alone says. Counts at most half, and never puts an article first.
    double lone = 0;
    std::size_t questions = 0;     // that count, not merely a little alike
    std::vector<std::string> why;  // words of the message that they have
};

class QuestionVotes {
public:
    // Those for articles that `audience` may see, in the reader's language where they are written in it.
    QuestionVotes(const Snapshot& snapshot, Audience audience, std::string_view lang) : snapshot_(snapshot), audience_(audience), lang_(lang) {}

    void add(const QuestionCollection& questions, const NearQuestions& asked, const std::vector<NearQuestion>& near);
    // What the same agent says of one article counts once.
    void add(const ConfirmedQuestions& confirmed, const NearQuestions& asked, const std::vector<NearQuestion>& near);

    std::map<const CatalogEntry*, ArticleVotes> count() const;

    // The article of "language/slug", also by a former slug; nullptr when there is none.
    const CatalogEntry* find(std::string_view article) const;

private:
    struct Tally {
        double doubt = 1;                      // that solved questions leave
        std::map<std::string, double> agents;  // what each says at most
        std::size_t questions = 0;
        std::vector<std::string> why;
    };
    // nullptr for a question that speaks for nothing.
    Tally* tally_of(const QuestionCollection& questions, const NearQuestions& asked, const NearQuestion& near);

    const Snapshot& snapshot_;
    const Audience audience_;
    const std::string lang_;
    std::map<const CatalogEntry*, Tally> tallies_;
};

}  // namespace kb
