#include "kb/events/rule_book.h"

namespace kb {

RuleBook::RuleBook(std::vector<Rules> rules) {
    if (rules.empty()) rules.emplace_back();
    for (Rules& each : rules) {
        auto calendar = std::make_unique<LocalCalendar>(each.timezone);
        chapters_.push_back({std::move(each), std::move(calendar)});
    }
}

const RuleBook::Chapter& RuleBook::chapter(std::int64_t at) const {
    std::size_t found = 0;
    while (found + 1 < chapters_.size() && chapters_[found + 1].rules.from <= at) ++found;
    return chapters_[found];
}

}  // namespace kb
