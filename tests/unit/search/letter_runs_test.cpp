#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "kb/search/letter_runs.h"

namespace kb {

namespace {

float overlap(std::string_view words, std::string_view text) {
    LetterRuns runs;
    for (std::size_t begin = 0; begin < words.size();) {
        const std::size_t end = std::min(words.find(' ', begin), words.size());
        runs.add(words.substr(begin, end - begin), 1);
        begin = end + 1;
    }
    return runs.overlap(text);
}

}  // namespace

TEST_CASE("the same words have the same letters, whatever their case and marks") {
    CHECK(overlap("смена пароля", "Смена пароля?") == Approx(1));
    CHECK(overlap("счёт", "СЧЕТ") == Approx(1));
    CHECK(overlap("sim", "SIM") == Approx(1));
    CHECK(overlap("wi", "Wi-Fi") > 0.5);
}

TEST_CASE("a misspelt word is nearer to what was meant than to any other") {
    CHECK(overlap("манитизация", "Монетизация") > 0.4);
    CHECK(overlap("манитизация", "Монетизация") > overlap("манитизация", "Модерация"));
    CHECK(overlap("recieve", "Receive") > overlap("recieve", "Refund"));
}

TEST_CASE("texts without letters in common, and without any, have nothing of a query") {
    CHECK(overlap("карта", "Вход") == 0);
    CHECK(overlap("карта", "") == 0);
    CHECK(overlap("", "карта") == 0);
    CHECK(overlap("?!", "…") == 0);
    CHECK(overlap("карта", "\xD0") == 0);
}

TEST_CASE("very many words are cut short") {
    std::string words;
    for (int i = 0; i < 2000; ++i) words += "word" + std::to_string(i) + " ";
    const float value = overlap(words, "word1 and word2");
    CHECK(value > 0);
    CHECK(value < 1);
}

}  // namespace kb
