// Validators: which answer a browser already holds (RFC 9110, section 13).
#pragma once

#include <string_view>

namespace kb::server {

// True when the value of If-None-Match names `etag` ("…" with its quotes) or everything.
bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace kb::server
