#include "server/delivery/body_template.h"

#include <algorithm>

#include <kainjow/mustache.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/delivery/webhook.h"

namespace kb::server {

namespace mustache = kainjow::mustache;

namespace {

constexpr const char* hint = "write tags as {{name}} within quotes; docs/contact.md has an example";

mustache::data value_of(const std::string& text) {
    return text.empty() ? mustache::data(false) : mustache::data(text);
}

mustache::data item(bool is_last) {
    mustache::data object;
    object["last"] = mustache::data(is_last);
    return object;
}

mustache::data list_of_fields(const Ticket& ticket) {
    mustache::data list(mustache::data::type::list);
    for (const auto& field : ticket.text.fields) {
        mustache::data object = item(&field == &ticket.text.fields.back());
        object["name"] = value_of(field.first);
        object["value"] = value_of(field.second);
        list << object;
    }
    return list;
}

mustache::data list_of_articles(const Ticket& ticket) {
    mustache::data list(mustache::data::type::list);
    for (const std::string& article : ticket.text.shown) {
        mustache::data object = item(&article == &ticket.text.shown.back());
        object["article"] = value_of(article);
        list << object;
    }
    return list;
}

mustache::data to_data(const Ticket& ticket) {
    const nlohmann::ordered_json view = webhook_view(ticket);
    mustache::data data;
    for (const auto& [name, value] : view.items()) {
        if (value.is_string()) data[name] = value_of(value.get<std::string>());
    }
    data["fields"] = list_of_fields(ticket);
    data["shown"] = list_of_articles(ticket);
    return data;
}

// What stands between the quotes of a JSON string.
std::string escape(const std::string& text) {
    const std::string quoted = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return quoted.substr(1, quoted.size() - 2);
}

Ticket nasty_ticket() {
    const std::string nasty = "\"quoted\" \\ \n\t \xF0\x9F\x98\x80 </script> {{subject}} & 'x'";
    const TicketText text{nasty, nasty, nasty, nasty, {{nasty, nasty}, {"b", "c"}}, nasty, nasty, nasty, {nasty, "en/b"}};
    return {1, "12345678", nasty, 0, text};
}

tl::unexpected<Error> wrong(std::string what, const std::filesystem::path& path) {
    return fail(ErrorCode::invalid_content, std::move(what), hint, {path.string()});
}

Location place_in(const std::filesystem::path& path, std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const std::size_t line_begin = before.rfind('\n') + 1;
    return {path.string(), static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1, static_cast<int>(at - line_begin) + 1};
}

// A template that could put a value in as it stands would make JSON of most tickets only.
Result<void> check_tags(std::string_view text, const std::filesystem::path& path) {
    for (std::size_t at = 0; (at = text.find("{{", at)) != text.npos; at += 2) {
        const std::string_view tag = text.substr(at + 2, 1);
        if (tag != "{" && tag != "&" && tag != ">" && tag != "=") continue;
        return fail(ErrorCode::invalid_content, fmt::format("the template may not use '{{{{{}'", tag), hint, place_in(path, text, at));
    }
    return {};
}

}  // namespace

struct BodyTemplate::Parsed {
    // Rendering is not const, yet changes nothing in a template without parts and lambdas.
    mutable mustache::mustache tree;
};

BodyTemplate::BodyTemplate(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
BodyTemplate::BodyTemplate(BodyTemplate&&) noexcept = default;
BodyTemplate& BodyTemplate::operator=(BodyTemplate&&) noexcept = default;
BodyTemplate::~BodyTemplate() = default;

Result<BodyTemplate> BodyTemplate::parse(std::string_view text, const std::filesystem::path& path) try {
    if (auto checked = check_tags(text, path); !checked) return fail(checked.error());
    BodyTemplate made(std::make_unique<Parsed>(Parsed{mustache::mustache(std::string(text))}));
    auto& tree = made.parsed_->tree;
    if (!tree.is_valid()) return wrong(tree.error_message(), path);
    tree.set_custom_escape(escape);
    for (const Ticket& ticket : {nasty_ticket(), Ticket()}) {
        const auto body = made.render(ticket);
        if (!body) return wrong(body.error().what, path);
    }
    return made;
} catch (const std::exception&) {
    // What the library throws when a tag begins where the text ends.
    return wrong("a tag is not closed", path);
}

Result<std::string> BodyTemplate::render(const Ticket& ticket) const try {
    std::string body = parsed_->tree.render(to_data(ticket));
    [[maybe_unused]] const auto checked = nlohmann::json::parse(body);
    return body;
} catch (const nlohmann::json::parse_error& error) {
    return fail(ErrorCode::invalid_content, fmt::format("what the template makes is no JSON from character {} on", error.byte));
} catch (const std::exception&) {
    return fail(ErrorCode::invalid_content, "the template cannot be filled in");
}

}  // namespace kb::server
