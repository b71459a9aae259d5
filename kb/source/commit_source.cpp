#include "kb/source/commit_source.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "kb/source/commit_listing.h"
#include "kb/source/git_handles.h"
#include "kb/source/revision.h"

namespace fs = std::filesystem;

namespace kb {

struct CommitSource::State {
    std::unique_ptr<OpenRepository> repository;
    std::string commit;
    SourceListing listing;
    std::unordered_map<std::string, std::string> blobs;  // ids by path
};

namespace {

Error no_repository(const fs::path& place) {
    git_buf found = GIT_BUF_INIT;
    const GitLibrary library;
    const bool is_inside = git_repository_discover(&found, place.c_str(), 0, nullptr) == 0;
    const std::string above = is_inside ? fs::path(found.ptr).parent_path().parent_path().string() : std::string();
    git_buf_dispose(&found);
    return {ErrorCode::invalid_argument, "not the root of a git repository, so it has no refs",
            is_inside ? fmt::format("give --content {}, or leave out --ref", above) : "leave out --ref, or give a repository",
            {place.string()}};
}

}  // namespace

CommitSource::CommitSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
CommitSource::CommitSource(CommitSource&&) noexcept = default;
CommitSource& CommitSource::operator=(CommitSource&&) noexcept = default;
CommitSource::~CommitSource() = default;

Result<std::optional<CommitSource>> CommitSource::open(const fs::path& place, const std::optional<std::string>& ref) {
    std::error_code error;
    const fs::path canonical = fs::canonical(place, error);
    if (error) return std::nullopt;  // to be refused as a folder that is not there
    auto repository = open_repository(canonical);
    const bool has_files = fs::exists(canonical / ".git", error);
    if (!repository) {
        if (ref || !has_files) return fail(repository.error());
        return std::nullopt;  // files can be read; that there is no history is said later
    }
    if (*repository == nullptr) {
        if (ref) return fail(no_repository(place));
        return std::nullopt;
    }
    if (!ref && (*repository)->is_work_tree()) return std::nullopt;
    auto commit = find_commit(**repository, ref);
    if (!commit) return fail(commit.error());
    auto listing = list_commit(**repository, commit->get());
    if (!listing) return fail(listing.error());
    auto state = std::make_unique<State>();
    state->commit = text_of(*git_commit_id(commit->get()));
    commit->reset();
    for (const SourceFile& file : listing->files) state->blobs.emplace(file.path, file.version);
    state->listing = std::move(*listing);
    state->repository = std::move(*repository);
    return CommitSource(std::move(state));
}

Result<SourceListing> CommitSource::list() const {
    return state_->listing;
}

Result<std::string> CommitSource::read(const std::string& path, std::uint64_t limit) const {
    if (has_hidden_part(path)) return fail(hidden_name(path));
    const auto found = state_->blobs.find(fs::path(path).lexically_normal().generic_string());
    if (found == state_->blobs.end()) {
        for (const Problem& problem : state_->listing.problems) {
            if (problem.at.path == path) return fail(ErrorCode::unreadable, problem.what, problem.hint, {path});
        }
        return fail(ErrorCode::not_found, "there is no such file in this commit", "correct the path", {path});
    }
    git_oid id;
    git_oid_fromstr(&id, found->second.c_str());
    auto content = read_blob(*state_->repository, id, limit);
    if (!content) {
        Error failure = content.error();
        failure.at = {path};
        return fail(std::move(failure));
    }
    if (is_lfs_pointer(*content)) return fail(lfs_pointer(path));
    return content;
}

const fs::path& CommitSource::root() const {
    return state_->repository->directory;
}

std::optional<std::string> CommitSource::commit() const {
    return state_->commit;
}

}  // namespace kb
