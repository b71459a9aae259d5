// What a visitor asks for, as plain values.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace kb::server {

struct Request {
    std::string method;  // "GET", "HEAD", …
    std::string path;    // decoded, begins with '/'
    std::map<std::string, std::string, std::less<>> query;    // decoded; of repeated ones the first
    std::map<std::string, std::string, std::less<>> headers;  // names in lower case; of repeated ones the first
    std::string body;
    std::string remote_address;

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
