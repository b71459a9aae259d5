// What one rule finds in one file: the first of it, and how much more there is.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "kb/check/places.h"
#include "kb/check/rules.h"

namespace kb {

// Of a rule in one file; what is beyond is counted only.
constexpr std::size_t most_in_a_file = 20;

class FindingList {
public:
    // Of a rule that stands in the table. All must outlive it.
    FindingList(std::string_view rule, const TextPlaces& places, std::vector<Problem>& into) : rule_(*find_rule(rule)), places_(places), into_(into) {}
    FindingList(const FindingList&) = delete;
    FindingList& operator=(const FindingList&) = delete;
    ~FindingList() {
        if (more_ > 0) into_.back().what += fmt::format(" (and {} more in this file)", more_);
    }

    bool is_full() const { return count_ >= most_in_a_file; }
    void add(std::size_t offset, std::string what, std::string hint) {
        if (is_full()) ++more_;
        else into_.push_back({places_.at(offset), rule_.severity, std::string(rule_.name), std::move(what), std::move(hint)}), ++count_;
    }

private:
    const CheckRule& rule_;
    const TextPlaces& places_;
    std::vector<Problem>& into_;
    std::size_t count_ = 0, more_ = 0;
};

}  // namespace kb
