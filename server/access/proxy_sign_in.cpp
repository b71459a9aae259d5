#include "server/access/proxy_sign_in.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/near_miss.h"
#include "kb/base/utf8.h"

namespace kb::server {

namespace {

constexpr std::array<std::string_view, 4> keys = {"header", "role_header", "roles", "role"};
constexpr std::array<std::string_view, 3> staff_roles = {"agent", "writer", "administrator"};
constexpr std::string_view example = "write sign_in: { header: X-Remote-User, role: agent }";
// Headers that say something else already.
constexpr std::array<std::string_view, 4> taken = {"authorization", "cookie", "host", "x-forwarded-for"};
constexpr std::size_t longest_name = 200;  // bytes
constexpr std::string_view between_groups = ",;|";

class ProxySignInReader {
public:
    Result<ProxySignIn> read(const Yaml& value) {
        if (!value.is_map()) error("expected the headers of a proxy", std::string(example), value.at);
        for (const auto& [key, field] : value.map) {
            check_key(key);
            read_field(key.scalar, field);
        }
        check_whole(value);
        if (first_error_) return fail(*first_error_);
        return std::move(sign_in_);
    }

private:
    void check_key(const Yaml& key) {
        if (std::find(keys.begin(), keys.end(), key.scalar) != keys.end()) return;
        const auto meant = near_miss(key.scalar, keys);
        error(fmt::format("unknown field '{}'", key.scalar), meant ? fmt::format("did you mean '{}'?", *meant) : "see docs/access.md", key.at);
    }

    void read_field(std::string_view name, const Yaml& value) {
        if (name == "header") sign_in_.header = header(value, "write header: X-Remote-User");
        if (name == "role_header") sign_in_.role_header = header(value, "write role_header: X-Remote-Groups");
        if (name == "role") sign_in_.role = role(value);
        if (name == "roles") read_roles(value);
    }

    std::string header(const Yaml& value, std::string_view hint) {
        std::string name = lower_ascii(value.scalar);
        if (!is_name_ascii(name) || std::find(taken.begin(), taken.end(), name) != taken.end())
            error(fmt::format("'{}' is not a header that names users", value.scalar), std::string(hint), value.at);
        return name;
    }

    Role role(const Yaml& value) {
        const auto found = std::find(staff_roles.begin(), staff_roles.end(), value.scalar);
        if (found != staff_roles.end()) return *parse_role(*found);
        const auto meant = near_miss(value.scalar, staff_roles);
        error(fmt::format("there is no role '{}'", value.scalar),
              meant ? fmt::format("did you mean '{}'?", *meant) : "write agent, writer or administrator", value.at);
        return Role::customer;
    }

    void read_roles(const Yaml& value) {
        if (!value.is_map() || value.map.empty())
            error("expected a role for each group", "write roles: { support: agent, docs: writer }", value.at);
        for (const auto& [group, name] : value.map) {
            if (group.scalar.empty() || group.scalar.find_first_of(between_groups) != std::string::npos)
                error(fmt::format("'{}' is not one group", group.scalar), "write a line for each", group.at);
            sign_in_.roles.emplace_back(group.scalar, role(name));
        }
    }

    void check_whole(const Yaml& value) {
        if (sign_in_.header.empty()) error("sign_in needs header", std::string(example), value.at);
        const bool has_groups = !sign_in_.role_header.empty();
        if (has_groups != (value.find("roles") != nullptr))
            error("role_header and roles belong together", "write both, or role: agent instead", value.at);
        if (!has_groups && value.find("role") == nullptr) error("sign_in gives nobody a role", "write role, or role_header and roles", value.at);
        if (has_groups && sign_in_.role_header == sign_in_.header) error("one header cannot have both the name and the groups", "name two", value.at);
    }

    void error(std::string what, std::string hint, const Location& at) {
        if (!first_error_) first_error_ = Error{ErrorCode::invalid_content, std::move(what), std::move(hint), at};
    }

    ProxySignIn sign_in_;
    std::optional<Error> first_error_;
};

// The highest that any group gives.
Role role_of(const ProxySignIn& sign_in, std::string_view groups) {
    Role highest = sign_in.role;
    while (!groups.empty()) {
        const std::size_t end = std::min(groups.find_first_of(between_groups), groups.size());
        const std::string_view group = trim_blanks(groups.substr(0, end));
        for (const auto& [name, role] : sign_in.roles) {
            if (name == group) highest = std::max(highest, role);
        }
        groups.remove_prefix(std::min(end + 1, groups.size()));
    }
    return highest;
}

// With a comma it may be two, of which the visitor has sent the first.
bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && name.find(',') == name.npos && !find_invalid_utf8(name);
}

}  // namespace

Result<ProxySignIn> read_proxy_sign_in(const Yaml& value) {
    return ProxySignInReader().read(value);
}

Visitor visitor_by_proxy(const ProxySignIn& sign_in, const Request& request) {
    const std::string_view name = trim_blanks(request.header(sign_in.header));
    if (!request.is_from_proxy || !is_name(name)) return {};
    const Role role = role_of(sign_in, sign_in.role_header.empty() ? std::string_view() : request.header(sign_in.role_header));
    if (role == Role::customer) return {};
    return {role, std::string(name), KnownBy::proxy};
}

}  // namespace kb::server
