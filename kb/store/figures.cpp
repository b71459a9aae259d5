#include "kb/store/figures.h"

#include <algorithm>
#include <map>
#include <set>

#include <sqlite3.h>

#include "kb/base/date.h"
#include "kb/base/local_day.h"
#include "kb/store/event_schema.h"
#include "kb/store/packed_figures.h"
#include "kb/store/period.h"

namespace kb {

namespace {

using Connection = SQLite::Database;
using Statement = SQLite::Statement;

// One by one; more are found faster by reading all.
constexpr std::size_t most_looked_up = 20'000;

// Events that askers are looked for among: one may have asked very often.
constexpr int most_asked = 500;

constexpr std::int64_t ms_per_day = 24 * 60 * 60 * 1000;

// Rows of whole numbers, a million of them: the library's columns would take longer than SQLite itself.
class NumberRows {
public:
    NumberRows(Connection& connection, const char* sql) : connection_(connection) {
        check(sqlite3_prepare_v2(connection_.getHandle(), sql, -1, &statement_, nullptr), SQLITE_OK);
    }
    NumberRows(const NumberRows&) = delete;
    NumberRows& operator=(const NumberRows&) = delete;
    ~NumberRows() { sqlite3_finalize(statement_); }

    template <class... Numbers>
    void ask(Numbers... numbers) {
        sqlite3_reset(statement_);
        int place = 0;
        (check(sqlite3_bind_int64(statement_, ++place, static_cast<std::int64_t>(numbers)), SQLITE_OK), ...);
    }
    bool next() {
        const int status = sqlite3_step(statement_);
        if (status != SQLITE_DONE) check(status, SQLITE_ROW);
        return status == SQLITE_ROW;
    }
    std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
    template <class Number>
    Number as(int column) const {
        return static_cast<Number>(number(column));
    }

private:
    void check(int status, int expected) const {
        if (status != expected) throw SQLite::Exception(connection_.getHandle(), status);
    }

    Connection& connection_;
    sqlite3_stmt* statement_ = nullptr;
};

// Sums by key and sub. Keys are places, given one after another, so most of an array by key is used.
class KeySums {
public:
    void add(std::int64_t key, std::int32_t sub, std::int64_t n) {
        if (key < 0 || key >= most_dense || sub < 0 || sub >= dense_subs) {
            others_[{key, sub}] += n;
            return;
        }
        const auto at = static_cast<std::size_t>(key * dense_subs + sub);
        if (at >= sums_.size()) sums_.resize(std::max(at + 1, 2 * sums_.size()));
        sums_[at] += n;
    }

    std::vector<KeyFigure> take() const {
        std::vector<KeyFigure> figures;
        for (std::size_t at = 0; at < sums_.size(); ++at) {
            if (sums_[at] != 0) figures.push_back({static_cast<std::int64_t>(at) / dense_subs, static_cast<std::int32_t>(at % dense_subs), sums_[at]});
        }
        for (const auto& [of, n] : others_) {
            if (n != 0) figures.push_back({of.first, of.second, n});
        }
        return figures;
    }

private:
    static constexpr std::int64_t dense_subs = 8, most_dense = 8'000'000;

    std::vector<std::int64_t> sums_;
    std::map<std::pair<std::int64_t, std::int32_t>, std::int64_t> others_;
};

// 0 for a name that nothing has, which no figure is of.
Place place_of(Connection& connection, const std::string& name) {
    Statement query(connection, "SELECT place FROM names WHERE name = ?");
    query.bind(1, name);
    return query.executeStep() ? query.getColumn(0).getInt64() : 0;
}

// Calls see(place of a language) where a figure of the kind is in the period: by leaps, not by rows.
template <class See>
void each_language(NumberRows& next, FigureKind kind, Period period, See see) {
    for (Place before = -1;;) {
        next.ask(kind, period, before);
        if (!next.next()) return;
        before = next.number(0);
        see(before);
    }
}
constexpr const char* next_language = "SELECT lang FROM figures WHERE kind = ? AND period = ? AND lang > ? ORDER BY lang LIMIT 1";

// Calls see(language, key, sub, n); `lang` 0 for all.
template <class See>
void each_packed(Connection& connection, FigureKind kind, Period period, Place lang, See see) {
    if (!is_packed_kind(kind) || period < first_month) return;
    Statement packed(connection, "SELECT lang, figures FROM packed_figures WHERE kind = ?1 AND period = ?2 AND (?3 = 0 OR lang = ?3)");
    packed.bind(1, static_cast<int>(kind));
    packed.bind(2, period);
    packed.bind(3, lang);
    while (packed.executeStep()) {
        const Place of = packed.getColumn(0).getInt64();
        const auto blob = packed.getColumn(1);
        each_packed_figure({static_cast<const char*>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes())},
                           [&](std::int64_t key, std::int32_t sub, std::int64_t n) { see(of, key, sub, n); });
    }
}

Case read_case(const NumberRows& rows, Case::Kind kind) {
    Case one;
    one.kind = kind;
    one.session = rows.number(0);
    one.begins = rows.number(1);
    one.ends = rows.number(2);
    one.day = rows.as<Day>(3);
    one.lang = rows.number(4);
    one.outcome = rows.as<int>(5);
    one.article = rows.number(6);
    return one;
}

Rules read_rules(const Statement& row) {
    return {row.getColumn(0).getInt64(), row.getColumn(1).getInt64(), row.getColumn(2).getInt(), row.getColumn(3).getString()};
}

}  // namespace

std::vector<DayFigure> FigureReader::by_day(FigureKind kind, const Span& span) const {
    const std::string sql = std::string("SELECT period, sub, SUM(n) FROM figures WHERE kind = ? AND period BETWEEN ? AND ?") +
                            (span.lang.empty() ? "" : " AND lang = ?") + " GROUP BY period, sub ORDER BY period, sub";
    NumberRows rows(connection_, sql.c_str());
    if (span.lang.empty()) rows.ask(kind, span.from, span.to);
    else rows.ask(kind, span.from, span.to, place_of(connection_, span.lang));
    std::vector<DayFigure> figures;
    while (rows.next()) figures.push_back({rows.as<Day>(0), rows.as<std::int32_t>(1), rows.number(2)});
    return figures;
}

std::vector<KeyFigure> FigureReader::by_key(FigureKind kind, const Span& span) const {
    const bool is_of_all = span.lang.empty();
    NumberRows rows(connection_, is_of_all ? "SELECT key, sub, n FROM figures WHERE kind = ? AND period = ?"
                                           : "SELECT key, sub, n FROM figures WHERE kind = ? AND period = ? AND lang = ?");
    const Place lang = is_of_all ? 0 : place_of(connection_, span.lang);
    KeySums sums;
    if (!is_of_all && lang == 0) return {};
    for (const Period period : periods_of(span.from, span.to)) {
        if (is_of_all) rows.ask(kind, period);
        else rows.ask(kind, period, lang);
        while (rows.next()) sums.add(rows.number(0), rows.as<std::int32_t>(1), rows.number(2));
        each_packed(connection_, kind, period, lang, [&](Place, std::int64_t key, std::int32_t sub, std::int64_t n) { sums.add(key, sub, n); });
    }
    return sums.take();
}

std::vector<KeyFigure> FigureReader::by_key(FigureKind kind, const Span& span, const std::vector<std::int64_t>& keys) const {
    std::vector<std::pair<Period, Place>> parts;
    std::map<std::int64_t, std::map<std::int32_t, std::int64_t>> sums;
    std::vector<bool> is_wanted;  // looked at a million times
    for (const std::int64_t key : keys) {
        sums[key];
        if (key >= static_cast<std::int64_t>(is_wanted.size())) is_wanted.resize(static_cast<std::size_t>(key) + 1);
        is_wanted[static_cast<std::size_t>(key)] = true;
    }
    NumberRows next(connection_, next_language);
    const Place only = span.lang.empty() ? 0 : place_of(connection_, span.lang);
    for (const Period period : periods_of(span.from, span.to)) {
        if (!span.lang.empty()) parts.emplace_back(period, only);
        else each_language(next, kind, period, [&](Place lang) { parts.emplace_back(period, lang); });
        if (!span.lang.empty() && only == 0) continue;
        each_packed(connection_, kind, period, only, [&](Place, std::int64_t key, std::int32_t sub, std::int64_t n) {
            if (key < static_cast<std::int64_t>(is_wanted.size()) && is_wanted[static_cast<std::size_t>(key)]) sums[key][sub] += n;
        });
    }
    NumberRows rows(connection_, "SELECT sub, n FROM figures WHERE kind = ? AND period = ? AND lang = ? AND key = ?");
    for (auto& [key, of_key] : sums) {
        for (const auto& [period, lang] : parts) {
            rows.ask(kind, period, lang, key);
            while (rows.next()) of_key[rows.as<std::int32_t>(0)] += rows.number(1);
        }
    }
    std::vector<KeyFigure> figures;
    for (const std::int64_t key : keys) {
        for (const auto& [sub, n] : sums[key]) figures.push_back({key, sub, n});
    }
    return figures;
}

std::vector<Language> FigureReader::languages(FigureKind kind, const Span& span) const {
    std::set<Place> places;
    NumberRows next(connection_, next_language);
    Statement packed(connection_, "SELECT lang FROM packed_figures WHERE kind = ? AND period = ?");
    for (const Period period : periods_of(span.from, span.to)) {
        each_language(next, kind, period, [&](Place lang) { places.insert(lang); });
        packed.reset();
        packed.bind(1, static_cast<int>(kind));
        packed.bind(2, period);
        while (packed.executeStep()) places.insert(packed.getColumn(0).getInt64());
    }
    std::vector<Language> found;
    for (const Place place : places) {
        std::string name = names({place}).front();
        if (span.lang.empty() || span.lang == name) found.push_back({place, std::move(name)});
    }
    return found;
}

std::vector<Case> FigureReader::running(Case::Kind kind, const Span& span, std::int64_t now) const {
    NumberRows rows(connection_, "SELECT session, begins, ends, day, lang, outcome, article FROM cases WHERE kind = ? AND ends > ?");
    rows.ask(kind, now);
    const Place lang = span.lang.empty() ? 0 : place_of(connection_, span.lang);
    std::vector<Case> cases;
    while (rows.next()) {
        const Case one = read_case(rows, kind);
        if (one.day >= span.from && one.day <= span.to && (span.lang.empty() || one.lang == lang)) cases.push_back(one);
    }
    return cases;
}

std::vector<QueryText> FigureReader::queries(const std::vector<Place>& queries) const {
    Statement query(connection_, "SELECT grouped, text FROM queries WHERE place = ?");
    std::vector<QueryText> found;
    found.reserve(queries.size());
    for (const Place place : queries) {
        found.push_back({place, 0, {}});
        query.reset();
        query.bind(1, place);
        if (!query.executeStep()) continue;
        found.back().group = query.getColumn(0).getInt64();
        found.back().text = query.getColumn(1).getString();
    }
    return found;
}

Askers FigureReader::askers(Place query, std::string_view lang, std::int64_t since) const {
    Askers askers;
    const Place language = place_of(connection_, std::string(lang));
    NumberRows asked(connection_, "SELECT at, root, search FROM events INDEXED BY events_by_query JOIN sessions ON sessions.place = events.session "
                                  "WHERE query = ? AND at >= ? AND lang = ? ORDER BY at DESC LIMIT ?");
    NumberRows opened(connection_, "SELECT search, source FROM events WHERE kind = ?2 AND session IN (SELECT ?1 UNION ALL "
                                   "SELECT place FROM sessions WHERE root = ?1 AND root <> place)");
    std::map<Place, std::set<Mark>> searches;  // by visitor
    asked.ask(query, since, language, most_asked);
    while (asked.next()) {
        askers.last = std::max(askers.last, asked.number(0));
        const Place visitor = asked.number(1);
        if (searches.size() >= most_askers && searches.count(visitor) == 0) continue;
        auto& made = searches[visitor];
        if (asked.number(2) != 0) made.insert(asked.number(2));
    }
    NumberRows first(connection_, "SELECT at FROM events INDEXED BY events_by_query WHERE query = ? AND at >= ? AND lang = ? ORDER BY at LIMIT 1");
    first.ask(query, since, language);
    if (first.next()) askers.first = first.number(0);
    for (const auto& [visitor, made] : searches) {
        bool has_opened = false, is_agent = false;
        opened.ask(visitor, EventKind::open);
        while (opened.next()) {
            has_opened = has_opened || made.count(opened.number(0)) != 0;
            is_agent = is_agent || opened.as<EventSource>(1) == EventSource::desk;
        }
        if (is_agent) continue;
        ++askers.visitors;
        askers.opened += has_opened ? 1 : 0;
    }
    return askers;
}

std::vector<Place> FigureReader::groups_of(const std::vector<Place>& queries) const {
    std::vector<Place> groups;
    groups.reserve(queries.size());
    if (queries.size() <= most_looked_up) {
        NumberRows row(connection_, "SELECT grouped FROM queries WHERE place = ?");
        for (const Place query : queries) {
            row.ask(query);
            groups.push_back(row.next() ? row.number(0) : 0);
        }
        return groups;
    }
    // All that there are, from the index by group alone.
    std::vector<Place> all;
    NumberRows rows(connection_, "SELECT place, grouped FROM queries INDEXED BY queries_by_group");
    while (rows.next()) {
        const auto place = rows.as<std::size_t>(0);
        if (place >= all.size()) all.resize(std::max(place + 1, 2 * all.size()));
        all[place] = rows.number(1);
    }
    for (const Place query : queries) groups.push_back(static_cast<std::size_t>(query) < all.size() ? all[static_cast<std::size_t>(query)] : 0);
    return groups;
}

std::vector<Place> FigureReader::groups_named(const std::vector<std::string>& names) const {
    Statement query(connection_, "SELECT place FROM groups WHERE name = ?");
    std::vector<Place> found;
    for (const std::string& name : names) {
        query.reset();
        query.bind(1, name);
        found.push_back(query.executeStep() ? query.getColumn(0).getInt64() : 0);
    }
    return found;
}

std::vector<std::string> FigureReader::names(const std::vector<Place>& places) const {
    Statement query(connection_, "SELECT name FROM names WHERE place = ?");
    std::vector<std::string> found;
    found.reserve(places.size());
    for (const Place place : places) {
        query.reset();
        query.bind(1, place);
        found.push_back(query.executeStep() ? query.getColumn(0).getString() : std::string());
    }
    return found;
}

// Days begin and end at most a day from those of UTC; which of the comments there are of them is told by the rules of their time.
std::vector<Comment> FigureReader::comments(const Span& span, std::size_t most) const {
    Statement query(connection_,
                    "SELECT at, lang.name, article.name, comment, helpful FROM events JOIN names AS lang ON lang.place = events.lang "
                    "JOIN names AS article ON article.place = events.article "
                    "WHERE comment IS NOT NULL AND at >= ? AND at < ? ORDER BY at DESC, events.place DESC");
    query.bind(1, (span.from - std::int64_t{1}) * ms_per_day);
    query.bind(2, (span.to + std::int64_t{2}) * ms_per_day);
    std::vector<Comment> found;
    while (found.size() < most && query.executeStep()) {
        Comment comment{query.getColumn(0).getInt64(), query.getColumn(1).getString(), query.getColumn(2).getString(), query.getColumn(3).getString(), {}};
        const Day day = day_number(local_day(comment.at / 1000, rules(comment.at).timezone));
        if (day < span.from || day > span.to || (!span.lang.empty() && comment.lang != span.lang)) continue;
        if (!query.getColumn(4).isNull()) comment.helpful = query.getColumn(4).getInt() != 0;
        found.push_back(std::move(comment));
    }
    return found;
}

Rules FigureReader::rules(std::int64_t at) const {
    Statement then(connection_, "SELECT since, window, holdout_percent, timezone FROM rules WHERE since <= ? ORDER BY since DESC LIMIT 1");
    then.bind(1, at);
    if (then.executeStep()) return read_rules(then);
    Statement first(connection_, "SELECT since, window, holdout_percent, timezone FROM rules ORDER BY since LIMIT 1");
    return first.executeStep() ? read_rules(first) : Rules{};
}

Result<std::unique_ptr<Figures>> Figures::open(const std::filesystem::path& data) {
    auto database = open_event_database(data);
    if (!database) return fail(database.error());
    return std::unique_ptr<Figures>(new Figures(std::move(*database)));
}

}  // namespace kb
