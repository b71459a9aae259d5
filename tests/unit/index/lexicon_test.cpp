#include <catch2/catch.hpp>

#include "kb/index/lexicon.h"
#include "tests/world/little_index.h"

namespace kb {

using test::an_article;
using test::an_internal_article;
using test::LittleIndex;

TEST_CASE("a lexicon has the words of one half, in Russian and Latin letters, with their articles") {
    const LittleIndex index({an_article("ru", "a", "Пароль от wi-fi", "Пароли и ключи 2fa"), an_article("ru", "b", "Пароль"),
                             an_internal_article("ru", "c", "Тайна")});
    const auto snapshot = index.snapshot();
    const Lexicon& words = snapshot->lexicon(Half::open);
    CHECK(words.articles_with("пароль") == 2);
    CHECK(words.articles_with("пароли") == 1);
    CHECK(words.articles_with("парол") == 0);
    CHECK(words.articles_with("паролями") == 0);
    CHECK(words.articles_with_lemma("пароль") == 2);
    CHECK(words.articles_with("wifi") == 1);
    CHECK(words.articles_with("2fa") == 0);
    CHECK(words.articles_with("тайна") == 0);
    CHECK(snapshot->lexicon(Half::internal).articles_with("тайна") == 1);

    const auto begin = words.find(u"пар");
    REQUIRE(begin);
    CHECK(words.most_articles(*begin) == 2);
    CHECK_FALSE(words.find(u"тай"));
}

TEST_CASE("a lexicon without words has none") {
    const Lexicon words;
    CHECK(words.articles_with("слово") == 0);
    CHECK(words.articles_with("") == 0);
    CHECK_FALSE(words.find(u"с"));
}

}  // namespace kb
