// What the connections ask for answers.
#pragma once

#include <memory>
#include <variant>

#include "server/http/request.h"
#include "server/http/response.h"

namespace kb::server {

// What an answer is going to cost: a glance, or what a crafted query takes.
enum class Effort { little, much };

// No function throws; any number of threads may call them.
class RequestHandler {
public:
    virtual ~RequestHandler() = default;

    // Called once for every request, by a thread that has other connections to serve: from memory, or nothing but the effort that answer()
    // is going to take. May complete the request.
    virtual std::variant<std::shared_ptr<const Response>, Effort> answer_at_once(Request& request) = 0;
    // Called by a thread that may compute.
    virtual Response answer(const Request& request) = 0;
    // Called instead when too many wait already.
    virtual Response refuse(const Request& request) = 0;
};

}  // namespace kb::server
