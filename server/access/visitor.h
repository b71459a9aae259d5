// Who asks, as far as that is known.
#pragma once

#include <string>

#include "kb/store/tokens.h"

namespace kb::server {

// What tells who they are.
enum class KnownBy { nothing, token, session, proxy };
std::string_view name_of(KnownBy by);

struct Visitor {
    Role role = Role::customer;
    std::string name;        // of the token, or as the proxy says; empty for customers
    KnownBy by = KnownBy::nothing;
    bool is_refused = false; // what was shown lets nobody in

    // What a browser adds to all it asks: pages of other sites could make it ask, too.
    bool is_ambient() const { return by == KnownBy::session || by == KnownBy::proxy; }
};

}  // namespace kb::server
