// Every rule that content is held against: one table, from which help, documentation and switches come.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kb/base/problem.h"

namespace kb {

struct CheckRule {
    enum Trait : unsigned {
        leaves_out = 1,  // as an error it leaves the article out, and cannot be switched off
        of_article = 2,  // speaks of a whole article: a switch counts wherever it stands in the file
        of_text = 4,     // speaks of the text that a file itself holds, so also of files that others include
    };

    std::string_view name;
    Severity severity = Severity::warning;  // without switches; some findings of a rule may be milder or graver
    unsigned traits = 0;
    std::string_view help;

    bool is(Trait trait) const { return (traits & trait) != 0; }
};

// By name.
std::span<const CheckRule> check_rules();
const CheckRule* find_rule(std::string_view name);
// "did you mean '…'?", or what rules there are.
std::string hint_for_rule(std::string_view name);

}  // namespace kb
