// What a visitor asks for, as plain values.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "server/access/visitor.h"
#include "server/http/ip_address.h"

namespace kb::server {

struct Request {
    std::string method;  // "GET", "HEAD", …
    std::string path;    // decoded, begins with '/'
    std::map<std::string, std::string, std::less<>> query;    // decoded; of repeated ones the first
    std::map<std::string, std::string, std::less<>> headers;  // names in lower case; repeated ones joined by commas
    std::string body;
    IpAddress client;
    Visitor visitor;
    bool is_from_operator = false;  // may see how the server fares
    bool is_unlimited = false;      // may ask as often as they like
    bool is_from_here = false;      // from a program of this machine, which is not limited, and not through a proxy
    bool is_from_elsewhere = false; // sent by a page of another site, which was not allowed to
    bool has_foreign_origin = false; // the same, as browsers tell it that do not say where requests come from
    bool is_foreign = false;        // sent by a page of any other site, one below the same domain and one that may ask /api/ included
    bool is_from_proxy = false;     // passed on by a trusted proxy, whose word counts
    bool is_by_https = false;       // from visitor to proxy, as far as the proxy says
    std::chrono::steady_clock::time_point received;  // when the last of it had arrived
    std::string_view route;     // the pattern that it matches, once that is known
    bool is_patient = false;    // rather waits than being refused
    bool is_cacheable = false;  // the answer to it may be kept

    // Empty when there is none.
    std::string_view parameter(std::string_view name) const { return value_in(query, name); }
    std::string_view header(std::string_view name) const { return value_in(headers, name); }

private:
    static std::string_view value_in(const std::map<std::string, std::string, std::less<>>& values,
                                     std::string_view name) {
        const auto found = values.find(name);
        return found == values.end() ? std::string_view() : found->second;
    }
};

// "?q=x&page=2", encoded, in a settled order; empty without a query.
std::string query_text(const Request& request);

}  // namespace kb::server
