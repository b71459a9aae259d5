#include "kb/events/parcel.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/ascii.h"
#include "kb/base/date.h"
#include "kb/base/json_depth.h"
#include "kb/base/letter_case.h"
#include "kb/base/utf8.h"
#include "kb/events/scrub.h"

namespace kb {

namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_identifier = 100, longest_slug = 200, longest_query = 400;  // bytes
constexpr std::int64_t day_ms = 24 * 60 * 60 * 1000;
constexpr std::int64_t most_results = 100'000'000, last_rank = 100'000;

// What is wrong with a parcel; ends the reading of it.
struct Wrong {
    std::string what, hint;
};

std::string_view text_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return {};
    if (!found->is_string()) throw Wrong{fmt::format("'{}' is not a string", name), "give it in quotes, or leave it out"};
    return found->get_ref<const std::string&>();
}

std::optional<std::int64_t> number_of(const Json& json, const char* name, std::int64_t least, std::int64_t most) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return {};
    const bool fits = found->is_number() && found->get<double>() >= static_cast<double>(least) && found->get<double>() <= static_cast<double>(most);
    if (!fits) throw Wrong{fmt::format("'{}' is not a number from {} to {}", name, least, most), "give such a number, or leave it out"};
    return found->is_number_integer() ? found->get<std::int64_t>() : static_cast<std::int64_t>(found->get<double>());
}

std::optional<bool> truth_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return {};
    if (!found->is_boolean()) throw Wrong{fmt::format("'{}' is neither true nor false", name), "give one of these"};
    return found->get<bool>();
}

bool is_identifier(std::string_view text) {
    return !text.empty() && text.size() <= longest_identifier && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// 0 for none.
Mark identifier_of(const Json& json, const char* name) {
    const std::string_view text = text_of(json, name);
    if (text.empty()) return 0;
    if (!is_identifier(text))
        throw Wrong{fmt::format("'{}' is no identifier", name), fmt::format("give 1 to {} ASCII letters, digits and signs", longest_identifier)};
    return mark_of(text);
}

std::string lang_of(const Json& json) {
    const std::string_view lang = text_of(json, "lang");
    const bool fits = lang.size() >= 2 && lang.size() <= 3 && std::all_of(lang.begin(), lang.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!fits) throw Wrong{"'lang' is not a language", "give a code such as ru or en"};
    return std::string(lang);
}

// Empty for what is no article: nothing else that is sent here is stored as it is.
std::string slug_of(const Json& json, bool is_needed, std::string_view lang, const FindArticle& find_article) {
    const std::string_view slug = text_of(json, "slug");
    if (slug.empty() && is_needed) throw Wrong{"'slug' is missing", "say which article"};
    const bool fits = slug.empty() || (slug.size() <= longest_slug && is_name_ascii(slug));
    if (!fits) throw Wrong{"'slug' is not that of an article", "give it as the address of the article has it"};
    return slug.empty() ? std::string() : find_article(slug, lang);
}

std::int64_t moment_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    std::optional<std::int64_t> at;
    if (found != json.end() && found->is_string()) at = parse_iso_milliseconds(found->get_ref<const std::string&>());
    if (found != json.end() && found->is_number()) at = number_of(json, name, 0, 1LL << 52);
    if (!at) throw Wrong{fmt::format("'{}' is not a moment", name), "give it as 2026-05-31T10:20:30.123Z, or in milliseconds since 1970"};
    return *at;
}

// When something arrives, and how far the clock of its sender is behind ours.
struct Arrival {
    std::int64_t at = 0, behind = 0;  // milliseconds
};

// A request that is on its way for long is no wrong clock.
constexpr std::int64_t most_on_the_way = 5'000;  // ms

Arrival arrival_of(const Json& json, std::int64_t arrived) {
    if (!json.contains("sent_at") || json["sent_at"].is_null()) return {arrived, 0};
    const std::int64_t behind = arrived - moment_of(json, "sent_at");
    return {arrived, std::abs(behind) <= most_on_the_way ? 0 : behind};
}

std::int64_t time_of(const Json& json, const Arrival& arrival) {
    const std::int64_t at = moment_of(json, "at") + arrival.behind;
    return at >= arrival.at - day_ms && at <= arrival.at + day_ms ? at : arrival.at;
}

std::string query_of(const Json& json) {
    std::string query;
    for (const char c : scrub(text_of(json, "query"))) {
        const bool is_blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
        if (!is_blank) query += c;
        if (is_blank && !query.empty() && query.back() != ' ') query += ' ';
    }
    query = to_lower(cut_utf8(query, longest_query));
    while (query.ends_with(' ')) query.pop_back();
    return query;
}

std::string comment_of(const Json& json) {
    const std::string_view comment = text_of(json, "comment");
    if (utf16_length(comment) > longest_comment) throw Wrong{"'comment' is too long", fmt::format("give {} letters at most", longest_comment)};
    return scrub(trim_blanks(comment));
}

bool is_about_article(EventKind kind) {
    return kind == EventKind::open || kind == EventKind::read || kind == EventKind::vote;
}

void read_details(const Json& json, const FindArticle& find_article, NewEvent& event) {
    const bool is_search = event.kind == EventKind::search;
    if (is_search || event.kind == EventKind::open) event.search = identifier_of(json, "search_id");
    // What was typed on the way is counted only.
    if (is_search) event.query = query_of(json);
    if (is_search || event.kind == EventKind::typeahead) {
        if (const auto results = number_of(json, "results", 0, most_results)) event.results = static_cast<std::int32_t>(*results);
    }
    if (is_about_article(event.kind) || event.kind == EventKind::contact_suggestion || event.kind == EventKind::contact_solved) event.slug = slug_of(json, is_about_article(event.kind), event.lang, find_article);
    if (event.kind == EventKind::open) {
        event.rank = static_cast<std::int32_t>(number_of(json, "rank", 0, last_rank).value_or(0));
        const std::string_view source = text_of(json, "source");
        const auto known = parse_event_source(source);
        if (!source.empty() && !known)
            throw Wrong{"'source' is unknown", "give one of search, suggest, category, related, contact, widget, link and desk"};
        event.source = known.value_or(EventSource::unknown);
    }
    if (event.kind == EventKind::read) event.visible_ms = number_of(json, "visible_ms", 0, day_ms).value_or(0);
    if (event.kind != EventKind::vote) return;
    event.helpful = truth_of(json, "helpful");
    if (!event.helpful) throw Wrong{"'helpful' is missing", "give true or false"};
    event.comment = comment_of(json);
}

NewEvent read_event(const Json& json, const Arrival& arrival, const FindArticle& find_article) {
    if (!json.is_object()) throw Wrong{"this is not an event", "give an object"};
    NewEvent event;
    event.id = identifier_of(json, "id");
    if (event.id == 0) throw Wrong{"'id' is missing", "make up a random one for each event"};
    const auto kind = parse_event_kind(text_of(json, "kind"));
    if (!kind) throw Wrong{fmt::format("the kind '{}' is unknown", scrub(cut_utf8(text_of(json, "kind"), 40))), "docs/statistics.md has the kinds"};
    if (*kind == EventKind::contact_sent) throw Wrong{"'contact_sent' is not taken from outside", "the server records it when a ticket is stored"};
    event.kind = *kind;
    event.at = time_of(json, arrival);
    event.lang = lang_of(json);
    read_details(json, find_article, event);
    return event;
}

Error refused(Wrong wrong, std::string place) {
    return {ErrorCode::invalid_argument, std::move(wrong.what), std::move(wrong.hint), {std::move(place)}};
}

}  // namespace

Result<Parcel> read_parcel(std::string_view text, std::int64_t arrived, const FindArticle& find_article) {
    const Json json = is_json_deeper(text) ? Json() : Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("events") || !json["events"].is_array())
        return fail(refused({"this is no list of events", "give {\"session\": …, \"events\": […]}"}, {}));
    const Json& events = json["events"];
    if (events.size() > most_events) return fail(refused({"too many events", fmt::format("give {} at most", most_events)}, "events"));
    Parcel parcel;
    std::string place;
    try {
        parcel.session = identifier_of(json, "session");
        parcel.continues = identifier_of(json, "continues");
        const Arrival arrival = arrival_of(json, arrived);
        for (const Json& event : events) {
            place = fmt::format("events[{}]", parcel.events.size());
            parcel.events.push_back(read_event(event, arrival, find_article));
        }
    } catch (Wrong& wrong) {
        return fail(refused(std::move(wrong), place));
    }
    return parcel;
}

Parcel ticket_stored(std::string_view session, std::string_view ticket, std::string_view lang, std::int64_t at) {
    NewEvent event;
    event.id = mark_of(fmt::format("ticket {}", ticket));
    event.kind = EventKind::contact_sent;
    event.at = at;
    event.lang = lang;
    return {is_identifier(session) ? mark_of(session) : 0, 0, {std::move(event)}};
}

}  // namespace kb
