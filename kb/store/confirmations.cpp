#include "kb/store/confirmations.h"

#include "kb/base/hash.h"

namespace kb {

namespace {

using Connection = SQLite::Database;
using Statement = SQLite::Statement;

// `mark` is a hash of who said what, so that saying it again is no second confirmation.
constexpr const char* schema = R"(
CREATE TABLE confirmations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mark TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    agent TEXT NOT NULL,
    lang TEXT NOT NULL,
    subject TEXT NOT NULL,
    message TEXT NOT NULL,
    article TEXT
);
CREATE INDEX confirmations_by_article ON confirmations (article, id);
CREATE INDEX nothing_fits ON confirmations (at) WHERE article IS NULL;
)";

constexpr const char* with_groups = "ALTER TABLE confirmations ADD COLUMN grouped TEXT NOT NULL DEFAULT ''";

constexpr const char* columns = "SELECT id, at, agent, lang, subject, message, article, grouped FROM confirmations ";

std::string mark_of(const NewConfirmation& what) {
    std::string all;
    for (const std::string& part : {what.agent, what.lang, what.subject, what.message, what.article.value_or("")}) all += part + '\0';
    return sha256_hex(all + (what.article ? '1' : '0'));
}

Confirmation row_of(Statement& row) {
    Confirmation confirmation{row.getColumn(0).getInt64(), row.getColumn(1).getInt64(),
                              {row.getColumn(2).getString(), row.getColumn(3).getString(), row.getColumn(4).getString(), row.getColumn(5).getString(), {}, {}}};
    confirmation.what.group = row.getColumn(7).getString();
    if (!row.getColumn(6).isNull()) confirmation.what.article = row.getColumn(6).getString();
    return confirmation;
}

std::vector<Confirmation> rows_of(Statement& query) {
    std::vector<Confirmation> rows;
    while (query.executeStep()) rows.push_back(row_of(query));
    return rows;
}

std::int64_t insert(Connection& connection, const NewConfirmation& what, const std::string& mark, std::int64_t now) {
    Statement statement(connection, "INSERT INTO confirmations (mark, at, agent, lang, subject, message, article, grouped) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    statement.bind(1, mark);
    statement.bind(2, now);
    statement.bind(3, what.agent);
    statement.bind(4, what.lang);
    statement.bind(5, what.subject);
    statement.bind(6, what.message);
    if (what.article) statement.bind(7, *what.article);
    statement.bind(8, what.group);
    statement.exec();
    const std::int64_t id = connection.getLastInsertRowid();
    Statement erase(connection, "DELETE FROM confirmations WHERE id IN (SELECT id FROM confirmations ORDER BY id DESC LIMIT -1 OFFSET ?)");
    erase.bind(1, most_confirmations);
    erase.exec();
    return id;
}

}  // namespace

Result<std::unique_ptr<Confirmations>> Confirmations::open(const std::filesystem::path& data) {
    auto database = Database::open(data / "confirmations.db", {schema, with_groups});
    if (!database) return fail(database.error());
    return std::unique_ptr<Confirmations>(new Confirmations(std::move(*database)));
}

Result<Confirmations::Added> Confirmations::add(const NewConfirmation& confirmation, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    const std::string mark = mark_of(confirmation);
    auto added = database_.change("store a confirmation in", [&](Connection& connection) {
        Statement known(connection, "SELECT id FROM confirmations WHERE mark = ?");
        known.bind(1, mark);
        if (known.executeStep()) return Added{known.getColumn(0).getInt64(), false};
        return Added{insert(connection, confirmation, mark, now), true};
    });
    if (added && added->is_new) ++changes_;
    return added;
}

Result<std::optional<Confirmation>> Confirmations::find(std::int64_t id) {
    const std::lock_guard lock(mutex_);
    return database_.run("look into", [&](Connection& connection) {
        Statement query(connection, std::string(columns) + "WHERE id = ?");
        query.bind(1, id);
        return query.executeStep() ? std::optional(row_of(query)) : std::nullopt;
    });
}

Result<bool> Confirmations::remove(std::int64_t id) {
    const std::lock_guard lock(mutex_);
    auto removed = database_.change("remove a confirmation from", [&](Connection& connection) {
        Statement erase(connection, "DELETE FROM confirmations WHERE id = ?");
        erase.bind(1, id);
        return erase.exec() > 0;
    });
    if (!removed || !*removed) return removed;
    ++changes_;
    // When somebody reads there now, the log of changes is emptied by a later change.
    if (auto forgotten = database_.forget_erased(); !forgotten) return fail(forgotten.error());
    return true;
}

Result<std::vector<Confirmation>> Confirmations::list(std::int64_t before, int most, const std::optional<std::string>& article) {
    const std::lock_guard lock(mutex_);
    return database_.run("look into", [&](Connection& connection) {
        Statement query(connection, std::string(columns) + "WHERE (?1 = 0 OR id < ?1) AND (?3 IS NULL OR article = ?3) ORDER BY id DESC LIMIT ?2");
        query.bind(1, before);
        query.bind(2, most);
        if (article) query.bind(3, *article);
        return rows_of(query);
    });
}

Result<std::vector<Confirmation>> Confirmations::solved(int most) {
    const std::lock_guard lock(mutex_);
    return database_.run("look into", [&](Connection& connection) {
        Statement query(connection, std::string(columns) + "WHERE article IS NOT NULL ORDER BY id DESC LIMIT ?");
        query.bind(1, most);
        return rows_of(query);
    });
}

Result<std::vector<NothingFits>> Confirmations::nothing_fits(std::int64_t from, std::int64_t to) {
    const std::lock_guard lock(mutex_);
    return database_.run("look into", [&](Connection& connection) {
        Statement query(connection, std::string(columns) + "WHERE article IS NULL AND at >= ? AND at < ? ORDER BY id");
        query.bind(1, from);
        query.bind(2, to);
        std::vector<NothingFits> messages;
        for (Confirmation& row : rows_of(query)) messages.push_back({std::move(row.what.lang), std::move(row.what.subject), std::move(row.what.message), std::move(row.what.group), row.at});
        return messages;
    });
}

Result<void> Confirmations::forget_nothing_fits(std::int64_t before) {
    const std::lock_guard lock(mutex_);
    const auto forgotten = database_.change("forget messages in", [&](Connection& connection) {
        Statement erase(connection, "DELETE FROM confirmations WHERE article IS NULL AND at < ?");
        erase.bind(1, before);
        return erase.exec();
    });
    if (!forgotten) return fail(forgotten.error());
    if (*forgotten == 0) return {};
    ++changes_;
    if (auto emptied = database_.forget_erased(); !emptied) return fail(emptied.error());
    return {};
}

Result<std::int64_t> Confirmations::version() {
    const std::lock_guard lock(mutex_);
    const auto others = database_.version_of_others();
    if (!others) return fail(others.error());
    return (std::int64_t{*others} << 32) + changes_;
}

}  // namespace kb
