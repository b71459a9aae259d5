#include <catch2/catch.hpp>

#include "kb/text/keyboard.h"

namespace kb {

TEST_CASE("the same keys are read in the other layout, marks and capitals included") {
    CHECK(in_other_layout("gfhjkm") == "пароль");
    CHECK(in_other_layout("gjl[jlbn, k.,k.?") == "подходитб люблю,");
    CHECK(in_other_layout("GFHJKM <") == "ПАРОЛЬ Б");
    CHECK(in_other_layout("руддщ") == "hello");
    CHECK(in_other_layout("вщтэе Юё") == "don't >`");
    CHECK(in_other_layout("ЗФЫЫЦЩКВ 25.") == "PASSWORD 25/");
}

TEST_CASE("what has letters of both layouts or of none has no other reading") {
    CHECK_FALSE(in_other_layout("пароль password"));
    CHECK_FALSE(in_other_layout("25 [;'"));
    CHECK_FALSE(in_other_layout(""));
}

TEST_CASE("neighbours stand beside each other in a row") {
    CHECK(are_neighbours(u'п', u'р'));
    CHECK(are_neighbours(u'w', u'q'));
    CHECK_FALSE(are_neighbours(u'п', u'п'));
    CHECK_FALSE(are_neighbours(u'п', u'л'));
    CHECK_FALSE(are_neighbours(u'q', u'a'));
}

}  // namespace kb
