// Messages for which agents found nothing, among the gaps.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kb/stats/gap_backlog.h"
#include "kb/stats/gaps.h"
#include "kb/stats/json.h"
#include "kb/stats/table.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

using namespace kb;
using test::must;

TEST_CASE("messages that nothing fits are gaps: one for the same words, joined with searches for them, in every form of the report") {
    const test::LittleIndex index({test::an_article("ru", "refund", "Как вернуть деньги", "Деньги вернутся на карту.")});
    const Searcher searcher(index.snapshot());
    const test::ScratchFolder data;
    const auto store = must(Confirmations::open(data.path()));
    constexpr std::int64_t day = 86'400;
    const auto say = [&](const char* agent, const char* message, std::int64_t at, const char* lang = "ru") { must(store->add({agent, lang, "", message, {}}, at)); };
    say("anna", "Здравствуйте!\nУ меня беда.\nКак подключить шлагбаум?", 10 * day);
    say("boris", "как подключить шлагбаумы?", 10 * day + 1);
    say("anna", "Сменить пароль?", 10 * day + 2);
    say("anna", "Другие дни", 12 * day);
    say("anna", "Another language", 10 * day, "en");
    Gaps gaps{{{"ru", {{"сменить пароль", 3}}, 3, 0, 1, 0, {}}}, 1};
    ReportRequest request;
    request.span = {10, 10, "ru"};
    must(add_messages(gaps, *store, request, searcher));
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
