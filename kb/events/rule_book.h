// Which rules count at which moment, and on which day it is.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kb/base/local_day.h"
#include "kb/store/event.h"
#include "kb/store/figure.h"

namespace kb {

class RuleBook {
public:
    // In the order of their beginnings; with none, those that nobody has set count.
    explicit RuleBook(std::vector<Rules> rules);

    // `at` in milliseconds since 1970, everywhere.
    const Rules& at(std::int64_t at) const { return chapter(at).rules; }
    Day day_of(std::int64_t at) const { return chapter(at).calendar->day_number(at); }

private:
    struct Chapter {
        Rules rules;
        std::unique_ptr<LocalCalendar> calendar;
    };
    const Chapter& chapter(std::int64_t at) const;

    std::vector<Chapter> chapters_;
};

}  // namespace kb
