#include "server/delivery/http_client.h"

#include <algorithm>

#include <curl/curl.h>
#include <fmt/format.h>

#include "server/http/ip_address.h"

namespace kb::server {

namespace {

struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeText {
    void operator()(char* text) const { curl_free(text); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

// Once for the program, before the first handle.
bool is_ready() {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

std::string part_of(const Url& url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
    return std::unique_ptr<char, FreeText>(text).get();
}

bool is_loopback_host(std::string_view host) {
    if (host == "localhost" || host.ends_with(".localhost")) return true;
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto address = IpAddress::parse(host);
    return address && address->is_loopback();
}

struct Body {
    std::string text;
    std::size_t limit;
};

// Taking less than was offered ends the transfer.
std::size_t take(char* bytes, std::size_t, std::size_t size, void* into) {
    Body& body = *static_cast<Body*>(into);
    const std::size_t taken = std::min(size, body.limit - body.text.size());
    body.text.append(bytes, taken);
    return taken;
}

struct Patience {
    const HttpLimits& limits;
    std::optional<std::chrono::steady_clock::time_point> end;  // known once it is time to stop
};

// Called about once a second, and whenever bytes move; anything but 0 ends the transfer.
int look_whether_to_stop(void* from, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    Patience& patience = *static_cast<Patience*>(from);
    if (patience.limits.stopping == nullptr || !*patience.limits.stopping) return 0;
    const auto now = std::chrono::steady_clock::now();
    if (!patience.end) patience.end = now + patience.limits.grace;
    return now >= *patience.end ? 1 : 0;
}

void add(HeaderList& list, const std::string& line) {
    if (curl_slist* longer = curl_slist_append(list.get(), line.c_str())) {
        (void)list.release();
        list.reset(longer);
    }
}

HeaderList header_list(const HttpPost& request) {
    HeaderList list;
    for (const auto& [name, value] : request.headers) add(list, fmt::format("{}: {}", name, value));
    // Some servers never answer it, and a ticket is small.
    add(list, "Expect:");
    return list;
}

HttpAnswer answer_of(CURL* handle, std::string body) {
    HttpAnswer answer{0, std::move(body), std::nullopt};
    long status = 0;
    curl_off_t seconds = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
    answer.status = static_cast<int>(status);
    if (seconds > 0) answer.retry_after = std::chrono::seconds(seconds);
    return answer;
}

}  // namespace

struct HttpClient::Handle {
    std::unique_ptr<CURL, FreeEasy> easy;

    // Forgets what was set for the last request, not its connection.
    void prepare(const HttpPost& request, const HttpTarget& target, const HttpLimits& limits) const {
        CURL* handle = easy.get();
        curl_easy_reset(handle);
        curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connecting.count()));
        curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.whole.count()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
        // The environment's proxy is for what lies beyond this machine.
        if (target.is_loopback) curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    }
};

std::optional<HttpTarget> parse_target(const std::string& address) {
    const Url url(curl_url());
    if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return std::nullopt;
    const std::string scheme = part_of(url, CURLUPART_SCHEME), host = part_of(url, CURLUPART_HOST);
    if ((scheme != "http" && scheme != "https") || host.empty()) return std::nullopt;
    return HttpTarget{host, scheme == "https", is_loopback_host(host)};
}

HttpClient::HttpClient(HttpLimits limits) : handle_(std::make_unique<Handle>()), limits_(limits) {
    if (is_ready()) handle_->easy.reset(curl_easy_init());
}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpAnswer> HttpClient::post(const HttpPost& request) {
    const auto target = parse_target(request.url);
    if (!target) return fail(ErrorCode::invalid_argument, "this is no address of HTTP or HTTPS");
    CURL* handle = handle_->easy.get();
    if (!handle) return fail(ErrorCode::io, "the HTTP library cannot start");
    handle_->prepare(request, *target, limits_);
    const HeaderList headers = header_list(request);
    Body body{{}, limits_.answer_bytes};
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
    Patience patience{limits_, std::nullopt};
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look_whether_to_stop);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &patience);
    const CURLcode code = curl_easy_perform(handle);
    const bool is_cut = code == CURLE_WRITE_ERROR && body.text.size() == body.limit;
    if (code != CURLE_OK && !is_cut) return fail(ErrorCode::io, fmt::format("{}: {}", target->host, curl_easy_strerror(code)));
    return answer_of(handle, std::move(body.text));
}

}  // namespace kb::server
