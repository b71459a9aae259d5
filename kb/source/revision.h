// Which commit of a repository is meant.
#pragma once

#include <optional>
#include <string>

#include "kb/source/git_handles.h"

namespace kb {

// By any revision that git-rev-parse knows, or HEAD. Fails with not_found and says which refs are near.
Result<GitCommitHandle> find_commit(const OpenRepository& repository, const std::optional<std::string>& ref);

}  // namespace kb
