#include "kb/stats/report.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "kb/base/date.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"
#include "tests/world/stored_figures.h"

namespace {

using namespace kb;
using namespace kb::test;

// Of the first five days of March, long after them.
ReportRequest march(std::string lang = {}) {
    return {{day("2026-03-01"), day("2026-03-05"), std::move(lang)}, midnight("2026-06-01")};
}

int code(FormOutcome outcome, bool is_held_out = false, bool was_shown = false, bool has_opened = false) {
    return FormVisit{outcome, is_held_out, was_shown, has_opened}.code();
}

Case running_case(StoredFigures& stored, Case::Kind kind, std::string_view iso, std::string_view lang, int outcome, std::string_view article = {}) {
    static Place session = 0;
    Case one;
    one.kind = kind;
    one.session = ++session;
    one.begins = midnight(iso);
    one.ends = midnight("2026-07-01");
    one.day = day(iso);
    one.lang = stored.name(lang);
    one.outcome = outcome;
    one.article = article.empty() ? 0 : stored.name(article);
    return one;
}

GenerationInfo site() {
    GenerationInfo info;
    info.site.languages = {"ru", "en"};
    info.site.base_url = "https://example.com/help";
    return info;
}

}  // namespace

TEST_CASE("a summary has the outcomes of every day, and what still runs in none but open") {
    StoredFigures stored;
    const auto plant = [&](std::string_view iso, std::string_view lang, Outcome outcome, int n) { stored.add(FigureKind::question, iso, lang, 0, static_cast<int>(outcome), n); };
    plant("2026-03-01", "ru", Outcome::confirmed, 3);
    plant("2026-03-01", "en", Outcome::silent, 2);
    plant("2026-03-03", "ru", Outcome::potential, 4);
    plant("2026-03-03", "ru", Outcome::ticket, 1);
    plant("2026-02-28", "ru", Outcome::ticket, 99);
    stored.add(running_case(stored, Case::Kind::question, "2026-03-03", "ru", static_cast<int>(Outcome::potential)));
    stored.add(FigureKind::event, "2026-03-02", "ru", 0, static_cast<int>(EventKind::typeahead), 50);
    stored.add(FigureKind::sessionless, "2026-03-02", "ru", 0, static_cast<int>(EventKind::search), 7);
    stored.add(FigureKind::sessionless, "2026-03-02", "ru", 0, sessionless_no_result, 5);
    stored.add(FigureKind::sessionless, "2026-03-04", "ru", 0, static_cast<int>(EventKind::contact_sent), 1);
    stored.add(FigureKind::unasked_ticket, "2026-03-04", "ru", 0, 0, 2);
    stored.add(FigureKind::unasked_ticket, "2026-03-06", "ru", 0, 0, 9);
    const Summary summary = stored.read([](const FigureReader& reader) { return read_summary(reader, march()); });
    CHECK(summary.outcomes == Outcomes{3, 3, 2, 1, 1});
    CHECK(summary.outcomes.questions() == 10);
    REQUIRE(summary.days.size() == 5);
    CHECK(summary.days[0].outcomes == Outcomes{3, 0, 2, 0, 0});
    CHECK(summary.days[1] == Summary::OfDay{day("2026-03-02"), {}});
    CHECK(summary.days[2].outcomes == Outcomes{0, 3, 0, 1, 1});
    CHECK(summary.typeahead == 50);
    CHECK(summary.without_session == Summary::WithoutSession{7, 5, 0, 0, 0, 1});
    CHECK(summary.unasked_tickets == 2);
    const Summary english = stored.read([](const FigureReader& reader) { return read_summary(reader, march("en")); });
    CHECK(english.outcomes == Outcomes{0, 0, 2, 0, 0});
    CHECK(english.typeahead == 0);
}

TEST_CASE("searches have their ends, clicks and the queries that matter") {
    StoredFigures stored;
    const Place refund = stored.query("возврат", "возврат"), card = stored.query("карта", "карта"), other = stored.query("почта", "почта");
    const auto search = [&](std::string_view iso, Place query, SearchEnd end, int n) {
        stored.add(FigureKind::search, iso, "ru", 0, static_cast<int>(end), n);
        stored.add(FigureKind::query, iso, "ru", query, static_cast<int>(end), n);
        stored.add(FigureKind::query_session, iso, "ru", query, 0, 1);
    };
    search("2026-03-01", refund, SearchEnd::clicked, 6);
    search("2026-03-02", refund, SearchEnd::no_click, 1);
    search("2026-03-02", card, SearchEnd::no_result, 3);
    search("2026-03-05", other, SearchEnd::clicked, 2);
    stored.add(FigureKind::retried, "2026-03-02", "ru", 0, 0, 2);
    stored.add(FigureKind::rank, "2026-03-01", "ru", 0, 3, 1);
    stored.add(FigureKind::rank, "2026-03-01", "ru", 0, 1, 5);
    for (const auto& [seconds, n] : {std::pair{4, 5}, {30, 4}, {longest_first_click, 1}}) stored.add(FigureKind::first_click, "2026-03-01", "ru", 0, seconds, n);
    const Searches searches = stored.read([](const FigureReader& reader) { return read_searches(reader, march()); });
    CHECK(searches.ends == SearchEnds{3, 1, 8});
    CHECK(searches.retried == 2);
    CHECK(searches.days.size() == 5);
    CHECK(searches.days[1].ends == SearchEnds{3, 1, 0});
    CHECK(searches.ranks == std::vector<Searches::Step>{{1, 5}, {3, 1}});
    CHECK(searches.first_clicks() == 10);
    CHECK(searches.seconds_of(0.5) == 4);
    CHECK(searches.seconds_of(0.9) == 30);
    CHECK(searches.frequent == std::vector<Searches::OfQuery>{{"возврат", 2, {0, 1, 6}}, {"карта", 1, {3, 0, 0}}, {"почта", 1, {0, 0, 2}}});
    CHECK(searches.failing == std::vector<Searches::OfQuery>{{"карта", 1, {3, 0, 0}}, {"возврат", 2, {0, 1, 6}}});
    CHECK_FALSE(Searches{}.seconds_of(0.5));
}

TEST_CASE("of very many queries the hundred most frequent are listed") {
    StoredFigures stored;
    for (int i = 1; i <= 150; ++i) stored.add(FigureKind::query, "2026-03-01", "ru", stored.query("q" + std::to_string(i), "q"), static_cast<int>(SearchEnd::no_click), i);
    const Searches searches = stored.read([](const FigureReader& reader) { return read_searches(reader, march()); });
    REQUIRE(searches.frequent.size() == most_queries);
    CHECK(searches.frequent.front().query == "q150");
    CHECK(searches.frequent.back().query == "q51");
    CHECK(searches.failing == searches.frequent);
}

TEST_CASE("gaps stand in the order of their sessions, with spellings, tickets and the nearest article") {
    StoredFigures stored;
    const auto fail_search = [&](std::string_view query, std::string_view group, SearchEnd end, int n, std::string_view lang = "ru") {
        stored.add(FigureKind::query, "2026-03-02", lang, stored.query(query, group), static_cast<int>(end), n);
    };
    const auto sessions = [&](std::string_view group, int n) { stored.add(FigureKind::gap_session, "2026-03-02", "ru", stored.group(group), 0, n); };
    fail_search("парол", "пароль", SearchEnd::no_click, 2);
    fail_search("gfhjkm", "пароль", SearchEnd::no_result, 5);
    fail_search("пароль", "пароль", SearchEnd::clicked, 40);
    sessions("пароль", 4);
    stored.add(FigureKind::gap_ticket, "2026-03-03", "ru", stored.group("пароль"), 0, 2);
    stored.add(FigureKind::gap_ticket, "2026-03-03", "ru", stored.group("пароль"), 0, 1);
    Case open = running_case(stored, Case::Kind::gap_ticket, "2026-03-03", "ru", static_cast<int>(Outcome::ticket));
    open.article = stored.group("пароль");
    stored.add(open);
    fail_search("refund", "refund", SearchEnd::no_result, 9, "en");
    fail_search("refund", "refund", SearchEnd::no_result, 1);
    sessions("refund", 6);
    fail_search("кактус", "кактус", SearchEnd::no_result, 8);
    sessions("кактус", 4);
    LittleIndex index;
    index.publish({an_article("ru", "password", "Как сменить пароль"), an_internal_article("en", "refund", "Refund")}, site());
    const Searcher searcher(index.snapshot());
    Gaps gaps = stored.read([](const FigureReader& reader) { return read_gaps(reader, march()); });
    must(find_nearest(gaps, searcher));
    CHECK(gaps.total == 3);
    REQUIRE(gaps.gaps.size() == 3);
    CHECK(gaps.gaps[0] == Gap{"en", {{"refund", 10}}, 10, 0, 6, 0, KnownArticle{"refund", "en", "Refund", "/help/en/articles/refund"}});
    CHECK(gaps.gaps[1] == Gap{"ru", {{"кактус", 8}}, 8, 0, 4, 0, {}});
    CHECK(gaps.gaps[2] == Gap{"ru", {{"gfhjkm", 5}, {"парол", 2}}, 5, 2, 4, 2, KnownArticle{"password", "ru", "Как сменить пароль", "/help/ru/articles/password"}});
}

TEST_CASE("texts of which only marks are left are in no list, and counted all the same") {
    StoredFigures stored;
    const auto search = [&](std::string_view query, int n) {
        stored.add(FigureKind::search, "2026-03-02", "ru", 0, static_cast<int>(SearchEnd::no_result), n);
        stored.add(FigureKind::query, "2026-03-02", "ru", stored.query(query, query), static_cast<int>(SearchEnd::no_result), n);
        stored.add(FigureKind::gap_session, "2026-03-02", "ru", stored.group(query), 0, n);
    };
    search("[number]", 50);
    search("[phone], [email]", 40);
    search("[name] пароль", 30);
    search("кактус", 20);
    const Gaps gaps = stored.read([](const FigureReader& reader) { return read_gaps(reader, march()); });
    REQUIRE(gaps.gaps.size() == 2);
    CHECK(gaps.gaps[0].spellings[0].query == "[name] пароль");
    CHECK(gaps.total == 4);
    const Searches searches = stored.read([](const FigureReader& reader) { return read_searches(reader, march()); });
    REQUIRE(searches.frequent.size() == 2);
    CHECK(searches.frequent[0].query == "[name] пароль");
    CHECK(searches.failing.size() == 2);
    CHECK(searches.ends.no_result == 140);
}

TEST_CASE("of very many gaps the hundred of the most sessions are listed, and ties broken by searches") {
    StoredFigures stored;
    for (int i = 1; i <= 130; ++i) {
        const std::string name = "q" + std::to_string(i);
        stored.add(FigureKind::gap_session, "2026-03-02", "ru", stored.group(name), 0, i == 1 ? 2 : 1);
        stored.add(FigureKind::query, "2026-03-02", "ru", stored.query(name, name), static_cast<int>(SearchEnd::no_result), i);
    }
    const Gaps gaps = stored.read([](const FigureReader& reader) { return read_gaps(reader, march()); });
    CHECK(gaps.total == 130);
    REQUIRE(gaps.gaps.size() == most_gaps);
    CHECK(gaps.gaps[0].spellings[0].query == "q1");
    CHECK(gaps.gaps[1].spellings[0].query == "q130");
    CHECK(gaps.gaps[99].spellings[0].query == "q32");
}

TEST_CASE("articles are counted where they stand now, whatever address they were opened at") {
    StoredFigures stored;
    const auto use = [&](std::string_view lang, std::string_view slug, ArticleUse what, int n) { stored.add(FigureKind::article, "2026-03-02", lang, stored.name(slug), static_cast<int>(what), n); };
    use("ru", "refund", ArticleUse::view, 5);
    use("ru", "vozvrat", ArticleUse::view, 2);
    use("en", "refund", ArticleUse::view, 4);
    use("ru", "refund", ArticleUse::view_from_search, 1);
    use("ru", "refund", ArticleUse::helpful, 3);
    use("ru", "refund", ArticleUse::unhelpful, 1);
    use("ru", "refund", ArticleUse::exit, 2);
    use("ru", "refund", ArticleUse::read, 4);
    stored.add(FigureKind::read_time, "2026-03-02", "ru", stored.name("refund"), 0, 10'000);
    use("ru", "gone", ArticleUse::view, 1);
    stored.comment(midnight("2026-03-02"), "ru", "refund", false, "долго");
    Article refund = an_article("ru", "refund", "Возврат");
    refund.aliases = {"vozvrat"};
    LittleIndex index;
    index.publish({refund, an_article("ru", "receipt", "Чек"), an_internal_article("ru", "discount", "Скидка")}, site());
    const auto snapshot = index.snapshot();
    const Articles articles = must(stored.read([&](const FigureReader& reader) { return read_articles(reader, *snapshot, march()); }));
    REQUIRE(articles.articles.size() == 3);
    const auto& [article, uses, review] = articles.articles[0];
    CHECK(article == KnownArticle{"refund", "ru", "Возврат", "/help/ru/articles/refund"});
    CHECK(uses == ArticleUses{7, 1, 4, 10'000, 3, 1, 2});
    CHECK(uses.votes() == Count{3, 4});
    CHECK(uses.read_seconds() == 2.5);
    CHECK(articles.articles[1].article == KnownArticle{"refund", "en", "Возврат", "/help/en/articles/refund"});
    CHECK(articles.articles[1].uses.views == 4);
    CHECK(articles.articles[2].article == KnownArticle{"gone", "ru", {}, {}});
    CHECK(articles.never_found == std::vector<KnownArticle>{{"receipt", "ru", "Чек", "/help/ru/articles/receipt"}});
    REQUIRE(articles.comments.size() == 1);
    CHECK(articles.comments[0].text == "долго");
}

TEST_CASE("a review is due when the interval of the article or the site has passed") {
    SiteConfig config;
    StoredArticle article;
    const std::int64_t now = midnight("2026-06-01") / 1000;
    article.last_reviewed = "2026-05-01";
    CHECK(review_of(article, config, now) == Articles::Review{"2026-05-01", "", false});
    article.review_every = "30 days";
    CHECK(review_of(article, config, now) == Articles::Review{"2026-05-01", "2026-05-31", true});
    CHECK_FALSE(review_of(article, config, midnight("2026-05-31") / 1000).is_overdue);
    article.last_reviewed = "2026-01-01";
    article.review_every = "6 months";
    CHECK(review_of(article, config, now).due == "2026-07-01");
    article.last_reviewed = "2026-05-01";
    article.review_every = {};
    config.review_every = "1 year";
    CHECK(review_of(article, config, now) == Articles::Review{"2026-05-01", "2027-05-01", false});
    article.last_reviewed = {};
    CHECK(review_of(article, config, now) == Articles::Review{});
    article.updated = midnight("2025-01-01") / 1000;
    CHECK(review_of(article, config, now) == Articles::Review{"", "2026-01-01", true});
}

TEST_CASE("an article that is overdue is listed though nobody came") {
    StoredFigures stored;
    Article old = an_article("ru", "old", "Старая");
    old.last_reviewed = "2024-01-01";
    old.review_every = "6 months";
    LittleIndex index;
    index.publish({old, an_article("ru", "fresh", "Новая")}, site());
    const auto snapshot = index.snapshot();
    const Articles articles = must(stored.read([&](const FigureReader& reader) { return read_articles(reader, *snapshot, march()); }));
    REQUIRE(articles.articles.size() == 1);
    CHECK(articles.articles[0].article.slug == "old");
    CHECK(articles.articles[0].review.is_overdue);
}

TEST_CASE("the funnel leaves out who was held out, and what still runs of shares") {
    StoredFigures stored;
    const auto visit = [&](std::string_view iso, int what, int n) { stored.add(FigureKind::form, iso, "ru", 0, what, n); };
    visit("2026-03-01", code(FormOutcome::submitted, false, true), 4);
    visit("2026-03-01", code(FormOutcome::solved, false, true, true), 2);
    visit("2026-03-02", code(FormOutcome::read, false, true, true), 3);
    visit("2026-03-02", code(FormOutcome::left), 5);
    visit("2026-03-02", code(FormOutcome::submitted, true), 7);
    stored.add(running_case(stored, Case::Kind::form, "2026-03-02", "ru", code(FormOutcome::left)));
    stored.add(running_case(stored, Case::Kind::form, "2026-03-02", "ru", code(FormOutcome::submitted, true)));
    const Funnel funnel = stored.read([](const FigureReader& reader) { return read_funnel(reader, march()); });
    CHECK(funnel.outcomes == FormOutcomes{4, 2, 3, 4, 1});
    CHECK(funnel.outcomes.visits() == 14);
    CHECK(funnel.held_out == 7);
    CHECK(funnel.shown == 9);
    CHECK(funnel.opened_suggestion == 5);
    CHECK(funnel.days.size() == 5);
    CHECK(funnel.days[1].outcomes == FormOutcomes{0, 0, 3, 4, 1});
}

TEST_CASE("coverage tells which articles answer most questions") {
    StoredFigures stored;
    const auto answer = [&](std::string_view lang, Place article, Outcome outcome, int n) { stored.add(FigureKind::answered, "2026-03-02", lang, article, static_cast<int>(outcome), n); };
    answer("ru", stored.name("refund"), Outcome::confirmed, 5);
    answer("ru", stored.name("vozvrat"), Outcome::potential, 1);
    answer("en", stored.name("refund"), Outcome::potential, 2);
    answer("ru", stored.name("receipt"), Outcome::potential, 3);
    answer("ru", 0, Outcome::potential, 2);
    stored.add(running_case(stored, Case::Kind::question, "2026-03-02", "ru", static_cast<int>(Outcome::potential), "receipt"));
    stored.add(running_case(stored, Case::Kind::question, "2026-03-02", "ru", static_cast<int>(Outcome::silent)));
    Article refund = an_article("ru", "refund", "Возврат");
    refund.aliases = {"vozvrat"};
    LittleIndex index;
    index.publish({refund, an_article("ru", "receipt", "Чек")}, site());
    const auto snapshot = index.snapshot();
    const Coverage coverage = stored.read([&](const FigureReader& reader) { return read_coverage(reader, *snapshot, march()); });
    CHECK(coverage.answered == 12);
    CHECK(coverage.credited() == 10);
    REQUIRE(coverage.articles.size() == 3);
    CHECK(coverage.articles[0] == Coverage::OfArticle{{"refund", "ru", "Возврат", "/help/ru/articles/refund"}, 6});
    CHECK(coverage.articles[1].answered == 2);
    CHECK(coverage.share_of_first(1) == Approx(6 / 12.0));
    CHECK(coverage.share_of_first(30) == Approx(10 / 12.0));
    CHECK_FALSE(Coverage{}.share_of_first(1));
}

namespace {

class Hold {
public:
    explicit Hold(int percent = 50) { stored_.add(Rules{0, 24 * 3600 * 1000, percent, "UTC"}); }
    void visits(bool is_held_out, int submitted, int of, std::string_view iso = "2026-03-02") {
        stored_.add(FigureKind::form, iso, "ru", 0, code(FormOutcome::submitted, is_held_out, !is_held_out), submitted);
        stored_.add(FigureKind::form, iso, "ru", 0, code(FormOutcome::left, is_held_out), of - submitted);
    }
    StoredFigures& stored() { return stored_; }
    Experiment read() {
        return stored_.read([](const FigureReader& reader) { return read_experiment(reader, march()); });
    }

private:
    StoredFigures stored_;
};

}  // namespace

TEST_CASE("an experiment that is off says so, and one without visits of both kinds has no data") {
    CHECK(Hold(0).read().verdict() == Experiment::Verdict::off);
    Hold hold;
    hold.visits(false, 3, 10);
    const Experiment experiment = hold.read();
    CHECK(experiment.verdict() == Experiment::Verdict::no_data);
    CHECK_FALSE(experiment.difference);
    CHECK_FALSE(experiment.needed);
    CHECK_FALSE(experiment.is_enough());
}

TEST_CASE("a difference is that of those held out less the others, with what is still needed") {
    Hold hold;
    hold.visits(true, 56, 70);
    hold.visits(false, 48, 80);
    hold.stored().add(running_case(hold.stored(), Case::Kind::form, "2026-03-02", "ru", code(FormOutcome::submitted, true)));
    hold.visits(true, 1, 1);
    const Experiment experiment = hold.read();
    CHECK(experiment.held_out == Count{56, 70});
    CHECK(experiment.shown == Count{48, 80});
    CHECK(experiment.running == 1);
    REQUIRE(experiment.difference);
    CHECK(experiment.difference->value == Approx(0.2));
    CHECK(experiment.difference->interval.low == Approx(0.0524).margin(0.0001));
    CHECK(experiment.difference->p_value == Approx(0.00805).margin(0.0001));
    REQUIRE(experiment.needed);
    const double cautious = wilson_interval({56, 70}).low;
    CHECK(experiment.needed->held_out == sample_of_first(cautious, cautious - least_difference));
    CHECK(experiment.needed->shown == experiment.needed->held_out);
    CHECK(experiment.needed->per_arm() == experiment.needed->held_out);
    CHECK(experiment.needed->more == (experiment.needed->per_arm() - 70) * 2);
    CHECK(experiment.verdict() == Experiment::Verdict::too_early);
}

TEST_CASE("the first few visits prove nothing, however far apart their ends are") {
    for (const int of : {2, 5, 20, 99}) {
        Hold hold;
        hold.visits(true, of, of);
        hold.visits(false, 0, of);
        const Experiment experiment = hold.read();
        INFO(of << " visits in each group");
        CHECK(experiment.verdict() == Experiment::Verdict::too_early);
        CHECK_FALSE(experiment.is_enough());
        REQUIRE(experiment.needed);
        CHECK(experiment.needed->per_arm() >= least_visits);
    }
}

TEST_CASE("the visits needed do not depend on the difference that was seen") {
    const auto needed = [](int shown) {
        Hold hold;
        hold.visits(true, 60, 200);
        hold.visits(false, shown, 200);
        return hold.read().needed->per_arm();
    };
    CHECK(needed(0) == needed(200));
    CHECK(needed(60) == needed(10));
}

TEST_CASE("when few are held out, fewer of them are needed and more of the others") {
    Hold hold(10);
    hold.visits(true, 10, 20);
    hold.visits(false, 90, 180);
    const Experiment experiment = hold.read();
    REQUIRE(experiment.needed);
    CHECK(experiment.needed->held_out == sample_of_first(0.5, 0.55, 9));
    CHECK(experiment.needed->shown == experiment.needed->held_out * 9);
    CHECK(experiment.needed->per_arm() == experiment.needed->held_out);
    CHECK(experiment.needed->more == (experiment.needed->held_out - 20) * 10);
}

TEST_CASE("where hardly anybody sends a message, a group has enough visits for some who do") {
    Hold hold;
    hold.visits(true, 0, 100'000);
    hold.visits(false, 0, 100'000);
    const Experiment experiment = hold.read();
    REQUIRE(experiment.needed);
    CHECK(experiment.needed->per_arm() == 200);
    CHECK(experiment.verdict() == Experiment::Verdict::no_difference);
}

TEST_CASE("with enough visits an experiment tells help from harm and from no difference") {
    const auto verdict = [](int held, int shown, int of) {
        Hold hold;
        hold.visits(true, held, of);
        hold.visits(false, shown, of);
        return hold.read().verdict();
    };
    CHECK(verdict(1600, 1200, 2000) == Experiment::Verdict::helps);
    CHECK(verdict(1200, 1600, 2000) == Experiment::Verdict::harms);
    CHECK(verdict(240, 180, 300) == Experiment::Verdict::too_early);
    CHECK(verdict(2000, 2001, 4000) == Experiment::Verdict::no_difference);
    CHECK(verdict(30, 31, 60) == Experiment::Verdict::too_early);
}

TEST_CASE("days before the experiment are not held against it") {
    StoredFigures stored;
    stored.add(Rules{0, 1, 0, "UTC"});
    stored.add(Rules{midnight("2026-03-03"), 1, 10, "UTC"});
    stored.add(FigureKind::form, "2026-03-02", "ru", 0, code(FormOutcome::submitted), 100);
    stored.add(FigureKind::form, "2026-03-03", "ru", 0, code(FormOutcome::left), 9);
    stored.add(FigureKind::form, "2026-03-04", "ru", 0, code(FormOutcome::submitted, true), 1);
    const Experiment experiment = stored.read([](const FigureReader& reader) { return read_experiment(reader, march()); });
    CHECK(experiment.shown == Count{0, 9});
    CHECK(experiment.held_out == Count{1, 1});
    CHECK(experiment.holdout_percent == 10);
}

TEST_CASE("days are asked for by name, and without one are the last thirty where the site is") {
    SiteConfig config;
    config.timezone = "Asia/Vladivostok";
    const std::int64_t evening = midnight("2026-03-31") / 1000 + 20 * 3600;  // there it is the next day
    const auto read = [&](std::string_view from, std::string_view to, std::string_view lang = {}) { return read_report_request({from, to, lang}, config, evening); };
    CHECK(must(read("", "")).span == Span{day("2026-03-03"), day("2026-04-01"), ""});
    CHECK(must(read("2026-02-01", "2026-02-02", "ru")).span == Span{day("2026-02-01"), day("2026-02-02"), "ru"});
    CHECK(must(read("", "2026-02-02")).span == Span{day("2026-01-04"), day("2026-02-02"), ""});
    CHECK(must(read("2026-02-02", "2026-02-02")).span.from == day("2026-02-02"));
    for (const auto& [from, to, lang] : {std::tuple{"2026-02-30", "", ""}, {"", "tomorrow", ""}, {"2026-02-02", "2026-02-01", ""}, {"2010-01-01", "2026-01-01", ""}, {"", "", "de"}})
        CHECK(code_of(read(from, to, lang)) == ErrorCode::invalid_argument);
}

TEST_CASE("a report is asked for by its name") {
    StoredFigures stored;
    LittleIndex index;
    index.publish({}, site());
    const Searcher searcher(index.snapshot());
    for (const std::string_view name : report_names()) {
        const Report report = must(make_report(name, march(), stored.figures(), searcher));
        CHECK(report.name == name);
        CHECK(report.window == 24 * 3600 * 1000);
    }
    CHECK(code_of(make_report("weather", march(), stored.figures(), searcher)) == ErrorCode::invalid_argument);
}
