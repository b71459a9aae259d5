// The files of a commit, with links followed within it.
#pragma once

#include "kb/source/git_handles.h"
#include "kb/source/source.h"

namespace kb {

// As FolderSource would list a checkout of it. Fails with invalid_content when the repository lacks a folder or a file.
Result<SourceListing> list_commit(const OpenRepository& repository, git_commit* commit);

}  // namespace kb
