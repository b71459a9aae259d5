#include "kb/source/git_handles.h"

#include <array>

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "kb/base/files.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

constexpr std::uint64_t max_shallow_file = 16 * 1024 * 1024;
// libgit2 maps 1 GB of a pack at a time. Those who parse have less in all, and inherit what is mapped when they start.
constexpr std::size_t pack_window = 16 * 1024 * 1024, pack_windows = 128 * 1024 * 1024;

Error damaged(std::string what, const fs::path& directory) {
    return {ErrorCode::invalid_content, std::move(what), "run git fsck there, or clone it again", {directory.string()}};
}

bool is_of_another(const fs::path& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && status.st_uid != ::geteuid();
}

// libgit2 1.5 says "not found" when it refuses a repository of another user and no folder is declared safe.
bool belongs_to_another(const fs::path& directory) {
    std::error_code error;
    const bool is_bare = fs::is_regular_file(directory / "HEAD", error) && fs::is_directory(directory / "objects", error) &&
                         fs::is_directory(directory / "refs", error);
    if (!is_bare && !fs::exists(directory / ".git", error)) return false;
    return is_of_another(directory) || is_of_another(directory / ".git");
}

Error refused(int status, const fs::path& directory) {
    const git_error* last = git_error_last();
    if (status == GIT_EOWNER || status == GIT_ENOTFOUND)
        return {ErrorCode::unreadable, "the git repository belongs to another user, and git does not trust it",
                fmt::format("build as its owner, or run as root: git config --system --add safe.directory {}", directory.string()),
                {directory.string()}};
    const std::string reason = last == nullptr ? "no reason given" : last->message;
    if (reason.find("partialclone") != std::string::npos)
        return {ErrorCode::unreadable, "a partial clone: it does not hold every object", "clone it again without --filter",
                {directory.string()}};
    if (reason.find("extension") != std::string::npos || reason.find("repository version") != std::string::npos)
        return {ErrorCode::unreadable, fmt::format("a git repository of a kind that cannot be read here: {}", reason),
                "clone it in git's usual format", {directory.string()}};
    return damaged(fmt::format("cannot open the git repository: {}", reason), directory);
}

}  // namespace

GitLibrary::GitLibrary() {
    git_libgit2_init();
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, pack_window);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, pack_windows);
}

GitLibrary::~GitLibrary() {
    git_libgit2_shutdown();
}

std::string text_of(const git_oid& id) {
    std::array<char, GIT_OID_HEXSZ> digits{};
    git_oid_fmt(digits.data(), &id);
    return {digits.begin(), digits.end()};
}

bool OpenRepository::is_work_tree() const {
    const char* root = git_repository_workdir(get());
    std::error_code error;
    return root != nullptr && fs::equivalent(root, directory, error);
}

std::string OpenRepository::shallow() const {
    auto text = read_file(fs::path(git_repository_commondir(get())) / "shallow", max_shallow_file);
    return text ? std::move(*text) : std::string();
}

Error OpenRepository::lacks(const std::string& what) const {
    std::error_code error;
    bool is_partial = false;
    const fs::path packs = fs::path(git_repository_commondir(get())) / "objects" / "pack";
    for (const auto& entry : fs::directory_iterator(packs, error)) is_partial |= entry.path().extension() == ".promisor";
    if (is_partial)
        return {ErrorCode::invalid_content, fmt::format("this partial clone lacks {}", what),
                "clone it again without --filter", {directory.string()}};
    return damaged(fmt::format("the git repository lacks {}", what), directory);
}

Result<std::unique_ptr<OpenRepository>> open_repository(const fs::path& directory) {
    auto opened = std::make_unique<OpenRepository>();
    opened->directory = directory;
    git_repository* handle = nullptr;
    const int status = git_repository_open_ext(&handle, directory.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    opened->handle.reset(handle);
    if (status == GIT_ENOTFOUND && !belongs_to_another(directory)) return std::unique_ptr<OpenRepository>();
    if (status != 0) return fail(refused(status, directory));
    return opened;
}

Result<std::string> read_blob(const OpenRepository& repository, const git_oid& id, std::uint64_t limit) {
    const auto failed = [&](ErrorCode code, std::string what, std::string hint) {
        return fail(code, std::move(what), std::move(hint), {repository.directory.string()});
    };
    const auto database = find_git_object<GitDatabaseHandle>(git_repository_odb, repository.get());
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    const bool is_there = database && git_odb_read_header(&size, &type, database.get(), &id) == 0;
    if (!is_there || type != GIT_OBJECT_BLOB)
        return failed(ErrorCode::not_found, fmt::format("the git repository lacks the blob {}", text_of(id)), "fetch it whole");
    if (size > limit)
        return failed(ErrorCode::limit_exceeded, fmt::format("larger than {} bytes", limit), "split it into smaller files");
    const auto blob = find_git_object<GitBlobHandle>(git_blob_lookup, repository.get(), &id);
    if (!blob)
        return failed(ErrorCode::unreadable, fmt::format("the blob {} is damaged", text_of(id)), "run git fsck there, or clone it again");
    return std::string(static_cast<const char*>(git_blob_rawcontent(blob.get())), static_cast<std::size_t>(git_blob_rawsize(blob.get())));
}

}  // namespace kb
