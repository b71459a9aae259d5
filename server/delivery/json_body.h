// Requests with a JSON body, as all receivers over HTTP take them.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "server/delivery/http_client.h"

namespace kb::server {

// What is not UTF-8 is replaced: a ticket is worth more than a byte of it.
inline std::string json_body(const nlohmann::ordered_json& value) {
    return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// `key` is the same in every attempt, so that the receiver can tell a second attempt from a second ticket.
inline HttpPost json_post(const std::string& url, const std::string& key, std::string body) {
    return {url,
            {{"Content-Type", "application/json"},
             {"Accept", "application/json"},
             {"User-Agent", "otvet/" OTVET_VERSION},
             {"Idempotency-Key", key}},
            std::move(body)};
}

}  // namespace kb::server
