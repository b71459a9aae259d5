// The whole site as one function from requests to answers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kb/base/log.h"
#include "server/asked_often.h"
#include "server/clock.h"
#include "server/page/presentation.h"
#include "server/routes.h"
#include "server/server_state.h"

namespace kb::server {

// What not every site has.
struct HelpCenterParts {
    Intake* intake = nullptr;  // messages to support are taken
    const Dispatch* dispatch = nullptr;
    Access* access = nullptr;  // people may sign in
    Statistics* statistics = nullptr;
    Figures* figures = nullptr;
    const AskedOften* asked_often = nullptr;
    QuestionMemory* questions = nullptr;
    Desk* desk = nullptr;  // what kb-server.yaml says of it
};

// Any number of threads may use one. Nothing throws, and nothing says anything about causes to visitors. What it is made of
// must outlive it.
class HelpCenter {
public:
    HelpCenter(const LiveIndex& index, const Presentation& presentation, const Metrics& metrics, Clock clock, Log log,
               const HelpCenterParts& parts = {});

    // What was answered before, or takes no computing; nullptr when answer() is to be asked. Completes the request, and makes
    // equal what is looked for in equal ways.
    std::shared_ptr<const Response> recall(Request& request) const;
    // `request` is one that recall() completed.
    Response answer(const Request& request) const;
    // Without looking at it: 421, 429 or 503, a page or JSON.
    Response refuse(const Request& request, int status) const;

private:
    struct Match;
    struct Asked;
    Asked read(const Request& request) const;
    Visit visit(const Request& request, const Asked& asked) const;
    Response from_state(const Route& route, const Request& request) const;
    Response compute(const Request& request) const;
    Response from_content(const Visit& visit, const Asked& asked) const;
    Response not_found(const Visit& visit, const std::string& path) const;
    Response failed(const Request& request) const;
    std::string key_of(const Visit& visit, const Asked& asked) const;
    std::string etag(const Generation& generation, const std::string& key) const;

    ServerState state_;
    const Presentation& presentation_;
    Clock clock_;
    Log log_;
    HelpCenterParts parts_;
    std::string program_mark_;  // of this build: its pages may differ from those of another
};

}  // namespace kb::server
