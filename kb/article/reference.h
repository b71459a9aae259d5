// What the destination of a link or an image points at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kb {

enum class DestinationKind {
    external,  // http, https, mailto, tel, or a path of the site itself: kept as written
    fragment,  // within the same page
    article,   // a file of the repository that may be an article
    file,      // a file of the repository to be shown or downloaded
    outside,   // a relative path that leads out of the repository
    unsafe,    // any other scheme
};

struct Destination {
    DestinationKind kind = DestinationKind::unsafe;
    std::string path;      // for article, file and outside
    std::string fragment;  // without '#', percent-decoded
};

// `from` is the path of the file that the reference stands in.
Destination classify_destination(std::string_view url, std::string_view from);

// `path` against the folder of `from`, without "." and ".."; empty when it leads out of the root. A path
// beginning with '/' or '~/' starts at the root.
std::string resolve_path(std::string_view path, std::string_view from);

// Whether every page knows this fragment, whatever its headings.
bool is_on_every_page(std::string_view fragment);
// "did you mean '#…'?", or what to do.
std::string hint_for_anchor(std::string_view fragment, const std::vector<std::string>& anchors);

}  // namespace kb
