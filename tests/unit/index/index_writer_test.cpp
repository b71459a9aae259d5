#include <map>
#include <random>

#include <catch2/catch.hpp>

#include "kb/index/index_writer.h"
#include "kb/search/searcher.h"
#include "tests/world/little_index.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"

namespace fs = std::filesystem;

namespace kb {

using test::an_article;
using test::an_internal_article;
using test::code_of;
using test::LittleIndex;
using test::asking;
using test::must;
using test::ScratchFolder;

namespace {

// Everything about an answer that must not depend on how its index came about.
std::string answer(const Snapshot& snapshot, const SearchRequest& request) {
    const std::shared_ptr<const Snapshot> borrowed(&snapshot, [](const Snapshot*) {});
    const Results results = must(Searcher(borrowed).search(request));
    std::string text = std::to_string(results.total);
    for (const Hit& hit : results.hits) {
        text += "\n" + hit.lang + "/" + hit.slug + " " + std::to_string(hit.score) + " " + hit.category_slug + " ";
        for (const Fragment& fragment : hit.snippet) text += fragment.match ? "[" + fragment.text + "]" : fragment.text;
    }
    for (const FacetCount& facet : results.categories) text += "\n" + facet.slug + " " + std::to_string(facet.count);
    return text;
}

class RandomArticles {
public:
    explicit RandomArticles(unsigned seed) : random_(seed) {}

    Article next() {
        static const char* languages[] = {"ru", "en"};
        Article article = an_article(languages[random_() % 2], "a" + std::to_string(random_() % 12), words(3), words(20));
        if (random_() % 4 == 0) article.visibility = Visibility::internal;
        article.category = random_() % 2 ? "pay" : "pay/cards";
        article.questions = {words(4)};
        return article;
    }
    unsigned number(unsigned below) { return static_cast<unsigned>(random_() % below); }

private:
    std::string words(int count) {
        static const char* vocabulary[] = {"деньги", "возврат", "оплата", "картой", "card", "refunds", "payment", "24/7",
                                           "wi-fi",  "платёж",  "чек",    "receipt", "и",   "the"};
        std::string text;
        for (int i = 0; i < count; ++i) text += std::string(vocabulary[random_() % std::size(vocabulary)]) + " ";
        return text;
    }
    std::mt19937 random_;
};

using Identity = std::tuple<Visibility, std::string, std::string>;

}  // namespace

TEST_CASE("an updated index answers like one made from nothing") {
    RandomArticles articles(GENERATE(1u, 2u, 3u));
    std::map<Identity, Article> expected;
    LittleIndex updated;
    updated.publish({});
    for (int round = 0; round < 6; ++round) {
        std::vector<Article> removed, put;
        for (unsigned i = 0, n = articles.number(8); i < n; ++i) {
            const Article article = articles.next();
            expected.insert_or_assign({article.visibility, article.lang, article.slug}, article);
            put.push_back(article);
        }
        for (unsigned i = 0, n = articles.number(4); i < n && !expected.empty(); ++i) {
            const auto victim = std::next(expected.begin(), articles.number(static_cast<unsigned>(expected.size())));
            const auto same = [&](const Article& article) {
                return Identity{article.visibility, article.lang, article.slug} == victim->first;
            };
            std::erase_if(put, same);
            removed.push_back(victim->second);
            expected.erase(victim);
        }
        updated.update(removed, put);

        std::vector<Article> all;
        for (const auto& [identity, article] : expected) all.push_back(article);
        const LittleIndex fresh(all);
        const auto updated_snapshot = updated.snapshot(), fresh_snapshot = fresh.snapshot();
        REQUIRE(updated_snapshot->articles().size() == all.size());
        for (const Audience audience : {Audience::customers, Audience::staff}) {
            for (const char* text : {"деньги", "возврат картой", "refund payments", "24/7 wi-fi", "и", "платёжи card"}) {
                SearchRequest request = asking(text, "ru", "", 100);
                request.audience = audience;
                REQUIRE(answer(*updated_snapshot, request) == answer(*fresh_snapshot, request));
                request.category = "pay/cards";
                REQUIRE(answer(*updated_snapshot, request) == answer(*fresh_snapshot, request));
            }
        }
    }
}

TEST_CASE("an update leaves the generation before as it was") {
    LittleIndex index({an_article("ru", "a", "Возврат", "старое слово")});
    const auto before = index.snapshot();
    index.update({}, {an_article("ru", "a", "Возврат", "новое слово"), an_article("ru", "b", "Оплата")});
    CHECK(before->articles().size() == 1);
    CHECK(must(before->article(before->articles()[0])).sections[0].text == "старое слово");
    CHECK(must(Searcher(before).search(asking("старое"))).total == 1);
    CHECK(must(Searcher(before).search(asking("оплата"))).total == 0);
    CHECK(must(Searcher(index.snapshot()).search(asking("старое"))).total == 0);
    CHECK(must(Searcher(index.snapshot()).search(asking("новое"))).total == 1);
}

TEST_CASE("an article put twice is there once, as it was last") {
    const LittleIndex index({an_article("ru", "a", "Старый"), an_article("ru", "a", "Новый")});
    REQUIRE(index.snapshot()->articles().size() == 1);
    CHECK(index.snapshot()->articles()[0].title == "Новый");
}

TEST_CASE("one slug may be public and internal, and in each language") {
    const LittleIndex index({an_article("ru", "a", "A"), an_article("en", "a", "A"), an_internal_article("ru", "a", "A")});
    CHECK(index.snapshot()->articles().size() == 3);
    CHECK(index.snapshot()->info().articles == 3);
}

TEST_CASE("removing says whether there was anything to remove") {
    const ScratchFolder folder;
    IndexWriter writer = must(IndexWriter::create(folder.path(), {test::dictionaries()}));
    must(writer.put(an_article("ru", "a", "A")));
    CHECK_FALSE(must(writer.remove(Half::internal, "ru", "a")));
    CHECK_FALSE(must(writer.remove(Half::open, "en", "a")));
    CHECK(must(writer.remove(Half::open, "ru", "a")));
    CHECK_FALSE(must(writer.remove(Half::open, "ru", "a")));
    CHECK(must(writer.finish({})).articles == 0);
}

TEST_CASE("drafts and articles without a name are refused") {
    const ScratchFolder folder;
    IndexWriter writer = must(IndexWriter::create(folder.path(), {test::dictionaries()}));
    Article draft = an_article("ru", "a", "A");
    draft.visibility = Visibility::draft;
    CHECK(code_of(writer.put(draft)) == ErrorCode::invalid_argument);
    CHECK(code_of(writer.put(an_article("", "a", "A"))) == ErrorCode::invalid_argument);
    CHECK(code_of(writer.put(an_article("ru", "", "A"))) == ErrorCode::invalid_argument);
    must(writer.put(an_article("ru", "a", "")));  // collections of documents may have no titles
}

TEST_CASE("files belong to their half, are kept over updates and tidied on demand") {
    LittleIndex index;
    index.build({}, [](IndexWriter& writer) {
        must(writer.add_file(Half::open, "aa.png", "open bytes"));
        must(writer.add_file(Half::open, "bb.png", "unwanted"));
        must(writer.add_file(Half::internal, "cc.png", "internal bytes"));
    });
    const auto before = index.snapshot();
    index.change([](IndexWriter& writer) {
        must(writer.add_file(Half::open, "aa.png", "other bytes"));
        must(writer.keep_files(Half::open, [](const std::string& name) { return name == "aa.png"; }));
    });
    const auto snapshot = index.snapshot();
    REQUIRE(snapshot->file("aa.png", Audience::customers));
    CHECK(test::content_of(*snapshot->file("aa.png", Audience::customers)) == "open bytes");
    CHECK_FALSE(snapshot->file("bb.png", Audience::customers));
    CHECK(before->file("bb.png", Audience::customers));
    CHECK_FALSE(snapshot->file("cc.png", Audience::customers));
    CHECK(snapshot->file("cc.png", Audience::staff));
}

TEST_CASE("a text larger than one commit is indexed whole") {
    std::string long_text;
    while (long_text.size() < 7'000'000) long_text += "деньги возвращаются на карту за три дня ";
    long_text += "последнееслово";
    const LittleIndex index({an_article("ru", "long", "Длинная", long_text), an_article("ru", "short", "Короткая", "деньги")});
    CHECK(must(Searcher(index.snapshot()).search(asking("последнееслово"))).total == 1);
    CHECK(must(Searcher(index.snapshot()).search(asking("деньги"))).total == 2);
}

}  // namespace kb
