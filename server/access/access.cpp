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

}  // namespace

std::string_view cookie_value(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const std::string_view pair = trim_blanks(header.substr(0, header.find(';')));
        header.remove_prefix(std::min(header.find(';'), header.size() - 1) + 1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') return pair.substr(name.size() + 1);
    }
    return {};
}

Access::Access(Tokens& tokens, Clock clock, Log log)
    : tokens_(tokens), clock_(std::move(clock)), log_(std::move(log)), tries_(tries) {}

Visitor Access::who(const Request& request) {
    const std::string_view token = token_of(request);
    const std::string_view session = cookie_value(request.header("cookie"), session_cookie);
    if (token.empty() && session.empty()) return {};
    const auto pass = find(token.empty() ? session : token);
    // A session that has ended makes a customer, a wrong token an error: programs should learn of it.
    if (!pass) return {Role::customer, {}, !token.empty(), false};
    return {pass->role, pass->name, false, token.empty()};
}

std::optional<Access::Steady::duration> Access::refuse_tries(const Request& request) {
    return tries_.refuse(request.client, Steady::now());
}

Result<std::optional<std::string>> Access::sign_in(std::string_view token) {
    const std::int64_t now = clock_();
    auto session = tokens_.open_session(token, now, now + std::chrono::seconds(session_length).count());
    forget();
    return session;
}

Result<void> Access::sign_out(std::string_view session) {
    auto closed = tokens_.close_session(session);
    forget();
    return closed;
}

std::optional<Pass> Access::find(std::string_view key) {
    const std::string hash = hash_of_key(key);
    for (const bool is_again : {false, true}) {
        // A token may have been made a moment ago.
        if (is_again && !have_changed()) break;
        const auto known = passes();
        const auto found = known->find(hash);
        if (found == known->end()) continue;
        const Pass& pass = found->second;
        if (pass.ends != 0 && pass.ends <= clock_()) return {};
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
