#include "kb/source/source.h"

#include <algorithm>

#include "kb/base/utf8.h"
#include "kb/source/commit_source.h"
#include "kb/source/folder.h"

namespace kb {

namespace {

// Larger files are no pointers, says the specification.
constexpr std::size_t max_lfs_pointer = 1024;

struct Saying {
    const char* what;
    const char* hint;
};

Saying saying_of(Unlistable why) {
    switch (why) {
        case Unlistable::bad_name: return {"a file name that is not plain UTF-8 text", "rename the file"};
        case Unlistable::leads_nowhere: return {"a link that leads nowhere", "remove it or mend its target"};
        case Unlistable::leads_outside: return {"a link that leads out of the content folder", "copy the file into the folder"};
        case Unlistable::leads_to_hidden: return {"a link that leads to a hidden name", "copy the file elsewhere"};
        case Unlistable::leads_back: return {"a link that leads back into its own folder", "remove it"};
        case Unlistable::too_deep: return {"folders nested beyond 32 levels", "flatten the folders"};
        case Unlistable::submodule: break;
    }
    return {"a submodule: its files are in another repository, and are left out",
            "copy them into this one, or give --content a work tree with its submodules checked out"};
}

}  // namespace

Result<std::unique_ptr<const Source>> Source::open(const std::filesystem::path& place, const std::optional<std::string>& ref) {
    auto commit = CommitSource::open(place, ref);
    if (!commit) return fail(commit.error());
    if (*commit) return std::make_unique<const CommitSource>(std::move(**commit));
    auto folder = FolderSource::open(place);
    if (!folder) return fail(folder.error());
    return std::make_unique<const FolderSource>(std::move(*folder));
}

bool is_markdown(std::string_view path) {
    return path.ends_with(".md") || path.ends_with(".markdown") || path.ends_with(".MD");
}

bool is_content_name(std::string_view name) {
    return !name.starts_with('.') && is_plain_name(name);
}

bool is_plain_name(std::string_view name) {
    return !find_invalid_utf8(name) &&
           std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool has_hidden_part(std::string_view path) {
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('/'));
        if (part.starts_with('.') && part != "." && part != "..") return true;
        path.remove_prefix(std::min(path.size(), part.size() + 1));
    }
    return false;
}

bool is_lfs_pointer(std::string_view content) {
    return content.size() < max_lfs_pointer && content.starts_with("version https://git-lfs.github.com/spec/") &&
           content.find("\noid ") != std::string_view::npos;
}

Problem unlistable(Unlistable why, std::string path) {
    const Saying saying = saying_of(why);
    const Severity severity = why == Unlistable::submodule ? Severity::warning : Severity::error;
    return {{std::move(path)}, severity, "source", saying.what, saying.hint};
}

Error hidden_name(const std::string& path) {
    return {ErrorCode::unreadable, "names beginning with '.' are not content", "copy the file elsewhere", {path}};
}

Error lfs_pointer(const std::string& path) {
    return {ErrorCode::unreadable, "a pointer of Git LFS instead of the file itself",
            "give --content a work tree where git lfs pull was run, or store the file in git itself", {path}};
}

}  // namespace kb
