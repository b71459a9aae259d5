#include "kb/import/repository_writer.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "kb/base/files.h"
#include "kb/base/yaml.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

Error failed(std::string_view doing, const fs::path& path, const std::error_code& error) {
    return system_error(doing, path.string(), error.value());
}

void append_list(std::string& text, std::string_view name, const std::vector<std::string>& items) {
    if (items.empty()) return;
    text += fmt::format("{}:\n", name);
    for (const std::string& item : items) text += fmt::format("  - {}\n", quote_yaml(item));
}

void append_text(std::string& text, std::string_view name, std::string_view value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", name, quote_yaml(value));
}

constexpr std::string_view beside_mark = ".import-";

// Folders of runs that were killed: whoever is still at work holds a lock on its own.
void remove_leftovers(const fs::path& target) {
    const std::string beginning = target.filename().string() + std::string(beside_mark);
    std::error_code error;
    std::vector<std::pair<fs::path, FileDescriptor>> leftovers;
    for (const fs::directory_entry& entry : fs::directory_iterator(target.parent_path(), error)) {
        const std::string name = entry.path().filename().string();
        if (name.size() != beginning.size() + 6 || !name.starts_with(beginning) || !entry.is_directory(error) || entry.is_symlink(error)) continue;
        FileDescriptor folder(::open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (folder && ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0) leftovers.emplace_back(entry.path(), std::move(folder));
    }
    for (const auto& [leftover, lock] : leftovers) fs::remove_all(leftover, error);
}

}  // namespace

Result<RepositoryWriter> RepositoryWriter::create(const fs::path& given) {
    std::error_code error;
    fs::path target = fs::absolute(given, error).lexically_normal();
    if (!target.has_filename()) target = target.parent_path();
    const auto status = fs::symlink_status(target, error);
    if (fs::exists(status) && !(fs::is_directory(status) && fs::is_empty(target, error)))
        return fail(ErrorCode::invalid_argument, "there is something here already", "give a new or an empty folder, or remove this one", {given.string(), 0, 0});
    error.clear();
    fs::create_directories(target.parent_path(), error);
    if (error) return fail(failed("make the folder", target.parent_path(), error));
    remove_leftovers(target);
    for (int attempt = 0; attempt < 3; ++attempt) {
        std::string beside = target.string() + std::string(beside_mark) + "XXXXXX";
        if (::mkdtemp(beside.data()) == nullptr) return fail(system_error("make a folder", beside, errno));
        FileDescriptor lock(::open(beside.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        ::chmod(beside.c_str(), 0755);
        struct stat made {};
        // Another run may have taken it for a leftover in between.
        if (lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0 && ::fstat(lock.get(), &made) == 0 && made.st_nlink > 0)
            return RepositoryWriter(std::move(target), fs::path(beside), std::move(lock));
    }
    return fail(ErrorCode::busy, "other imports write here", "try again in a moment", {given.string(), 0, 0});
}

RepositoryWriter::RepositoryWriter(RepositoryWriter&& other) noexcept
    : target_(std::move(other.target_)), beside_(std::exchange(other.beside_, fs::path())), lock_(std::move(other.lock_)) {}

RepositoryWriter::~RepositoryWriter() {
    std::error_code ignored;
    if (!beside_.empty()) fs::remove_all(beside_, ignored);
}

Result<fs::path> RepositoryWriter::place(const std::string& path) {
    const fs::path place = beside_ / path;
    // Paths are made by this program; one that leads out would be a fault of it.
    if (place.lexically_normal().string().rfind(beside_.string() + "/", 0) != 0)
        return fail(ErrorCode::invalid_argument, "a path leads out of the new repository", {}, {path, 0, 0});
    std::error_code error;
    fs::create_directories(place.parent_path(), error);
    if (error) return fail(failed("make the folder", place.parent_path(), error));
    return place;
}

// Not flushed file by file: nothing counts before publish().
Result<void> RepositoryWriter::write(const std::string& path, std::string_view text, std::int64_t modified) {
    const auto at = place(path);
    if (!at) return fail(at.error());
    std::ofstream out(*at, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) return fail(system_error("write", path, errno));
    if (modified <= 0) return {};
    timespec times[2]{};
    times[0].tv_sec = times[1].tv_sec = modified;
    ::utimensat(AT_FDCWD, at->c_str(), times, 0);
    return {};
}

Result<void> RepositoryWriter::copy(const fs::path& from, const std::string& path) {
    const auto at = place(path);
    if (!at) return fail(at.error());
    return clone_file(from, *at);
}

Result<void> RepositoryWriter::publish() {
    // All at once: thousands of files flushed one by one took most of an import's time.
    const FileDescriptor folder(::open(beside_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder || ::syncfs(folder.get()) != 0) return fail(system_error("flush", beside_.string(), errno));
    if (::rename(beside_.c_str(), target_.c_str()) != 0) return fail(system_error("put in place", target_.string(), errno));
    beside_.clear();
    return sync_directory(target_.parent_path());
}

std::string article_file_text(const ImportedPage& page, const PlannedPage& planned) {
    std::string text = fmt::format("---\ntitle: {}\n", quote_yaml(page.title));
    append_text(text, "description", page.description);
    append_text(text, "slug", planned.slug);
    append_list(text, "tags", page.tags);
    append_list(text, "questions", page.questions);
    append_list(text, "aliases", planned.aliases);
    append_list(text, "related", page.related);
    if (page.visibility == Visibility::internal) text += "visibility: internal\n";
    if (page.visibility == Visibility::draft) text += "visibility: draft\n";
    append_text(text, "owner", page.owner);
    append_text(text, "last_reviewed", page.last_reviewed);
    append_text(text, "review_every", page.review_every);
    return text + "---\n\n" + page.markdown;
}

std::string category_file_text(const PlannedCategory& category) {
    std::string text = fmt::format("---\ntitle: {}\n", quote_yaml(category.title));
    append_text(text, "description", category.description);
    if (category.order > 0) text += fmt::format("order: {}\n", category.order);
    return text + "---\n";
}

std::string site_file_text(std::string_view title, const std::vector<std::string>& languages) {
    return fmt::format("# Written by kb-indexer import. docs/commands.md and the manual say what else may stand here.\n"
                       "title: {}\nlanguages: [{}]\ndefault_language: {}\n",
                       quote_yaml(title), fmt::join(languages, ", "), languages.front());
}

}  // namespace kb
