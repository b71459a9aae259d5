// GET /{lang}/privacy
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/page/contact_link.h"
#include "server/page/frame.h"
#include "server/pages/pages.h"
#include "server/statistics.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

Response show_privacy(const Visit& visit) {
    const Texts& texts = visit.presentation.texts;
    PageHead head;
    head.title = texts.get(visit.lang, "privacy.title");
    head.address = privacy_address(visit, visit.lang);
    head.indexable = false;
    for (const std::string& lang : visit.generation.site().languages) head.translations.emplace(lang, privacy_address(visit, lang));
    const auto window = std::chrono::ceil<std::chrono::hours>(visit.generation.site().outcome_window);
    const std::string hours = std::to_string(window.count());
    Json view = page_frame(visit, head);
    view["breadcrumbs"] = breadcrumbs(visit, "", false);
    view["breadcrumbs"].push_back({{"title", head.title}, {"url", head.address}, {"here", true}});
    view["contact"] = has_contact(visit);
    view["held_out"] = has_contact(visit) && visit.generation.site().holdout_percent > 0;
    view["visit_text"] = texts.format(visit.lang, "privacy.visit.text", {{"hours", hours}});
    if (visit.statistics != nullptr)
        view["kept_text"] = texts.format(visit.lang, "privacy.visit.kept", {{"days", std::to_string(visit.statistics->retention().count())}});
    view["erase_text"] = texts.format(visit.lang, "privacy.erase.text", {{"hours", hours}});
    view["privacy_script_url"] = fmt::format("{}/static/{}", visit.generation.base_path, visit.presentation.privacy.name);
    return render_page(visit, 200, "privacy", view);
}

}  // namespace kb::server
