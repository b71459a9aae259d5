// POST /api/v1/drafts
#include <nlohmann/json.hpp>

#include "server/access/access.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/api/json_body.h"
#include "server/api/search_parameters.h"
#include "server/desk/desk.h"
#include "server/desk/draft.h"

namespace kb::server {

namespace {

using Json = nlohmann::json;

struct Asked {
    DraftRequest draft;
    bool commits = false;
};

// The slug, when the draft may name the article: it is there, public, and of the draft's language.
tl::expected<std::string, Response> read_related(const Visit& visit, const Json& json, std::string_view lang) {
    const auto found = json.find("article");
    if (found == json.end() || found->is_null()) return std::string();
    const std::string name = found->is_string() ? found->get<std::string>() : std::string();
    const std::size_t slash = name.find('/');
    const CatalogEntry* entry = slash == name.npos ? nullptr : visit.snapshot().find(name.substr(0, slash), name.substr(slash + 1), visit.audience());
    if (entry == nullptr) return wrong_type("article", "give language/slug of an article, or null");
    return entry->half == Half::open && entry->lang == lang ? std::string(entry->slug) : std::string();
}

tl::expected<bool, Response> read_flag(const Json& json, std::string_view name) {
    const auto found = json.find(name);
    if (found == json.end()) return false;
    if (found->is_boolean()) return found->get<bool>();
    return wrong_type(name, "give true or false");
}

tl::expected<Asked, Response> read_request(const Visit& visit) {
    const auto json = read_object(visit.request.body);
    if (!json) return tl::unexpected(json.error());
    auto subject = read_text(*json, "subject"), body = read_text(*json, "body"), answer = read_text(*json, "answer"), lang = read_text(*json, "lang");
    for (const auto* text : {&subject, &body, &answer, &lang}) {
        if (!*text) return tl::unexpected(text->error());
    }
    if (is_blank(*subject) && is_blank(*body))
        return tl::unexpected(json_error(400, "missing_text", "there is no message", "give what the customer wrote as subject, body or both"));
    auto known = check_language(visit, std::move(*lang));
    if (!known) return tl::unexpected(known.error());
    if (known->empty()) *known = visit.generation.site().default_language;
    auto related = read_related(visit, *json, *known);
    if (!related) return tl::unexpected(related.error());
    const auto commits = read_flag(*json, "commit");
    if (!commits) return tl::unexpected(commits.error());
    return Asked{{std::move(*subject), std::move(*body), std::move(*answer), std::move(*known), std::move(*related)}, *commits};
}

Response draft_json(const Draft& draft, Json committed) {
    return json_response(200, {{"path", draft.path}, {"markdown", draft.markdown}, {"committed", std::move(committed)}});
}

}  // namespace

Response answer_draft(const Visit& visit) {
    const auto asked = read_request(visit);
    if (!asked) return asked.error();
    const Draft draft = make_draft(asked->draft);
    if (!asked->commits) return draft_json(draft, nullptr);
    if (visit.desk == nullptr || !visit.desk->commits_drafts())
        return json_error(409, "no_command", "nothing here commits drafts", "download it, or set drafts in kb-server.yaml");
    const auto branch = visit.desk->commit_draft(draft.path, draft.markdown);
    if (!branch && branch.error().code == ErrorCode::busy)
        return json_error(503, "busy", branch.error().what, branch.error().hint).with("Retry-After", "1");
    if (!branch && branch.error().code == ErrorCode::invalid_argument)
        return json_error(409, "changed_since", branch.error().what, branch.error().hint);
    if (!branch) {
        write(visit.desk->log(), LogLevel::error, "a draft was not committed: " + to_string(branch.error()));
        return json_error(502, "not_committed", "the draft was not committed", "download it; the server's log says why");
    }
    if (visit.access != nullptr) visit.access->journal().record(visit.request.visitor, "commit draft", {{"branch", *branch}});
    return draft_json(draft, {{"branch", *branch}});
}

}  // namespace kb::server
