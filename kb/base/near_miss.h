// "did you mean": the known name that a mistyped one stands for.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace kb {

// Insertions, deletions, substitutions and swaps of neighbours between two byte strings
// (optimal string alignment distance; Boytsov 2011).
std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest of `known` within distance 1, or 2 from seven letters on; nothing when none is that near.
std::optional<std::string_view> near_miss(std::string_view typed, std::span<const std::string_view> known);

}  // namespace kb
