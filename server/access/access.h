// Tells agents, writers and administrators from customers: by a token in Authorization, by a session's cookie, or by the word of a
// trusted proxy.
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
#include "server/access/journal.h"
#include "server/access/proxy_sign_in.h"
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
    // `proxy` is nullopt when proxies sign nobody in.
    Access(Tokens& tokens, Journal& journal, std::optional<ProxySignIn> proxy, Clock clock, Log log);

    // A token that was revoked, a session that has ended: within a second of it. What a browser adds by itself counts for what pages
    // of this site ask, and for links that are followed; what other sites make it ask is a customer's.
    Visitor who(const Request& request);
    // Counts what lets nobody in. An address has a few such tries: when none is left, the time until the next.
    std::optional<std::chrono::steady_clock::duration> refuse(const Request& request);
    // That time, if it has to wait.
    std::optional<std::chrono::steady_clock::duration> time_left(const Request& request);

    // A session for whoever has the token, in place of the one they had; nothing when it lets nobody in.
    Result<std::optional<std::string>> sign_in(const Request& request, std::string_view token);
    Result<void> sign_out(const Request& request);
    // For what else staff do.
    Journal& journal() { return journal_; }
    static constexpr std::chrono::hours session_length{12};

private:
    using Passes = std::unordered_map<std::string, Pass>;
    using Steady = std::chrono::steady_clock;

    std::shared_ptr<const Passes> passes();
    enum class Kind { token, session };
    std::optional<Pass> find(std::string_view key, Kind kind);
    Visitor shown(const Request& request);
    bool have_changed();
    void forget();

    Tokens& tokens_;
    Journal& journal_;
    std::optional<ProxySignIn> proxy_;
    Clock clock_;
    Log log_;
    RateLimiter tries_;
    std::mutex mutex_;
    std::shared_ptr<const Passes> passes_;
    Steady::time_point next_look_{};
    int version_ = 0;  // of what others have written, when it was read
};

}  // namespace kb::server
