#include "server/access/access.h"

#include "kb/base/ascii.h"

namespace kb::server {

namespace {

constexpr std::chrono::seconds between_looks(1);
// Who mistypes a token does so a few times; keys are long beyond guessing anyway.
constexpr Rate tries = {.per_second = 1.0 / 30, .burst = 10};
constexpr std::string_view scheme = "bearer ";

std::string_view token_of(const Request& request) {
    const std::string_view header = request.header("authorization");
    if (!equal_ignoring_case(header.substr(0, scheme.size()), scheme)) return {};
    return trim_blanks(header.substr(scheme.size()));
}

std::string_view session_of(const Request& request) {
    return cookie_value(request.header("cookie"), session_cookie);
}

// Shown to who follows it, not to the page that it stands on.
bool is_followed_link(const Request& request) {
    return (request.method == "GET" || request.method == "HEAD") && request.header("sec-fetch-mode") == "navigate";
}

}  // namespace

std::string_view cookie_value(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const std::string_view pair = trim_blanks(header.substr(0, header.find(';')));
        header.remove_prefix(std::min(header.find(';'), header.size() - 1) + 1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') return pair.substr(name.size() + 1);
    }
    return {};
}

std::string_view name_of(KnownBy by) {
    switch (by) {
        case KnownBy::nothing: break;
        case KnownBy::token: return "token";
        case KnownBy::session: return "session";
        case KnownBy::proxy: return "proxy";
    }
    return "nothing";
}

Access::Access(Tokens& tokens, Journal& journal, std::optional<ProxySignIn> proxy, Clock clock, Log log)
    : tokens_(tokens), journal_(journal), proxy_(std::move(proxy)), clock_(std::move(clock)), log_(std::move(log)), tries_(tries) {}

Visitor Access::who(const Request& request) {
    Visitor visitor = shown(request);
    if (visitor.is_ambient() && request.is_foreign && !is_followed_link(request)) return {};
    return visitor;
}

Visitor Access::shown(const Request& request) {
    const std::string_view token = token_of(request);
    if (!token.empty()) {
        if (const auto pass = find(token, Kind::token)) return {pass->role, pass->name, KnownBy::token};
    }
    if (const std::string_view session = session_of(request); !session.empty()) {
        if (const auto pass = find(session, Kind::session)) return {pass->role, pass->name, KnownBy::session};
    }
    // A proxy that signs people in may pass tokens of its own on; they are none of ours.
    Visitor named = proxy_ ? visitor_by_proxy(*proxy_, request) : Visitor();
    // A session that has ended makes a customer, a wrong token an error: programs should learn of it.
    if (named.role == Role::customer) named.is_refused = !token.empty();
    return named;
}

std::optional<Access::Steady::duration> Access::refuse(const Request& request) {
    journal_.count_refused();
    return tries_.refuse(request.client, Steady::now());
}

std::optional<Access::Steady::duration> Access::time_left(const Request& request) {
    return tries_.time_left(request.client, Steady::now());
}

Result<std::optional<std::string>> Access::sign_in(const Request& request, std::string_view token) {
    const auto pass = find(token, Kind::token);
    if (!pass) return std::nullopt;
    const std::int64_t now = clock_();
    auto session = tokens_.open_session(token, now, now + std::chrono::seconds(session_length).count());
    if (session && *session) {
        if (auto closed = sign_out(request); !closed) return fail(closed.error());
        journal_.record({pass->role, pass->name, KnownBy::token}, "sign-in");
    }
    forget();
    return session;
}

Result<void> Access::sign_out(const Request& request) {
    const std::string_view session = session_of(request);
    const auto pass = find(session, Kind::session);
    if (!pass) return {};
    auto closed = tokens_.close_session(session);
    forget();
    if (closed) journal_.record({pass->role, pass->name, KnownBy::session}, "sign-out");
    return closed;
}

// A key counts where it belongs: a token in a cookie would be a session without an end.
std::optional<Pass> Access::find(std::string_view key, Kind kind) {
    if (key.empty()) return {};
    const std::string hash = hash_of_key(key);
    for (const bool is_again : {false, true}) {
        // A token may have been made a moment ago.
        if (is_again && !have_changed()) break;
        const auto known = passes();
        const auto found = known->find(hash);
        if (found == known->end()) continue;
        const Pass& pass = found->second;
        const bool is_session = pass.ends != 0;
        if (is_session != (kind == Kind::session) || (is_session && pass.ends <= clock_())) return {};
        return pass;
    }
    return {};
}

// Whether there may be others than those that are known.
bool Access::have_changed() {
    const std::lock_guard lock(mutex_);
    const auto version = tokens_.version_of_others();
    if (!version || *version == version_) return false;
    passes_.reset();
    return true;
}

std::shared_ptr<const Access::Passes> Access::passes() {
    const std::lock_guard lock(mutex_);
    if (passes_ != nullptr && Steady::now() < next_look_) return passes_;
    next_look_ = Steady::now() + between_looks;
    version_ = tokens_.version_of_others().value_or(0);
    const auto fresh = tokens_.passes(clock_());
    auto passes = std::make_shared<Passes>();
    // When they cannot be read nobody gets in: a revoked token must not count because of it.
    if (!fresh) write(log_, LogLevel::error, to_string(fresh.error()));
    else for (const Pass& pass : *fresh) passes->emplace(pass.hash, pass);
    passes_ = std::move(passes);
    return passes_;
}

void Access::forget() {
    const std::lock_guard lock(mutex_);
    passes_.reset();
}

}  // namespace kb::server
