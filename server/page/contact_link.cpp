#include "server/page/contact_link.h"

#include <fmt/format.h>

#include "kb/base/url.h"
#include "server/contact/intake.h"

namespace kb::server {

bool has_contact(const Visit& visit) {
    return visit.generation.site().contact.enabled.value_or(true);
}

bool offers_contact(const Visit& visit) {
    const auto& enabled = visit.generation.site().contact.enabled;
    return enabled ? *enabled : visit.intake != nullptr && visit.intake->has_receiver();
}

std::string contact_query(const ContactLink& link) {
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, encode_query_value(value));
    };
    add("q", link.query);
    add("page", link.page);
    add("search_id", link.search_id);
    return query;
}

std::string contact_address(const Visit& visit, std::string_view lang) {
    return fmt::format("{}/{}/contact", visit.generation.base_path, lang);
}

nlohmann::ordered_json contact_offer(const Visit& visit, const ContactLink& link) {
    if (!offers_contact(visit)) return {};
    return {{"contact_url", contact_address(visit, visit.lang) + contact_query(link)}};
}

}  // namespace kb::server
