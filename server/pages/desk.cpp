// GET /desk, /{lang}/desk and /desk/embed
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "server/desk/desk.h"
#include "server/page/desk_link.h"
#include "server/page/frame.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

Json languages_view(const Visit& visit) {
    Json views = Json::array();
    for (const std::string& lang : visit.generation.site().languages)
        views.push_back({{"code", lang}, {"name", visit.presentation.texts.language_name(lang)}});
    return views;
}

// What the page and the frame have in common: the shell that static/desk.js fills.
Json desk_view(const Visit& visit, PageHead head) {
    const Texts& texts = visit.presentation.texts;
    head.title = texts.get(visit.lang, "desk.title");
    head.indexable = false;
    Json view = page_frame(visit, head);
    Json scripts = Json::array();
    const auto address = [&](const StaticFile& file) { return fmt::format("{}/static/{}", visit.generation.base_path, file.name); };
    for (const StaticFile& file : visit.presentation.desk_scripts) scripts.push_back({{"url", address(file)}});
    view["more_style_url"] = address(visit.presentation.desk_style);
    view["desk_scripts"] = std::move(scripts);
    view["desk_texts"] = script_texts(visit, "desk.script.");
    view["site_url"] = absolute_address(visit, visit.generation.base_path + "/");
    view["default_lang"] = visit.generation.site().default_language;
    view["customer_languages"] = languages_view(visit);
    view["header_search"] = false;
    view["commits_drafts"] = visit.desk != nullptr && visit.desk->commits_drafts();
    view["framed"] = nullptr;
    return view;
}

// It says itself who may show it, so that no other header does.
std::string frame_policy(const std::vector<std::string>& origins) {
    return fmt::format("default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; script-src 'self'; form-action 'none'; "
                       "base-uri 'none'; frame-ancestors {}", fmt::join(origins, " "));
}

}  // namespace

Response choose_desk_language(const Visit& visit) {
    return redirect(302, desk_address(visit, visit.lang)).with("Vary", "Accept-Language");
}

Response show_desk(const Visit& visit) {
    if (!has_desk(visit)) return redirect(302, fmt::format("{}/{}/sign-in?to=desk", visit.generation.base_path, visit.lang));
    PageHead head;
    head.address = desk_address(visit, visit.lang);
    for (const std::string& lang : visit.generation.site().languages) head.translations.emplace(lang, desk_address(visit, lang));
    return render_page(visit, 200, "desk", desk_view(visit, std::move(head)));
}

// The same for whoever looks at it: what an agent may see comes with the token that the page around it sends.
Response show_desk_frame(const Visit& visit) {
    if (visit.desk == nullptr || visit.desk->origins().empty()) return show_failure(visit, 404);
    PageHead head;
    head.address = fmt::format("{}/desk/embed", visit.generation.base_path);
    Json view = desk_view(visit, std::move(head));
    view["desk_scripts"].push_back({{"url", fmt::format("{}/static/{}", visit.generation.base_path, visit.presentation.desk_frame.name)}});
    view["framed"] = {{"origins", Json(visit.desk->origins()).dump()}};
    return render_page(visit, 200, "desk_frame", view).with("Content-Security-Policy", frame_policy(visit.desk->origins())).with("Vary", "Accept-Language");
}

}  // namespace kb::server
