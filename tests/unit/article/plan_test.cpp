#include <algorithm>
#include <map>
#include <random>

#include <catch2/catch.hpp>

#include "kb/article/plan.h"
#include "tests/world/reported.h"

namespace kb {

using test::has_rule;
using test::reported;
using Lines = std::vector<std::string>;

namespace {

ArticleFacts a_page(std::string path, std::string slug, Visibility visibility = Visibility::open) {
    ArticleFacts facts;
    facts.lang = path.substr(0, path.find('/'));
    facts.path = std::move(path);
    facts.slug = std::move(slug);
    facts.visibility = visibility;
    return facts;
}

ArticleFacts a_named_page(std::string path, std::string slug, Visibility visibility = Visibility::open) {
    ArticleFacts facts = a_page(std::move(path), std::move(slug), visibility);
    facts.slug_is_explicit = true;
    facts.slug_line = 3;
    return facts;
}

ArticleFacts linking(ArticleFacts facts, std::string path, std::string fragment = {}) {
    const Location at{facts.path, 5, 1};
    facts.links.push_back({std::move(path), std::move(fragment), at});
    return facts;
}

Lines slugs(const SitePlan& plan) {
    Lines found;
    for (const PlannedArticle& article : plan.articles) found.push_back(article.published ? article.slug : "-");
    return found;
}

}  // namespace

TEST_CASE("of equal derived slugs the shallowest, then the first path keeps the bare one") {
    const std::vector<ArticleFacts> facts = {a_page("ru/b/x/index.md", "index"), a_page("ru/b/index.md", "index"),
                                             a_page("ru/a/index.md", "index"), a_page("en/index.md", "index")};
    const SitePlan plan = plan_site(facts, "");
    CHECK(slugs(plan) == Lines{"index-x", "index-b", "index", "index"});
    CHECK(plan.problems.size() == 2);
    CHECK(std::all_of(plan.problems.begin(), plan.problems.end(),
                      [](const Problem& problem) { return problem.severity == Severity::warning; }));
}

TEST_CASE("folders are appended until the slug is alone, then a number") {
    const std::vector<ArticleFacts> facts = {a_page("ru/a/x/p.md", "p"), a_page("ru/b/x/p.md", "p"), a_page("ru/p.md", "p"),
                                             a_named_page("ru/q.md", "p-x-b-ru")};
    CHECK(slugs(plan_site(facts, "")) == Lines{"p-x", "p-x-b", "p", "p-x-b-ru"});
    const std::vector<ArticleFacts> taken = {a_page("ru/p.md", "p"), a_page("ru/pp.md", "p"), a_named_page("ru/q.md", "p-ru")};
    CHECK(slugs(plan_site(taken, "")) == Lines{"p", "p-ru-2", "p-ru"});
}

TEST_CASE("a written slug comes before a derived one, and a public article before an internal one") {
    const std::vector<ArticleFacts> facts = {a_page("ru/pay.md", "pay"), a_named_page("ru/z/z/z.md", "pay"),
                                             a_page("ru/a.md", "a", Visibility::internal), a_page("ru/z/a.md", "a")};
    CHECK(slugs(plan_site(facts, "")) == Lines{"pay-ru", "pay", "a-ru", "a"});
}

TEST_CASE("an explicit duplicate is an error, and only the later article is dropped") {
    const std::vector<ArticleFacts> facts = {a_named_page("ru/b.md", "pay"), a_named_page("ru/a.md", "pay"),
                                             a_named_page("en/a.md", "pay")};
    const SitePlan plan = plan_site(facts, "");
    CHECK(slugs(plan) == Lines{"-", "pay", "pay"});
    CHECK(reported(plan.problems) == Lines{"error: ru/b.md:3:1: the slug 'pay' is already that of ru/a.md; choose another slug"});
}

TEST_CASE("drafts, broken articles and included files are not published and take no slug") {
    ArticleFacts broken = a_page("ru/a/p.md", "p");
    broken.fatal = true;
    ArticleFacts including = a_page("ru/z/p.md", "p");
    including.includes = {"ru/part.md"};
    const std::vector<ArticleFacts> facts = {broken, a_page("ru/p.md", "p", Visibility::draft), including,
                                             a_page("ru/part.md", "part")};
    const SitePlan plan = plan_site(facts, "");
    CHECK(slugs(plan) == Lines{"-", "-", "p", "-"});
    CHECK(plan.problems.empty());
}

TEST_CASE("links become addresses, with or without their ending, and with their fragment") {
    ArticleFacts from = linking(a_page("ru/a.md", "a"), "ru/b.md", "part");
    from = linking(linking(linking(from, "ru/b"), "ru/c"), "ru/d/");
    ArticleFacts target = a_page("ru/b.md", "b");
    target.anchors = {"part"};
    const std::vector<ArticleFacts> facts = {from, target, a_page("ru/c/index.md", "c")};
    const SitePlan plan = plan_site(facts, "/help");
    CHECK(plan.articles[0].link_addresses ==
          Lines{"/help/ru/articles/b#part", "/help/ru/articles/b", "/help/ru/articles/c", ""});
    REQUIRE(plan.problems.size() == 1);
    CHECK(plan.problems[0].at == Location{"ru/a.md", 5, 1});
}

TEST_CASE("a link to what customers cannot see loses its address") {
    const ArticleFacts open = linking(linking(linking(a_page("ru/a.md", "a"), "ru/inner.md"), "ru/draft.md"), "ru/gone.md");
    const ArticleFacts inner = linking(a_page("ru/inner.md", "inner", Visibility::internal), "ru/a.md");
    const ArticleFacts inner2 = linking(a_page("ru/inner2.md", "inner2", Visibility::internal), "ru/inner.md");
    const std::vector<ArticleFacts> facts = {open, inner, inner2, a_page("ru/draft.md", "d", Visibility::draft)};
    const SitePlan plan = plan_site(facts, "");
    CHECK(plan.articles[0].link_addresses == Lines{"", "", ""});
    CHECK(plan.articles[1].link_addresses == Lines{"/ru/articles/a"});
    CHECK(plan.articles[2].link_addresses == Lines{"/ru/articles/inner"});
    CHECK(has_rule(plan.problems, "internal-link"));
    CHECK(has_rule(plan.problems, "dead-link"));
    CHECK(plan.problems.size() == 3);
}

TEST_CASE("the plan does not depend on the order in which files are found") {
    std::vector<ArticleFacts> facts = {a_page("ru/a/p.md", "p"),       a_page("ru/b/p.md", "p"),
                                       a_page("ru/p.md", "p"),         a_named_page("ru/x.md", "same"),
                                       a_named_page("ru/y.md", "same"), a_page("ru/same.md", "same"),
                                       a_page("ru/i/p.md", "p", Visibility::internal)};
    facts[0] = linking(facts[0], "ru/b/p.md");
    facts[1] = linking(facts[1], "ru/nothing.md");
    const auto by_path = [&facts](const SitePlan& plan) {
        std::map<std::string, std::pair<std::string, Lines>> result;
        for (std::size_t i = 0; i < facts.size(); ++i)
            result[facts[i].path] = {plan.articles[i].published ? plan.articles[i].slug : "-", plan.articles[i].link_addresses};
        return result;
    };
    const SitePlan first = plan_site(facts, "");
    const auto expected = by_path(first);
    std::mt19937 random(1);
    for (int round = 0; round < 50; ++round) {
        std::shuffle(facts.begin(), facts.end(), random);
        const SitePlan plan = plan_site(facts, "");
        CHECK(by_path(plan) == expected);
        CHECK(plan.problems == first.problems);
    }
}

}  // namespace kb
