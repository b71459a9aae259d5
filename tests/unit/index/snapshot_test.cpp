#include <catch2/catch.hpp>

#include "kb/index/snapshot.h"
#include "tests/world/little_index.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"

namespace fs = std::filesystem;

namespace kb {

using test::an_article;
using test::an_internal_article;
using test::code_of;
using test::content_of;
using test::LittleIndex;
using test::must;

namespace {

Article in_category(Article article, std::string category) {
    article.category = std::move(category);
    return article;
}

std::vector<std::string> paths(const std::vector<CategoryView>& views) {
    std::vector<std::string> found;
    for (const CategoryView& view : views) found.push_back(view.path);
    return found;
}

std::vector<std::string> slugs(const std::vector<const CatalogEntry*>& entries) {
    std::vector<std::string> found;
    for (const CatalogEntry* entry : entries) found.emplace_back(entry->slug);
    return found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("articles are found by language and slug, by the audience that may see them") {
    const LittleIndex index({an_article("ru", "a", "А"), an_article("en", "a", "A"), an_internal_article("ru", "inner", "Тайна")});
    const auto snapshot = index.snapshot();
    REQUIRE(snapshot->find("ru", "a", Audience::customers));
    CHECK(snapshot->find("ru", "a", Audience::customers)->title == "А");
    CHECK(snapshot->find("en", "a", Audience::customers)->title == "A");
    CHECK_FALSE(snapshot->find("de", "a", Audience::customers));
    CHECK_FALSE(snapshot->find("ru", "b", Audience::customers));
    CHECK_FALSE(snapshot->find("ru", "inner", Audience::customers));
    CHECK(snapshot->find("ru", "inner", Audience::staff));
}

TEST_CASE("former slugs and old site paths lead to the article") {
    Article article = an_article("ru", "a", "А");
    article.aliases = {"old-a", "/help/old.html"};
    Article inner = an_internal_article("ru", "b", "Б");
    inner.aliases = {"old-b"};
    const LittleIndex index({article, inner});
    const auto snapshot = index.snapshot();
    REQUIRE(snapshot->find_alias("ru", "old-a", Audience::customers));
    CHECK(snapshot->find_alias("ru", "old-a", Audience::customers)->slug == "a");
    CHECK(snapshot->find_alias("en", "/help/old.html", Audience::customers));
    CHECK_FALSE(snapshot->find_alias("en", "old-a", Audience::customers));
    CHECK_FALSE(snapshot->find_alias("ru", "old-b", Audience::customers));
    CHECK(snapshot->find_alias("ru", "old-b", Audience::staff));
}

TEST_CASE("a former address in another language leads to the article, too") {
    Article article = an_article("en", "a", "A");
    article.aliases = {"/ru/articles/old-a"};
    const LittleIndex index({article});
    const auto snapshot = index.snapshot();
    for (const char* asked : {"old-a", "/ru/articles/old-a"}) {
        REQUIRE(snapshot->find_alias("ru", asked, Audience::customers));
        CHECK(snapshot->find_alias("ru", asked, Audience::customers)->lang == "en");
    }
    CHECK_FALSE(snapshot->find_alias("en", "old-a", Audience::customers));
}

TEST_CASE("what was removed is known by language and slug") {
    LittleIndex index;
    GenerationInfo info;
    info.removed = {{"ru", "z"}, {"en", "old"}};
    index.publish({an_article("ru", "a", "А")}, info);
    const auto snapshot = index.snapshot();
    CHECK(snapshot->was_removed("ru", "z"));
    CHECK(snapshot->was_removed("en", "old"));
    CHECK_FALSE(snapshot->was_removed("ru", "old"));
    CHECK_FALSE(snapshot->was_removed("ru", "a"));
    CHECK_FALSE(snapshot->was_removed("ru", "/en/articles/old/"));
}

TEST_CASE("a translation has the same path, else the same slug") {
    Article ru = an_article("ru", "vozvrat", "Возврат"), en = an_article("en", "refund", "Refund");
    ru.path = "ru/pay/refund.md";
    en.path = "en/pay/refund.md";
    const LittleIndex index({ru, en, an_article("ru", "faq", "ЧаВо"), an_article("en", "faq", "FAQ"),
                             an_internal_article("en", "vozvrat", "Secret")});
    const auto snapshot = index.snapshot();
    const auto of = [&](std::string_view lang, std::string_view slug, Audience audience = Audience::customers) {
        return slugs(snapshot->translations(*snapshot->find(lang, slug, audience), audience));
    };
    CHECK(of("ru", "vozvrat") == Names{"refund"});
    CHECK(of("en", "refund") == Names{"vozvrat"});
    CHECK(of("ru", "faq") == Names{"faq"});
}

TEST_CASE("categories are those with something to see, in the writers' order") {
    LittleIndex index;
    GenerationInfo info;
    info.categories = {{"ru", "pay", "Оплата", "Всё об оплате", 20}, {"ru", "visit", "Визит", "", 10}, {"ru", "empty", "Пусто", "", 1},
                       {"ru", "secret", "Тайное", "", 5}};
    index.publish({in_category(an_article("ru", "a", "А"), "pay"), in_category(an_article("ru", "b", "Б"), "pay/by-card"),
                   in_category(an_article("ru", "c", "В"), "visit"), in_category(an_article("ru", "d", "Г"), "a-folder"),
                   in_category(an_article("en", "e", "E"), "english"), in_category(an_internal_article("ru", "f", "Ж"), "secret"),
                   in_category(an_internal_article("ru", "g", "З"), "pay"), in_category(an_article("ru", "h", "И"), "payments"),
                   an_article("ru", "i", "К")},
                  info);
    const auto snapshot = index.snapshot();
    CHECK(paths(snapshot->categories("ru", Audience::customers)) == Names{"visit", "pay", "a-folder", "payments"});
    CHECK(paths(snapshot->categories("ru", Audience::staff)) == Names{"secret", "visit", "pay", "a-folder", "payments"});
    CHECK(paths(snapshot->categories("ru", Audience::customers, "pay")) == Names{"pay/by-card"});
    const auto pay = snapshot->category("ru", "pay", Audience::customers);
    REQUIRE(pay);
    CHECK(pay->title == "Оплата");
    CHECK(pay->description == "Всё об оплате");
    CHECK(pay->articles == 2);
    CHECK(snapshot->category("ru", "pay", Audience::staff)->articles == 3);
    CHECK(snapshot->category("ru", "pay/by-card", Audience::customers)->title == "By card");
    CHECK_FALSE(snapshot->category("ru", "empty", Audience::customers));
    CHECK_FALSE(snapshot->category("ru", "secret", Audience::customers));
    CHECK_FALSE(snapshot->category("ru", "", Audience::customers));
    CHECK(slugs(snapshot->articles_in("ru", "pay", Audience::customers)) == Names{"a"});
    CHECK(slugs(snapshot->articles_in("ru", "", Audience::customers)) == Names{"i"});
}

TEST_CASE("only plain names are files") {
    const LittleIndex index({an_article("ru", "a", "A")});
    const auto snapshot = index.snapshot();
    for (const char* name : {"", ".", "..", "../articles.dat", "a/b.png", ".hidden", "A.PNG", "aa.png\n"})
        CHECK_FALSE(snapshot->file(name, Audience::staff));
}

TEST_CASE("a missing index says how to build it") {
    const test::ScratchFolder folder;
    const auto none = Snapshot::open(folder / "nothing", test::dictionaries());
    REQUIRE(code_of(none) == ErrorCode::index_missing);
    CHECK(none.error().hint.find("kb-indexer build") != std::string::npos);
}

TEST_CASE("an index of another analyzer is foreign") {
    LittleIndex index({an_article("ru", "a", "A")});
    const fs::path info = index.current_directory() / "generation.json";
    std::string text = content_of(info);
    text.insert(text.find("\"analyzer\": \"") + 13, "other-");
    REQUIRE(write_file(info, text));
    const auto opened = Snapshot::open(index.path(), test::dictionaries());
    REQUIRE(code_of(opened) == ErrorCode::index_foreign);
    CHECK(opened.error().hint.find("kb-indexer build --content") != std::string::npos);
}

TEST_CASE("whatever is missing from a generation, it is damage with a hint, and no crash") {
    const LittleIndex index({an_article("ru", "a", "A", "text"), an_internal_article("ru", "b", "B", "text")});
    const fs::path generation = index.current_directory();
    for (const char* part : {"generation.json", "public/articles.dat", "internal/articles.dat", "public/terms",
                             "internal/terms", "public", "public/terms/iamglass", "public/terms/postlist.glass"}) {
        INFO(part);
        fs::rename(generation / part, generation / "moved");
        const auto opened = Snapshot::open(index.path(), test::dictionaries());
        CHECK(code_of(opened) == ErrorCode::index_damaged);
        if (!opened) CHECK_FALSE(opened.error().hint.empty());
        fs::rename(generation / "moved", generation / part);
    }
    CHECK(Snapshot::open(index.path(), test::dictionaries()));
}

TEST_CASE("whatever is cut or overwritten in a generation is noticed or harmless") {
    const LittleIndex index({an_article("ru", "a", "A", "text"), an_internal_article("ru", "b", "B", "text")});
    const fs::path generation = index.current_directory();
    for (const char* part : {"generation.json", "public/articles.dat", "public/terms/iamglass", "public/terms/postlist.glass"}) {
        INFO(part);
        const std::string whole = content_of(generation / part);
        for (const std::string& damaged : {std::string(), whole.substr(0, whole.size() / 2), std::string(whole.size(), '\xA5')}) {
            REQUIRE(write_file(generation / part, damaged));
            const auto opened = Snapshot::open(index.path(), test::dictionaries());
            CHECK(code_of(opened) == ErrorCode::index_damaged);
        }
        REQUIRE(write_file(generation / part, whole));
    }
    CHECK(Snapshot::open(index.path(), test::dictionaries()));
}

TEST_CASE("a generation whose halves do not belong together is damage") {
    const LittleIndex one({an_article("ru", "a", "A")}), two({an_article("ru", "a", "A"), an_article("ru", "b", "B")});
    fs::copy_file(two.current_directory() / "public/articles.dat", one.current_directory() / "public/articles.dat",
                  fs::copy_options::overwrite_existing);
    CHECK(code_of(Snapshot::open(one.path(), test::dictionaries())) == ErrorCode::index_damaged);
}

TEST_CASE("a snapshot outlives the generation's files being pruned") {
    LittleIndex index({an_article("ru", "a", "A", "first text")});
    const auto old = index.snapshot();
    for (int i = 0; i < 4; ++i) index.publish({});
    REQUIRE(old->articles().size() == 1);
    CHECK(must(old->article(old->articles()[0])).sections[0].text == "first text");
    CHECK(must(must(old->article(old->articles()[0])).page()) == "<p>first text</p>\n");
}

}  // namespace kb
