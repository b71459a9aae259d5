#include <catch2/catch.hpp>

#include "kb/search/searcher.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb {

using test::an_article;
using test::an_internal_article;
using test::asking;
using test::LittleIndex;
using test::must;
using test::slugs;
using Slugs = std::vector<std::string>;

namespace {

LittleIndex pinned(std::vector<Pin> pins) {
    GenerationInfo info;
    info.pins = std::move(pins);
    LittleIndex index;
    index.publish({an_article("ru", "refund", "Вернуть деньги", "Вернуть деньги можно."), an_article("ru", "bank", "Банки", "Звоните."),
                   an_article("ru", "card", "Карты", "Вернуть карту."), an_article("en", "money", "Деньги", "Вернуть."),
                   an_internal_article("ru", "secret", "Секрет", "Тайна.")},
                  std::move(info));
    return index;
}

Slugs found(const LittleIndex& index, SearchRequest request) {
    return slugs(must(Searcher(index.snapshot()).search(request)));
}

}  // namespace

TEST_CASE("pinned articles come first for their query, in any form and order, once") {
    const LittleIndex index = pinned({{"ru", "вернуть деньги", "bank"}, {"ru", "вернуть деньги", "card"}});
    for (const char* text : {"вернуть деньги", "Деньги вернули", "как вернуть деньги?", "ВЕРНУТЬ  ДЕНЕГ"}) {
        CAPTURE(text);
        const Slugs slugs = found(index, asking(text, "ru"));
        REQUIRE(slugs.size() >= 3);
        CHECK(slugs[0] == "bank");
        CHECK(slugs[1] == "card");
        CHECK(slugs[2] == "refund");
        CHECK(std::count(slugs.begin(), slugs.end(), "card") == 1);
    }
    CHECK(found(index, asking("вернуть", "ru"))[0] != "bank");
    CHECK(found(index, asking("вернуть деньги быстро", "ru"))[0] != "bank");
    CHECK(found(index, asking("вернуть деньги", "en"))[0] != "bank");
}

TEST_CASE("a pin shows nobody what he may not see, and pages go on behind it") {
    const LittleIndex index = pinned({{"ru", "вернуть деньги", "secret"}, {"ru", "вернуть деньги", "bank"}});
    CHECK(found(index, asking("вернуть деньги", "ru"))[0] == "bank");
    SearchRequest staff = asking("вернуть деньги", "ru");
    staff.audience = Audience::staff;
    CHECK(found(index, staff)[0] == "secret");
    const Slugs all = found(index, asking("вернуть деньги", "ru"));
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(found(index, asking("вернуть деньги", "ru", "", 1, i)) == Slugs{all[i]});
    }
}

TEST_CASE("a pinned compound is one word, however it is joined") {
    const LittleIndex index = pinned({{"ru", "wi-fi", "bank"}});
    CHECK(found(index, asking("wifi", "ru")) == Slugs{"bank"});
    CHECK(found(index, asking("Wi-Fi", "ru")) == Slugs{"bank"});
    CHECK(found(index, asking("wi", "ru")).empty());
}

}  // namespace kb
