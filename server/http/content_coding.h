// Bodies made smaller for those who can read them so (RFC 9110, section 8.4).
#pragma once

#include <string>
#include <string_view>

#include "server/http/response.h"

namespace kb::server {

enum class ContentCoding { identity, gzip, brotli };

std::string_view name_of(ContentCoding coding);  // as in Content-Encoding

// The smallest one that the value of Accept-Encoding allows; its order of preference counts first.
ContentCoding choose_coding(std::string_view accept_encoding);

// Text of some length; what is compressed already does not become smaller.
bool is_worth_coding(const Response& response);

// Codes the body and says so in Content-Encoding. Nothing happens to what is not worth it, or is coded already.
void encode(Response& response, ContentCoding coding);

// `text` in the form that browsers read; empty when the library fails.
std::string encoded(std::string_view text, ContentCoding coding);

}  // namespace kb::server
