#include "kb/base/media_type.h"

#include <algorithm>
#include <array>

#include "kb/base/ascii.h"

namespace kb {

namespace {

struct MediaType {
    std::string_view ending;
    std::string_view type;
};

// Only kinds that a browser shows as pictures or saves: never a page or a script.
constexpr std::array<MediaType, 16> media_types = {{
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"svg", "image/svg+xml"},
    {"pdf", "application/pdf"},
    {"txt", "text/plain; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"zip", "application/zip"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"mp4", "video/mp4"},
    {"webm", "video/webm"},
}};

}  // namespace

std::string file_ending(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return {};
    return lower_ascii(name.substr(dot + 1));
}

std::string_view media_type(std::string_view path) {
    const std::string ending = file_ending(path);
    for (const MediaType& known : media_types) {
        if (known.ending == ending) return known.type;
    }
    return {};
}

}  // namespace kb
