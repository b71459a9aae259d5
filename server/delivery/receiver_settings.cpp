#include "server/delivery/receiver_settings.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/near_miss.h"
#include "server/delivery/http_client.h"
#include "server/delivery/mail_header.h"

namespace kb::server {

namespace {

struct Kind {
    std::string_view name;
    ReceiverKind kind;
    std::string_view default_url;
    std::string_view url_hint;
};
constexpr std::array<Kind, 6> kinds = {{
    {"webhook", ReceiverKind::webhook, "", "write url: https://support.example.com/tickets"},
    {"mail", ReceiverKind::mail, "", ""},
    {"email", ReceiverKind::mail, "", ""},
    {"sendmail", ReceiverKind::mail, "", ""},
    {"zendesk", ReceiverKind::zendesk, "", "write url: https://ACCOUNT.zendesk.com"},
    {"usedesk", ReceiverKind::usedesk, usedesk_address, "write url: https://api.usedesk.ru/create/ticket, or leave it out"},
}};
constexpr std::string_view zendesk_path = "/api/v2/requests.json";
constexpr std::string_view kinds_hint = "write kind: webhook, mail, zendesk or usedesk";

// `command` and `from` serve receipts, too, so every kind may have them.
using enum ReceiverKind;
struct Key {
    std::string_view name;
    std::vector<ReceiverKind> kinds;
};
const std::array<Key, 9> key_table = {{
    {"kind", {webhook, mail, zendesk, usedesk}},
    {"url", {webhook, zendesk, usedesk}},
    {"user", {zendesk}},
    {"secret_file", {webhook, zendesk, usedesk}},
    {"template_file", {webhook}},
    {"command", {webhook, mail, zendesk, usedesk}},
    {"from", {webhook, mail, zendesk, usedesk}},
    {"to", {mail}},
    {"fields", {zendesk, usedesk}},
}};
constexpr std::string_view command_hint = "write command: /usr/sbin/sendmail -i -t";

// Commands may be told the mailbox themselves; empty when they are not.
std::string recipient_of(const std::vector<std::string>& command) {
    const auto found = std::find_if(command.begin(), command.end(), is_mail_address);
    return found == command.end() ? std::string() : *found;
}

std::string hint_for(std::string_view key) {
    std::vector<std::string_view> names;
    for (const Key& known : key_table) names.push_back(known.name);
    const auto meant = near_miss(key, names);
    return meant ? fmt::format("did you mean '{}'?", *meant) : "see docs/contact.md";
}

class ReceiverReader {
public:
    explicit ReceiverReader(const std::filesystem::path& folder) : folder_(folder) {}

    Result<ReceiverSettings> read(const Yaml& value) {
        if (!value.is_map())
            error("expected a receiver", "write receiver: { kind: webhook, url: https://support.example.com/tickets }", value.at);
        read_kind(value);
        for (const auto& [key, field] : value.map) {
            check_key(key);
            read_field(key.scalar, field);
        }
        check_whole(value.at);
        if (first_error_) return fail(*first_error_);
        return std::move(settings_);
    }

private:
    void read_kind(const Yaml& value) {
        const Yaml* name = value.find("kind");
        if (!name) return error("the receiver has no kind", std::string(kinds_hint), value.at);
        const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.name == name->scalar; });
        if (found == kinds.end())
            return error(fmt::format("there is no kind '{}'", name->scalar), std::string(kinds_hint), name->at);
        kind_ = *found;
        settings_.kind = kind_.kind;
        settings_.url = kind_.default_url;
    }

    void check_key(const Yaml& key) {
        const auto is_it = [&](const Key& known) { return known.name == key.scalar; };
        const auto found = std::find_if(key_table.begin(), key_table.end(), is_it);
        if (found == key_table.end()) return error(fmt::format("unknown field '{}'", key.scalar), hint_for(key.scalar), key.at);
        if (std::find(found->kinds.begin(), found->kinds.end(), kind_.kind) == found->kinds.end())
            error(fmt::format("kind: {} takes no '{}'", kind_.name, key.scalar), "remove it, or change the kind", key.at);
    }

    void read_field(std::string_view name, const Yaml& value) {
        ReceiverSettings& to = settings_;
        if (name == "url") read_url(value);
        if (name == "user") to.user = text(value, "write the agent's address: user: agent@example.com");
        if (name == "secret_file") to.secret_file = file(value);
        if (name == "template_file") to.template_file = file(value);
        if (name == "command") to.command = command(value);
        if (name == "from") to.from = address(value);
        if (name == "to") to.to = address(value);
        if (name == "fields") read_fields(value);
    }

    void read_url(const Yaml& value) {
        const std::string hint(kind_.url_hint);
        settings_.url = text(value, hint);
        const auto target = parse_target(settings_.url);
        if (!target) return error("url is no address of HTTP or HTTPS", hint, value.at);
        // What a webhook carries is signed; the others send their token along.
        if (!target->is_https && !target->is_loopback && kind_.kind != webhook)
            error("url would send the secret in the clear", "write https://", value.at);
        if (kind_.kind != zendesk) return;
        // The account alone will do; a whole address is for what stands before it.
        while (settings_.url.ends_with('/')) settings_.url.pop_back();
        const bool has_path = settings_.url.find_first_of("/?#", settings_.url.find("://") + 3) != std::string::npos;
        if (!has_path) settings_.url += zendesk_path;
    }

    std::string address(const Yaml& value) {
        if (!is_mail_address(value.scalar))
            error(fmt::format("'{}' is not an address", value.scalar), "write the address alone: support@example.com", value.at);
        return value.scalar;
    }

    std::filesystem::path file(const Yaml& value) { return folder_ / text(value, "write the path of a file"); }

    std::vector<std::string> command(const Yaml& value) {
        std::vector<std::string> words;
        for (const Yaml& word : value.list) words.push_back(text(word, command_hint));
        std::string_view left = trim_blanks(value.scalar);
        while (!left.empty()) {
            words.emplace_back(left.substr(0, left.find_first_of(" \t")));
            left = trim_blanks(left.substr(words.back().size()));
        }
        if (words.empty()) error("command names no program", std::string(command_hint), value.at);
        return words;
    }

    void read_fields(const Yaml& value) {
        constexpr std::string_view hint = "write fields: { order: 360001234567 }";
        if (!value.is_map()) error("expected fields", std::string(hint), value.at);
        for (const auto& [ours, theirs] : value.map) {
            settings_.fields.emplace_back(ours.scalar, theirs.scalar);
            if (theirs.scalar.empty() || theirs.scalar.find_first_not_of("0123456789") != std::string::npos)
                error(fmt::format("'{}' is not the number of a field", theirs.scalar), std::string(hint), theirs.at);
        }
    }

    void check_whole(const Location& at) {
        const bool is_mail = kind_.kind == mail;
        if (!is_mail && settings_.url.empty())
            error(fmt::format("kind: {} needs url", kind_.name), std::string(kind_.url_hint), at);
        if (is_mail && settings_.command.empty()) error("kind: mail needs command", std::string(command_hint), at);
        if (is_mail && settings_.to.empty()) settings_.to = recipient_of(settings_.command);
        if (is_mail && settings_.to.empty()) error("kind: mail needs to", "write to: support@example.com", at);
        if (settings_.from.empty()) settings_.from = settings_.to;
    }

    std::string text(const Yaml& value, std::string_view hint) {
        if (value.scalar.empty()) error("expected a text", std::string(hint), value.at);
        return value.scalar;
    }

    void error(std::string what, std::string hint, const Location& at) {
        if (!first_error_) first_error_ = Error{ErrorCode::invalid_content, std::move(what), std::move(hint), at};
    }

    const std::filesystem::path& folder_;
    Kind kind_ = kinds[0];
    ReceiverSettings settings_;
    std::optional<Error> first_error_;
};

}  // namespace

Result<ReceiverSettings> read_receiver_settings(const Yaml& value, const std::filesystem::path& folder) {
    return ReceiverReader(folder).read(value);
}

}  // namespace kb::server
