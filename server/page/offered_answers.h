// Articles that may answer what somebody is about to send, to be read in place.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/contact/submission.h"
#include "server/visit.h"

namespace kb::server {

struct OfferedAnswers {
    nlohmann::ordered_json views = nlohmann::ordered_json::array();  // title, address, the whole HTML, the address for "this solved it"
    std::vector<std::string> articles;                               // "lang/slug"
};

// None when none is found, or the index cannot be read: sending must go on.
OfferedAnswers offered_answers(const Visit& visit, const TicketText& text);

}  // namespace kb::server
