#include "server/http/form_fields.h"

#include <algorithm>

#include "kb/base/utf8.h"

namespace kb::server {

namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// What is no escape stays as it was typed.
std::string decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
        const int low = high < 0 ? -1 : digit_of(text[i + 2]);
        if (low >= 0) i += 2;
        decoded += low >= 0 ? static_cast<char>(high * 16 + low) : text[i] == '+' ? ' ' : text[i];
    }
    return decoded;
}

// What is not UTF-8 becomes U+FFFD.
std::string well_formed(std::string_view text) {
    std::string result;
    for (auto bad = find_invalid_utf8(text); bad; bad = find_invalid_utf8(text)) {
        result.append(text.substr(0, *bad)).append("\xef\xbf\xbd");
        text.remove_prefix(*bad + 1);
    }
    return result.append(text);
}

}  // namespace

FormFields read_form(std::string_view body) {
    FormFields fields;
    while (!body.empty() && fields.size() < most_form_fields) {
        const std::size_t end = std::min(body.find('&'), body.size());
        const std::string_view pair = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
        fields.emplace_back(well_formed(decode(pair.substr(0, equals))), well_formed(decode(value)));
    }
    return fields;
}

std::string_view form_value(const FormFields& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace kb::server
