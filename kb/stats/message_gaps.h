// Messages for which agents found no article, as what they ask.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/search/searcher.h"
#include "kb/stats/searches.h"
#include "kb/store/confirmations.h"

namespace kb {

// What a message is called by in reports: its first line that asks, or its first, as long as a query is. Empty when nothing of it asks.
std::string name_of_message(std::string_view subject, std::string_view message);

struct MessageGap {
    std::string group;               // as ReadQuery::group
    std::string lang;                // of its first message
    std::vector<std::string> names;  // each once, the earliest first
    std::int64_t messages = 0;
};

// Those of the days and the language asked for, the earliest first: what is asked in the same words, in any form, is one.
Result<std::vector<MessageGap>> read_message_gaps(Confirmations& confirmations, const ReportRequest& request, const Searcher& searcher);

}  // namespace kb
