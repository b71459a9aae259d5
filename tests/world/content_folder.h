// A content repository on disk, taken the whole way: files → articles → plan → index.
#pragma once

#include <filesystem>
#include <vector>

#include "kb/article/article.h"
#include "kb/base/problem.h"

namespace kb::test {

struct ContentFolder {
    std::vector<Article> articles;  // those that would be published, with their addresses
    std::vector<Problem> problems;
};

// Reads every Markdown file below `root`.
ContentFolder read_content_folder(const std::filesystem::path& root);

}  // namespace kb::test
