// What the operator decided in kb-server.yaml; docs/deploying.md describes the file.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "server/access/proxy_sign_in.h"
#include "server/delivery/receiver.h"
#include "server/desk/desk_settings.h"
#include "server/http/ip_address.h"
#include "server/http/rate_limiter.h"

namespace kb::server {

struct AddressLimits {
    Rate rate;
    std::size_t connections = 200;
};

struct Settings {
    std::size_t cache_bytes = 64 * 1024 * 1024;  // of answers; 0 for no cache
    std::size_t connections = 4000;              // in all
    std::optional<AddressLimits> per_address = AddressLimits{};
    bool limits_loopback = false;
    std::vector<Network> trusted_proxies;
    std::string client_address_header = "x-forwarded-for";  // in lower case
    std::vector<std::string> hosts;         // that the site answers to, beside that of base_url; in lower case, without ports
    std::vector<std::string> cors_origins;  // "https://app.example.com", or "*" for any
    std::vector<Network> metrics_from;      // who may read /metrics; this machine when empty
    std::optional<ProxySignIn> sign_in;     // by trusted proxies
    std::optional<ReceiverSettings> receiver;  // of tickets; without one they wait
    std::chrono::days retention{30};           // of what customers wrote, after its delivery; 0 erases it at once
    bool popular_queries = true;               // what many have asked is shown to others
    std::chrono::days statistics_retention{400};  // of events; counts without texts stay
    DeskSettings desk;
    std::filesystem::path clock_file;          // tests set the time in it
};

// Fails at the first mistake: a server that ignored half of what it was told would be no safer for starting.
// Names of files count from the folder of `path`.
Result<Settings> read_settings(std::string_view yaml, std::string_view path);
Result<Settings> read_settings_file(const std::filesystem::path& path);

}  // namespace kb::server
