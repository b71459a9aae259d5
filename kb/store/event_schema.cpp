#include "kb/store/event_schema.h"

namespace kb {

namespace {

// `figures` has each count twice, by day and by month (see period.h), so that a year is read in a dozen steps; of months that are
// over, those of which there are many are in `packed_figures` instead (see packed_figures.h).
constexpr const char* schema_1 = R"(
CREATE TABLE names (
    place INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE groups (
    place INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE queries (
    place INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    grouped INTEGER NOT NULL REFERENCES groups (place),
    uses INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX queries_by_group ON queries (grouped);
CREATE INDEX queries_unused ON queries (place) WHERE uses <= 0;
CREATE TRIGGER group_unused AFTER DELETE ON queries BEGIN
    DELETE FROM groups WHERE place = old.grouped AND NOT EXISTS (SELECT 1 FROM queries WHERE grouped = old.grouped);
END;
CREATE TABLE sessions (
    place INTEGER PRIMARY KEY,
    mark INTEGER NOT NULL UNIQUE,
    parent INTEGER,
    root INTEGER NOT NULL
);
CREATE INDEX sessions_by_root ON sessions (root) WHERE root <> place;
CREATE TABLE events (
    place INTEGER PRIMARY KEY,
    mark INTEGER NOT NULL UNIQUE,
    session INTEGER REFERENCES sessions (place),
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    lang INTEGER NOT NULL,
    search INTEGER,
    query INTEGER,
    results INTEGER,
    article INTEGER,
    rank INTEGER,
    source INTEGER,
    visible_ms INTEGER,
    helpful INTEGER,
    comment TEXT
);
CREATE INDEX events_by_session ON events (session) WHERE session IS NOT NULL;
CREATE INDEX comments ON events (at) WHERE comment IS NOT NULL;
CREATE TABLE cases (
    session INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    begins INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    day INTEGER NOT NULL,
    lang INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (session, kind, begins, article)
) WITHOUT ROWID;
CREATE INDEX cases_by_end ON cases (kind, ends);
CREATE TABLE figures (
    kind INTEGER NOT NULL,
    period INTEGER NOT NULL,
    lang INTEGER NOT NULL,
    key INTEGER NOT NULL,
    sub INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (kind, period, lang, key, sub)
) WITHOUT ROWID;
CREATE TABLE packed_figures (
    kind INTEGER NOT NULL,
    period INTEGER NOT NULL,
    lang INTEGER NOT NULL,
    figures BLOB NOT NULL,
    PRIMARY KEY (kind, period, lang)
);
CREATE TABLE rules (
    since INTEGER PRIMARY KEY,
    window INTEGER NOT NULL,
    holdout_percent INTEGER NOT NULL,
    timezone TEXT NOT NULL
);
)";

// Who asked the same.
constexpr const char* schema_2 = "CREATE INDEX events_by_query ON events (query, at) WHERE query IS NOT NULL";

}  // namespace

Result<Database> open_event_database(const std::filesystem::path& data) {
    auto database = Database::open(data / "events.db", {schema_1, schema_2}, Database::Outlives::program);
    if (!database) return database;
    // Its indexes are large, and looked into all over.
    const auto prepared = database->run("prepare", [](SQLite::Database& connection) {
        connection.exec("PRAGMA cache_size = -65536");
        connection.exec("PRAGMA mmap_size = 268435456");
    });
    if (!prepared) return fail(prepared.error());
    return database;
}

}  // namespace kb
