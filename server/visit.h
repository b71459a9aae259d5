// One request to be answered from one generation.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/generation.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/page/presentation.h"

namespace kb {
class Figures;
}

namespace kb::server {

class Access;
class Desk;
class Intake;
class LiveIndex;
class QuestionMemory;
class Statistics;
struct AskedQueries;

// What the {names} of a route's pattern stand for in a path.
using Captures = std::vector<std::pair<std::string_view, std::string>>;

struct Visit {
    const Request& request;
    Captures captures;
    const Generation& generation;
    const Presentation& presentation;
    std::string lang;  // of the address, when the site has it; else what the browser would rather read
    bool shows_notice = false;    // of kb.yaml, on this day
    bool wants_markdown = false;  // rather than HTML
    Intake* intake = nullptr;     // for what visitors write to support; nullptr when nothing takes it
    Access* access = nullptr;     // that lets people in; nullptr when everybody is a customer
    Statistics* statistics = nullptr;  // that measures; nullptr when nothing does
    Figures* figures = nullptr;   // that reports are made of; nullptr when nothing is counted
    std::shared_ptr<const AskedQueries> asked_often = {};  // nullptr when nothing is counted
    std::int64_t now = 0;         // seconds since 1970
    const LiveIndex* index = nullptr;  // that the generation is of, and whatever waits beside it
    QuestionMemory* questions = nullptr;  // past questions beside the articles; nullptr when nothing keeps them
    Desk* desk = nullptr;  // nullptr when nothing is said of it

    // Customers never learn of internal articles; whoever has a role sees both kinds.
    Audience audience() const { return request.visitor.role == Role::customer ? Audience::customers : Audience::staff; }
    const Snapshot& snapshot() const { return *generation.snapshot; }
    // Empty when the pattern has no such name.
    std::string_view capture(std::string_view name) const {
        for (const auto& [known, value] : captures) {
            if (known == name) return value;
        }
        return {};
    }
};

}  // namespace kb::server
