#include "kb/events/recorder.h"

#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "kb/base/date.h"
#include "kb/store/event_schema.h"
#include "kb/store/figures.h"
#include "kb/store/period.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb {

using test::must;
using test::ScratchFolder;

namespace {

constexpr std::int64_t noon = 1'780'315'200'000;  // 2026-06-01T12:00:00Z
constexpr std::int64_t minute = 60 * 1000, hour = 60 * minute, day = 24 * hour;

// A data folder, its recorder, and a clock that the test sets.
struct World {
    ScratchFolder data;
    std::int64_t now = noon;
    std::unique_ptr<Recorder> recorder = begin({});

    std::unique_ptr<Recorder> begin(Recorder::Settings settings) {
        return must(Recorder::open(data.path(), settings, [this] { return now; }, [](const std::string& query, const std::string&) { return query.substr(0, 4); }, {}));
    }
    void send(std::string_view session, std::vector<NewEvent> events, std::string_view continues = {}) {
        recorder->take({session.empty() ? 0 : mark_of(session), continues.empty() ? 0 : mark_of(continues), std::move(events)});
        recorder->store_now();
    }
    std::map<int, std::int64_t> figures(FigureKind kind) {
        std::map<int, std::int64_t> found;
        const Span all{0, 100'000, {}};
        for (const DayFigure& figure : must(must(Figures::open(data.path()))->read([&](FigureReader reader) { return reader.by_day(kind, all); })))
            found[figure.sub] += figure.n;
        return found;
    }
    std::optional<std::string> texts_since() {
        const auto since = must(must(Figures::open(data.path()))->read([&](FigureReader reader) { return reader.texts_since(); }));
        if (!since) return {};
        return to_string(calendar_day(*since));
    }
    std::vector<std::string> comments() {
        std::vector<std::string> texts;
        const Span all{0, 100'000, {}};
        for (const Comment& comment : must(must(Figures::open(data.path()))->read([&](FigureReader reader) { return reader.comments(all, 10); })))
            texts.push_back(comment.text);
        return texts;
    }
    std::int64_t questions(Outcome outcome) { return figures(FigureKind::question)[static_cast<int>(outcome)]; }
    // Of what is put away when a month is over.
    bool has_rows_of_month() {
        auto database = must(open_event_database(data.path()));
        return must(database.run("look at", [](SQLite::Database& connection) {
            return connection.execAndGet("SELECT EXISTS (SELECT 1 FROM figures WHERE kind = 4 AND period >= 1000000)").getInt() != 0;
        }));
    }
    bool has_text(std::string_view text) {
        for (const auto& entry : std::filesystem::directory_iterator(data.path())) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(file), {}};
            if (bytes.find(text) != bytes.npos) return true;
        }
        return false;
    }
};

int number = 0;

NewEvent event(EventKind kind, std::int64_t at) {
    NewEvent made;
    made.id = mark_of("e" + std::to_string(++number));
    made.kind = kind;
    made.at = at;
    made.lang = "ru";
    return made;
}

NewEvent search(std::int64_t at, std::string query = "пароль", std::int32_t results = 3) {
    NewEvent made = event(EventKind::search, at);
    made.query = std::move(query);
    made.results = results;
    made.search = mark_of(made.query);
    return made;
}

NewEvent open(std::int64_t at, std::string slug = "password") {
    NewEvent made = event(EventKind::open, at);
    made.slug = std::move(slug);
    return made;
}

NewEvent vote(std::int64_t at, bool helpful, std::string comment = {}) {
    NewEvent made = event(EventKind::vote, at);
    made.slug = "password";
    made.helpful = helpful;
    made.comment = std::move(comment);
    return made;
}

}  // namespace

TEST_CASE("what comes in whatever order counts for the same") {
    World world;
    const auto asked = search(noon);
    world.send("a", {vote(noon + 2 * minute, true)});
    world.send("a", {open(noon + minute)});
    CHECK(world.figures(FigureKind::question).empty());
    world.send("a", {asked});
    CHECK(world.questions(Outcome::confirmed) == 1);
    world.send("a", {asked});
    CHECK(world.figures(FigureKind::search) == std::map<int, std::int64_t>{{static_cast<int>(SearchEnd::no_click), 1}});
    world.send("a", {vote(noon + 3 * minute, false)});
    CHECK(world.questions(Outcome::confirmed) == 0);
    CHECK(world.questions(Outcome::potential) == 1);
    CHECK(world.recorder->counts().repeated == 1);
}

TEST_CASE("a ticket after a pause belongs to the question") {
    World world;
    world.send("a", {search(noon), open(noon + minute)});
    world.send("b", {event(EventKind::contact_open, noon + 2 * hour)});
    CHECK(world.questions(Outcome::potential) == 1);
    CHECK(world.questions(Outcome::silent) == 1);
    world.send("b", {event(EventKind::contact_sent, noon + 2 * hour + minute)}, "a");
    CHECK(world.figures(FigureKind::question) == std::map<int, std::int64_t>{{static_cast<int>(Outcome::ticket), 1}});
    // Named once: neither a second name nor a circle changes anything.
    world.send("b", {}, "c");
    world.send("a", {}, "b");
    CHECK(world.questions(Outcome::ticket) == 1);
}

TEST_CASE("what is done when the window has passed begins another question") {
    World world;
    world.send("a", {search(noon)});
    world.send("b", {event(EventKind::contact_sent, noon + day), search(noon + day)}, "a");
    CHECK(world.questions(Outcome::silent) == 1);
    CHECK(world.questions(Outcome::ticket) == 1);
}

TEST_CASE("an agent who opens an article from the desk counts for nothing, before and after") {
    World world;
    world.send("a", {search(noon), open(noon + minute)});
    CHECK(world.questions(Outcome::potential) == 1);
    auto opened = open(noon + 2 * minute, "refund");
    opened.source = EventSource::desk;
    world.send("a", {opened});
    CHECK(world.figures(FigureKind::question).empty());
    CHECK(world.figures(FigureKind::article).empty());
    world.send("a", {vote(noon + 3 * minute, true)});
    CHECK(world.figures(FigureKind::question).empty());
    world.send("b", {search(noon)});
    CHECK(world.questions(Outcome::silent) == 1);
}

TEST_CASE("a ticket that no question covers is counted apart, until one does") {
    World world;
    const auto unasked = [&] { return world.figures(FigureKind::unasked_ticket)[0]; };
    world.send("a", {event(EventKind::contact_sent, noon + hour)});
    CHECK(unasked() == 1);
    CHECK(world.figures(FigureKind::question).empty());
    // What came late shows that it was asked.
    world.send("a", {event(EventKind::contact_open, noon)});
    CHECK(unasked() == 0);
    CHECK(world.questions(Outcome::ticket) == 1);
    world.send("a", {event(EventKind::contact_sent, noon + day)});
    CHECK(unasked() == 1);
    world.send("b", {search(noon)});
    world.send("b", {event(EventKind::contact_sent, noon + hour)});
    CHECK(unasked() == 1);
    must(world.recorder->erase(mark_of("a")));
    CHECK(unasked() == 0);
}

TEST_CASE("comments of an agent who came from the desk are not listed, in whichever session") {
    World world;
    world.send("a", {vote(noon, true, "первая сессия")});
    world.send("b", {vote(noon + minute, true, "вторая сессия")}, "a");
    world.send("c", {vote(noon + 2 * minute, true, "третья сессия")}, "b");
    world.send("visitor", {vote(noon + 3 * minute, true, "посетитель")});
    CHECK(world.comments() == std::vector<std::string>{"посетитель", "третья сессия", "вторая сессия", "первая сессия"});
    auto opened = open(noon + 4 * minute);
    opened.source = EventSource::desk;
    SECTION("opened in the first") { world.send("a", {opened}); }
    SECTION("opened in one that continues it") { world.send("c", {opened}); }
    CHECK(world.comments() == std::vector<std::string>{"посетитель"});
}

TEST_CASE("who wants no session leaves counts only") {
    World world;
    auto asked = search(noon, "редкое слово", 0);
    world.send("", {asked, vote(noon, true, "очень личное")});
    world.send("", {asked});
    CHECK(world.figures(FigureKind::sessionless) ==
          std::map<int, std::int64_t>{{static_cast<int>(EventKind::search), 1}, {static_cast<int>(EventKind::vote), 1}, {sessionless_no_result, 1}});
    CHECK(world.figures(FigureKind::search).empty());
    CHECK_FALSE(world.has_text("редкое слово"));
    CHECK_FALSE(world.has_text("очень личное"));
}

TEST_CASE("a session is erased with all that it counted for") {
    World world;
    world.send("kept", {search(noon), open(noon + minute)});
    const auto before = world.figures(FigureKind::question);
    world.send("gone", {search(noon, "редкое слово"), vote(noon, true, "очень личное")});
    world.send("later", {event(EventKind::contact_open, noon + hour)}, "gone");
    CHECK(world.has_text("редкое слово"));
    CHECK(must(world.recorder->erase(mark_of("gone"))));
    CHECK_FALSE(must(world.recorder->erase(mark_of("gone"))));
    CHECK_FALSE(must(world.recorder->erase(mark_of("never"))));
    CHECK_FALSE(world.has_text("редкое слово"));
    CHECK_FALSE(world.has_text("очень личное"));
    CHECK(world.questions(Outcome::silent) == 1);  // of the later session
    CHECK(must(world.recorder->erase(mark_of("later"))));
    CHECK(world.figures(FigureKind::question) == before);
    CHECK(world.figures(FigureKind::article) == std::map<int, std::int64_t>{{static_cast<int>(ArticleUse::view), 1}});
}

TEST_CASE("a month that is over is put away, and counts for the same") {
    World world;
    const auto queries = [&] {
        std::map<std::string, std::int64_t> found;
        const Span june{20605, 20634, "ru"};  // 2026-06-01 to 2026-06-30
        must(must(Figures::open(world.data.path()))->read([&](FigureReader reader) {
            for (const KeyFigure& figure : reader.by_key(FigureKind::query, june)) found[reader.queries({figure.key}).front().text] += figure.n;
            for (const KeyFigure& figure : reader.by_key(FigureKind::query, june, {1})) found["first"] += figure.n;
            found["languages"] = static_cast<std::int64_t>(reader.languages(FigureKind::query, june).size());
            return 0;
        }));
        return found;
    };
    world.now = noon + 20 * day;
    world.send("a", {search(noon, "один"), search(noon + minute, "два"), search(noon + 2 * minute, "один")});
    world.send("b", {search(noon + 10 * day, "один")});
    const auto before = queries();
    CHECK(before == std::map<std::string, std::int64_t>{{"один", 3}, {"два", 1}, {"first", 3}, {"languages", 1}});
    world.now = noon + 40 * day;
    world.recorder->forget_old();
    for (int turn = 0; turn < 5; ++turn) world.recorder->forget_old();
    CHECK(world.has_rows_of_month() == false);
    CHECK(queries() == before);
    // What changes it nevertheless is counted, and put away again.
    CHECK(must(world.recorder->erase(mark_of("b"))));
    CHECK(queries()["один"] == 2);
    world.now += 2 * hour;
    for (int turn = 0; turn < 5; ++turn) world.recorder->forget_old();
    CHECK(world.has_rows_of_month() == false);
    CHECK(queries()["один"] == 2);
}

TEST_CASE("another window counts from when it was set") {
    World world;
    Rules rules;
    rules.window = hour;
    must(world.recorder->set_rules(rules));
    world.send("a", {search(noon), event(EventKind::contact_sent, noon + 2 * hour)});
    CHECK(world.questions(Outcome::silent) == 1);
    world.now = noon + 3 * hour;
    rules.window = day;
    must(world.recorder->set_rules(rules));
    world.send("b", {search(noon), event(EventKind::contact_sent, noon + 2 * hour)});
    CHECK(world.questions(Outcome::silent) == 2);
    world.send("c", {search(noon + 3 * hour), event(EventKind::contact_sent, noon + 5 * hour)});
    CHECK(world.questions(Outcome::ticket) == 1);
}

TEST_CASE("when too much waits, events are dropped and counted") {
    World world;
    Recorder::Settings settings;
    settings.most_waiting = 2;
    world.recorder = world.begin(settings);
    CHECK(world.recorder->take({mark_of("a"), 0, {search(noon), open(noon)}}));
    CHECK_FALSE(world.recorder->take({mark_of("a"), 0, {open(noon)}}));
    world.recorder->store_now();
    CHECK(world.recorder->counts().stored == 2);
    CHECK(world.recorder->counts().dropped == 1);
    CHECK(world.recorder->take({mark_of("a"), 0, {open(noon)}}));
}

TEST_CASE("what waits when a program stops is stored") {
    World world;
    world.recorder->start();
    world.recorder->take({mark_of("a"), 0, {search(noon)}});
    world.recorder.reset();
    CHECK(world.questions(Outcome::silent) == 1);
}

TEST_CASE("what is too old is forgotten, and its counts are not") {
    World world;
    Recorder::Settings settings;
    settings.retention = std::chrono::days(40);
    world.recorder = world.begin(settings);
    world.send("a", {search(noon, "редкое слово"), vote(noon, true, "очень личное")});
    world.now = noon + 39 * day;
    world.send("b", {search(world.now, "другое слово")});
    CHECK(world.has_text("редкое слово"));
    world.recorder->forget_old();
    CHECK_FALSE(world.texts_since());
    world.now = noon + 42 * day;
    world.recorder->forget_old();
    CHECK(world.texts_since() == "2026-06-04");  // of the third a part is gone
    CHECK_FALSE(world.has_text("редкое слово"));
    CHECK_FALSE(world.has_text("очень личное"));
    CHECK(world.has_text("другое слово"));
    CHECK(world.questions(Outcome::confirmed) == 1);
    CHECK(world.questions(Outcome::silent) == 1);
    // What the later session does still counts.
    world.send("b", {event(EventKind::contact_sent, noon + 39 * day + hour)});
    CHECK(world.questions(Outcome::ticket) == 1);
    CHECK(world.questions(Outcome::silent) == 0);
}

}  // namespace kb
