// Who somebody is, as people say it: names behind what stands before names, patronymics, and names of accounts.
#pragma once

#include <optional>

#include "kb/events/typed_line.h"

namespace kb::scrubbing {

// What begins at `at`, where a word does. "my name is wrong on the card" has no name.
std::optional<Find> find_person(const Line& line, std::size_t at);

}  // namespace kb::scrubbing
