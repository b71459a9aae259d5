// Tells agents, writers and administrators from customers by what they show: a token in Authorization, or a session's cookie.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kb/base/log.h"
#include "kb/store/tokens.h"
#include "server/access/visitor.h"
#include "server/clock.h"
#include "server/http/rate_limiter.h"
#include "server/http/request.h"

namespace kb::server {

constexpr std::string_view session_cookie = "otvet_session";

// The value of a cookie; empty when there is none. RFC 6265, section 4.2.1.
std::string_view cookie_value(std::string_view header, std::string_view name);

// Any number of threads may use one. Customers, who show nothing, cost no look at the disk.
class Access {
public:
    Access(Tokens& tokens, Clock clock, Log log);

    // A token that was revoked, a session that has ended: within a second of it.
    Visitor who(const Request& request);
    // Takes one of the few tries that an address has at showing what lets nobody in; the time until the next when none is left.
    std::optional<std::chrono::steady_clock::duration> refuse_tries(const Request& request);

    // A session for whoever has the token, and how long it lasts; nothing when it lets nobody in.
    Result<std::optional<std::string>> sign_in(std::string_view token);
    Result<void> sign_out(std::string_view session);
    static constexpr std::chrono::hours session_length{12};

private:
    using Passes = std::unordered_map<std::string, Pass>;
    using Steady = std::chrono::steady_clock;

    std::shared_ptr<const Passes> passes();
    std::optional<Pass> find(std::string_view key);
    bool have_changed();
    void forget();

    Tokens& tokens_;
    Clock clock_;
    Log log_;
    RateLimiter tries_;
    std::mutex mutex_;
    std::shared_ptr<const Passes> passes_;
    Steady::time_point next_look_{};
    int version_ = 0;  // of what others have written, when it was read
};

}  // namespace kb::server
