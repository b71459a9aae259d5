#include "kb/search/question_agreement.h"

#include <algorithm>
#include <map>
#include <string>

#include "kb/search/near_questions.h"
#include "kb/search/question_collection.h"

namespace kb {

namespace {

constexpr QuestionNumber most_measured = 500;

// What is believed before anything is counted, as votes of which a share is right; at and below `worthless` of right votes nothing
// is trusted, from `worthy` on all is. Customers' questions that have an article in common are rarely alike, so that few right
// votes are enough; but where there are none at all (each article has its one question), neighbours only mislead.
struct Belief {
    double votes, right, worthless, worthy;
};
constexpr Belief of_far = {2, 0.3, 0.05, 0.15};
constexpr Belief of_near = {1, 0.9, 0.5, 0.9};

double trust_of(const Agreement::Count& count, const Belief& belief) {
    const double share = (count.right + belief.votes * belief.right) / (count.votes + belief.votes);
    return std::clamp((share - belief.worthless) / (belief.worthy - belief.worthless), 0.0, 1.0);
}

// Of each article, the doubt that its questions leave.
using Doubts = std::map<std::string, double>;

void count_best(const Doubts& doubts, const std::string& right, Agreement::Count& count) {
    if (doubts.empty()) return;
    const auto best = std::min_element(doubts.begin(), doubts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    count.votes += 1 - best->second;
    if (best->first == right) count.right += 1 - best->second;
}

}  // namespace

double Agreement::trust(double likeness) const {
    return likeness < nearly_same ? trust_of(far, of_far) : trust_of(near, of_near);
}

Agreement measure_agreement(const QuestionCollection& questions) {
    Agreement agreement;
    const QuestionNumber step = questions.size() / most_measured + 1;
    for (QuestionNumber number = 0; number < questions.size(); number += step) {
        const std::string right = questions.article_of(number);
        if (right.empty()) continue;
        Doubts far, near;
        for (const NearQuestion& other : NearQuestions(questions, number).nearest(most_voters, number)) {
            const std::string article = questions.article_of(other.number);
            if (!article.empty()) (other.likeness < nearly_same ? far : near).try_emplace(article, 1).first->second *= 1 - other.likeness;
        }
        count_best(far, right, agreement.far);
        count_best(near, right, agreement.near);
    }
    return agreement;
}

}  // namespace kb
