#include "kb/source/revision.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kb/base/near_miss.h"

namespace kb {

namespace {

constexpr std::size_t max_named = 3;

// Branches, tags and remote branches as people write them.
std::vector<std::string> refs_of(git_repository* repository) {
    std::vector<std::string> names;
    const auto add = [](const char* full, void* into) {
        std::string_view name(full);
        for (const std::string_view folder : {"refs/heads/", "refs/tags/", "refs/remotes/"}) {
            if (!name.starts_with(folder)) continue;
            static_cast<std::vector<std::string>*>(into)->emplace_back(name.substr(folder.size()));
            break;
        }
        return 0;
    };
    git_reference_foreach_name(repository, add, &names);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

// Those that somebody who typed `ref` may have meant, the likeliest first; else the first few there are.
std::vector<std::string> near_refs(git_repository* repository, std::string_view ref) {
    std::vector<std::string> names = refs_of(repository);
    const std::string_view typed = ref.substr(ref.starts_with("refs/") ? ref.find_last_of('/') + 1 : 0);
    const auto distance = [&](const std::string& name) {
        return name.find(typed) != std::string::npos ? 0 : edit_distance(name, typed);
    };
    std::stable_sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) { return distance(a) < distance(b); });
    const auto far = std::find_if(names.begin(), names.end(), [&](const std::string& name) { return distance(name) > 1 + typed.size() / 4; });
    if (far != names.begin()) names.erase(far, names.end());
    else std::sort(names.begin(), names.end());
    names.resize(std::min(names.size(), max_named));
    return names;
}

std::string choice(const std::vector<std::string>& names) {
    return names.empty() ? "push a branch first" : fmt::format("give --ref {}", fmt::join(names, " or "));
}

Error no_such_ref(const OpenRepository& repository, const std::string& ref, int status) {
    const auto failed = [&](std::string what, std::string hint) {
        return Error{ErrorCode::not_found, std::move(what), std::move(hint), {repository.directory.string()}};
    };
    git_oid id;
    if (git_reference_name_to_id(&id, repository.get(), ref.c_str()) == 0) return repository.lacks(fmt::format("the commit of '{}'", ref));
    if (status == GIT_EAMBIGUOUS) return failed(fmt::format("'{}' may be several things", ref), "write it out: refs/heads/… or all of the id");
    const bool is_cut_off = !repository.shallow().empty() && ref.find_first_of("~^") != std::string::npos;
    if (is_cut_off) return failed(fmt::format("there is no '{}' in this shallow clone", ref), "run git fetch --unshallow there");
    return failed(fmt::format("there is no '{}'", ref), choice(near_refs(repository.get(), ref)));
}

// A bare repository is made with a HEAD of its own, whatever branch is pushed later.
Error no_head(const OpenRepository& repository) {
    const Error none{ErrorCode::not_found, "the repository has no commits yet", "push a branch first", {repository.directory.string()}};
    auto branches = refs_of(repository.get());
    git_reference* head = nullptr;
    if (branches.empty() || git_reference_lookup(&head, repository.get(), "HEAD") != 0) return none;
    const char* target = git_reference_symbolic_target(head);
    const std::string named = target == nullptr ? "HEAD" : target;
    git_reference_free(head);
    branches.resize(std::min(branches.size(), max_named));
    return {ErrorCode::not_found, fmt::format("HEAD names {}, which has no commits", named),
            fmt::format("{}, or run: git symbolic-ref HEAD refs/heads/{}", choice(branches), branches.front()), {repository.directory.string()}};
}

}  // namespace

Result<GitCommitHandle> find_commit(const OpenRepository& repository, const std::optional<std::string>& ref) {
    if (!ref && git_repository_head_unborn(repository.get()) == 1) return fail(no_head(repository));
    const std::string name = ref.value_or("HEAD");
    // What is followed is a branch, though a tag may be called like it: git would take the tag.
    const std::string branch = "refs/heads/" + name;
    git_oid ignored;
    const bool is_branch = ref && git_reference_name_to_id(&ignored, repository.get(), branch.c_str()) == 0;
    git_object* found = nullptr;
    const int status = git_revparse_single(&found, repository.get(), is_branch ? branch.c_str() : name.c_str());
    const GitObjectHandle object(found);
    if (status != 0) return fail(no_such_ref(repository, name, status));
    git_object* peeled = nullptr;
    if (git_object_peel(&peeled, found, GIT_OBJECT_COMMIT) != 0)
        return fail(ErrorCode::invalid_argument, fmt::format("'{}' is not a commit", name), "give a branch, a tag or a commit",
                    {repository.directory.string()});
    return GitCommitHandle(reinterpret_cast<git_commit*>(peeled));
}

}  // namespace kb
