#include "tests/world/stored_figures.h"

#include "kb/base/date.h"
#include "kb/store/event_schema.h"
#include "kb/store/period.h"
#include "tests/world/must.h"

namespace kb::test {

namespace {

using Connection = SQLite::Database;
using Statement = SQLite::Statement;

void bind_all(Statement& statement, const std::vector<std::int64_t>& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) statement.bind(static_cast<int>(i + 1), numbers[i]);
}

}  // namespace

Day day(std::string_view iso) {
    return day_number(parse_date(iso).value());
}

std::int64_t midnight(std::string_view iso) {
    return day(iso) * std::int64_t{24 * 60 * 60 * 1000};
}

StoredFigures::StoredFigures()
    : database_(std::make_unique<Database>(must(open_event_database(folder_.path())))), figures_(must(Figures::open(folder_.path()))) {
    must(database_->run("hurry", [](Connection& connection) { connection.exec("PRAGMA synchronous = OFF"); }));
}

void StoredFigures::add(FigureKind kind, std::string_view iso_day, std::string_view lang, std::int64_t key, int sub, std::int64_t n) {
    const Place language = name(lang);
    must(database_->change("plant a figure in", [&](Connection& connection) {
        for (const Period period : {day(iso_day), month_of(day(iso_day))}) {
            Statement insert(connection, "INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n");
            bind_all(insert, {static_cast<int>(kind), period, language, key, sub, n});
            insert.exec();
        }
    }));
}

void StoredFigures::add(const Case& one) {
    must(database_->change("plant a case in", [&](Connection& connection) {
        Statement insert(connection, "INSERT INTO cases (session, kind, begins, ends, day, lang, outcome, article) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        bind_all(insert, {one.session, static_cast<int>(one.kind), one.begins, one.ends, one.day, one.lang, one.outcome, one.article});
        insert.exec();
    }));
}

void StoredFigures::add(const Rules& rules) {
    must(database_->change("plant rules in", [&](Connection& connection) {
        Statement insert(connection, "INSERT INTO rules (since, window, holdout_percent, timezone) VALUES (?, ?, ?, ?)");
        bind_all(insert, {rules.from, rules.window, rules.holdout_percent});
        insert.bind(4, rules.timezone);
        insert.exec();
    }));
}

void StoredFigures::comment(std::int64_t at, std::string_view lang, std::string_view slug, bool helpful, std::string_view text) {
    const Place language = name(lang), article = name(slug);
    must(database_->change("plant a comment in", [&](Connection& connection) {
        Statement insert(connection, "INSERT INTO events (mark, kind, at, lang, article, helpful, comment) VALUES (random(), 5, ?, ?, ?, ?, ?)");
        bind_all(insert, {at, language, article, helpful ? 1 : 0});
        insert.bind(5, std::string(text));
        insert.exec();
    }));
}

Place StoredFigures::place(const char* table, std::string_view name) {
    return must(database_->change("plant a name in", [&](Connection& connection) {
        Statement insert(connection, std::string("INSERT OR IGNORE INTO ") + table + " (name) VALUES (?)");
        insert.bind(1, std::string(name));
        insert.exec();
        Statement find(connection, std::string("SELECT place FROM ") + table + " WHERE name = ?");
        find.bind(1, std::string(name));
        find.executeStep();
        return find.getColumn(0).getInt64();
    }));
}

Place StoredFigures::name(std::string_view name) {
    return place("names", name);
}

Place StoredFigures::group(std::string_view name) {
    return place("groups", name);
}

Place StoredFigures::query(std::string_view text, std::string_view group_name) {
    const Place grouped = group(group_name);
    return must(database_->change("plant a query in", [&](Connection& connection) {
        Statement insert(connection, "INSERT OR IGNORE INTO queries (text, grouped) VALUES (?, ?)");
        insert.bind(1, std::string(text));
        insert.bind(2, grouped);
        insert.exec();
        Statement find(connection, "SELECT place FROM queries WHERE text = ?");
        find.bind(1, std::string(text));
        find.executeStep();
        return find.getColumn(0).getInt64();
    }));
}

}  // namespace kb::test
