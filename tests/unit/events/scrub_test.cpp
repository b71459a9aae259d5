#include "kb/events/scrub.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "kb/base/files.h"
#include "kb/base/scrub_marks.h"
#include "kb/base/tsv.h"
#include "tests/world/must.h"

namespace kb {

using test::must;

namespace {

std::string with(std::string text, std::string_view sign, std::string_view instead) {
    for (std::size_t at = text.find(sign); at != text.npos; at = text.find(sign, at + instead.size())) text.replace(at, sign.size(), instead);
    return text;
}

std::string typed(std::string_view text) {
    return with(with(std::string(text), "~", "\u00A0"), "¦", "\u200B");
}

}  // namespace

TEST_CASE("what says who somebody is goes, and what they ask stays") {
    const std::string cases = must(read_file(OTVET_SOURCES "/tests/cases/scrubbing/cases.tsv", 1 << 20));
    int count = 0;
    each_table_line(cases, [&](int number, std::string_view line) {
        const auto fields = split(line, '\t');
        REQUIRE(fields.size() == 2);
        INFO("line " << number << ": " << fields[0]);
        CHECK(scrub(typed(fields[0])) == typed(fields[1]));
        ++count;
    });
    CHECK(count > 40);
}

TEST_CASE("each mark of the list is put by some scrubbing") {
    const std::string text = scrub("Меня зовут Анна Иванова, anna@example.ru\n+7 916 123-45-67\nкарта 4111 1111 1111 1111\n8.8.8.8");
    for (const std::string_view mark : scrub_marks) CHECK(text.find(mark) != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '[') == static_cast<std::ptrdiff_t>(scrub_marks.size()));
}

TEST_CASE("what was scrubbed stays as it is") {
    const std::string once = scrub("ivan@example.ru, +7 916 123-45-67, card 4111 1111 1111 1111, 203.0.113.7");
    CHECK(once == "[email], [phone], card [number], [address]");
    CHECK(scrub(once) == once);
}

TEST_CASE("bytes that are no text are no trouble") {
    CHECK(scrub("").empty());
    CHECK(scrub("\xff\xfe") .empty());
    CHECK_NOTHROW(scrub(std::string(100'000, '1')));
    CHECK_NOTHROW(scrub(std::string(100'000, ':')));
    CHECK_NOTHROW(scrub(std::string(100'000, 'a') + "@"));
}

}  // namespace kb
