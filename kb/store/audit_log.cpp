#include "kb/store/audit_log.h"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kb/base/date.h"
#include "kb/base/files.h"
#include "kb/base/unix_user.h"

namespace kb {

namespace {

// Another program may turn the file over between our opening and locking it; that it always does is no accident.
constexpr int most_turns = 10;

std::string line_of(const AuditEntry& entry, std::int64_t now) {
    nlohmann::ordered_json json = {{"time", to_iso_time(now)}, {"by", entry.by}};
    if (!entry.who.empty()) json["who"] = entry.who;
    if (!entry.role.empty()) json["role"] = entry.role;
    json["action"] = entry.action;
    for (const auto& [name, value] : entry.about) json["about"][name] = value;
    if (entry.times != 1) json["times"] = entry.times;
    // Bytes that are not UTF-8 become U+FFFD: a line is better than none.
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

// Whether `path` still leads to what is open. Fills in its size.
bool is_there(const FileDescriptor& file, const std::filesystem::path& path, std::size_t& size) {
    struct stat open {}, named {};
    if (fstat(file.get(), &open) != 0 || stat(path.c_str(), &named) != 0) return false;
    size = static_cast<std::size_t>(open.st_size);
    return open.st_ino == named.st_ino && open.st_dev == named.st_dev;
}

}  // namespace

AuditEntry command_line_entry(std::string action, std::vector<std::pair<std::string, std::string>> about) {
    return {"command line", unix_user(), {}, std::move(action), std::move(about)};
}

Result<void> AuditLog::write(const AuditEntry& entry, std::int64_t now) const {
    const std::string line = line_of(entry, now);
    for (int turn = 0; turn < most_turns; ++turn) {
        // A link could lead a command line of root's anywhere.
        const auto file = open_private_file(path_, O_WRONLY | O_APPEND | O_NOFOLLOW);
        if (!file) return fail(file.error());
        std::size_t size = 0;
        if (flock(file->get(), LOCK_EX) != 0) return fail(system_error("lock", path_.string(), errno));
        if (!is_there(*file, path_, size)) continue;
        if (size > 0 && size + line.size() > most_bytes) {
            turn_over();
            continue;
        }
        const ssize_t written = ::write(file->get(), line.data(), line.size());
        if (written == static_cast<ssize_t>(line.size())) return {};
        return fail(system_error("write to", path_.string(), written < 0 ? errno : ENOSPC));
    }
    return fail(ErrorCode::busy, "others keep moving the audit log away", "see what does so", {path_.string()});
}

// By whoever holds the lock.
void AuditLog::turn_over() const {
    const auto numbered = [&](int number) { return number == 0 ? path_ : std::filesystem::path(fmt::format("{}.{}", path_.string(), number)); };
    std::error_code ignored;
    for (int number = kept; number > 0; --number) std::filesystem::rename(numbered(number - 1), numbered(number), ignored);
}

}  // namespace kb
