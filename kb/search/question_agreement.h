// Whether questions that are like each other have the same answer: how far past ones may speak for articles.
#pragma once

namespace kb {

class QuestionCollection;

// From here on two questions are nearly the same.
constexpr double nearly_same = 0.8;

// For questions of the collection, each left out in turn: what its neighbours say for the article that they speak for most, and
// how much of that is for the right one.
struct Agreement {
    struct Count {
        double votes = 0, right = 0;
    };
    Count far, near;  // of votes by questions less and more alike than nearly_same

    // What a vote is worth in this collection, of [0, 1]. With nothing known it is worth all.
    double trust(double likeness) const;
};

// Of some hundred questions, spread evenly.
Agreement measure_agreement(const QuestionCollection& questions);

}  // namespace kb
