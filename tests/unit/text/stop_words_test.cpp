#include <catch2/catch.hpp>

#include "kb/text/fold.h"
#include "kb/text/stop_words.h"

namespace kb {

TEST_CASE("words that say how something is asked are stop words") {
    for (const char* word : {"как", "что", "не", "пожалуйста", "чтобы", "её", "the", "how", "please"})
        CHECK(is_stop_word(fold(word)));
}

TEST_CASE("words that say what is asked are not") {
    for (const char* word : {"деньги", "вернуть", "оплата", "refund", "card", "404", ""}) CHECK_FALSE(is_stop_word(word));
}

}  // namespace kb
