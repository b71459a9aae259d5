// A dictionary form of a word.
#pragma once

#include <string>

namespace kb {

struct Lemma {
    std::string word;       // UTF-8, lower case, ё as е
    double likelihood = 1;  // that a form is meant as one of this word; over all lemmas of a form the sum is 1
    bool operator==(const Lemma&) const = default;
};

}  // namespace kb
