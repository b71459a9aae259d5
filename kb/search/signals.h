// What is measured of an article that may answer a query; ranking.h says what each is worth.
#pragma once

#include <array>
#include <cstddef>

namespace kb {

enum class Signal : std::size_t { words, name_share, name_asking, name_letters, near, lead, line };
constexpr std::size_t signal_count = 7;

// By Signal; each from 0 to about 1, so that weights can be compared.
using Signals = std::array<float, signal_count>;

}  // namespace kb
