#include "kb/base/url.h"

namespace kb {

namespace {

std::string encode(std::string_view text, std::string_view kept) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           kept.find(c) != std::string_view::npos;
        if (plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

}  // namespace

std::string encode_query_value(std::string_view text) {
    return encode(text, "-._~");
}

std::string encode_path(std::string_view path) {
    return encode(path, "-._~/!$&'()*+,;=:@");
}

}  // namespace kb
