// The commit that a work tree stands on.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace kb {

// The 40 hexadecimal digits of HEAD when `directory` is the root of a git work tree with at least one
// commit; nothing otherwise.
std::optional<std::string> git_head(const std::filesystem::path& directory);

}  // namespace kb
