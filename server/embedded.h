// Templates, texts and style sheets, built into the program.
#pragma once

#include <span>
#include <string_view>

namespace kb::server {

struct EmbeddedFile {
    std::string_view name;  // "templates/home.mustache"
    std::string_view content;
};

std::span<const EmbeddedFile> embedded_files();

// Empty when there is none.
inline std::string_view embedded_file(std::string_view name) {
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name == name) return file.content;
    }
    return {};
}

}  // namespace kb::server
