// Staff whom a trusted proxy has signed in: what kb-server.yaml says of its headers, and whom they name.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/base/error.h"
#include "kb/base/yaml.h"
#include "server/access/visitor.h"
#include "server/http/request.h"

namespace kb::server {

struct ProxySignIn {
    std::string header;       // has the user's name; in lower case, as the next
    std::string role_header;  // has their groups; empty for none
    std::vector<std::pair<std::string, Role>> roles;  // of groups
    Role role = Role::customer;                       // of whoever has none by a group
};

// Of the field sign_in. Fails at the first mistake.
Result<ProxySignIn> read_proxy_sign_in(const Yaml& value);

// A customer when no trusted proxy has passed the request on, whatever it carries; when the name is missing or cannot be one; and
// when it gives no role.
Visitor visitor_by_proxy(const ProxySignIn& sign_in, const Request& request);

}  // namespace kb::server
