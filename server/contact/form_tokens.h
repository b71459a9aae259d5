// What a contact form carries, so that it shows when it was opened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kb::server {

// Time, something random and an HMAC of both: a program that never opened the form cannot make one up.
class FormTokens {
public:
    explicit FormTokens(std::string secret) : secret_(std::move(secret)) {}

    // `now` in seconds since 1970.
    std::string make(std::int64_t now) const;
    // When it was made; nothing when it is none of ours.
    std::optional<std::int64_t> read(std::string_view token) const;

private:
    std::string secret_;
};

}  // namespace kb::server
