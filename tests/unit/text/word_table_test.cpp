#include <catch2/catch.hpp>

#include "kb/text/word_table.h"

namespace kb {

TEST_CASE("every word of a table is found with its value, and no other") {
    std::map<std::string, std::string> values;
    for (int i = 0; i < 5000; ++i) values["слово" + std::to_string(i)] = std::string(static_cast<std::size_t>(i % 300), 'x');
    values[""] = "of the empty word";
    const std::string bytes = write_word_table(values);
    const WordTable table(bytes);
    for (const auto& [word, value] : values) {
        if (table.find(word) != value) FAIL(word);
    }
    for (int i = 5000; i < 10000; ++i) {
        if (table.find("слово" + std::to_string(i))) FAIL(i);
    }
}

TEST_CASE("an empty table has no words, nor have bytes that are no table") {
    for (const std::string& bytes : {std::string(), std::string("abc"), write_word_table({}), std::string(64, '\xFF'), std::string(64, '\x03')}) {
        CHECK_FALSE(WordTable(bytes).find("word"));
        CHECK_FALSE(WordTable(bytes).find(""));
    }
}

}  // namespace kb
