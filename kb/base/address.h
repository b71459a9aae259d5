// The addresses of the help center. `base_path` begins each of them; see SiteConfig.
#pragma once

#include <string>
#include <string_view>

namespace kb {

inline std::string article_address(std::string_view base_path, std::string_view lang, std::string_view slug) {
    return std::string(base_path).append("/").append(lang).append("/articles/").append(slug);
}

inline std::string category_address(std::string_view base_path, std::string_view lang, std::string_view category) {
    return std::string(base_path).append("/").append(lang).append("/categories/").append(category);
}

// Of an image or attachment, by the name it has in the generation.
inline std::string file_address(std::string_view base_path, std::string_view name) {
    return std::string(base_path).append("/files/").append(name);
}

}  // namespace kb
