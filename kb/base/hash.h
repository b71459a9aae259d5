// Content hashes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kb {

// SHA-256 (FIPS 180-4) in 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// HMAC (RFC 2104) with SHA-256, in 64 lower-case hexadecimal digits.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

// What git calls a file of these bytes: SHA-1 in 40 lower-case hexadecimal digits.
std::string git_blob_id(std::string_view bytes);

// FNV-1a, 32 and 64 bits (draft-eastlake-fnv): for tables and cache keys, never against an adversary.
constexpr std::uint32_t fnv1a_32(std::string_view bytes) {
    std::uint32_t hash = 2166136261u;
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
    return hash;
}
constexpr std::uint64_t fnv1a_64(std::string_view bytes) {
    std::uint64_t hash = 14695981039346656037u;
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211u;
    return hash;
}

}  // namespace kb
