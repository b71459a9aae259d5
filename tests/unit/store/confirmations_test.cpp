#include "kb/store/confirmations.h"

#include <catch2/catch.hpp>

#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

using namespace kb;
using test::must;
using test::ScratchFolder;

namespace {

NewConfirmation saying(std::string agent, std::string message, std::optional<std::string> article = "ru/refund") {
    return {std::move(agent), "ru", "Тема", std::move(message), std::move(article), {}};
}

}  // namespace

TEST_CASE("what an agent says is kept once, with its article or with none") {
    const ScratchFolder data;
    const auto store = must(Confirmations::open(data.path()));
    const auto version = must(store->version());
    const auto first = must(store->add(saying("anna", "Где деньги?"), 100));
    CHECK(first.is_new);
    CHECK(must(store->version()) != version);
    const auto again = must(store->add(saying("anna", "Где деньги?"), 200));
    CHECK(again.id == first.id);
    CHECK_FALSE(again.is_new);
    CHECK(must(store->add(saying("boris", "Где деньги?"), 300)).is_new);
    CHECK(must(store->add(saying("anna", "Где деньги?", std::nullopt), 400)).is_new);
    const auto found = must(store->find(first.id));
    REQUIRE(found);
    CHECK(found->at == 100);
    CHECK(found->what.article == "ru/refund");
    CHECK(must(store->solved(10)).size() == 2);
    const auto gaps = must(store->nothing_fits(400, 401));
    REQUIRE(gaps.size() == 1);
    CHECK(gaps[0].message == "Где деньги?");
    CHECK(must(store->nothing_fits(0, 400)).empty());
}

TEST_CASE("confirmations are listed page by page, the newest first, and of one article alone") {
    const ScratchFolder data;
    const auto store = must(Confirmations::open(data.path()));
    for (int i = 0; i < 5; ++i) must(store->add(saying("anna", std::to_string(i), i % 2 == 0 ? "ru/a" : "ru/b"), i));
    const auto page = must(store->list(0, 2));
    REQUIRE(page.size() == 2);
    CHECK(page[0].what.message == "4");
    CHECK(must(store->list(page[1].id, 10)).size() == 3);
    CHECK(must(store->list(0, 10, "ru/b")).size() == 2);
}

TEST_CASE("what is removed leaves no text behind, and its number is not given again") {
    const ScratchFolder data;
    const auto store = must(Confirmations::open(data.path()));
    const auto added = must(store->add(saying("anna", "неповторимыйтекст"), 1));
    CHECK(must(store->remove(added.id)));
    CHECK_FALSE(must(store->remove(added.id)));
    CHECK_FALSE(must(store->find(added.id)));
    CHECK(must(store->add(saying("anna", "другой"), 2)).id > added.id);
    for (const char* name : {"confirmations.db", "confirmations.db-wal"}) CHECK(test::content_of(data / name).find("неповторимыйтекст") == std::string::npos);
}

TEST_CASE("confirmations survive, and another program's are seen") {
    const ScratchFolder data;
    const auto first = must(Confirmations::open(data.path())), second = must(Confirmations::open(data.path()));
    const auto before = must(first->version());
    must(second->add(saying("anna", "x"), 1));
    CHECK(must(first->version()) != before);
    CHECK(must(first->solved(10)).size() == 1);
}
