// GET and POST /{lang}/sign-in, POST /{lang}/sign-out
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/ascii.h"
#include "server/access/access.h"
#include "server/http/form_fields.h"
#include "server/page/desk_link.h"
#include "server/page/frame.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

// What the form may lead to beside the home page.
constexpr std::string_view desk_name = "desk";

std::string sign_in_address(const Visit& visit, std::string_view lang) {
    return fmt::format("{}/{}/sign-in", visit.generation.base_path, lang);
}

// `banner` is the key of a text: why it did not work.
Response show_form(const Visit& visit, int status, std::string_view banner, bool leads_to_desk) {
    const Texts& texts = visit.presentation.texts;
    PageHead head;
    std::string title(texts.get(visit.lang, "sign_in.title"));
    if (!banner.empty()) title = texts.format(visit.lang, "sign_in.title_amiss", {{"title", title}});
    head.title = title;
    head.address = sign_in_address(visit, visit.lang);
    head.indexable = false;
    for (const std::string& lang : visit.generation.site().languages) head.translations.emplace(lang, sign_in_address(visit, lang) + (leads_to_desk ? "?to=desk" : ""));
    Json view = page_frame(visit, head);
    view["breadcrumbs"] = breadcrumbs(visit, "", false);
    view["breadcrumbs"].push_back({{"title", texts.get(visit.lang, "sign_in.title")}, {"url", head.address}, {"here", true}});
    view["sign_in_url"] = head.address;
    view["leads_to_desk"] = leads_to_desk;
    view["is_wrong"] = banner == "sign_in.wrong";
    view["banner"] = banner.empty() ? std::string_view() : texts.get(visit.lang, banner);
    return render_page(visit, status, "sign_in", view);
}

// Out of reach for scripts, and for what other sites post. A site that is known to be reached by HTTPS keeps it to that.
std::string cookie(const Visit& visit, std::string_view value, std::chrono::seconds length) {
    const bool is_https = visit.request.is_by_https || visit.generation.site().base_url.starts_with("https://");
    return fmt::format("{}={}; Path={}/; Max-Age={}; HttpOnly; SameSite=Lax{}", session_cookie, value, visit.generation.base_path,
                       length.count(), is_https ? "; Secure" : "");
}

Response let_wait(const Visit& visit, std::chrono::steady_clock::duration wait, bool leads_to_desk) {
    return show_form(visit, 429, "sign_in.wait", leads_to_desk).with("Retry-After", fmt::format("{}", std::chrono::ceil<std::chrono::seconds>(wait).count()));
}

Response go_on(std::string address, std::string set_cookie) {
    return redirect(303, std::move(address)).with("Set-Cookie", std::move(set_cookie));
}

}  // namespace

Response show_sign_in(const Visit& visit) {
    return show_form(visit, 200, {}, visit.request.parameter("to") == desk_name);
}

Response take_sign_in(const Visit& visit) {
    if (visit.access == nullptr) return show_failure(visit, 404);
    const FormFields fields = read_form(visit.request.body);
    const bool leads_to_desk = form_value(fields, "to") == desk_name;
    // Else another site could sign visitors in as somebody whom it knows.
    if (visit.request.is_foreign) return show_form(visit, 403, "sign_in.elsewhere", leads_to_desk);
    if (const auto wait = visit.access->time_left(visit.request)) return let_wait(visit, *wait, leads_to_desk);
    const auto session = visit.access->sign_in(visit.request, trim_blanks(form_value(fields, "token")));
    if (!session) return show_form(visit, 503, "sign_in.failed", leads_to_desk);
    if (!*session) {
        const auto wait = visit.access->refuse(visit.request);
        return wait ? let_wait(visit, *wait, leads_to_desk) : show_form(visit, 403, "sign_in.wrong", leads_to_desk);
    }
    std::string address = leads_to_desk ? desk_address(visit, visit.lang) : home_address(visit, visit.lang);
    return go_on(std::move(address), cookie(visit, **session, Access::session_length));
}

Response sign_out(const Visit& visit) {
    if (visit.access == nullptr) return show_failure(visit, 404);
    // Another site has no business with it.
    if (visit.request.is_foreign) return redirect(303, home_address(visit, visit.lang));
    if (!visit.access->sign_out(visit.request)) return show_failure(visit, 500);
    return go_on(home_address(visit, visit.lang), cookie(visit, "", std::chrono::seconds(0)));
}

}  // namespace kb::server
