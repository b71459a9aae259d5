// What stands before the help center: who may ask how often, under which names and from which sites, and the counting of it.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string_view>
#include <variant>

#include "kb/base/log.h"
#include "server/access/access.h"
#include "server/help_center.h"
#include "server/http/rate_limiter.h"
#include "server/http/request_handler.h"
#include "server/live_index.h"
#include "server/metrics.h"
#include "server/settings.h"

namespace kb::server {

class Front final : public RequestHandler {
public:
    // `access` may be nullptr: then everybody is a customer.
    Front(const HelpCenter& help_center, const LiveIndex& index, const Settings& settings, Metrics& metrics, Log log, Access* access = nullptr);

    std::variant<std::shared_ptr<const Response>, Effort> answer_at_once(Request& request) override;
    Response answer(const Request& request) override;
    Response refuse(const Request& request) override;

private:
    void recognise(Request& request) const;
    bool is_foreign(const Request& request) const;
    std::optional<Response> identify(Request& request);
    std::optional<Response> admit(const Request& request);
    Response refuse_for_rate(const Request& request, std::chrono::steady_clock::duration wait);
    bool is_our_host(std::string_view host, std::string_view site) const;
    void report_host(std::string_view host);
    std::optional<Response> answer_preflight(const Request& request) const;
    bool is_allowed(std::string_view origin) const;
    void allow_origin(const Request& request, Response& response) const;
    void count(const Response& response, const Request& request);
    Response counted(Response response, const Request& request);

    const HelpCenter& help_center_;
    const LiveIndex& index_;
    const Settings& settings_;
    Metrics& metrics_;
    Log log_;
    Access* access_;
    std::optional<RateLimiter> limiter_;
    std::atomic<std::int64_t> host_reported_{0};  // seconds of the steady clock
};

// Whose connections are not limited: the trusted proxies, who speak for many, and this machine unless told otherwise.
std::vector<Network> unlimited_networks(const Settings& settings);

}  // namespace kb::server
