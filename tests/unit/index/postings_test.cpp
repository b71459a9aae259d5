#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "kb/index/postings.h"
#include "kb/index/schema.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb {

using test::an_article;
using test::LittleIndex;
using test::must;

namespace {

const LittleIndex& three_articles() {
    static const LittleIndex index({an_article("ru", "a", "Карта", "карта"), an_article("ru", "b", "Счёт", "карта"),
                                    an_article("ru", "c", "Вход", "вход и выход, и снова вход")});
    return index;
}

std::unique_ptr<const Postings> postings(std::size_t memory = Postings::default_memory) {
    return must(Postings::open(three_articles().current_directory() / "public" / "terms", memory));
}

float sum(const PostingList& list) {
    float all = 0;
    for (const Posting& posting : list) all += posting.count;
    return all;
}

}  // namespace

TEST_CASE("a term's postings say how often each article has it") {
    const auto terms = postings();
    CHECK(terms->documents() == 3);
    const auto list = must(terms->list("Lкарта"));
    REQUIRE(list->size() == 2);
    CHECK(list->front().count == 2 * weight_unit);
    CHECK(list->back().count == 1 * weight_unit);
    CHECK(list->front().document < list->back().document);
    CHECK(must(terms->list("Lнет"))->empty());
}

TEST_CASE("lengths are relative to the mean") {
    const auto terms = postings();
    float all = 0;
    for (const float length : terms->lengths()) all += length;
    CHECK(all / 3 == Approx(1));
    CHECK(terms->lengths()[must(terms->list("Lвыход"))->front().document] > 1);
}

TEST_CASE("terms can be listed with the number of their articles") {
    std::vector<std::pair<std::string, std::size_t>> found;
    must(postings()->each_term("Tl", [&](std::string_view, std::size_t) { FAIL("there are none"); }));
    must(postings()->each_term("TL", [&](std::string_view term, std::size_t documents) { found.emplace_back(term, documents); }));
    CHECK(found == std::vector<std::pair<std::string, std::size_t>>{{"TLвход", 1}, {"TLкарта", 1}, {"TLсчет", 1}});
}

TEST_CASE("postings are the same with hardly any memory for them, and for many threads") {
    const auto terms = postings(GENERATE(std::size_t{0}, std::size_t{400}, Postings::default_memory));
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                for (const auto& [term, count] : {std::pair("Lкарта", 12), std::pair("Lвыход", 4), std::pair("Lсчет", 4), std::pair("Lнет", 0)}) {
                    const auto list = terms->list(term);
                    if (!list || sum(**list) != static_cast<float>(count)) ++wrong;
                }
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
}

TEST_CASE("what the postings before were asked for is read ahead, what is not there any more too") {
    std::string words;
    for (char a = 'a'; a <= 'z'; ++a) {
        for (char b = 'a'; b <= 'z'; ++b) words += fmt::format("{}q{}qword ", a, b);
    }
    const LittleIndex before({an_article("ru", "a", "Карта", "карта и рама")}), now({an_article("ru", "a", "Карта", words)});
    const auto open = [](const LittleIndex& index) { return must(Postings::open(index.current_directory() / "public" / "terms")); };
    const auto former = open(before), current = open(now);
    for (const char* term : {"Lкарта", "Lрама", "Xmqmqword"}) must(former->list(term));
    current->read_ahead(*former, std::chrono::seconds(10));
    std::filesystem::resize_file(now.current_directory() / "public" / "terms" / "postlist.glass", 0);
    CHECK(must(current->list("Lкарта"))->size() == 1);
    CHECK(must(current->list("Lрама"))->empty());
    CHECK(must(current->list("Xmqmqword"))->size() == 1);
    CHECK_FALSE(current->list("Xcqcqword").has_value());
}

TEST_CASE("postings that are not there are an error that says how to mend it") {
    const auto missing = Postings::open(three_articles().current_directory() / "nowhere");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::index_damaged);
    CHECK_THAT(missing.error().hint, Catch::Contains("--rebuild"));
}

}  // namespace kb
