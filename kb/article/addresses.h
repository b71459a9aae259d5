// Addresses in place of the kb-link:N and kb-file:N that read_markdown() leaves.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kb/article/image_size.h"

namespace kb {

struct FileTarget {
    std::string address;
    std::optional<ImageSize> size = {};
};

// A link with an empty address is replaced by its words, an image by its alternative text. Images of a known size have
// its attributes, so that a page keeps their places free while they load; all but the first, which is likely to be on
// the first screen, load when they come near.
std::string with_addresses(std::string_view html, std::span<const std::string> links,
                           std::span<const FileTarget> files);
// The same in Markdown.
std::string with_addresses_in_markdown(std::string_view markdown, std::span<const std::string> links,
                                       std::span<const FileTarget> files);

}  // namespace kb
