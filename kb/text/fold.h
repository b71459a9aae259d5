// One form for all the ways of writing the same letters.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// Unicode NFKC case folding, then: ё is е, stress marks and the accents of Latin letters are dropped, typographic
// apostrophes are dropped. й, ї, ў and the like stay letters of their own. Well-formed UTF-8 in and out.
std::string fold(std::string_view text);

}  // namespace kb
