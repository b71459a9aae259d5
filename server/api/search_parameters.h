// Parameters that search and suggestions share, read strictly: programs should learn of their slips.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/visit.h"

namespace kb::server {

// `fallback` when there is none; an error answer unless it is a whole number from `least` to `most`.
tl::expected<std::size_t, Response> read_number(const Visit& visit, std::string_view name, std::size_t fallback,
                                                std::size_t least, std::size_t most);

// Nothing but blanks, to look for.
bool is_blank(std::string_view text);

// Empty when there is none; an error answer unless it is a language of the site.
tl::expected<std::string, Response> read_language(const Visit& visit);
tl::expected<std::string, Response> check_language(const Visit& visit, std::string lang);

}  // namespace kb::server
