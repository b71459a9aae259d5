#include "server/front.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "server/api/json_answer.h"
#include "server/http/host_name.h"
#include "server/routes.h"

namespace kb::server {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::string_view loopbacks[] = {"127.0.0.0/8", "::1"};
// Longer queries take longer; what else does shows when it is answered.
constexpr std::size_t long_query = 400;
constexpr std::chrono::seconds between_reports(60);
constexpr std::size_t most_reported = 100;  // bytes of a name
// What proxies add (RFC 7239; the others by custom).
constexpr std::string_view forwarding_headers[] = {"forwarded", "x-forwarded-for", "x-real-ip", "via"};

std::string_view below(std::string_view path, const Generation* generation) {
    if (generation != nullptr && path.starts_with(generation->base_path)) path.remove_prefix(generation->base_path.size());
    return path;
}

std::string whole_seconds(Steady::duration time) {
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count());
}

}  // namespace

std::vector<Network> unlimited_networks(const Settings& settings) {
    std::vector<Network> networks = settings.trusted_proxies;
    if (settings.limits_loopback) return networks;
    for (const std::string_view loopback : loopbacks) networks.push_back(*Network::parse(loopback));
    return networks;
}

Front::Front(const HelpCenter& help_center, const LiveIndex& index, const Settings& settings, Metrics& metrics, Log log, Access* access)
    : help_center_(help_center), index_(index), settings_(settings), metrics_(metrics), log_(std::move(log)), access_(access) {
    if (settings.per_address) limiter_.emplace(settings.per_address->rate);
}

std::variant<std::shared_ptr<const Response>, Effort> Front::answer_at_once(Request& request) {
    const auto shared = [&](Response response) { return std::make_shared<const Response>(counted(std::move(response), request)); };
    recognise(request);
    if (auto refused = admit(request)) return shared(std::move(*refused));
    if (auto preflight = answer_preflight(request)) return shared(std::move(*preflight));
    if (auto refused = identify(request)) return shared(std::move(*refused));
    auto known = help_center_.recall(request);
    if (request.is_cacheable) metrics_.count_lookup(known != nullptr);
    if (known == nullptr) {
        const std::size_t asked = std::max(request.parameter("q").size(), request.body.size());
        // What is stored waits for the disk, and must not keep all threads doing so.
        return asked > long_query || request.is_patient ? Effort::much : Effort::little;
    }
    if (!settings_.cors_origins.empty()) return shared(*known);
    count(*known, request);
    return known;
}

Response Front::answer(const Request& request) {
    return counted(help_center_.answer(request), request);
}

Response Front::refuse(const Request& request) {
    return counted(help_center_.refuse(request, 503), request);
}

void Front::recognise(Request& request) const {
    const IpAddress peer = request.client;
    request.client = client_behind(peer, request.header(settings_.client_address_header), settings_.trusted_proxies);
    // What a proxy passes on must not count as this machine's own, whatever address it names.
    const bool is_passed_on =
        request.client != peer || std::any_of(std::begin(forwarding_headers), std::end(forwarding_headers),
                                              [&](std::string_view name) { return !request.header(name).empty(); });
    const auto& operators = settings_.metrics_from;
    const bool is_here = peer.is_loopback() && !is_passed_on;
    const bool is_named = contains(operators, request.client) && (request.client != peer || !is_passed_on);
    request.is_from_operator = operators.empty() ? is_here : is_named;
    request.is_unlimited = !settings_.per_address || contains(settings_.trusted_proxies, request.client) ||
                           (!settings_.limits_loopback && request.client == peer && peer.is_loopback());
    request.is_from_here = is_here && !settings_.limits_loopback;
    request.is_foreign = is_foreign(request);
    const std::string_view from = request.header("sec-fetch-site");
    const bool is_allowed_origin = is_allowed(request.header("origin"));
    request.is_from_elsewhere = from == "cross-site" && !is_allowed_origin;
    request.has_foreign_origin = from.empty() && request.is_foreign && !is_allowed_origin;
    request.is_from_proxy = contains(settings_.trusted_proxies, peer);
    request.is_by_https = request.is_from_proxy && request.header("x-forwarded-proto") == "https";
}

// Browsers say where a request comes from: in Sec-Fetch-Site, where the site is reached safely, else in the Origin of what changes
// something. Who says neither is no browser that another site could use.
bool Front::is_foreign(const Request& request) const {
    const std::string_view from = request.header("sec-fetch-site");
    if (!from.empty()) return from != "same-origin" && from != "none";
    const std::string_view origin = request.header("origin");
    if (origin.empty()) return false;
    const auto generation = index_.current();
    const std::string name = host_of_url(origin);
    const bool is_ours = name == name_of_host(request.header("host")) || (generation != nullptr && name == generation->host) ||
                         std::find(settings_.hosts.begin(), settings_.hosts.end(), name) != settings_.hosts.end();
    return name.empty() || !is_ours;
}

// Nothing when it may be answered.
std::optional<Response> Front::admit(const Request& request) {
    const auto generation = index_.current();
    const std::string_view path = below(request.path, generation.get());
    if (limiter_ && !request.is_unlimited && !(request.is_from_operator && is_for_watchers(path))) {
        if (const auto wait = limiter_->refuse(request.client, Steady::now())) return refuse_for_rate(request, *wait);
    }
    if (is_for_watchers(path)) return {};
    const std::string_view host = request.header("host");
    if (is_our_host(host, generation == nullptr ? std::string_view() : generation->host)) return {};
    report_host(host);
    return help_center_.refuse(request, 421);
}

// Nothing when it may be answered: as the customer's or, by what it shows, as somebody else's.
std::optional<Response> Front::identify(Request& request) {
    if (access_ == nullptr) return {};
    request.visitor = access_->who(request);
    if (!request.visitor.is_refused) return {};
    if (const auto wait = access_->refuse(request)) return refuse_for_rate(request, *wait);
    Response refused = json_error(401, "bad_token", "this token lets nobody in", "see kb-server token list");
    return refused.with("WWW-Authenticate", "Bearer").with("Cache-Control", "no-store");
}

Response Front::refuse_for_rate(const Request& request, Steady::duration wait) {
    metrics_.count_rate_limited();
    Response refused = help_center_.refuse(request, 429);
    for (auto& [name, value] : refused.headers) {
        if (name == "Retry-After") value = whole_seconds(wait);
    }
    return refused;
}

// A site whose name is known answers to that name, so that no other can be made to lead here; to plain addresses always, as
// those cannot.
bool Front::is_our_host(std::string_view host, std::string_view site) const {
    const std::string name = name_of_host(host);
    if (name.empty() || name == "localhost" || IpAddress::parse(name)) return true;
    if (name == site || std::find(settings_.hosts.begin(), settings_.hosts.end(), name) != settings_.hosts.end()) return true;
    return site.empty() && settings_.hosts.empty();
}

void Front::report_host(std::string_view host) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(Steady::now().time_since_epoch()).count();
    std::int64_t last = host_reported_.load();
    if (last != 0 && now - last < between_reports.count()) return;
    if (!host_reported_.compare_exchange_strong(last, now)) return;
    write(log_, LogLevel::warning,
          fmt::format("refused a request for the host '{}': let the proxy pass Host on, or add it to 'hosts' in kb-server.yaml",
                      host.substr(0, most_reported)));
}

// What a browser asks before a page of another origin may ask (https://fetch.spec.whatwg.org/#http-cors-protocol).
std::optional<Response> Front::answer_preflight(const Request& request) const {
    const bool is_preflight = request.method == "OPTIONS" && !request.header("origin").empty() &&
                              !request.header("access-control-request-method").empty();
    if (!is_preflight || settings_.cors_origins.empty() || !below(request.path, index_.current().get()).starts_with("/api/")) return {};
    Response response{204, {}, {}, {}};
    return response.with("Access-Control-Allow-Methods", "GET, HEAD, POST")
        .with("Access-Control-Allow-Headers", "Content-Type")
        .with("Access-Control-Max-Age", "600")
        .with("Cache-Control", "no-store");
}

bool Front::is_allowed(std::string_view origin) const {
    const auto& origins = settings_.cors_origins;
    return std::any_of(origins.begin(), origins.end(), [&](const std::string& allowed) { return allowed == "*" || allowed == origin; });
}

void Front::allow_origin(const Request& request, Response& response) const {
    const auto& origins = settings_.cors_origins;
    if (origins.empty() || !below(request.path, index_.current().get()).starts_with("/api/")) return;
    if (std::find(origins.begin(), origins.end(), "*") != origins.end()) {
        response.with("Access-Control-Allow-Origin", "*");
        return;
    }
    vary_by(response, "Origin");
    const std::string_view origin = request.header("origin");
    if (is_allowed(origin))
        response.with("Access-Control-Allow-Origin", std::string(origin));
}

void Front::count(const Response& response, const Request& request) {
    metrics_.count_request(request.route, response.status, Steady::now() - request.received);
}

Response Front::counted(Response response, const Request& request) {
    allow_origin(request, response);
    count(response, request);
    return response;
}

}  // namespace kb::server
