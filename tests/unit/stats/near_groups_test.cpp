#include "kb/stats/near_groups.h"

#include <catch2/catch.hpp>

using namespace kb;

namespace {

const auto none_known = [](std::string_view) { return false; };

}  // namespace

TEST_CASE("a slip in one word of a group leads to it") {
    NearGroups groups(100);
    for (const char* group : {"пенсионер скидка", "cancel subscription", "паспорт", "warranty"}) groups.add(group);
    CHECK(groups.near("пенсионер скитка", none_known) == "пенсионер скидка");   // wrong
    CHECK(groups.near("cancel subscripton", none_known) == "cancel subscription");  // missing
    CHECK(groups.near("паспоррт", none_known) == "паспорт");                    // too many
    CHECK(groups.near("warratny", none_known) == "warranty");                   // changed places
    CHECK(groups.near("скидкапенсионер", none_known).empty());
    CHECK(groups.near("скитка", none_known).empty());
    CHECK(groups.near("пенсионир скитка", none_known).empty());                 // two words
}

TEST_CASE("where the slip moves a word in the order of the group it is found as well") {
    NearGroups groups(100);
    groups.add("заказ пенсионер яндекс");
    CHECK(groups.near("андекс заказ пенсионер", none_known) == "заказ пенсионер яндекс");
}

TEST_CASE("known words, short ones and codes are what they are") {
    NearGroups groups(100);
    for (const char* group : {"столик", "порт", "e4120"}) groups.add(group);
    CHECK(groups.near("стволик", none_known) == "столик");
    CHECK(groups.near("стволик", [](std::string_view) { return true; }).empty());
    CHECK(groups.near("корт", none_known).empty());
    CHECK(groups.near("e4121", none_known).empty());
}

TEST_CASE("of very many groups the latest are remembered") {
    NearGroups groups(100);
    for (int i = 0; i < 250; ++i) groups.add("word" + std::to_string(i) + " скидка");
    groups.add("warranty");
    CHECK(groups.has("word249 скидка"));
    CHECK_FALSE(groups.has("word0 скидка"));
    CHECK(groups.near("waranty", none_known) == "warranty");
    CHECK(groups.near("word249 скитка", none_known) == "word249 скидка");
    CHECK(groups.near("word0 скитка", none_known).empty());
}
