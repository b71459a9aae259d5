// Who asks, as far as that is known.
#pragma once

#include <string>

#include "kb/store/tokens.h"

namespace kb::server {

struct Visitor {
    Role role = Role::customer;
    std::string name;        // of the token; empty for customers
    bool is_refused = false; // what was shown lets nobody in
    bool has_session = false; // rather than a token: a browser, which other sites could make ask
};

}  // namespace kb::server
