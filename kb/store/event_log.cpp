#include "kb/store/event_log.h"

#include <utility>

#include "kb/base/random.h"
#include "kb/store/event_schema.h"
#include "kb/store/packed_figures.h"

namespace kb {

namespace {

using Connection = SQLite::Database;
using Statement = SQLite::Statement;

void bind_or_null(Statement& statement, int at, std::int64_t value) {
    if (value == 0) {
        statement.bind(at);
    } else {
        statement.bind(at, value);
    }
}

std::int64_t integer(const Statement& statement, int column) {
    return statement.getColumn(column).getInt64();
}

StoredEvent read_event(const Statement& row) {
    StoredEvent event;
    event.place = integer(row, 0);
    event.id = integer(row, 1);
    event.session = integer(row, 2);
    event.kind = static_cast<EventKind>(integer(row, 3));
    event.at = integer(row, 4);
    event.lang = integer(row, 5);
    event.search = integer(row, 6);
    event.query = integer(row, 7);
    if (!row.getColumn(8).isNull()) event.results = static_cast<std::int32_t>(integer(row, 8));
    event.article = integer(row, 9);
    event.rank = static_cast<std::int32_t>(integer(row, 10));
    event.source = static_cast<EventSource>(integer(row, 11));
    event.visible_ms = integer(row, 12);
    if (!row.getColumn(13).isNull()) event.helpful = integer(row, 13) != 0;
    event.group = integer(row, 14);
    return event;
}

// Runs it once with what was bound, and makes it ready for the next time.
int run(Statement& statement) {
    const int changes = statement.exec();
    statement.tryReset();
    return changes;
}

// Bound by place: `first` is the value of ?1.
template <class... Values>
Statement& with(Statement& statement, const Values&... values) {
    statement.tryReset();  // what a failure left behind fails nothing else
    int at = 0;
    (statement.bind(++at, values), ...);
    return statement;
}

template <class Read>
auto one(Statement& statement, Read read) -> std::optional<decltype(read(statement))> {
    std::optional<decltype(read(statement))> found;
    if (statement.executeStep()) found = read(statement);
    statement.reset();
    return found;
}

std::int64_t first_integer(const Statement& row) {
    return integer(row, 0);
}

}  // namespace

struct EventTables::Statements {
    explicit Statements(Connection& c)
        : find_session(c, "SELECT place, parent, mark FROM sessions WHERE mark = ?"),
          add_session(c, "INSERT INTO sessions (mark, root) VALUES (?, 0)"),
          own_root(c, "UPDATE sessions SET root = place WHERE place = ?"),
          root_of(c, "SELECT root FROM sessions WHERE place = ?"),
          set_parent(c, "UPDATE sessions SET parent = ?2 WHERE place = ?1"),
          move(c, "UPDATE sessions SET root = ?2 WHERE place = ?1 OR (root = ?1 AND root <> place)"),
          sessions_of(c, "SELECT place, parent, mark FROM sessions WHERE place = ?1 UNION ALL "
                         "SELECT place, parent, mark FROM sessions WHERE root = ?1 AND root <> place"),
          events_of(c, "SELECT events.place, mark, session, kind, at, lang, search, query, results, article, rank, source, visible_ms, "
                       "helpful, grouped FROM events LEFT JOIN queries ON queries.place = query WHERE session = ?"),
          find_name(c, "SELECT place FROM names WHERE name = ?"),
          add_name(c, "INSERT INTO names (name) VALUES (?)"),
          find_group(c, "SELECT place FROM groups WHERE name = ?"),
          add_group(c, "INSERT INTO groups (name) VALUES (?)"),
          find_query(c, "SELECT place, grouped FROM queries WHERE text = ?"),
          add_query(c, "INSERT INTO queries (text, grouped) VALUES (?, ?)"),
          use_query(c, "UPDATE queries SET uses = uses + ?2 WHERE place = ?1"),
          find_event(c, "SELECT 1 FROM events WHERE mark = ?"),
          add_event(c, "INSERT OR IGNORE INTO events (mark, session, kind, at, lang, search, query, results, article, rank, source, "
                       "visible_ms, helpful, comment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
          add_figure(c, "INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"),
          drop_figure(c, "DELETE FROM figures WHERE kind = ? AND period = ? AND lang = ? AND key = ? AND sub = ? AND n = 0"),
          find_packed(c, "SELECT lang, figures FROM packed_figures WHERE kind = ? AND period = ?"),
          add_case(c, "INSERT OR REPLACE INTO cases (session, kind, begins, ends, day, lang, outcome, article) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
          drop_case(c, "DELETE FROM cases WHERE session = ? AND kind = ? AND begins = ? AND article = ?"),
          drop_events(c, "DELETE FROM events WHERE session = ?"),
          forget_mark(c, "UPDATE sessions SET mark = ?2 WHERE place = ?1"),
          drop_unused(c, "DELETE FROM queries WHERE uses <= 0") {}

    Statement find_session, add_session, own_root, root_of, set_parent, move, sessions_of, events_of, find_name, add_name, find_group, add_group,
        find_query, add_query, use_query, find_event, add_event, add_figure, drop_figure, find_packed, add_case, drop_case, drop_events, forget_mark, drop_unused;
};

EventTables::EventTables(Connection& connection) : connection_(connection), use_(new Statements(connection)) {}
EventTables::~EventTables() = default;

std::optional<SessionLink> EventTables::find_session(Mark mark) {
    return one(with(use_->find_session, mark), [](const Statement& row) { return SessionLink{integer(row, 0), integer(row, 1), integer(row, 2)}; });
}

SessionLink EventTables::add_session(Mark mark) {
    run(with(use_->add_session, mark));
    const Place place = connection_.getLastInsertRowid();
    run(with(use_->own_root, place));
    return {place, 0, mark};
}

void EventTables::join(Place session, Place parent) {
    run(with(use_->set_parent, session, parent));
    run(with(use_->move, session, root_of(parent)));
}

Place EventTables::root_of(Place session) {
    return one(with(use_->root_of, session), first_integer).value_or(0);
}

Trail EventTables::trail(Place root) {
    Trail trail;
    Statement& sessions = with(use_->sessions_of, root);
    while (sessions.executeStep()) trail.sessions.push_back({integer(sessions, 0), integer(sessions, 1), integer(sessions, 2)});
    sessions.reset();
    for (const SessionLink& session : trail.sessions) {
        Statement& events = with(use_->events_of, session.place);
        while (events.executeStep()) trail.events.push_back(read_event(events));
        events.reset();
    }
    return trail;
}

Place EventTables::place_of_name(const std::string& name) {
    if (const auto known = names_.find(name); known != names_.end()) return known->second;
    auto place = one(with(use_->find_name, name), first_integer);
    if (!place) {
        run(with(use_->add_name, name));
        place = connection_.getLastInsertRowid();
    }
    names_[name] = *place;
    return *place;
}

std::pair<Place, Place> EventTables::place_of_query(const std::string& text, const std::function<std::string()>& group_of) {
    const auto known = one(with(use_->find_query, text), [](const Statement& row) { return std::pair(integer(row, 0), integer(row, 1)); });
    if (known) return *known;
    const std::string group_name = group_of();
    auto group = one(with(use_->find_group, group_name), first_integer);
    if (!group) {
        run(with(use_->add_group, group_name));
        group = connection_.getLastInsertRowid();
    }
    run(with(use_->add_query, text, *group));
    return {connection_.getLastInsertRowid(), *group};
}

bool EventTables::has_event(Mark id) {
    return one(with(use_->find_event, id), first_integer).has_value();
}

bool EventTables::add(StoredEvent& event, const std::string& comment) {
    Statement& insert = use_->add_event;
    insert.tryReset();
    insert.bind(1, event.id);
    bind_or_null(insert, 2, event.session);
    insert.bind(3, static_cast<int>(event.kind));
    insert.bind(4, event.at);
    insert.bind(5, event.lang);
    bind_or_null(insert, 6, event.search);
    bind_or_null(insert, 7, event.query);
    if (event.results) {
        insert.bind(8, *event.results);
    } else {
        insert.bind(8);
    }
    bind_or_null(insert, 9, event.article);
    bind_or_null(insert, 10, event.rank);
    bind_or_null(insert, 11, static_cast<int>(event.source));
    bind_or_null(insert, 12, event.visible_ms);
    if (event.helpful) {
        insert.bind(13, *event.helpful ? 1 : 0);
    } else {
        insert.bind(13);
    }
    if (comment.empty()) {
        insert.bind(14);
    } else {
        insert.bind(14, comment);
    }
    if (run(insert) == 0) return false;
    event.place = connection_.getLastInsertRowid();
    if (event.query != 0) run(with(use_->use_query, event.query, 1));
    return true;
}

void EventTables::add(const FigureKey& key, std::int64_t n) {
    for (const Period period : {key.day, month_of(key.day)}) {
        const int kind = static_cast<int>(key.kind);
        if (period >= first_month && is_packed_kind(key.kind)) unpack(key.kind, period);
        run(with(use_->add_figure, kind, period, key.lang, key.key, key.sub, n));
        if (n < 0) run(with(use_->drop_figure, kind, period, key.lang, key.key, key.sub));
    }
}

// What comes late for a month that is over makes it rows again, for a while.
void EventTables::unpack(FigureKind kind, Period month) {
    Statement& packed = with(use_->find_packed, static_cast<int>(kind), month);
    bool is_packed = false;
    while (packed.executeStep()) {
        is_packed = true;
        const auto blob = packed.getColumn(1);
        const std::int64_t lang = integer(packed, 0);
        each_packed_figure({static_cast<const char*>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes())},
                           [&](std::int64_t key, std::int32_t sub, std::int64_t n) {
                               run(with(use_->add_figure, static_cast<int>(kind), month, lang, key, sub, n));
                           });
    }
    packed.reset();
    if (!is_packed) return;
    Statement drop(connection_, "DELETE FROM packed_figures WHERE kind = ? AND period = ?");
    run(with(drop, static_cast<int>(kind), month));
}

bool EventTables::pack_month(Day day) {
    for (const FigureKind kind : packed_kinds) {
        Statement month(connection_, "SELECT period FROM figures WHERE kind = ? AND period >= ? AND period < ? LIMIT 1");
        const auto period = one(with(month, static_cast<int>(kind), first_month, month_of(day)), first_integer);
        if (!period) continue;
        std::map<std::int64_t, FigurePacker> packers;  // by language
        Statement rows(connection_, "SELECT lang, key, sub, n FROM figures WHERE kind = ? AND period = ? ORDER BY lang, key, sub");
        with(rows, static_cast<int>(kind), *period);
        while (rows.executeStep()) packers[integer(rows, 0)].add(integer(rows, 1), static_cast<std::int32_t>(integer(rows, 2)), integer(rows, 3));
        Statement insert(connection_, "INSERT INTO packed_figures VALUES (?, ?, ?, ?)");
        for (auto& [lang, packer] : packers) {
            const std::string bytes = std::move(packer).bytes();
            insert.reset();
            insert.bind(1, static_cast<int>(kind));
            insert.bind(2, *period);
            insert.bind(3, lang);
            insert.bind(4, bytes.data(), static_cast<int>(bytes.size()));
            insert.exec();
        }
        Statement drop(connection_, "DELETE FROM figures WHERE kind = ? AND period = ?");
        run(with(drop, static_cast<int>(kind), *period));
        return true;
    }
    return false;
}

void EventTables::add(const Case& found) {
    run(with(use_->add_case, found.session, static_cast<int>(found.kind), found.begins, found.ends, found.day, found.lang, found.outcome,
             found.article));
}

void EventTables::remove(const Case& found) {
    run(with(use_->drop_case, found.session, static_cast<int>(found.kind), found.begins, found.article));
}

void EventTables::forget_session(Place session) {
    Statement& events = with(use_->events_of, session);
    std::vector<Place> queries;
    while (events.executeStep()) {
        if (const Place query = integer(events, 7); query != 0) queries.push_back(query);
    }
    events.reset();
    run(with(use_->drop_events, session));
    for (const Place query : queries) run(with(use_->use_query, query, -1));
    run(use_->drop_unused);
    // What stands in its place leads to nobody.
    run(with(use_->forget_mark, session, static_cast<std::int64_t>(random_below(UINT64_MAX))));
}

std::vector<Rules> EventTables::rules() {
    Statement query(connection_, "SELECT since, window, holdout_percent, timezone FROM rules ORDER BY since");
    std::vector<Rules> rules;
    while (query.executeStep())
        rules.push_back({integer(query, 0), integer(query, 1), static_cast<int>(integer(query, 2)), query.getColumn(3).getString()});
    return rules;
}

void EventTables::add(const Rules& rules) {
    Statement insert(connection_, "INSERT OR REPLACE INTO rules VALUES (?, ?, ?, ?)");
    run(with(insert, rules.from, rules.window, rules.holdout_percent, rules.timezone));
}

void EventTables::set_first_rules(const Rules& rules) {
    connection_.exec("DELETE FROM rules");
    add(rules);
}

std::optional<std::int64_t> EventTables::latest() {
    // What is ahead of the clock came within the last two days.
    const auto last = connection_.execAndGet("SELECT max(at) FROM (SELECT at FROM events ORDER BY place DESC LIMIT 1000000)");
    if (last.isNull()) return {};
    return last.getInt64();
}

std::int64_t EventTables::forget_events(std::int64_t at, std::int64_t most) {
    // The oldest stand first, but for those that came up to a day late.
    Statement old(connection_, "SELECT place, query FROM (SELECT place, query, at FROM events ORDER BY place LIMIT 50000) WHERE at < ?1 LIMIT ?2");
    old.bind(1, at);
    old.bind(2, most);
    std::vector<std::pair<Place, Place>> found;
    while (old.executeStep()) found.emplace_back(integer(old, 0), integer(old, 1));
    Statement drop(connection_, "DELETE FROM events WHERE place = ?");
    for (const auto& [event, query] : found) {
        run(with(drop, event));
        if (query != 0) run(with(use_->use_query, query, -1));
    }
    run(use_->drop_unused);
    return static_cast<std::int64_t>(found.size());
}

void EventTables::forget_traces(std::int64_t at, Day day) {
    Statement cases(connection_, "DELETE FROM cases WHERE kind IN (1, 2, 3) AND ends < ?");
    run(with(cases, at));
    // Visitors of whom no event is left, with all their sessions.
    connection_.exec("CREATE TEMP TABLE gone AS SELECT place FROM sessions AS first WHERE root = place AND "
                     "NOT EXISTS (SELECT 1 FROM events WHERE session = first.place) AND NOT EXISTS (SELECT 1 FROM sessions AS later JOIN events "
                     "ON events.session = later.place WHERE later.root = first.place AND later.root <> later.place)");
    connection_.exec("DELETE FROM sessions WHERE root <> place AND root IN (SELECT place FROM gone)");
    connection_.exec("DELETE FROM sessions WHERE place IN (SELECT place FROM gone)");
    connection_.exec("DROP TABLE gone");
    // By query and by group; of months only whole ones.
    Statement figures(connection_, "DELETE FROM figures WHERE kind IN (4, 8, 9, 10) AND (period < ?1 OR (period >= ?2 AND period < ?3))");
    run(with(figures, day, first_month, month_of(day)));
    Statement packed(connection_, "DELETE FROM packed_figures WHERE period < ?");
    run(with(packed, month_of(day)));
}

void EventTables::note_forgotten(Day day) {
    Statement note(connection_, "INSERT INTO forgotten SELECT 1, ?1 WHERE EXISTS (SELECT 1 FROM figures WHERE kind = ?2 AND period < ?1) "
                                "ON CONFLICT DO UPDATE SET day = max(day, excluded.day)");
    run(with(note, day, static_cast<int>(FigureKind::event)));
}

std::vector<Place> EventTables::take_uncounted() {
    std::vector<Place> roots;
    Statement query(connection_, "SELECT root FROM uncounted");
    while (query.executeStep()) roots.push_back(integer(query, 0));
    connection_.exec("DELETE FROM uncounted");
    return roots;
}

Result<std::unique_ptr<EventLog>> EventLog::open(const std::filesystem::path& data) {
    auto database = open_event_database(data);
    if (!database) return fail(database.error());
    std::unique_ptr<EventLog> log(new EventLog(std::move(*database)));
    const auto prepared = log->database_.run("prepare", [&](Connection& connection) { log->tables_ = std::make_unique<EventTables>(connection); });
    if (!prepared) return fail(prepared.error());
    return log;
}

EventLog::~EventLog() {
    // Before the connection that its statements belong to.
    tables_.reset();
}

}  // namespace kb
