#include "server/desk/desk_settings.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kb/base/near_miss.h"

namespace kb::server {

namespace {

constexpr std::array<std::string_view, 3> keys = {"command", "branch", "published"};
constexpr std::string_view command_hint = "write command: [/usr/lib/otvet/commit-draft, /srv/content.git]";
constexpr std::string_view branch_hint = "write branch: drafts";
constexpr std::size_t longest_branch = 200;

tl::unexpected<Error> wrong(std::string what, std::string_view hint, const Location& at) {
    return fail(ErrorCode::invalid_content, std::move(what), std::string(hint), at);
}

Result<std::string> read_branch(const Yaml& value) {
    std::string name = branch_name(value.scalar);
    if (name.empty()) return wrong(fmt::format("'{}' is no branch", value.scalar), branch_hint, value.at);
    return name;
}

Result<std::vector<std::string>> read_command(const Yaml& value) {
    if (!value.is_list() || value.list.empty()) return wrong("command must be a program and its arguments", command_hint, value.at);
    std::vector<std::string> words;
    for (const Yaml& word : value.list) {
        if (!word.is_scalar() || word.scalar.empty()) return wrong("command must be a list of words", command_hint, word.at);
        words.push_back(word.scalar);
    }
    return words;
}

Result<std::vector<std::string>> read_published(const Yaml& value) {
    std::vector<std::string> names;
    const auto items = value.is_list() ? value.list : std::vector<Yaml>{value};
    for (const Yaml& item : items) {
        auto name = read_branch(item);
        if (!name) return fail(name.error());
        names.push_back(std::move(*name));
    }
    if (names.empty()) return wrong("published names no branch", "write published: main", value.at);
    return names;
}

}  // namespace

std::string branch_name(std::string_view text) {
    constexpr std::string_view prefix = "refs/heads/";
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
    const auto is_usual = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '/'; };
    const bool fits = !text.empty() && text.size() <= longest_branch && std::all_of(text.begin(), text.end(), is_usual) && text != "HEAD";
    if (!fits || text.front() == '-' || text.front() == '/' || text.front() == '.' || text.back() == '/' || text.back() == '.') return {};
    for (const std::string_view never : {"..", "//", "/.", ".lock"}) {
        if (text.find(never) != text.npos) return {};
    }
    return std::string(text);
}

Result<DraftSettings> read_draft_settings(const Yaml& value) {
    if (!value.is_map()) return wrong("expected how drafts are committed", command_hint, value.at);
    DraftSettings settings;
    Location branch_at = value.at;
    for (const auto& [key, field] : value.map) {
        if (std::find(keys.begin(), keys.end(), key.scalar) == keys.end()) {
            const auto meant = near_miss(key.scalar, keys);
            return wrong(fmt::format("unknown field '{}'", key.scalar), meant ? fmt::format("did you mean '{}'?", *meant) : "see docs/desk.md", key.at);
        }
        if (key.scalar == "command") {
            auto command = read_command(field);
            if (!command) return fail(command.error());
            settings.command = std::move(*command);
        } else if (key.scalar == "branch") {
            auto branch = read_branch(field);
            if (!branch) return fail(branch.error());
            settings.branch = std::move(*branch);
            branch_at = field.at;
        } else {
            auto published = read_published(field);
            if (!published) return fail(published.error());
            settings.published = std::move(*published);
        }
    }
    if (settings.command.empty()) return wrong("drafts names no command", command_hint, value.at);
    if (std::find(settings.published.begin(), settings.published.end(), settings.branch) != settings.published.end())
        return wrong(fmt::format("drafts must not get to the branch '{}', which is published", settings.branch), branch_hint, branch_at);
    return settings;
}

}  // namespace kb::server
