// The whole site as one function from requests to answers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "kb/base/log.h"
#include "server/live_index.h"
#include "server/page/presentation.h"
#include "server/routes.h"

namespace kb::server {

// Seconds since 1970, UTC.
using Clock = std::function<std::int64_t()>;

// Any number of threads may use one.
class HelpCenter {
public:
    HelpCenter(const LiveIndex& index, const Presentation& presentation, Clock clock, Log log);

    // Never throws; says nothing about causes to visitors.
    Response answer(const Request& request) const;

private:
    struct Match;
    Response dispatch(const Request& request) const;
    Response from_content(const Request& request, const std::string& path, const Generation& generation,
                          const Match& match) const;
    Response not_found(const Visit& visit, const std::string& path) const;
    Response refuse_address(const Request& request, const Generation* generation) const;
    Response failed(const Request& request) const;
    std::string etag(const Generation& generation, const std::string& key) const;

    const LiveIndex& index_;
    const Presentation& presentation_;
    Clock clock_;
    Log log_;
    std::string program_mark_;  // of this build: its pages may differ from those of another
};

}  // namespace kb::server
