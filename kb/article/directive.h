// The ":::" directives that documentation sites of Microsoft's family write where Markdown has no word for it.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// ":::image source="a.png" alt-text="A":::" becomes the Markdown image; one without alternative text is decoration
// and goes. Lines that only lay out a page (":::row:::", ":::column-end:::", …) become empty. Any other line is
// returned as it is.
std::string translate_directives(std::string_view line);

}  // namespace kb
