// Messages for which agents found nothing, among the gaps.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kb/stats/gap_backlog.h"
#include "kb/stats/gaps.h"
#include "kb/stats/json.h"
#include "kb/stats/table.h"
#include "kb/stats/query_groups.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"
#include "tests/world/stored_figures.h"

using namespace kb;
using test::must;

TEST_CASE("messages that nothing fits are gaps: one for the same words, joined with searches for them, in every form of the report") {
    const test::LittleIndex index({test::an_article("ru", "refund", "Как вернуть деньги", "Деньги вернутся на карту.")});
    const Searcher searcher(index.snapshot());
    const test::ScratchFolder data;
    const auto store = must(Confirmations::open(data.path()));
    constexpr std::int64_t day = 86'400;
    const auto say = [&](const char* agent, const char* message, std::int64_t at, const char* lang = "ru") { must(store->add({agent, lang, "", message, {}, {}}, at)); };
    say("anna", "Здравствуйте!\nУ меня беда.\nКак подключить шлагбаум?", 10 * day);
    say("boris", "как подключить шлагбаумы?", 10 * day + 1);
    say("anna", "Сменить пароль?", 10 * day + 2);
    say("anna", "Другие дни", 12 * day);
    say("anna", "Another language", 10 * day, "en");
    test::StoredFigures stored;
    const std::string group = read_query_for_statistics(searcher, "сменить пароль", "ru").group;
    stored.add(FigureKind::query, "1970-01-11", "ru", stored.query("сменить пароль", group), static_cast<int>(SearchEnd::no_result), 3);
    stored.add(FigureKind::gap_session, "1970-01-11", "ru", stored.group(group), 0, 1);
    ReportRequest request;
    request.span = {10, 10, "ru"};
    const auto messages = must(read_message_gaps(*store, request, searcher));
    const Gaps gaps = stored.read([&](const FigureReader& reader) { return read_gaps(reader, request, messages); });
    REQUIRE(gaps.gaps.size() == 2);
    CHECK(gaps.total == 2);
    const Gap& gate = gaps.gaps[0].spellings.front().query == "сменить пароль" ? gaps.gaps[1] : gaps.gaps[0];
    const Gap& password = &gate == &gaps.gaps[0] ? gaps.gaps[1] : gaps.gaps[0];
    CHECK(gate.messages == 2);
    CHECK(gate.spellings.front().query == "Как подключить шлагбаум?");
    CHECK(password.messages == 1);
    CHECK(password.searches() == 3);

    Report report{"gaps", request.span, "UTC", 0, 0, gaps};
    CHECK(to_json(report).dump().find("\"messages\":2") != std::string::npos);
    CHECK(to_csv(tables_of(report)).find("шлагбаум") != std::string::npos);
    CHECK(gap_backlog(report).find("messages that no article fits, as agents say: 2") != std::string::npos);
    CHECK(draft_articles(report, searcher).size() == 2);
}

TEST_CASE("a message joins its gap even where that alone would not be among the first") {
    test::StoredFigures stored;
    for (int i = 0; i < 130; ++i) {
        const std::string name = "q" + std::to_string(i);
        stored.add(FigureKind::gap_session, "1970-01-11", "ru", stored.group(name), 0, i == 7 ? 1 : 2);
        stored.add(FigureKind::query, "1970-01-11", "ru", stored.query(name, name), static_cast<int>(SearchEnd::no_result), 2);
    }
    ReportRequest request;
    request.span = {10, 10, {}};
    const std::vector<MessageGap> messages = {{"q7", "ru", {"Q7?"}, 5}};
    const Gaps gaps = stored.read([&](const FigureReader& reader) { return read_gaps(reader, request, messages); });
    CHECK(gaps.total == 130);
    REQUIRE(gaps.gaps.size() == most_gaps);
    CHECK(gaps.gaps[0].spellings.front().query == "q7");
    CHECK(gaps.gaps[0].messages == 5);
    CHECK(gaps.gaps[0].searches() == 2);
}

TEST_CASE("the group that a message was stored with counts, and old messages are forgotten") {
    const test::LittleIndex index({test::an_article("ru", "refund", "Как вернуть деньги", "Деньги вернутся на карту.")});
    const Searcher searcher(index.snapshot());
    const test::ScratchFolder data;
    const auto store = must(Confirmations::open(data.path()));
    constexpr std::int64_t day = 86'400;
    must(store->add({"anna", "ru", "", "Как звать кота?", {}, "коты"}, 10 * day));
    must(store->add({"anna", "ru", "", "Где мой кот?", {}, "коты"}, 11 * day));
    must(store->add({"anna", "ru", "", "Деньги?", "ru/refund", {}}, 10 * day));
    ReportRequest request;
    request.span = {10, 11, {}};
    const auto before = must(read_message_gaps(*store, request, searcher));
    REQUIRE(before.size() == 1);
    CHECK(before[0].messages == 2);
    CHECK(before[0].names.size() == 2);
    must(store->forget_nothing_fits(11 * day));
    CHECK(must(read_message_gaps(*store, request, searcher))[0].messages == 1);
    CHECK(must(store->solved(10)).size() == 1);
}
