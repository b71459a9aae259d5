// The bytes of a page as UTF-8, whatever encoding they are in.
#pragma once

#include <string>
#include <string_view>

namespace kb {

struct DecodedPage {
    std::string text;         // well-formed UTF-8 without zero bytes, '\n' line ends
    std::string encoding;     // what it was read as, "UTF-8"
    bool is_guess = false;    // neither a byte order mark nor the page said so
    bool is_broken = false;   // bytes that are no characters became U+FFFD
};

// By the byte order mark, else by what the page says (`<meta charset>`), else UTF-8 when it is that, else a Russian one that gives
// Russian words, else as ICU guesses.
DecodedPage decode_page(std::string_view bytes);

}  // namespace kb
