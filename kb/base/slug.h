// Readable addresses and anchors from headings and file names in any script.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// Lower case; Russian letters transliterated (ГОСТ 7.79-like: zh, kh, ts, ch, sh, shch, y, e, yu, ya), other
// scripts by ICU's Any-Latin; letters and digits kept, the rest becomes single hyphens. Empty when nothing is left.
std::string slugify(std::string_view text);

}  // namespace kb
