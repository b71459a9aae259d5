// What a visitor gets, as plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/base/files.h"

namespace kb::server {

// A part of an open file, sent as it is needed.
struct FilePart {
    std::shared_ptr<const FileDescriptor> file;  // nullptr for none
    std::uint64_t offset = 0, size = 0;          // in bytes
};

struct Response {
    int status = 200;
    std::string content_type;  // empty when there is no body
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    FilePart file = {};  // instead of a body, for what is too large to be held in memory

    Response& with(std::string_view name, std::string value) {
        headers.emplace_back(name, std::move(value));
        return *this;
    }
    std::uint64_t size() const { return file.file == nullptr ? body.size() : file.size; }
    // Empty when there is none.
    std::string_view header(std::string_view name) const {
        for (const auto& [known, value] : headers) {
            if (known == name) return value;
        }
        return {};
    }
    bool has(std::string_view name) const {
        for (const auto& [known, value] : headers) {
            if (known == name) return true;
        }
        return false;
    }
};

// Adds a name to Vary, once.
inline void vary_by(Response& response, std::string_view name) {
    for (auto& [known, value] : response.headers) {
        if (known != "Vary") continue;
        if (value.find(name) == std::string::npos) value.append(", ").append(name);
        return;
    }
    response.with("Vary", std::string(name));
}

inline Response html_response(int status, std::string body) {
    return {status, "text/html; charset=utf-8", {}, std::move(body)};
}

// `address` is a path or a whole address, percent-encoded.
inline Response redirect(int status, std::string address) {
    return Response{status, {}, {{"Location", std::move(address)}}, {}};
}

}  // namespace kb::server
