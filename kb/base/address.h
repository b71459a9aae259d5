// The addresses of the help center. `base_path` begins each of them; see SiteConfig.
#pragma once

#include <string>
#include <string_view>

#include "kb/base/url.h"

namespace kb {

inline std::string article_address(std::string_view base_path, std::string_view lang, std::string_view slug) {
    return std::string(base_path).append("/").append(lang).append("/articles/").append(slug);
}

// What a former address is looked up by: "lang/slug" of a former slug in `lang`, and of "/lang/articles/slug", which
// names another language. Other site paths stand for themselves.
inline std::string alias_key(std::string_view lang, std::string_view alias) {
    if (!alias.starts_with('/')) return std::string(lang).append("/").append(alias);
    constexpr std::string_view middle = "/articles/";
    const std::size_t end = alias.find('/', 1);
    if (end == std::string_view::npos || !alias.substr(end).starts_with(middle)) return std::string(alias);
    const std::string_view slug = alias.substr(end + middle.size());
    if (end == 1 || slug.empty() || slug.find('/') != std::string_view::npos) return std::string(alias);
    return std::string(alias.substr(1, end - 1)).append("/").append(slug);
}

inline std::string category_address(std::string_view base_path, std::string_view lang, std::string_view category) {
    return std::string(base_path).append("/").append(lang).append("/categories/").append(encode_path(category));
}

// Of an image or attachment, by the name it has in the generation.
inline std::string file_address(std::string_view base_path, std::string_view name) {
    return std::string(base_path).append("/files/").append(name);
}

}  // namespace kb
