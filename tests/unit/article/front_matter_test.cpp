#include <catch2/catch.hpp>

#include "kb/article/front_matter.h"
#include "tests/world/reported.h"

namespace kb {

using test::has_rule;
using test::reported;
using Lines = std::vector<std::string>;

TEST_CASE("front matter gives the fields of an article") {
    const auto result = parse_front_matter(
        "---\n"
        "title: Как вернуть деньги\n"
        "description: Коротко\n"
        "slug: refund\n"
        "lang: ru\n"
        "category: payments/cards\n"
        "tags: [деньги, возврат]\n"
        "questions:\n"
        "  - где мои деньги?\n"
        "aliases: /old/refund.html\n"
        "visibility: internal\n"
        "last_reviewed: 2026-05-31\n"
        "review_every: 6 months\n"
        "owner: Anna\n"
        "related: [receipts]\n"
        "---\n"
        "Body\n",
        "ru/refund.md");
    CHECK(reported(result.problems) == Lines{});
    CHECK_FALSE(result.fatal);
    const FrontMatter& front = result.front;
    CHECK(front.present);
    CHECK(front.title == "Как вернуть деньги");
    CHECK(front.description == "Коротко");
    CHECK(front.slug == "refund");
    CHECK(front.lang == "ru");
    CHECK(front.category == "payments/cards");
    CHECK(front.has_category);
    CHECK(front.tags == Lines{"деньги", "возврат"});
    CHECK(front.questions == Lines{"где мои деньги?"});
    CHECK(front.aliases == Lines{"/old/refund.html"});
    CHECK(front.related == Lines{"receipts"});
    CHECK(front.visibility == Visibility::internal);
    CHECK(front.last_reviewed == "2026-05-31");
    CHECK(front.review_every == "6 months");
    CHECK(front.owner == "Anna");
    CHECK(front.title_at == Location{"ru/refund.md", 2, 8});
    CHECK(front.slug_at == Location{"ru/refund.md", 4, 7});
    CHECK(result.body == "Body\n");
    CHECK(result.body_line == 17);
}

TEST_CASE("a text without front matter is all body") {
    for (const std::string_view text : {"# Title\n\ntext\n", "", "--- not a rule\ntext", "---", "text\n---\ntitle: no\n---\n"}) {
        const auto result = parse_front_matter(text, "a.md");
        CHECK_FALSE(result.front.present);
        CHECK_FALSE(result.fatal);
        CHECK(result.body == text);
        CHECK(result.body_line == 1);
    }
}

TEST_CASE("an empty block is present and holds nothing") {
    const auto result = parse_front_matter("---\n---\ntext", "a.md");
    CHECK(result.front.present);
    CHECK(result.body == "text");
    CHECK(result.body_line == 3);
    CHECK_FALSE(result.fatal);
}

TEST_CASE("the block may end with dots, with spaces behind the hyphens, or at the end of the file") {
    CHECK(parse_front_matter("---\ntitle: a\n...\ntext", "a.md").body == "text");
    CHECK(parse_front_matter("---  \ntitle: a\n---\t \ntext", "a.md").body == "text");
    const auto at_end = parse_front_matter("---\ntitle: a\n---", "a.md");
    CHECK(at_end.front.title == "a");
    CHECK(at_end.body.empty());
}

TEST_CASE("a block without an end is fatal and says where it begins") {
    const auto result = parse_front_matter("---\ntitle: a\n\ntext\n", "a.md");
    CHECK(result.fatal);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].at == Location{"a.md", 1, 1});
    CHECK(result.problems[0].what == "the front matter has no end");
}

TEST_CASE("broken YAML is fatal, with the line of the file") {
    const auto result = parse_front_matter("---\ntitle: a\nslug: b: c\n---\n", "a.md");
    CHECK(result.fatal);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].rule == "bad-yaml");
    CHECK(result.problems[0].at.line == 3);
    CHECK(result.problems[0].at.column > 1);
}

TEST_CASE("a block that is no list of fields, or is enormous, is fatal") {
    CHECK(parse_front_matter("---\njust words\n---\n", "a.md").fatal);
    CHECK(parse_front_matter("---\n- a\n- b\n---\n", "a.md").fatal);
    const auto large = parse_front_matter("---\ntitle: " + std::string(70'000, 'x') + "\n---\n", "a.md");
    CHECK(large.fatal);
    CHECK(has_rule(large.problems, "limit-exceeded"));
}

TEST_CASE("a mistyped key is fatal and names the key that was meant") {
    const auto result = parse_front_matter("---\ntitle: a\nvisiblity: internal\n---\n", "a.md");
    CHECK(result.fatal);
    CHECK(reported(result.problems) ==
          Lines{"error: a.md:3:1: unknown field 'visiblity'; did you mean 'visibility'?"});
}

TEST_CASE("a key of another system is a warning") {
    const auto result = parse_front_matter("---\ntitle: a\nms.author: someone\n---\n", "a.md");
    CHECK_FALSE(result.fatal);
    CHECK(reported(result.problems) == Lines{"warning: a.md:3:1: unknown field 'ms.author'; it is ignored; remove it"});
}

TEST_CASE("a visibility that cannot be read hides the article from customers") {
    for (const char* value : {"Internal", "pubic", "", "[internal]", "secret"}) {
        const auto result = parse_front_matter(std::string("---\ntitle: a\nvisibility: ") + value + "\n---\n", "a.md");
        CHECK(result.front.visibility == Visibility::internal);
        CHECK(has_rule(result.problems, "bad-visibility"));
        CHECK_FALSE(result.fatal);
    }
    CHECK(parse_front_matter("---\nvisibility: public\n---\n", "a.md").front.visibility == Visibility::open);
}

TEST_CASE("a quote that is not closed does not swallow the visibility") {
    const auto result = parse_front_matter("---\ntitle: \"Open\nvisibility: internal\n---\ntext\n", "a.md");
    CHECK(result.fatal);
    CHECK(has_rule(result.problems, "bad-yaml"));
}

TEST_CASE("draft outweighs visibility, whichever comes first") {
    for (const char* fields : {"draft: true\nvisibility: public", "visibility: public\ndraft: true", "draft: yes",
                               "draft: True", "draft:", "draft: maybe", "visibility: draft"})
        CHECK(parse_front_matter(std::string("---\ntitle: a\n") + fields + "\n---\n", "a.md").front.visibility ==
              Visibility::draft);
    CHECK(parse_front_matter("---\ndraft: false\nvisibility: internal\n---\n", "a.md").front.visibility ==
          Visibility::internal);
    CHECK(parse_front_matter("---\ndraft: True\n---\n", "a.md").problems.empty());
}

TEST_CASE("a value of the wrong kind is an error that keeps the article") {
    const auto result = parse_front_matter(
        "---\ntitle: a\ntags:\n  - a: b\nlast_reviewed: 31.05.2026\nreview_every: often\nowner: [x]\n---\n", "a.md");
    CHECK_FALSE(result.fatal);
    CHECK(result.front.tags.empty());
    CHECK(result.front.last_reviewed.empty());
    CHECK(result.front.review_every.empty());
    CHECK(result.front.owner.empty());
    REQUIRE(result.problems.size() == 4);
    CHECK(result.problems[0].at.line == 4);
    CHECK(result.problems[1].rule == "bad-date");
    CHECK(result.problems[2].rule == "bad-interval");
    CHECK(result.problems[3].rule == "wrong-type");
}

TEST_CASE("a category page has a title, a description and an order") {
    const auto result = parse_front_matter("---\ntitle: Оплата\norder: -10\n---\n", "ru/payments/_category.md",
                                           FrontMatterOf::category);
    CHECK(result.front.title == "Оплата");
    CHECK(result.front.order == -10);
    CHECK(result.problems.empty());
    for (const char* order : {"ten", "1.5", "\"-\"", "99999999", ""})
        CHECK(has_rule(parse_front_matter(std::string("---\norder: ") + order + "\n---\n", "c", FrontMatterOf::category).problems,
                       "wrong-type"));
    CHECK(has_rule(parse_front_matter("---\nslug: x\n---\n", "c", FrontMatterOf::category).problems, "unknown-field"));
}

}  // namespace kb
