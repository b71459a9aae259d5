// Every address of the server, in one table: the help text, the dispatch and the answers to other methods come from it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/server_state.h"
#include "server/visit.h"

namespace kb::server {

struct Route {
    std::string_view method;   // GET answers HEAD too; only answers to GET are kept
    std::string_view pattern;  // see route_pattern.h
    std::string_view help;
    std::string_view parameters = {};  // of the query; others are not looked at
    Response (*from_content)(const Visit&) = nullptr;      // either this …
    Response (*from_state)(const ServerState&, const Request&) = nullptr;  // … or this, whatever is being served
    Role least = Role::customer;    // for others there is no such address
    bool is_for_operators = false;  // for others there is no such address
    bool is_file = false;           // the same for everybody
    bool is_patient = false;        // rather waits than being refused when there is much to do
    bool is_personal = false;       // made for one visitor
    bool shows_queries = false;     // of those that are asked often
};

// Below the path of the site: what health checks and Prometheus ask, and where JSON is answered, whatever happens.
bool is_for_watchers(std::string_view path);
bool is_for_programs(std::string_view path);

std::span<const Route> routes();
std::string routes_help();

}  // namespace kb::server
