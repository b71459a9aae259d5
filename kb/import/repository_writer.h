// Writes a new content repository: beside its place first, and there at once when it is whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "kb/base/files.h"
#include "kb/import/import_plan.h"

namespace kb {

class RepositoryWriter {
public:
    // Fails when `target` is there and not an empty folder. Removes what killed runs left beside it.
    static Result<RepositoryWriter> create(const std::filesystem::path& target);
    RepositoryWriter(RepositoryWriter&& other) noexcept;
    RepositoryWriter& operator=(RepositoryWriter&&) = delete;
    // What was not published is removed.
    ~RepositoryWriter();

    // `modified` is in seconds since 1970; 0 leaves the time of writing.
    Result<void> write(const std::string& path, std::string_view text, std::int64_t modified = 0);
    Result<void> copy(const std::filesystem::path& from, const std::string& path);
    Result<void> publish();

private:
    RepositoryWriter(std::filesystem::path target, std::filesystem::path beside, FileDescriptor lock)
        : target_(std::move(target)), beside_(std::move(beside)), lock_(std::move(lock)) {}
    Result<std::filesystem::path> place(const std::string& path);

    std::filesystem::path target_, beside_;
    FileDescriptor lock_;  // of `beside`: it is no leftover
};

// The file of an article, and of a category, with their front matter.
std::string article_file_text(const ImportedPage& page, const PlannedPage& planned);
std::string category_file_text(const PlannedCategory& category);
// kb.yaml of a repository in these languages.
std::string site_file_text(std::string_view title, const std::vector<std::string>& languages);

}  // namespace kb
