#include "server/contact/form_tokens.h"

#include <charconv>

#include <fmt/format.h>

#include "kb/base/hash.h"
#include "kb/base/random.h"

namespace kb::server {

std::string FormTokens::make(std::int64_t now) const {
    const std::string signed_part = fmt::format("{}.{}", now, random_uuid());
    return fmt::format("{}.{}", signed_part, hmac_sha256_hex(secret_, signed_part));
}

std::optional<std::int64_t> FormTokens::read(std::string_view token) const {
    const std::size_t last = token.rfind('.');
    if (last == token.npos) return {};
    const std::string_view signed_part = token.substr(0, last);
    if (!equal_in_constant_time(token.substr(last + 1), hmac_sha256_hex(secret_, signed_part))) return {};
    std::int64_t time = 0;
    if (std::from_chars(signed_part.data(), signed_part.data() + signed_part.size(), time).ec != std::errc()) return {};
    return time;
}

}  // namespace kb::server
