// The form in which answers leave: with what protects readers, as small as the client reads, and no more than it wants.
#pragma once

#include <memory>

#include "server/http/request.h"
#include "server/http/response.h"

namespace kb::server {

// Adds the headers that every answer carries, unless it has its own.
void secure(Response& response);

// The same, and in the coding that the client reads best. Does nothing to one that is finished.
Response finished(Response response, const Request& request);

// Of a finished answer with an ETag: 304 when the client holds it already (RFC 9110, section 15.4.5), or the range that it asks
// for; else the answer itself.
std::shared_ptr<const Response> as_needed(std::shared_ptr<const Response> answer, const Request& request);

}  // namespace kb::server
