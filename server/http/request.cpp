#include "server/http/request.h"

#include "kb/base/url.h"

namespace kb::server {

std::string query_text(const Request& request) {
    std::string text;
    for (const auto& [name, value] : request.query)
        text.append(text.empty() ? "?" : "&").append(encode_query_value(name)).append("=").append(encode_query_value(value));
    return text;
}

}  // namespace kb::server
