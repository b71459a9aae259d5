// Databases that earlier versions made open, with all that is in them.
#include <map>

#include <catch2/catch.hpp>

#include "kb/base/files.h"
#include "kb/events/recorder.h"
#include "kb/store/event_log.h"
#include "kb/store/figures.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

using namespace kb;
using kb::test::must;
using kb::test::ScratchFolder;

namespace {

// tests/fixtures/databases/NAME-SCHEMA.sql, as the file of a data folder.
void make_database(const ScratchFolder& data, const std::string& name, int schema) {
    const std::string fixture = name + "-" + std::to_string(schema) + ".sql";
    const std::string sql = must(read_file(std::string(OTVET_SOURCES "/tests/fixtures/databases/") + fixture, 1 << 20));
    SQLite::Database database((data / (name + ".db")).string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(sql);
    database.exec("PRAGMA user_version = " + std::to_string(schema));
}

}  // namespace

TEST_CASE("events of schema 1 are read, and go on") {
    const ScratchFolder data;
    make_database(data, "events", 1);
    const Span may{20574, 20604, "ru"};
    const auto figures = must(Figures::open(data.path()));
    std::map<int, std::int64_t> questions;
    must(figures->read([&](FigureReader reader) {
        for (const DayFigure& figure : reader.by_day(FigureKind::question, may)) questions[figure.sub] += figure.n;
        CHECK(reader.comments(may, 10).size() == 1);
        CHECK(reader.rules(0).timezone == "Europe/Moscow");
        return 0;
    }));
    CHECK(questions == std::map<int, std::int64_t>{{static_cast<int>(Outcome::confirmed), 1}, {static_cast<int>(Outcome::ticket), 1}});

    const auto log = must(EventLog::open(data.path()));
    const auto trail = must(log->change("read", [&](EventTables& tables) { return tables.trail(tables.root_of(tables.find_session(mark_of("a"))->place)); }));
    CHECK(trail.sessions.size() == 2);
    CHECK(trail.events.size() == 5);
}

TEST_CASE("what SQLite looks for in damaged files is not in ours") {
    const ScratchFolder data;
    make_database(data, "events", 1);
    must(EventLog::open(data.path()));
    SQLite::Database database((data / "events.db").string());
    CHECK(database.execAndGet("SELECT COUNT(*) FROM cases").getInt() > 0);
    CHECK(database.execAndGet("PRAGMA integrity_check").getString() == "ok");
}

TEST_CASE("tickets without a question that schema 1 did not count are counted, once") {
    const ScratchFolder data;
    make_database(data, "events", 1);
    {
        SQLite::Database database((data / "events.db").string(), SQLite::OPEN_READWRITE);
        database.exec("INSERT INTO sessions VALUES (9, 9, NULL, 9)");
        database.exec("INSERT INTO events (mark, session, kind, at, lang) VALUES (99, 9, 10, 1778500000000, 1)");
    }
    for (int start = 0; start < 2; ++start) {
        must(Recorder::open(data.path(), {}, [] { return std::int64_t{1778500000000}; }, [](const std::string& query, const std::string&) { return query; }, {}));
        std::int64_t tickets = 0;
        must(must(Figures::open(data.path()))->read([&](FigureReader reader) {
            for (const DayFigure& figure : reader.by_day(FigureKind::unasked_ticket, {20574, 20604, "ru"})) tickets += figure.n;
            return 0;
        }));
        CHECK(tickets == 1);
    }
}
