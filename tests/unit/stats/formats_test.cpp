#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kb/article/front_matter.h"
#include "kb/stats/gap_backlog.h"
#include "kb/stats/json.h"
#include "kb/stats/table.h"
#include "tests/world/little_index.h"
#include "tests/world/stored_figures.h"

namespace {

using namespace kb;
using namespace kb::test;

Report report_of(decltype(Report::content) content, std::string_view name = "summary") {
    return {name, {day("2026-03-01"), day("2026-03-02"), "ru"}, "Europe/Moscow", 24 * 3600 * 1000, midnight("2026-03-03") / 1000, std::move(content)};
}

Report report_of_gaps(std::vector<Gap> gaps) {
    const std::size_t total = gaps.size();
    return report_of(Gaps{std::move(gaps), total}, "gaps");
}

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("JSON says what was asked, and gives no share of nothing") {
    Summary summary;
    summary.outcomes = {1, 0, 3, 0, 2};
    summary.days = {{day("2026-03-01"), {1, 0, 3, 0, 2}}, {day("2026-03-02"), {}}};
    summary.unasked_tickets = 4;
    const auto json = to_json(report_of(summary));
    CHECK(json["tickets_without_question"] == 4);
    CHECK(json["report"] == "summary");
    CHECK(json["from"] == "2026-03-01");
    CHECK(json["to"] == "2026-03-02");
    CHECK(json["lang"] == "ru");
    CHECK(json["timezone"] == "Europe/Moscow");
    CHECK(json["window_hours"] == 24);
    CHECK(json["generated_at"] == "2026-03-03T00:00:00Z");
    CHECK(json["questions"] == 6);
    CHECK(json["outcomes"]["confirmed"]["n"] == 1);
    CHECK(json["outcomes"]["confirmed"]["of"] == 4);
    CHECK(json["outcomes"]["confirmed"]["share"] == 0.25);
    CHECK(json["outcomes"]["confirmed"]["low"] == Approx(0.0456).margin(0.0001));
    CHECK(json["outcomes"]["confirmed"]["high"] == Approx(0.6994).margin(0.0001));
    CHECK(json["outcomes"]["open"].dump() == R"({"n":2,"share":null,"low":null,"high":null})");
    CHECK(json["days"][1]["questions"] == 0);
    CHECK(json["days"][1]["outcomes"]["silent"].dump() == R"({"n":0,"of":0,"share":null,"low":null,"high":null})");
}

TEST_CASE("lists of texts say from which day on there are any") {
    Report report = report_of_gaps({});
    CHECK(to_json(report)["texts_since"].is_null());
    CHECK_FALSE(report.lacks_texts());
    const auto since = [&](std::string_view iso) {
        report.texts_since = day(iso);
        return std::pair(report.lacks_texts(), report.lacks_all_texts());
    };
    CHECK(since("2026-03-01") == std::pair(false, false));
    CHECK(since("2026-03-02") == std::pair(true, false));
    CHECK(since("2026-03-03") == std::pair(true, true));
    CHECK(to_json(report)["texts_since"] == "2026-03-03");
    CHECK(has_line(gap_backlog(report), "What was typed before 2026-03-03 is no longer kept, and not in this list."));
    // Counts are kept.
    report.content = Summary{};
    CHECK_FALSE(report.lacks_texts());
}

TEST_CASE("an experiment without data has no difference in JSON") {
    const auto json = to_json(report_of(Experiment{}, "experiment"));
    CHECK(json["difference"].is_null());
    CHECK(json["needed"].is_null());
    CHECK(json["is_enough"] == false);
    CHECK(json["verdict"] == "off");
    CHECK(json["shown"].dump() == R"({"n":0,"share":null,"low":null,"high":null,"submitted":0})");
}

TEST_CASE("coverage of nothing has steps without shares") {
    const auto json = to_json(report_of(Coverage{}, "coverage"));
    CHECK(json["first"].size() == 7);
    CHECK(json["first"][0].dump() == R"({"articles":1,"share":null})");
}

TEST_CASE("CSV is one table whose first column names the part") {
    Summary summary;
    summary.outcomes = {1, 0, 3, 0, 2};
    summary.days = {{day("2026-03-01"), {1, 0, 3, 0, 2}}};
    const std::string csv = to_csv(tables_of(report_of(summary)));
    CHECK(csv.starts_with("part,questions,confirmed,confirmed_of,confirmed_share,confirmed_low,confirmed_high,potential,"));
    CHECK(csv.find("\r\nquestions,6,1,4,0.25,0.0455873,0.699358,0,4,0,") != std::string::npos);
    std::size_t commas = 0;
    for (std::size_t begin = 0; begin < csv.size();) {
        const std::size_t end = csv.find("\r\n", begin);
        const auto here = static_cast<std::size_t>(std::count(csv.begin() + static_cast<std::ptrdiff_t>(begin), csv.begin() + static_cast<std::ptrdiff_t>(end), ','));
        if (begin == 0) commas = here;
        CHECK(here == commas);
        begin = end + 2;
    }
}

TEST_CASE("in CSV no text is a formula, and quotes hold what needs them") {
    std::vector<Gap> gaps;
    for (const char* query : {"=cmd|' /C calc'!A0", "+7", "-1", "@x", "\tx", "a,b", "say \"hi\"", "two\nlines", "plain"}) gaps.push_back({"ru", {{query, 1}}, 1, 0, 1, 0, {}});
    const std::string csv = to_csv(tables_of(report_of_gaps(gaps)));
    for (const char* cell : {"\r\ngaps,'=cmd|' /C calc'!A0,", "\r\ngaps,'+7,", "\r\ngaps,'-1,", "\r\ngaps,'@x,", "\r\ngaps,'\tx,", "\r\ngaps,\"a,b\",", "\r\ngaps,\"say \"\"hi\"\"\",",
                             "\r\ngaps,\"two\nlines\",", "\r\ngaps,plain,"}) {
        INFO(cell);
        CHECK(csv.find(cell) != std::string::npos);
    }
    // A number may be below 0.
    Experiment experiment;
    experiment.difference = Experiment::Difference{-0.5, {-0.75, -0.25}, 0.01};
    CHECK(to_csv(tables_of(report_of(experiment, "experiment"))).find(",-0.5,-0.75,-0.25,0.01") != std::string::npos);
}

TEST_CASE("as text a share stands with its interval, and nothing typed moves the cursor") {
    Summary summary;
    summary.outcomes = {1, 0, 3, 0, 0};
    const std::string text = to_text(tables_of(report_of(summary)));
    CHECK(text.find("1 = 25.0 % (4.6–69.9)") != std::string::npos);
    const std::string gaps = to_text(tables_of(report_of_gaps({{"ru", {{"\x1b[2Jпароль\xE2\x80\xAE", 1}}, 1, 0, 1, 0, {}}})));
    CHECK(gaps.find('\x1b') == std::string::npos);
    CHECK(gaps.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(gaps.find("пароль") != std::string::npos);
}

TEST_CASE("the backlog is a list to tick, and what was typed is plain text in it") {
    const Gap password{"ru", {{"парол", 4}, {"<b>*gfhjkm*</b>", 1}}, 3, 2, 5, 2, KnownArticle{"password", "ru", "Смена [пароля]", "/ru/articles/password"}};
    const std::string backlog = gap_backlog(report_of_gaps({password}));
    CHECK(backlog.starts_with("# Gaps, 2026-03-01 to 2026-03-02, ru\n"));
    CHECK(has_line(backlog, "- [ ] **парол**"));
    CHECK(has_line(backlog, "  - sessions 5, searches 5: without result 3, without click 2"));
    CHECK(has_line(backlog, "  - tickets that followed: 2"));
    CHECK(has_line(backlog, "  - asked also as: \\<b\\>\\*gfhjkm\\*\\<\\/b\\> (1)"));
    CHECK(has_line(backlog, "  - nearest article: [Смена \\[пароля\\]](/ru/articles/password)"));
}

TEST_CASE("a draft has what was asked as it was meant, and is never published as it is") {
    LittleIndex index({an_article("ru", "password", "Как сменить пароль")});
    const Searcher searcher(index.snapshot());
    const Gap password{"ru", {{"gfhjkm", 4}, {"пароль", 2}, {"пароли", 1}, {"пароль от [email]", 1}}, 8, 0, 5, 2, {}};
    const Gap again{"ru", {{"пароль", 1}}, 1, 0, 1, 0, {}};
    const Gap signs{"", {{"\"?!\"\n---", 1}}, 1, 0, 1, 0, {}};
    const auto drafts = draft_articles(report_of_gaps({password, again, signs}), searcher);
    REQUIRE(drafts.size() == 3);
    CHECK(drafts[0].path == "ru/parol.md");
    CHECK(drafts[1].path == "ru/parol-2.md");
    CHECK(drafts[2].path == "ru/gap.md");
    const auto front = parse_front_matter(drafts[0].text, "draft.md");
    CHECK(front.problems.empty());
    CHECK(front.front.title == "Пароль");
    CHECK(front.front.visibility == Visibility::draft);
    CHECK(front.front.questions == std::vector<std::string>{"пароль", "пароли"});
    CHECK(parse_front_matter(drafts[2].text, "draft.md").problems.empty());
    CHECK(parse_front_matter(drafts[2].text, "draft.md").front.visibility == Visibility::draft);
}
