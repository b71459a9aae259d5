// Parts of an answer (RFC 9110, section 14): players jump in a video, and broken downloads go on.
#pragma once

#include <string_view>

#include "server/http/request.h"
#include "server/http/response.h"

namespace kb::server {

// Cuts an answer of status 200 that says "Accept-Ranges: bytes" down to what the request asks for; 416 when that lies outside.
// Does nothing to others, to HEAD, when the range makes no sense, and when If-Range names another state of it.
void cut_to_range(const Request& request, Response& response);

}  // namespace kb::server
