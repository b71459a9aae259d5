// What stands above the text of a mail, safe from whatever somebody typed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kb::server {

// name@example.com in ASCII, without quotes, comments and a name in front: less than RFC 5322 allows, all that is in use.
bool is_mail_address(std::string_view text);

// "Subject: …\n": control characters become spaces, other than ASCII is encoded (RFC 2047) and folded at 76 characters.
std::string subject_header(std::string_view subject);

// "Thu, 01 Jan 1970 00:00:00 +0000"
std::string mail_time(std::int64_t unix_seconds);

// Base64 in lines of 76 characters; line breaks of the text become those of mail, CRLF.
std::string mail_body(std::string_view text);

}  // namespace kb::server
