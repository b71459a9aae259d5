#include "kb/import/ticket_file.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/world/must.h"

using namespace kb;
using test::must;

namespace {

struct ReadTickets {
    std::vector<SolvedQuestion> taken;
    std::vector<int> lines;
    std::vector<Error> refused;
};

Result<ReadTickets> read(const std::string& text, const TicketFormat& format) {
    ReadTickets read;
    std::istringstream in(text);
    const TicketHandlers handlers{[&](SolvedQuestion question, int line) -> Result<void> {
                                      read.taken.push_back(std::move(question));
                                      read.lines.push_back(line);
                                      return {};
                                  },
                                  [&](Error error) { read.refused.push_back(std::move(error)); }};
    if (auto done = read_tickets(in, "tickets", format, handlers); !done) return fail(done.error());
    return read;
}

ReadTickets json(const std::string& text) {
    return must(read(text, {}));
}

ReadTickets csv(const std::string& text, std::map<std::string, std::string, std::less<>> columns = {}) {
    return must(read(text, {TicketFormat::Kind::csv, std::move(columns)}));
}

}  // namespace

TEST_CASE("a ticket is an object of JSON on a line") {
    const auto all = json("\xEF\xBB\xBF{\"id\":7,\"lang\":\"ru\",\"subject\":\"Деньги\",\"message\":\"Где?\",\"answer\":\"Тут\",\"article\":\"ru/refund\",\"solved\":true,\"at\":\"2026-05-31T10:20:30Z\"}\r\n"
                          "\n{\"id\":\"8\",\"message\":\"Where is it?\",\"article\":null,\"solved\":false,\"extra\":[1]}");
    REQUIRE(all.taken.size() == 2);
    CHECK(all.taken[0] == SolvedQuestion{"7", "ru", "Деньги", "Где?", "Тут", "ru/refund", true, 1'780'222'830});
    CHECK(all.taken[1] == SolvedQuestion{"8", "en", "", "Where is it?", "", "", false, 0});
    CHECK(all.lines == std::vector<int>{1, 3});
}

TEST_CASE("lines that are no tickets are told with their number and passed over") {
    const auto all = json("{\"id\":1,\"message\":\"a\"}\nnonsense\n{\"message\":\"no id\"}\n{\"id\":2}\n{\"id\":3,\"message\":5.5}\n{\"id\":4,\"message\":\"x\",\"at\":\"soon\"}\n"
                          "{\"id\":5,\"message\":\"x\",\"article\":\"a b\"}\n{\"id\":6,\"message\":\"x\",\"lang\":\"#\"}\n{\"id\":7,\"message\":\"\xff\"}\n[]\n{\"id\":8,\"message\":\"x\",\"solved\":\"perhaps\"}\n" +
                          std::string(longest_ticket + 10, 'x') + "\n{\"id\":9,\"message\":\"b\"}\n");
    CHECK(all.taken.size() == 2);
    REQUIRE(all.refused.size() == 11);
    for (std::size_t i = 0; i < all.refused.size(); ++i) {
        CHECK(all.refused[i].at.line == static_cast<int>(i) + 2);
        CHECK_FALSE(all.refused[i].what.empty());
        CHECK_FALSE(all.refused[i].hint.empty());
    }
}

TEST_CASE("tables may quote, separate in their own way and call columns otherwise") {
    const auto all = csv("Ticket;Text;Solution\r\n17;\"Where \"\"is\"\" it;\nand when?\";\"There\"\r\n\r\n18;Код;\n", {{"id", "Ticket"}, {"message", "Text"}, {"answer", "Solution"}});
    REQUIRE(all.taken.size() == 2);
    CHECK(all.taken[0].message == "Where \"is\" it;\nand when?");
    CHECK(all.taken[0].answer == "There");
    CHECK(all.taken[1].lang == "ru");
    CHECK(all.lines == std::vector<int>{2, 5});
}

TEST_CASE("names of columns may hold what separates them") {
    const auto all = csv("\"Topic, in short\",id,message\nT,5,Where is it\n");
    REQUIRE(all.taken.size() == 1);
    CHECK(all.taken[0].id == "5");
    CHECK(all.taken[0].message == "Where is it");
}

TEST_CASE("a table without the columns it needs is refused as a whole") {
    CHECK_FALSE(read("a,b\n1,2\n", {TicketFormat::Kind::csv, {}}));
    CHECK_FALSE(read("id,message\n1,2\n", {TicketFormat::Kind::csv, {{"answer", "Reply"}}}));
    CHECK_FALSE(read("", {TicketFormat::Kind::csv, {}}));
}

TEST_CASE("a record of a table that is cut short or too long is refused, and nothing of it grows without bound") {
    CHECK(csv("id,message\n1\n2,b\n").refused.size() == 1);
    CHECK(csv("id,message\n1,\"never closed\n2,b\n").taken.size() == 1);
    CHECK(csv("id,message\n1," + std::string(longest_ticket + 1, 'x') + "\n2,b\n").refused.size() == 1);
    CHECK(csv("id,message\n1," + std::string(100'000, ',') + "\n2,b\n").refused.size() == 1);
}

TEST_CASE("long texts are cut, and control characters are blanks") {
    const auto all = json("{\"id\":1,\"message\":\"a\\u0000b" + std::string(2 * longest_ticket_text, 'x') + "\"}\n");
    REQUIRE(all.taken.size() == 1);
    CHECK(all.taken[0].message.size() == longest_ticket_text);
    CHECK(all.taken[0].message.starts_with("a b"));
}
