#include "server/page/notice.h"

#include <algorithm>

#include "kb/base/address.h"

namespace kb::server {

namespace {

// A slug leads to that article, in whatever language it is written; empty when there is none.
std::string address_of(const Visit& visit, const std::string& link) {
    const bool is_slug = link.find_first_of("/:") == std::string::npos;
    if (link.empty() || !is_slug) return link;
    const auto& languages = visit.generation.site().languages;
    const bool exists = std::any_of(languages.begin(), languages.end(), [&](const std::string& lang) {
        return visit.snapshot().find(lang, link, visit.audience()) != nullptr;
    });
    return exists ? article_address(visit.generation.base_path, visit.lang, link) : std::string();
}

}  // namespace

nlohmann::ordered_json notice_view(const Visit& visit) {
    if (!visit.shows_notice) return {};
    const SiteConfig& site = visit.generation.site();
    return {{"text", localized(site.notice.text, visit.lang, site.default_language)},
            {"url", address_of(visit, site.notice.link)}};
}

}  // namespace kb::server
