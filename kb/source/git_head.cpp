#include "kb/source/git_head.h"

#include <array>
#include <memory>

#include <git2.h>

namespace kb {

namespace {

struct LibraryUse {
    LibraryUse() { git_libgit2_init(); }
    ~LibraryUse() { git_libgit2_shutdown(); }
};

struct RepositoryFree {
    void operator()(git_repository* repository) const { git_repository_free(repository); }
};

}  // namespace

std::optional<std::string> git_head(const std::filesystem::path& directory) {
    const LibraryUse library;
    git_repository* opened = nullptr;
    const int status = git_repository_open_ext(&opened, directory.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    if (status != 0) return {};
    const std::unique_ptr<git_repository, RepositoryFree> repository(opened);
    git_oid head;
    if (git_reference_name_to_id(&head, repository.get(), "HEAD") != 0) return {};
    std::array<char, GIT_OID_HEXSZ + 1> text{};
    git_oid_tostr(text.data(), text.size(), &head);
    return std::string(text.data());
}

}  // namespace kb
