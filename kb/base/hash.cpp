#include "kb/base/hash.h"

#include <array>
#include <span>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace kb {

namespace {

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string hex_of(std::span<const unsigned char> digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const unsigned char byte : digest) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(raw(bytes), bytes.size(), digest.data());
    return hex_of(digest);
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    HMAC(EVP_sha256(), raw(key), static_cast<int>(key.size()), raw(bytes), bytes.size(), digest.data(), nullptr);
    return hex_of(digest);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string git_blob_id(std::string_view bytes) {
    std::string all = "blob " + std::to_string(bytes.size());
    all += '\0';
    all += bytes;
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(raw(all), all.size(), digest.data());
    return hex_of(digest);
}

}  // namespace kb
