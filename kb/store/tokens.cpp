#include "kb/store/tokens.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kb/base/hash.h"
#include "kb/base/random.h"

namespace kb {

namespace {

using Connection = SQLite::Database;
using Statement = SQLite::Statement;

constexpr const char* schema = R"(
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role INTEGER NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    revoked INTEGER
);
CREATE UNIQUE INDEX tokens_by_name ON tokens (name) WHERE revoked IS NULL;
CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    token INTEGER NOT NULL REFERENCES tokens (id),
    ends INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_token ON sessions (token);
)";

constexpr std::size_t key_bytes = 32, longest_name = 100;
constexpr int most_sessions = 100;  // of one token

constexpr std::array<std::string_view, 4> role_names = {"customer", "agent", "writer", "administrator"};

// Hexadecimal, after a word that tells what was found in some file or log.
std::string new_key(std::string_view kind) {
    std::string key = fmt::format("otvet-{}-", kind);
    for (const char byte : random_bytes(key_bytes)) key += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return key;
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name &&
           std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::optional<std::int64_t> find_token(Connection& connection, const char* column, const std::string& value) {
    Statement query(connection, fmt::format("SELECT id FROM tokens WHERE {} = ? AND revoked IS NULL", column));
    query.bind(1, value);
    if (!query.executeStep()) return {};
    return query.getColumn(0).getInt64();
}

void insert_token(Connection& connection, Role role, const std::string& name, const std::string& hash, std::int64_t now) {
    Statement insert(connection, "INSERT INTO tokens (name, role, hash, created) VALUES (?, ?, ?, ?)");
    insert.bind(1, name);
    insert.bind(2, static_cast<int>(role));
    insert.bind(3, hash);
    insert.bind(4, now);
    insert.exec();
}

// All sessions are kept in memory, and a program may open one after another.
void end_oldest(Connection& connection, std::int64_t token) {
    Statement end(connection, "DELETE FROM sessions WHERE hash IN "
                              "(SELECT hash FROM sessions WHERE token = ? ORDER BY ends DESC, hash LIMIT -1 OFFSET ?)");
    end.bind(1, token);
    end.bind(2, most_sessions);
    end.exec();
}

}  // namespace

std::string_view name_of(Role role) {
    return role_names[static_cast<std::size_t>(role)];
}

std::optional<Role> parse_role(std::string_view name) {
    const auto found = std::find(role_names.begin(), role_names.end(), name);
    if (found == role_names.end()) return {};
    return static_cast<Role>(found - role_names.begin());
}

std::string hash_of_key(std::string_view key) {
    return sha256_hex(key);
}

Result<std::unique_ptr<Tokens>> Tokens::open(const std::filesystem::path& data) {
    auto database = Database::open(data / "access.db", {schema});
    if (!database) return fail(database.error());
    return std::unique_ptr<Tokens>(new Tokens(std::move(*database)));
}

Result<std::string> Tokens::create(Role role, const std::string& name, std::int64_t now) {
    if (!is_name(name)) return fail(ErrorCode::invalid_argument, "this is no name", "give 1 to 100 bytes without control characters");
    if (role == Role::customer)
        return fail(ErrorCode::invalid_argument, "customers need no token", "give agent, writer or administrator");
    const std::lock_guard lock(mutex_);
    const std::string token = new_key("token");
    bool is_taken = false;
    const auto made = database_.change("store a token in", [&](Connection& connection) {
        is_taken = find_token(connection, "name", name).has_value();
        if (!is_taken) insert_token(connection, role, name, hash_of_key(token), now);
    });
    if (!made) return fail(made.error());
    if (is_taken) return fail(ErrorCode::invalid_argument, fmt::format("there is a token '{}' already", name), "revoke it first, or take another name");
    return token;
}

Result<void> Tokens::revoke(const std::string& name, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    const auto revoked = database_.change("revoke a token in", [&](Connection& connection) {
        const auto id = find_token(connection, "name", name);
        if (!id) return false;
        Statement update(connection, "UPDATE tokens SET revoked = ? WHERE id = ?");
        update.bind(1, now);
        update.bind(2, *id);
        update.exec();
        Statement end(connection, "DELETE FROM sessions WHERE token = ?");
        end.bind(1, *id);
        end.exec();
        return true;
    });
    if (!revoked) return fail(revoked.error());
    if (!*revoked) return fail(ErrorCode::not_found, fmt::format("there is no token '{}'", name), "see kb-server token list");
    return {};
}

Result<std::vector<TokenInfo>> Tokens::list() {
    const std::lock_guard lock(mutex_);
    return database_.run("read", [](Connection& connection) {
        Statement query(connection, "SELECT name, role, created, revoked FROM tokens ORDER BY revoked IS NOT NULL, name, created");
        std::vector<TokenInfo> found;
        while (query.executeStep()) {
            TokenInfo info{query.getColumn(0).getString(), static_cast<Role>(query.getColumn(1).getInt()), query.getColumn(2).getInt64(), {}};
            if (!query.getColumn(3).isNull()) info.revoked = query.getColumn(3).getInt64();
            found.push_back(std::move(info));
        }
        return found;
    });
}

Result<std::optional<std::string>> Tokens::open_session(std::string_view token, std::int64_t now, std::int64_t ends) {
    const std::lock_guard lock(mutex_);
    return database_.change("store a session in", [&](Connection& connection) -> std::optional<std::string> {
        const auto id = find_token(connection, "hash", hash_of_key(token));
        if (!id) return {};
        Statement old(connection, "DELETE FROM sessions WHERE ends <= ?");
        old.bind(1, now);
        old.exec();
        std::string session = new_key("session");
        Statement insert(connection, "INSERT INTO sessions (hash, token, ends) VALUES (?, ?, ?)");
        insert.bind(1, hash_of_key(session));
        insert.bind(2, *id);
        insert.bind(3, ends);
        insert.exec();
        end_oldest(connection, *id);
        return session;
    });
}

Result<void> Tokens::close_session(std::string_view session) {
    const std::lock_guard lock(mutex_);
    return database_.change("close a session in", [&](Connection& connection) {
        Statement end(connection, "DELETE FROM sessions WHERE hash = ?");
        end.bind(1, hash_of_key(session));
        end.exec();
    });
}

Result<std::vector<Pass>> Tokens::passes(std::int64_t now) {
    const std::lock_guard lock(mutex_);
    return database_.run("read", [&](Connection& connection) {
        Statement query(connection, "SELECT hash, name, role, 0 FROM tokens WHERE revoked IS NULL UNION ALL "
                                    "SELECT sessions.hash, name, role, ends FROM sessions JOIN tokens ON id = token WHERE ends > ?");
        query.bind(1, now);
        std::vector<Pass> found;
        while (query.executeStep())
            found.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(), static_cast<Role>(query.getColumn(2).getInt()),
                             query.getColumn(3).getInt64()});
        return found;
    });
}

Result<int> Tokens::version_of_others() {
    const std::lock_guard lock(mutex_);
    return database_.version_of_others();
}

}  // namespace kb
