#include <set>

#include <catch2/catch.hpp>

#include "kb/index/article_record.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"

namespace kb {

using test::must;

namespace {

Article a_full_article() {
    Article article;
    article.path = "ru/pay/refund.md";
    article.lang = "ru";
    article.slug = "refund";
    article.category = "pay";
    article.title = "Возврат";
    article.description = "Коротко";
    article.tags = {"деньги"};
    article.questions = {"где деньги?", "когда вернут?"};
    article.aliases = {"old", "/old.html"};
    article.related = {"receipts"};
    article.visibility = Visibility::internal;
    article.last_reviewed = "2026-05-31";
    article.review_every = "6 months";
    article.owner = "Anna";
    article.updated = 1'780'000'000;
    article.commit = std::string(40, 'c');
    article.sections = {{"", "", 0, "Вернём деньги."}, {"how", "Как", 2, ""}, {"wi-fi", "Wi-Fi", 3, "По Wi-Fi 24/7"}};
    article.html = "<p>Вернём деньги.</p>";
    article.markdown = "Вернём деньги.\n";
    return article;
}

std::string encoded(const Article& article) {
    const Analyzer analyzer = test::analyzer();
    WordCache cache(analyzer);
    return encode_article(article, analyze(article, cache));
}

std::vector<std::string> strings(const std::vector<std::string_view>& views) {
    return {views.begin(), views.end()};
}

}  // namespace

TEST_CASE("a stored article is the article") {
    const Article article = a_full_article();
    const std::string record = encoded(article);
    const StoredArticle stored = must(decode_article(record));
    CHECK(stored.lang == article.lang);
    CHECK(stored.slug == article.slug);
    CHECK(stored.category == article.category);
    CHECK(stored.title == article.title);
    CHECK(stored.description == article.description);
    CHECK(stored.path == article.path);
    CHECK(stored.owner == article.owner);
    CHECK(must(stored.markdown()) == article.markdown);
    CHECK(stored.last_reviewed == article.last_reviewed);
    CHECK(stored.review_every == article.review_every);
    CHECK(stored.visibility == article.visibility);
    CHECK(stored.updated == article.updated);
    CHECK(stored.commit == article.commit);
    CHECK(strings(stored.tags) == article.tags);
    CHECK(strings(stored.questions) == article.questions);
    CHECK(strings(stored.aliases) == article.aliases);
    CHECK(strings(stored.related) == article.related);
    CHECK(must(stored.page()) == article.html);
    REQUIRE(stored.sections.size() == article.sections.size());
    for (std::size_t i = 0; i < article.sections.size(); ++i) {
        CHECK(stored.sections[i].anchor == article.sections[i].anchor);
        CHECK(stored.sections[i].heading == article.sections[i].heading);
        CHECK(stored.sections[i].level == article.sections[i].level);
        CHECK(stored.sections[i].text == article.sections[i].text);
    }
}

TEST_CASE("the words of a section stand where the text has them") {
    const std::string record = encoded(a_full_article());
    const StoredArticle stored = must(decode_article(record));
    const StoredSection& section = stored.sections[2];
    const auto words_of = [&](std::string_view encoded, std::string_view text) {
        std::vector<std::string> words;
        each_word(encoded, text.size(), [&](const StoredWord& word) {
            words.emplace_back(text.substr(word.begin, word.end - word.begin));
            CHECK(word.word < stored.words.size());
        });
        return words;
    };
    CHECK(words_of(section.text_words, section.text) == std::vector<std::string>{"По", "Wi-Fi", "Wi", "Fi", "24/7", "24", "7"});
    CHECK(words_of(section.heading_words, section.heading) == std::vector<std::string>{"Wi-Fi", "Wi", "Fi"});
}

TEST_CASE("forms of a word share a key") {
    const std::string record = encoded(a_full_article());
    const StoredArticle stored = must(decode_article(record));
    std::set<std::uint32_t> keys;
    for (const StoredKeys& word : stored.words) word.each([&](std::uint32_t key) { keys.insert(key); });
    CHECK(keys.count(Term{Tier::lemma, "вернуть"}.hash()) == 1);
    CHECK(keys.count(Term{Tier::exact, "24"}.hash()) == 1);
    CHECK(keys.count(Term{Tier::exact, "вернем"}.hash()) == 0);
}

TEST_CASE("the header is read without the rest") {
    const std::string record = encoded(a_full_article());
    const StoredHeader header = decode_header(record);
    CHECK(header.lang == "ru");
    CHECK(header.slug == "refund");
    CHECK(header.path == "ru/pay/refund.md");
}

TEST_CASE("a time before 1970 is stored as unknown") {
    Article article = a_full_article();
    article.updated = -5;
    const std::string record = encoded(article);
    CHECK(must(decode_article(record)).updated == 0);
}

TEST_CASE("a record cut at any place is damaged, and never read beyond") {
    const std::string record = encoded(a_full_article());
    for (std::size_t size = 0; size < record.size(); ++size) {
        const std::string cut = record.substr(0, size);
        CHECK(test::code_of(decode_article(cut)) == ErrorCode::index_damaged);
        decode_header(cut);
    }
}

TEST_CASE("changed bytes never lead outside the record") {
    const std::string record = encoded(a_full_article());
    for (std::size_t at = 0; at < record.size(); ++at) {
        for (const char value : {'\0', '\x7F', '\xFF'}) {
            std::string changed = record;
            changed[at] = value;
            const auto stored = decode_article(changed);
            if (!stored) continue;
            (void)stored->page();
            for (const StoredSection& section : stored->sections)
                each_word(section.text_words, section.text.size(), [&](const StoredWord& word) {
                    if (word.end > section.text.size() || word.begin > word.end) FAIL("a word outside its text");
                });
            for (const StoredKeys& word : stored->words) word.each([](std::uint32_t) {});
        }
    }
}

}  // namespace kb
