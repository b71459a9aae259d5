#include "kb/stats/asked_often.h"

#include <catch2/catch.hpp>

#include "kb/events/recorder.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"
#include "tests/world/stored_figures.h"

namespace {

using namespace kb;
using namespace kb::test;

constexpr std::int64_t hour = 60 * 60 * 1000, day_ms = 24 * hour;

// A site's articles, and what visitors sent to it from the 1st of June on.
struct World {
    StoredFigures stored;
    LittleIndex index;
    std::int64_t begin = midnight("2026-06-01");
    std::unique_ptr<Recorder> recorder = must(Recorder::open(stored.path(), {}, [this] { return begin; },
                                                             [](const std::string& query, const std::string&) { return query; }, {}));
    int events = 0;

    NewEvent event(EventKind kind, std::int64_t at, std::string_view search) {
        NewEvent made;
        made.id = mark_of("e" + std::to_string(++events));
        made.kind = kind;
        made.at = at;
        made.lang = "ru";
        made.search = mark_of(search);
        return made;
    }
    void ask(const std::string& session, const std::string& query, std::int64_t at, bool opens, const std::string& continues = {}, EventSource source = EventSource::search) {
        const std::string id = session + query + std::to_string(at);
        NewEvent search = event(EventKind::search, at, id);
        search.query = query;
        search.results = 1;
        Parcel parcel{mark_of(session), continues.empty() ? 0 : mark_of(continues), {search}};
        if (opens) {
            NewEvent open = event(EventKind::open, at + 1000, id);
            open.slug = "refund";
            open.source = source;
            parcel.events.push_back(open);
        }
        recorder->take(std::move(parcel));
    }
    // By so many visitors, `apart` from each other.
    void ask_all(const std::string& query, int visitors, std::int64_t apart = day_ms, int opening = 100) {
        for (int i = 0; i < visitors; ++i) ask(query + std::to_string(i), query, begin + i * apart, i < opening);
    }
    std::vector<std::string> asked() {
        recorder->store_now();
        const Span span{day("2026-05-01"), day("2026-07-01"), "ru"};
        std::vector<std::string> texts;
        for (const QueryText& query : stored.read([&](const FigureReader& reader) { return read_asked_often(reader, span, 100); })) texts.push_back(query.text);
        return texts;
    }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("what five visitors asked and opened an article from is asked often") {
    World world;
    world.ask_all("возврат", 5);
    world.ask_all("карта", 4);
    CHECK(world.asked() == Texts{"возврат"});
}

TEST_CASE("sessions that continue each other are one visitor") {
    World world;
    for (int i = 0; i < 9; ++i) world.ask("s" + std::to_string(i), "возврат", world.begin + i * day_ms, true, i == 0 ? "" : "s" + std::to_string(i - 1));
    CHECK(world.asked().empty());
    for (int i = 0; i < 4; ++i) world.ask("other" + std::to_string(i), "возврат", world.begin + i * day_ms, true);
    CHECK(world.asked() == Texts{"возврат"});
}

TEST_CASE("what comes at once is not asked often, whatever day it claims") {
    World world;
    world.ask_all("возврат", 9, 6 * hour);
    CHECK(world.asked().empty());
    world.ask("later", "возврат", world.begin + 49 * hour, true);
    CHECK(world.asked() == Texts{"возврат"});
}

TEST_CASE("what most opened nothing from is not asked often, nor what agents asked") {
    World world;
    world.ask_all("возврат", 8, day_ms, 4);
    world.ask_all("карта", 8, day_ms, 5);
    for (int i = 0; i < 8; ++i) world.ask("agent" + std::to_string(i), "пароль", world.begin + i * day_ms, true, {}, EventSource::desk);
    CHECK(world.asked() == Texts{"карта"});
}

TEST_CASE("one who asks very often hides no others from view") {
    World world;
    for (int i = 0; i < 100; ++i) world.ask("one", "возврат", world.begin + 10 * day_ms + i * 1000, true);
    world.ask_all("возврат", 6);
    CHECK(world.asked() == Texts{"возврат"});
}

TEST_CASE("only what is made of the words of public articles is shown to others") {
    LittleIndex index;
    GenerationInfo info;
    info.site.languages = {"ru"};
    index.publish({an_article("ru", "refund", "Когда вернутся деньги", "Деньги вернут на карту за 10 дней. Пишите на help.example.com, Wi-Fi не нужен. Код E-105."),
                   an_internal_article("ru", "casino", "Казино", "Мошенники и казино")},
                  info);
    const Searcher searcher(index.snapshot());
    const auto is_shown = [&](const std::string& text) { return choose_shown({{1, 1, text}}, searcher, "ru", 1).size() == 1; };
    for (const auto* text : {"когда вернутся деньги", "как вернуть деньги?", "деньги на карте 10 дней", "wi-fi не нужен", "код e-105"}) {
        INFO(text);
        CHECK(is_shown(text));
    }
    for (const auto* text : {"деньги на evil-casino.example.com вернут", "когда вернутся деньги дура иванова мария", "деньги казино", "деньги 11 дней", "деньги help.example.com",
                             "деньги help@example", "деньги на [phone]", "деньги \xF0\x9F\x98\x80", "деньги <b>", "деньги/карта", "деньги evil。com", "денги вернутся", "хрю деньги"}) {
        INFO(text);
        CHECK_FALSE(is_shown(text));
    }
}
