#include "server/answer_form.h"

#include <string_view>

#include "server/http/conditional.h"
#include "server/http/content_coding.h"
#include "server/http/range.h"

namespace kb::server {

namespace {

constexpr std::string_view page_policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

Response not_modified(const Response& answer) {
    Response same{304, {}, {}, {}};
    for (const auto& [name, value] : answer.headers) {
        if (!name.starts_with("Content-")) same.with(name, value);
    }
    return same;
}

}  // namespace

void secure(Response& response) {
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!response.has(name)) response.with(name, std::string(value));
    };
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "same-origin");
    if (response.content_type.starts_with("text/html")) {
        // Whoever has a policy of their own says in it who may frame them.
        if (!response.has("Content-Security-Policy")) add("X-Frame-Options", "SAMEORIGIN");
        add("Content-Security-Policy", page_policy);
    }
    add("Cache-Control", "no-cache");
}

Response finished(Response response, const Request& request) {
    secure(response);
    const bool is_plain = is_worth_coding(response);
    if (is_plain || response.has("Content-Encoding")) vary_by(response, "Accept-Encoding");
    if (is_plain) encode(response, choose_coding(request.header("accept-encoding")));
    return response;
}

std::shared_ptr<const Response> as_needed(std::shared_ptr<const Response> answer, const Request& request) {
    if (names_etag(request.header("if-none-match"), answer->header("ETag")))
        return std::make_shared<const Response>(not_modified(*answer));
    if (request.header("range").empty()) return answer;
    Response part = *answer;
    cut_to_range(request, part);
    secure(part);
    return std::make_shared<const Response>(std::move(part));
}

}  // namespace kb::server
