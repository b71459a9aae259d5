#include "kb/events/parcel.h"

#include <catch2/catch.hpp>

#include "tests/world/must.h"

namespace kb {

using test::must;

namespace {

constexpr std::int64_t now = 1'780'000'000'000;  // 2026-05-28T20:26:40Z
constexpr std::int64_t hour = 60 * 60 * 1000;

// Renamed in Russian.
std::string find_article(std::string_view slug, std::string_view lang) {
    return slug == "vpn" || (slug == "old-vpn" && lang == "ru") ? "vpn" : "";
}

Result<Parcel> read(const std::string& event) {
    return read_parcel(R"({"session": "abc", "events": [)" + event + "]}", now, find_article);
}

NewEvent only(const std::string& event) {
    const Parcel parcel = must(read(event));
    REQUIRE(parcel.events.size() == 1);
    return parcel.events[0];
}

std::string at(std::int64_t moment) {
    return R"({"id": "e1", "kind": "search", "lang": "ru", "at": )" + std::to_string(moment) + "}";
}

std::string refusal(const std::string& event) {
    const auto parcel = read(event);
    return parcel ? "" : parcel.error().at.path + ": " + parcel.error().what;
}

}  // namespace

TEST_CASE("an event is read with what belongs to its kind") {
    const NewEvent search = only(R"({"id": "e1", "kind": "search", "at": "2026-05-28T20:26:40.250Z", "lang": "ru", "search_id": "f00",
        "query": "  Как \t сменить\nПАРОЛЬ ", "results": 7, "slug": "not-of-a-search"})");
    CHECK(search.kind == EventKind::search);
    CHECK(search.id == mark_of("e1"));
    CHECK(search.at == now + 250);
    CHECK(search.search == mark_of("f00"));
    CHECK(search.query == "как сменить пароль");
    CHECK(search.results == 7);
    CHECK(search.slug.empty());

    const NewEvent open = only(R"({"id": "e2", "kind": "open", "at": 1780000000000, "lang": "en", "slug": "vpn", "source": "search", "rank": 3})");
    CHECK(open.slug == "vpn");
    CHECK(open.source == EventSource::search);
    CHECK(open.rank == 3);

    const NewEvent vote = only(R"({"id": "e3", "kind": "vote", "at": 1780000000000, "lang": "en", "slug": "vpn", "helpful": false,
        "comment": " call me: +7 916 123-45-67 "})");
    CHECK(vote.helpful == false);
    CHECK(vote.comment == "call me: [phone]");
}

TEST_CASE("what was typed on the way is counted and not kept") {
    const NewEvent event = only(R"({"id": "e1", "kind": "typeahead", "at": 1780000000000, "lang": "ru", "query": "паро", "results": 3})");
    CHECK(event.query.empty());
    CHECK(event.results == 3);
}

TEST_CASE("a time counts within a day of the arrival") {
    CHECK(only(at(now - 23 * hour)).at == now - 23 * hour);
    CHECK(only(at(now - 24 * hour)).at == now - 24 * hour);
    CHECK(only(at(now - 24 * hour - 1)).at == now);
    CHECK(only(at(now + 24 * hour)).at == now + 24 * hour);
    CHECK(only(at(now + 25 * hour)).at == now);
}

TEST_CASE("a sender whose clock is wrong is put right, and one who is slow is not") {
    const auto parcel = [](std::int64_t sent) {
        return R"({"session": "abc", "sent_at": )" + std::to_string(sent) + R"(, "events": [)" + at(now + hour - 1000) + "]}";
    };
    CHECK(must(read_parcel(parcel(now + hour), now, find_article)).events[0].at == now - 1000);
    CHECK(must(read_parcel(parcel(now - 4'000), now, find_article)).events[0].at == now + hour - 1000);
}

TEST_CASE("a bad event says which, and what is wrong with it") {
    const std::string good = R"({"id": "e1", "kind": "search", "at": 1780000000000, "lang": "ru"})";
    CHECK(refusal(good).empty());
    CHECK(refusal(good + ", 7") == "events[1]: this is not an event");
    CHECK(refusal(R"({"kind": "search", "at": 1780000000000, "lang": "ru"})") == "events[0]: 'id' is missing");
    CHECK(refusal(R"({"id": "a b", "kind": "search", "at": 1780000000000, "lang": "ru"})") == "events[0]: 'id' is no identifier");
    CHECK(refusal(R"({"id": "e1", "kind": "serach", "at": 1780000000000, "lang": "ru"})") == "events[0]: the kind 'serach' is unknown");
    CHECK(refusal(R"({"id": "e1", "kind": "contact_sent", "at": 1780000000000, "lang": "ru"})") == "events[0]: 'contact_sent' is not taken from outside");
    CHECK(refusal(R"({"id": "e1", "kind": "search", "at": "yesterday", "lang": "ru"})") == "events[0]: 'at' is not a moment");
    CHECK(refusal(R"({"id": "e1", "kind": "search", "at": 1780000000000, "lang": "89161234567"})") == "events[0]: 'lang' is not a language");
    CHECK(refusal(R"({"id": "e1", "kind": "open", "at": 1780000000000, "lang": "ru"})") == "events[0]: 'slug' is missing");
    CHECK(refusal(R"({"id": "e1", "kind": "open", "at": 1780000000000, "lang": "ru", "slug": "a/../b"})") == "events[0]: 'slug' is not that of an article");
    CHECK(refusal(R"({"id": "e1", "kind": "open", "at": 1780000000000, "lang": "ru", "slug": "vpn", "source": "sms"})") == "events[0]: 'source' is unknown");
    CHECK(refusal(R"({"id": "e1", "kind": "vote", "at": 1780000000000, "lang": "ru", "slug": "vpn"})") == "events[0]: 'helpful' is missing");
    CHECK(refusal(R"({"id": "e1", "kind": "search", "at": 1780000000000, "lang": "ru", "results": -1})") ==
          "events[0]: 'results' is not a number from 0 to 100000000");
    CHECK(refusal(R"({"id": "e1", "kind": "vote", "at": 1780000000000, "lang": "ru", "slug": "vpn", "helpful": true, "comment": ")" +
                  std::string(1001, 'a') + "\"}") == "events[0]: 'comment' is too long");
    for (const char* wrong : {"", "[]", "{}", "{\"events\": 1}", "{\"events\": [", "null", "{\"events\": [\"\xff\"]}"})
        CHECK_FALSE(read_parcel(wrong, now, find_article));
    std::string many;
    for (int count = 0; count <= 50; ++count) many += (count ? "," : "") + good;
    CHECK(refusal(many) == "events: too many events");
}

TEST_CASE("what is no article is counted without its name") {
    CHECK(only(R"({"id": "e1", "kind": "open", "at": 1780000000000, "lang": "ru", "slug": "vpn"})").slug == "vpn");
    CHECK(only(R"({"id": "e1", "kind": "open", "at": 1780000000000, "lang": "ru", "slug": "89161234567"})").slug.empty());
    CHECK(only(R"({"id": "e1", "kind": "vote", "at": 1780000000000, "lang": "ru", "slug": "old-vpn", "helpful": true})").slug == "vpn");
    CHECK(only(R"({"id": "e1", "kind": "contact_solved", "at": 1780000000000, "lang": "ru", "slug": "old-vpn"})").slug == "vpn");
    CHECK(only(R"({"id": "e1", "kind": "open", "at": 1780000000000, "lang": "en", "slug": "old-vpn"})").slug.empty());
}

}  // namespace kb
