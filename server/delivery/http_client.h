// Sends one request after another to somebody else's server.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kb/base/error.h"

namespace kb::server {

struct HttpTarget {
    std::string host;  // IPv6 addresses in brackets; without user and port
    bool is_https = false;
    bool is_loopback = false;
};

// Nothing when it is no address of HTTP or HTTPS.
std::optional<HttpTarget> parse_target(const std::string& url);

struct HttpLimits {
    std::chrono::milliseconds connecting{10'000}, whole{30'000};
    std::size_t answer_bytes = 64 * 1024;  // of the body; what is beyond is not read
    const std::atomic<bool>* stopping = nullptr;  // once set, a request under way has `grace` left
    std::chrono::milliseconds grace{5'000};
};

struct HttpPost {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;  // without control characters
    std::string body;
};

struct HttpAnswer {
    int status = 0;
    std::string body;
    std::optional<std::chrono::seconds> retry_after;
};

// Keeps its connection open from one request to the next; for one thread. Redirects are answers like any other.
class HttpClient {
public:
    explicit HttpClient(HttpLimits limits = {});
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;
    ~HttpClient();

    // Fails when there was no answer. The error names the host only: the rest of an address may be secret.
    Result<HttpAnswer> post(const HttpPost& request);

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
    HttpLimits limits_;
};

}  // namespace kb::server
