// POST /api/v1/contact
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/ascii.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/api/json_body.h"
#include "server/api/search_parameters.h"
#include "server/contact/intake.h"
#include "server/contact/submission.h"

namespace kb::server {

namespace {

using Json = nlohmann::json;

constexpr std::size_t most_fields = 30, most_shown = 50, longest_id = 200, longest_name = 60;

template <class T>
using Read = tl::expected<T, Response>;

Read<std::vector<std::string>> read_shown(const Json& json) {
    const auto found = json.find("shown");
    if (found == json.end() || found->is_null()) return {};
    if (!found->is_array() || found->size() > most_shown) return wrong_type("shown", "give a list of the articles shown, as strings");
    std::vector<std::string> shown;
    for (const Json& article : *found) {
        if (!article.is_string()) return wrong_type("shown", "give a list of the articles shown, as strings");
        shown.push_back(article.get<std::string>());
    }
    return shown;
}

Read<std::vector<std::pair<std::string, std::string>>> read_fields(const Json& json) {
    const auto found = json.find("fields");
    if (found == json.end() || found->is_null()) return {};
    const auto wrong = [] { return wrong_type("fields", "give an object of strings, by the names in kb.yaml"); };
    if (!found->is_object() || found->size() > most_fields) return wrong();
    std::vector<std::pair<std::string, std::string>> fields;
    for (const auto& [name, value] : found->items()) {
        if (!value.is_string() || !is_name_ascii(name) || name.size() > longest_name) return wrong();
        fields.emplace_back(name, value.get<std::string>());
    }
    return fields;
}

Read<Submission> read_submission(const Visit& visit) {
    const auto json = read_object(visit.request.body);
    if (!json) return tl::unexpected(json.error());
    Submission submission;
    TicketText& text = submission.text;
    for (const auto& [name, into] :
         {std::pair{"id", &submission.id}, {"form", &submission.form}, {"website", &submission.trap}, {"lang", &text.lang},
          {"subject", &text.subject}, {"message", &text.message}, {"email", &text.email}, {"page", &text.page},
          {"session", &text.session}, {"search_id", &text.search_id}}) {
        auto value = read_text(*json, name);
        if (!value) return tl::unexpected(value.error());
        *into = std::move(*value);
    }
    if (submission.id.empty() || submission.id.size() > longest_id)
        return wrong_type("id", "make up an id for each message, such as a UUID: sending it again is then harmless");
    auto lang = check_language(visit, std::move(text.lang));
    if (!lang) return tl::unexpected(lang.error());
    text.lang = std::move(*lang);
    auto fields = read_fields(*json);
    if (!fields) return tl::unexpected(fields.error());
    text.fields = std::move(*fields);
    auto shown = read_shown(*json);
    if (!shown) return tl::unexpected(shown.error());
    text.shown = std::move(*shown);
    return submission;
}

Response faulty(const std::vector<FieldFault>& faults) {
    nlohmann::ordered_json fields = nlohmann::ordered_json::array();
    for (const FieldFault& fault : faults) fields.push_back({{"field", fault.field}, {"fault", name_of(fault.fault)}});
    return json_response(422, {{"error",
                                {{"code", "invalid_fields"},
                                 {"message", fmt::format("'{}' is not what it should be", faults.front().field)},
                                 {"hint", "see 'fields' for what is wrong with each"},
                                 {"fields", std::move(fields)}}}});
}

Response not_taken(const Error& error) {
    switch (error.code) {
        case ErrorCode::busy: return json_error(429, "too_many_messages", error.what, error.hint).with("Retry-After", "3600");
        case ErrorCode::invalid_argument: return json_error(409, "id_taken", error.what, error.hint);
        default: return json_error(503, "not_stored", "the message could not be stored", "send it again in a minute, with the same id").with("Retry-After", "60");
    }
}

}  // namespace

Response answer_contact(const Visit& visit) {
    if (visit.intake == nullptr || !visit.generation.site().contact.enabled.value_or(true))
        return json_error(404, "contact_disabled", "this site takes no messages", "see 'contact' in kb.yaml");
    auto submission = read_submission(visit);
    if (!submission) return submission.error();
    tidy(*submission);
    const auto faults = find_faults(*submission, visit.generation.site().contact);
    if (!faults.empty()) return faulty(faults);
    const auto taken = visit.intake->take(*submission, visit.request);
    if (!taken) return not_taken(taken.error());
    return json_response(202, {{"ticket", taken->number}, {"receipt", taken->sends_receipt}});
}

}  // namespace kb::server
