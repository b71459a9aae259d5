// Addresses in place of the kb-link:N and kb-file:N that read_markdown() leaves.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kb {

// A link with an empty address is replaced by its words, an image by its alternative text.
std::string with_addresses(std::string_view html, std::span<const std::string> links,
                           std::span<const std::string> files);
// The same in Markdown.
std::string with_addresses_in_markdown(std::string_view markdown, std::span<const std::string> links,
                                       std::span<const std::string> files);

}  // namespace kb
