// What visitors see when there is no page, or when we failed.
#include <nlohmann/json.hpp>

#include "server/page/frame.h"
#include "server/pages/pages.h"

namespace kb::server {

Response show_failure(const Visit& visit, int status) {
    const std::string key = "failure." + std::to_string(status);
    const Texts& texts = visit.presentation.texts;
    PageHead head;
    head.title = texts.get(visit.lang, key + ".title");
    head.address = home_address(visit, visit.lang);
    head.indexable = false;
    nlohmann::ordered_json view = page_frame(visit, head);
    view["header_search"] = false;
    view["status"] = std::to_string(status);
    view["title"] = head.title;
    view["advice"] = texts.get(visit.lang, key + ".advice");
    view["categories"] = status == 404 ? category_cards(visit, "") : nlohmann::ordered_json::array();
    view["has_categories"] = !view["categories"].empty();
    return render_page(visit, status, "failure", view).with("Vary", "Accept-Language");
}

}  // namespace kb::server
