// What a customer wrote, what answered it, and which article solved it.
#pragma once

#include <cstdint>
#include <string>

namespace kb {

struct SolvedQuestion {
    std::string id, lang, subject, message, answer;
    std::string article;   // a slug, or lang/slug; empty when no article solved it
    bool solved = true;
    std::int64_t at = 0;   // seconds since 1970; 0 when nothing says
    bool operator==(const SolvedQuestion&) const = default;
};

}  // namespace kb
