// The size of an SVG drawing, by the tag of its root.
#pragma once

#include "kb/article/image_size.h"

namespace kb {

// In pixels of CSS, rounded. Nothing when the tag has no end, or says nothing of a size.
std::optional<ImageSize> svg_size(std::string_view text);

}  // namespace kb
