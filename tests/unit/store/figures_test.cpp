#include "kb/store/figures.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/world/stored_figures.h"

namespace {

using namespace kb;
using namespace kb::test;

Span span(std::string_view from, std::string_view to, std::string lang = {}) {
    return {day(from), day(to), std::move(lang)};
}

std::vector<KeyFigure> sorted(std::vector<KeyFigure> figures) {
    std::sort(figures.begin(), figures.end(), [](const KeyFigure& a, const KeyFigure& b) { return std::pair(a.key, a.sub) < std::pair(b.key, b.sub); });
    return figures;
}

}  // namespace

TEST_CASE("figures are summed by day, in one language or all") {
    StoredFigures stored;
    stored.add(FigureKind::question, "2026-03-01", "ru", 0, 1, 5);
    stored.add(FigureKind::question, "2026-03-01", "en", 0, 1, 2);
    stored.add(FigureKind::question, "2026-03-02", "ru", 0, 3, 1);
    stored.add(FigureKind::question, "2026-03-04", "ru", 0, 1, 9);
    stored.add(FigureKind::search, "2026-03-01", "ru", 0, 1, 70);
    const auto read = [&](const Span& of) { return stored.read([&](const FigureReader& reader) { return reader.by_day(FigureKind::question, of); }); };
    CHECK(read(span("2026-03-01", "2026-03-03")) == std::vector<DayFigure>{{day("2026-03-01"), 1, 7}, {day("2026-03-02"), 3, 1}});
    CHECK(read(span("2026-03-01", "2026-03-03", "en")) == std::vector<DayFigure>{{day("2026-03-01"), 1, 2}});
    CHECK(read(span("2026-03-01", "2026-03-31", "de")).empty());
    CHECK(read(span("2026-04-01", "2026-04-30")).empty());
}

TEST_CASE("figures are summed by key over whole months and the days beside them, each once") {
    StoredFigures stored;
    for (const char* iso : {"2026-01-30", "2026-02-01", "2026-02-28", "2026-03-02"}) stored.add(FigureKind::query, iso, "ru", 7, 1);
    stored.add(FigureKind::query, "2026-02-10", "en", 7, 1, 10);
    stored.add(FigureKind::query, "2026-02-10", "en", 8, 3, 100);
    const auto read = [&](const Span& of) { return sorted(stored.read([&](const FigureReader& reader) { return reader.by_key(FigureKind::query, of); })); };
    CHECK(read(span("2026-01-30", "2026-03-02")) == std::vector<KeyFigure>{{7, 1, 14}, {8, 3, 100}});
    CHECK(read(span("2026-01-31", "2026-03-01", "ru")) == std::vector<KeyFigure>{{7, 1, 2}});
    CHECK(read(span("2026-02-02", "2026-02-27")) == std::vector<KeyFigure>{{7, 1, 10}, {8, 3, 100}});
    CHECK(read(span("2026-02-01", "2026-02-28", "de")).empty());
}

TEST_CASE("figures of chosen keys are those of all") {
    StoredFigures stored;
    for (int key = 1; key <= 50; ++key) {
        stored.add(FigureKind::query, "2026-02-10", key % 2 == 0 ? "ru" : "en", key, key % 3, key);
        stored.add(FigureKind::query, "2026-03-10", "ru", key, 1, 1);
    }
    for (const Span& of : {span("2026-02-01", "2026-03-31"), span("2026-02-09", "2026-03-11"), span("2026-02-01", "2026-03-31", "en")}) {
        const std::vector<std::int64_t> keys = {50, 3, 7, 99};
        const auto all = stored.read([&](const FigureReader& reader) { return reader.by_key(FigureKind::query, of); });
        std::vector<KeyFigure> expected;
        std::copy_if(all.begin(), all.end(), std::back_inserter(expected), [&](const KeyFigure& figure) { return std::count(keys.begin(), keys.end(), figure.key) == 1; });
        const auto found = stored.read([&](const FigureReader& reader) { return reader.by_key(FigureKind::query, of, keys); });
        CHECK(sorted(found) == sorted(expected));
        CHECK_FALSE(found.empty());
    }
}

TEST_CASE("a figure that came to nothing is none") {
    StoredFigures stored;
    stored.add(FigureKind::gap_session, "2026-02-10", "ru", 1, 0, 1);
    stored.add(FigureKind::gap_session, "2026-02-10", "ru", 1, 0, -1);
    CHECK(stored.read([](const FigureReader& reader) { return reader.by_key(FigureKind::gap_session, span("2026-02-01", "2026-02-28")); }).empty());
}

TEST_CASE("the languages that there are figures of are known") {
    StoredFigures stored;
    stored.add(FigureKind::article, "2026-01-15", "ru", 1, 1);
    stored.add(FigureKind::article, "2026-02-10", "en", 1, 1);
    stored.add(FigureKind::query, "2026-02-10", "de", 1, 1);
    const auto read = [&](const Span& of) { return stored.read([&](const FigureReader& reader) { return reader.languages(FigureKind::article, of); }); };
    const Language ru{stored.name("ru"), "ru"}, en{stored.name("en"), "en"};
    CHECK(read(span("2026-01-01", "2026-02-10")) == std::vector<Language>{ru, en});
    CHECK(read(span("2026-01-01", "2026-01-31")) == std::vector<Language>{ru});
    CHECK(read(span("2026-01-01", "2026-02-10", "en")) == std::vector<Language>{en});
}

TEST_CASE("a case runs until its window has passed") {
    StoredFigures stored;
    const std::int64_t noon = midnight("2026-03-02") + 12 * 3600 * 1000;
    Case one;
    one.session = 1;
    one.begins = noon;
    one.ends = noon + 1000;
    one.day = day("2026-03-02");
    one.lang = stored.name("ru");
    one.outcome = 2;
    one.article = 5;
    stored.add(one);
    const auto running = [&](std::int64_t now, const Span& of, Case::Kind kind = Case::Kind::question) {
        return stored.read([&](const FigureReader& reader) { return reader.running(kind, of, now); });
    };
    const Span march = span("2026-03-01", "2026-03-31");
    CHECK(running(noon + 999, march) == std::vector<Case>{one});
    CHECK(running(noon + 1000, march).empty());
    CHECK(running(noon, march, Case::Kind::form).empty());
    CHECK(running(noon, span("2026-03-03", "2026-03-31")).empty());
    CHECK(running(noon, span("2026-03-02", "2026-03-02", "ru")).size() == 1);
    CHECK(running(noon, span("2026-03-02", "2026-03-02", "en")).empty());
}

TEST_CASE("queries and names are found by their places, and groups have their queries") {
    StoredFigures stored;
    const Place first = stored.query("парол", "пароль"), second = stored.query("карта", "карта"), third = stored.query("gfhjkm", "пароль");
    const Place ru = stored.name("ru"), refund = stored.name("refund");
    stored.read([&](const FigureReader& reader) {
        const auto queries = reader.queries({third, 99, first});
        REQUIRE(queries.size() == 3);
        CHECK(queries[0].text == "gfhjkm");
        CHECK(queries[0].group == stored.group("пароль"));
        CHECK(queries[1].text.empty());
        CHECK(queries[2].query == first);
        CHECK(reader.groups_of({second, 99, third}) == std::vector<Place>{stored.group("карта"), 0, stored.group("пароль")});
        std::vector<Place> many(50'000, first);
        many.back() = 1'000'000;
        const auto groups = reader.groups_of(many);
        CHECK(groups.front() == stored.group("пароль"));
        CHECK(groups.back() == 0);
        CHECK(reader.names({refund, 99, ru}) == std::vector<std::string>{"refund", "", "ru"});
        return 0;
    });
}

TEST_CASE("comments are of the days of the site, the latest first") {
    StoredFigures stored;
    constexpr std::int64_t hour = 3600 * 1000;
    stored.add(Rules{0, 24 * hour, 0, "Europe/Moscow"});
    stored.comment(midnight("2026-03-01") + 20 * hour, "ru", "refund", true, "1 March in Moscow");
    stored.comment(midnight("2026-03-01") + 22 * hour, "ru", "refund", false, "2 March in Moscow");
    stored.comment(midnight("2026-03-02") + 5 * hour, "en", "refund", true, "later");
    const auto texts = [&](const Span& of, std::size_t most = 10) {
        std::vector<std::string> found;
        for (const Comment& comment : stored.read([&](const FigureReader& reader) { return reader.comments(of, most); })) found.push_back(comment.text);
        return found;
    };
    CHECK(texts(span("2026-03-02", "2026-03-02")) == std::vector<std::string>{"later", "2 March in Moscow"});
    CHECK(texts(span("2026-03-01", "2026-03-01")) == std::vector<std::string>{"1 March in Moscow"});
    CHECK(texts(span("2026-03-01", "2026-03-02"), 1) == std::vector<std::string>{"later"});
    CHECK(texts(span("2026-03-01", "2026-03-02", "ru")).size() == 2);
    const auto comments = stored.read([](const FigureReader& reader) { return reader.comments(span("2026-03-02", "2026-03-02"), 10); });
    CHECK(comments.back().slug == "refund");
    CHECK(comments.back().helpful == false);
}

TEST_CASE("the first rules count for ever before, others from when they came") {
    StoredFigures stored;
    const auto percent = [&](std::int64_t at) { return stored.read([&](const FigureReader& reader) { return reader.rules(at).holdout_percent; }); };
    CHECK(percent(0) == 0);
    stored.add(Rules{1000, 1, 10, "UTC"});
    stored.add(Rules{2000, 1, 20, "UTC"});
    CHECK(percent(0) == 10);
    CHECK(percent(1999) == 10);
    CHECK(percent(2000) == 20);
}
