#include "kb/store/database.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <fmt/format.h>

#include "kb/base/files.h"

namespace kb {

namespace {

constexpr int busy_timeout = 10'000;  // ms; other programs hold it for a moment only
// 4 GiB: a full disk would take down more than this.
constexpr int most_pages = 1024 * 1024;

// Before SQLite makes it with whatever rights are usual; it gives the files beside it the same. One that is there must not be opened: closing it
// again would drop the locks that other connections of this program have on it (https://www.sqlite.org/howtocorrupt.html, 2.2), and the
// next program that closes the file would take the log of changes away from under them.
Result<void> make_file(const std::filesystem::path& path) {
    std::error_code unknown;
    if (std::filesystem::exists(path, unknown)) return {};
    const auto file = open_private_file(path, O_RDWR);
    if (!file) return fail(file.error());
    return {};
}

void prepare(SQLite::Database& connection, Database::Outlives commits) {
    connection.setBusyTimeout(busy_timeout);
    connection.exec("PRAGMA journal_mode = WAL");
    connection.exec(commits == Database::Outlives::machine ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    connection.exec("PRAGMA secure_delete = ON");
    connection.exec("PRAGMA foreign_keys = ON");
    connection.exec(fmt::format("PRAGMA max_page_count = {}", most_pages));
}

// As long as it lives nobody is waited for, whatever is thrown meanwhile.
class Impatience {
public:
    explicit Impatience(SQLite::Database& connection) : connection_(connection) { connection_.setBusyTimeout(0); }
    Impatience(const Impatience&) = delete;
    Impatience& operator=(const Impatience&) = delete;
    ~Impatience() { sqlite3_busy_timeout(connection_.getHandle(), busy_timeout); }

private:
    SQLite::Database& connection_;
};

int schema_of(SQLite::Database& connection) {
    return connection.execAndGet("PRAGMA user_version").getInt();
}

}  // namespace

Result<Database> Database::open(const std::filesystem::path& path, std::initializer_list<const char*> steps, Outlives commits) {
    if (auto made = make_file(path); !made) return fail(made.error());
    Database database(path, nullptr);
    try {
        database.connection_ = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READWRITE, busy_timeout);
        prepare(*database.connection_, commits);
    } catch (const SQLite::Exception& exception) {
        return fail(database.to_error("open", exception));
    }
    const auto latest = static_cast<int>(steps.size());
    const auto schema = database.change("bring up to date", [&](SQLite::Database& connection) {
        const int found = schema_of(connection);
        for (int step = found; step < latest; ++step) connection.exec(std::data(steps)[step]);
        if (found < latest) connection.exec(fmt::format("PRAGMA user_version = {}", latest));
        return found;
    });
    if (!schema) return fail(schema.error());
    if (*schema > latest)
        return fail(ErrorCode::index_foreign, fmt::format("made by a later version of this program (schema {})", *schema),
                    "run that version, or name another folder", {path.string()});
    return database;
}

Result<int> Database::version_of_others() {
    return run("look at", [](SQLite::Database& connection) { return connection.execAndGet("PRAGMA data_version").getInt(); });
}

Result<bool> Database::forget_erased() {
    return run("tidy up", [](SQLite::Database& connection) {
        const Impatience now_or_never(connection);
        SQLite::Statement checkpoint(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        // The first column says whether somebody was in the way.
        return checkpoint.executeStep() && checkpoint.getColumn(0).getInt() == 0;
    });
}

Error Database::to_error(std::string_view doing, const SQLite::Exception& exception) const {
    const Location at{path_.string()};
    const std::string what = fmt::format("cannot {} the database: {}", doing, exception.what());
    switch (exception.getErrorCode()) {
        case SQLITE_FULL: return {ErrorCode::no_space, what, "make room on the disk, or drop what waits", at};
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return {ErrorCode::busy, what, "try again in a moment", at};
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT: return {ErrorCode::index_damaged, what, "restore it from a backup, or move it away", at};
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM: return {ErrorCode::unreadable, what, "let this user write into the folder", at};
        default: return {ErrorCode::io, what, {}, at};
    }
}

}  // namespace kb
