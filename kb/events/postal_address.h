// Where somebody lives, as addresses are written in Russian and in English.
#pragma once

#include <optional>

#include "kb/events/typed_line.h"

namespace kb::scrubbing {

// A street with a house, or a house with a flat, that begins at `at`, where a word does. A street or a city alone says nothing of
// anybody.
std::optional<Find> find_postal_address(const Line& line, std::size_t at);

}  // namespace kb::scrubbing
