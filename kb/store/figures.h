// Reads what the tables of events.db add up to. One answer comes from one state of the database, whatever is stored meanwhile.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/store/database.h"
#include "kb/store/figure.h"

namespace kb {

// Inclusive days, and one language or all.
struct Span {
    Day from = 0, to = 0;
    std::string lang;  // empty for all
    bool operator==(const Span&) const = default;
};

struct DayFigure {
    Day day = 0;
    std::int32_t sub = 0;
    std::int64_t n = 0;
    bool operator==(const DayFigure&) const = default;
};
struct KeyFigure {
    std::int64_t key = 0;
    std::int32_t sub = 0;
    std::int64_t n = 0;
    bool operator==(const KeyFigure&) const = default;
};

struct Language {
    Place place = 0;
    std::string name;
    bool operator==(const Language&) const = default;
};

struct QueryText {
    Place query = 0, group = 0;
    std::string text;  // scrubbed
};

// Of one query in one language.
struct Askers {
    std::int64_t first = 0, last = 0;  // asked; milliseconds since 1970
    int visitors = 0, opened = 0;      // of the latest `most_askers`: with all sessions that continue each other; who opened an article from it
};
constexpr int most_askers = 20;

struct Comment {
    std::int64_t at = 0;  // milliseconds since 1970
    std::string lang, slug, text;
    std::optional<bool> helpful;
};

// Whatever fails here ends the work given to Figures::read().
class FigureReader {
public:
    explicit FigureReader(SQLite::Database& connection) : connection_(connection) {}

    // Summed over languages and keys; by day and sub.
    std::vector<DayFigure> by_day(FigureKind kind, const Span& span) const;
    // Summed over days and languages; by key and sub, those of a key one after another. All of them: there may be a million.
    std::vector<KeyFigure> by_key(FigureKind kind, const Span& span) const;
    // The same of these keys alone, in their order: faster for some hundreds.
    std::vector<KeyFigure> by_key(FigureKind kind, const Span& span, const std::vector<std::int64_t>& keys) const;
    // Those that figures of the kind are of.
    std::vector<Language> languages(FigureKind kind, const Span& span) const;
    // Those whose window has not passed at `now` (milliseconds since 1970), of the days and the language. Their outcomes so far are
    // in the figures, and have to be taken out of them.
    std::vector<Case> running(Case::Kind kind, const Span& span, std::int64_t now) const;

    // In the order asked for; what is unknown is left empty.
    std::vector<QueryText> queries(const std::vector<Place>& queries) const;
    // From `since` on, in milliseconds since 1970. Agents who open articles from the desk are none of them.
    Askers askers(Place query, std::string_view lang, std::int64_t since) const;
    // In the order asked for; 0 for what is unknown. Made for a million of them, too.
    std::vector<Place> groups_of(const std::vector<Place>& queries) const;
    // By ReadQuery::group, in the order asked for; 0 for what no query is of.
    std::vector<Place> groups_named(const std::vector<std::string>& names) const;
    std::vector<std::string> names(const std::vector<Place>& places) const;  // of articles, their slugs; of languages
    std::vector<Comment> comments(const Span& span, std::size_t most) const;  // the latest first
    // Those that count at a moment.
    Rules rules(std::int64_t at) const;

private:
    SQLite::Database& connection_;
};

// Any number of threads may use one; they wait for each other.
class Figures {
public:
    // Of the data folder; a database is made there when there is none.
    static Result<std::unique_ptr<Figures>> open(const std::filesystem::path& data);

    // All that `work`, a function of a FigureReader, reads is of one moment.
    template <class Work>
    auto read(Work work) {
        const std::lock_guard lock(mutex_);
        return database_.run("read", [&](SQLite::Database& connection) {
            SQLite::Transaction moment(connection);
            return work(FigureReader(connection));
        });
    }

private:
    explicit Figures(Database database) : database_(std::move(database)) {}

    std::mutex mutex_;
    Database database_;
};

}  // namespace kb
