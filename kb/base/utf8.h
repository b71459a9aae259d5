// UTF-8 without a library: validity, counting, cutting at a character.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kb {

// The byte offset of the first byte that is not well-formed UTF-8 (RFC 3629), or nothing.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// At most `limit` bytes, never cutting a character in two.
std::string_view cut_utf8(std::string_view text, std::size_t limit);

// How many UTF-16 code units well-formed UTF-8 takes: what JavaScript counts.
std::size_t utf16_length(std::string_view text);

// Well-formed UTF-8 as UTF-16 code units, and back; halves of pairs that stand alone are left out.
std::u16string to_utf16(std::string_view text);
std::string to_utf8(std::u16string_view units);

// Without a byte order mark in front.
std::string_view without_bom(std::string_view text);

}  // namespace kb
