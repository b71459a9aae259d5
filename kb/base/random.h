// Numbers that nobody can guess.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace kb {

// From the system; waits for it only right after a machine has started.
std::string random_bytes(std::size_t count);
// Below `end`, which is not 0, each as likely as the others.
std::uint64_t random_below(std::uint64_t end);
// Version 4 of RFC 9562: "0b1c9f52-…".
std::string random_uuid();

}  // namespace kb
