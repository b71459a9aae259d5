// Which of the site's languages a browser would rather read.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kb::server {

// The best of `languages` for a value of Accept-Language (RFC 9110, section 12.5.4); `fallback` when none is wanted.
// "ru-RU" wants ru. Of equal wishes the first counts.
std::string_view negotiate_language(std::string_view accept_language, std::span<const std::string> languages,
                                    std::string_view fallback);

}  // namespace kb::server
