// /api/v1/confirmations: what agents say solved a message, or that nothing fits it.
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/base/tsv.h"
#include "kb/base/utf8.h"
#include "kb/events/scrub.h"
#include "kb/search/message.h"
#include "kb/search/query.h"
#include "kb/stats/message_gaps.h"
#include "server/access/access.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/api/json_body.h"
#include "server/api/search_parameters.h"
#include "server/question_memory.h"
#include "server/statistics.h"

namespace kb::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr int default_listed = 50, most_listed = 100;

Json to_json(const Confirmation& confirmation) {
    const NewConfirmation& what = confirmation.what;
    return {{"id", confirmation.id}, {"agent", what.agent}, {"lang", what.lang}, {"subject", what.subject}, {"message", what.message},
            {"article", what.article ? Json(*what.article) : Json()}, {"at", to_iso_time(confirmation.at)}};
}

Response failed() {
    return json_error(503, "not_stored", "confirmations cannot be read or stored now", "try again in a minute").with("Retry-After", "60");
}

// As language/slug, as it is called now.
std::optional<std::string> known_article(const Visit& visit, std::string_view article) {
    const std::size_t slash = article.find('/');
    if (slash == article.npos) return {};
    const std::string_view lang = article.substr(0, slash), slug = article.substr(slash + 1);
    const CatalogEntry* entry = visit.snapshot().find(lang, slug, visit.audience());
    if (entry == nullptr) entry = visit.snapshot().find_alias(lang, slug, visit.audience());
    if (entry == nullptr) return {};
    return fmt::format("{}/{}", entry->lang, entry->slug);
}

using Read = tl::expected<NewConfirmation, Response>;

Read read_article(const Visit& visit, const nlohmann::json& json, NewConfirmation confirmation) {
    const auto article = json.find("article");
    if (article == json.end() || (!article->is_null() && !article->is_string()))
        return tl::unexpected(json_error(400, "missing_article", "'article' is neither an article nor null", "give language/slug, or null when nothing fits"));
    if (article->is_null()) {
        const std::string name = name_of_message(confirmation.subject, confirmation.message);
        if (visit.statistics != nullptr) confirmation.group = visit.statistics->group_of(name, confirmation.lang);
        return confirmation;
    }
    confirmation.article = known_article(visit, article->get<std::string>());
    if (!confirmation.article)
        return tl::unexpected(json_error(400, "unknown_article", "there is no such article", "give it as language/slug, as answers of /api/v1/similar name it"));
    return confirmation;
}

Read read_confirmation(const Visit& visit) {
    const auto json = read_object(visit.request.body);
    if (!json) return tl::unexpected(json.error());
    auto subject = read_text(*json, "subject"), body = read_text(*json, "body"), lang = read_text(*json, "lang");
    for (const auto* text : {&subject, &body, &lang}) {
        if (!*text) return tl::unexpected(text->error());
    }
    if (is_blank(*subject) && is_blank(*body))
        return tl::unexpected(json_error(400, "missing_text", "there is no message", "give what the customer wrote as subject, body or both"));
    auto known = check_language(visit, std::move(*lang));
    if (!known) return tl::unexpected(known.error());
    // Line by line: greetings, quotes and signatures are told by their lines.
    const auto kept = [](std::string_view text) {
        std::string lines;
        for (const std::string_view line : split(cut_utf8(text, max_message), '\n')) lines += clean_text(line, max_message) + '\n';
        lines.pop_back();
        return scrub(lines);
    };
    return read_article(visit, *json, {visit.request.visitor.name, known->empty() ? visit.lang : *known, kept(*subject), kept(*body), {}, {}});
}

std::optional<std::int64_t> read_id(std::string_view text) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end != text.data() + text.size() || id < 1) return {};
    return id;
}

void note(const Visit& visit, std::string action, std::int64_t id, const std::optional<std::string>& article) {
    if (visit.access != nullptr) visit.access->journal().record(visit.request.visitor, std::move(action), {{"confirmation", std::to_string(id)}, {"article", article.value_or("-")}});
}

Response not_kept() {
    return json_error(404, "not_found", "no confirmations are kept here", "start kb-server with --data");
}

}  // namespace

Response confirm(const Visit& visit) {
    if (visit.questions == nullptr) return not_kept();
    const auto confirmation = read_confirmation(visit);
    if (!confirmation) return confirmation.error();
    const auto added = visit.questions->confirmations().add(*confirmation, visit.now);
    if (!added) return failed();
    const auto stored = visit.questions->confirmations().find(added->id);
    if (!stored || !*stored) return failed();
    if (added->is_new) {
        note(visit, "confirm", added->id, confirmation->article);
        visit.questions->wake();
    }
    return json_response(added->is_new ? 201 : 200, to_json(**stored));
}

Response list_confirmations(const Visit& visit) {
    if (visit.questions == nullptr) return not_kept();
    const std::string_view article = visit.request.parameter("article"), limit = visit.request.parameter("limit"), cursor = visit.request.parameter("cursor");
    const auto most = limit.empty() ? std::optional<std::int64_t>(default_listed) : read_id(limit);
    if (!most || *most > most_listed) return json_error(400, "invalid_parameter", "'limit' is out of range", fmt::format("give a whole number from 1 to {}", most_listed));
    const auto before = cursor.empty() ? std::optional<std::int64_t>(0) : read_id(cursor);
    if (!before) return json_error(400, "invalid_parameter", "'cursor' is none of ours", "give 'next' of the answer before");
    const auto found = visit.questions->confirmations().list(*before, static_cast<int>(*most) + 1, article.empty() ? std::nullopt : std::optional<std::string>(article));
    if (!found) return failed();
    Json list = Json::array();
    for (const Confirmation& confirmation : *found) {
        if (list.size() < static_cast<std::size_t>(*most)) list.push_back(to_json(confirmation));
    }
    const bool goes_on = found->size() > list.size();
    Json next = goes_on ? Json(std::to_string((*found)[list.size() - 1].id)) : Json();
    return json_response(200, {{"confirmations", std::move(list)}, {"next", std::move(next)}});
}

// By who made it, or a writer.
Response remove_confirmation(const Visit& visit) {
    if (visit.questions == nullptr) return not_kept();
    const auto unknown = [] { return json_error(404, "not_found", "there is no such confirmation", "GET /api/v1/confirmations lists them"); };
    const auto id = read_id(visit.capture("id"));
    if (!id) return unknown();
    const auto found = visit.questions->confirmations().find(*id);
    if (!found) return failed();
    if (!*found) return unknown();
    const Visitor& visitor = visit.request.visitor;
    if (visitor.role < Role::writer && visitor.name != (*found)->what.agent)
        return json_error(403, "forbidden", "another agent made this link", "ask them, or a writer, to remove it");
    const auto removed = visit.questions->confirmations().remove(*id);
    if (!removed) return failed();
    note(visit, "remove confirmation", *id, (*found)->what.article);
    visit.questions->wake();
    Response done;
    done.status = 204;
    return done;
}

}  // namespace kb::server
