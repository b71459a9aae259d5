#include "kb/search/question_collection.h"

#include <fstream>

#include <catch2/catch.hpp>

#include "kb/base/hash.h"
#include "kb/index/generation_store.h"
#include "kb/search/message.h"
#include "kb/search/near_questions.h"
#include "kb/search/question_writer.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

using namespace kb;
using test::code_of;
using test::must;
using test::ScratchFolder;

namespace {

SolvedQuestion a_question(std::string id, std::string message, std::string article = "ru/refund") {
    SolvedQuestion question;
    question.id = std::move(id);
    question.lang = "ru";
    question.message = std::move(message);
    question.article = std::move(article);
    question.answer = "Ответ";
    question.at = 1'780'000'000;
    return question;
}

// Each with a source of its own text, as an import gives it.
void import(const ScratchFolder& folder, const std::vector<SolvedQuestion>& questions, bool remove_missing = false) {
    const auto writer = must(QuestionWriter::open(folder / "index", test::dictionaries(), {}));
    for (const SolvedQuestion& question : questions) {
        const std::uint64_t source = fnv1a_64(question.message);
        if (!writer->keeps(question.id, source)) must(writer->put(question, source));
    }
    must(writer->finish(remove_missing));
}

QuestionCollection::Pointer opened(const ScratchFolder& folder) {
    return must(QuestionCollection::open(folder / "index", test::dictionaries()));
}

std::vector<std::string> ids(const QuestionCollection& questions, std::string_view message) {
    std::vector<std::string> found;
    for (const NearQuestion& near : NearQuestions(questions, read_message({}, message)).nearest(10)) found.push_back(questions.question(near.number)->id);
    return found;
}

std::string generation(const ScratchFolder& folder) {
    return test::content_of(folder / "index/questions/CURRENT");
}

}  // namespace

TEST_CASE("questions come out of their collection as they went in") {
    const ScratchFolder folder;
    CHECK(opened(folder) == nullptr);
    const SolvedQuestion question = a_question("17", "Когда вернутся деньги на карту?");
    import(folder, {question, a_question("18", "Не приходит код", "")});
    const auto questions = opened(folder);
    REQUIRE(questions->size() == 2);
    CHECK(questions->question(0) == question);
    CHECK(questions->article_of(0) == "ru/refund");
    CHECK(questions->article_of(1).empty());
}

TEST_CASE("the same id replaces, what is unchanged publishes nothing, and what is missing goes only when that is asked for") {
    const ScratchFolder folder;
    import(folder, {a_question("1", "Деньги на карту"), a_question("2", "Код из СМС"), a_question("3", "Смена пароля")});
    const std::string first = generation(folder);
    import(folder, {a_question("1", "Деньги на карту")});
    CHECK(generation(folder) == first);
    import(folder, {a_question("2", "Обложка канала")});
    CHECK(generation(folder) != first);
    auto questions = opened(folder);
    CHECK(questions->size() == 3);
    CHECK(ids(*questions, "обложка") == std::vector<std::string>{"2"});
    CHECK(ids(*questions, "СМС").empty());
    CHECK(ids(*questions, "пароль") == std::vector<std::string>{"3"});
    import(folder, {a_question("3", "Смена пароля")}, true);
    questions = opened(folder);
    CHECK(questions->size() == 1);
    CHECK(ids(*questions, "обложка деньги").empty());
}

TEST_CASE("of two lines with one id in a file the later one counts") {
    const ScratchFolder folder;
    import(folder, {a_question("1", "Деньги на карту"), a_question("1", "Обложка канала")});
    const auto questions = opened(folder);
    CHECK(questions->size() == 1);
    CHECK(ids(*questions, "деньги").empty());
    CHECK(ids(*questions, "обложка") == std::vector<std::string>{"1"});
}

TEST_CASE("a file that has an id twice changes nothing when it is imported again") {
    const ScratchFolder folder;
    const std::vector<SolvedQuestion> file = {a_question("1", "Деньги на карту"), a_question("2", "Код"), a_question("1", "Обложка канала")};
    import(folder, file);
    const std::string first = generation(folder);
    import(folder, file);
    CHECK(generation(folder) == first);
    CHECK(std::distance(std::filesystem::directory_iterator(folder / "index/questions"), {}) == 3);

    const auto writer = must(QuestionWriter::open(folder / "index", test::dictionaries(), {}));
    for (const std::string_view message : {"Обложка канала", "Деньги на карту"}) {
        if (!writer->keeps("1", fnv1a_64(message))) must(writer->put(a_question("1", std::string(message)), fnv1a_64(message)));
    }
    must(writer->put(a_question("3", "Чек"), 3));
    CHECK(writer->count().added == 1);
    CHECK(writer->count().changed == 1);
    CHECK(writer->count().unchanged == 0);
}

TEST_CASE("only one import at a time, and none into what is no index") {
    const ScratchFolder folder;
    {
        const auto writer = must(QuestionWriter::open(folder / "index", test::dictionaries(), {}));
        CHECK(code_of(QuestionWriter::open(folder / "index", test::dictionaries(), {})) == ErrorCode::busy);
    }
    folder.write("letters/a.txt", "x");
    CHECK(code_of(QuestionWriter::open(folder / "letters", test::dictionaries(), {})) == ErrorCode::invalid_argument);
    CHECK_FALSE(std::filesystem::exists(folder / "letters/questions"));
}

TEST_CASE("articles may be built beside questions that came first") {
    const ScratchFolder folder;
    import(folder, {a_question("1", "Деньги на карту")});
    const GenerationStore store(folder / "index");
    const auto lock = must(store.lock());
    CHECK(opened(folder)->size() == 1);
}

TEST_CASE("an import that ends before it publishes leaves everything as it was") {
    const ScratchFolder folder;
    import(folder, {a_question("1", "Деньги на карту")});
    const std::string before = generation(folder);
    {
        const auto writer = must(QuestionWriter::open(folder / "index", test::dictionaries(), {}));
        must(writer->put(a_question("2", "Код"), 2));
    }
    CHECK(generation(folder) == before);
    CHECK(opened(folder)->size() == 1);
}

TEST_CASE("questions of another format are refused, of other dictionaries read anew, and damaged ones named") {
    const ScratchFolder folder;
    import(folder, {a_question("1", "Деньги на карту")});
    const auto directory = folder / "index/questions/generation-000001";
    const std::string about = test::content_of(directory / "about.json");
    const auto with = [&](std::string_view what, std::string_view instead) {
        std::string text = about;
        text.replace(text.find(what), what.size(), instead);
        std::ofstream(directory / "about.json") << text;
    };
    with("\"version\":1", "\"version\":99");
    CHECK(code_of(QuestionCollection::open(folder / "index", test::dictionaries())) == ErrorCode::index_foreign);
    CHECK(code_of(QuestionWriter::open(folder / "index", test::dictionaries(), {})) == ErrorCode::index_foreign);
    with("otvet-morphology", "other-morphology");
    const auto refused = QuestionCollection::open(folder / "index", test::dictionaries());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::index_foreign);
    CHECK(refused.error().hint.find("import questions") != std::string::npos);
    import(folder, {});
    CHECK(ids(*opened(folder), "деньги") == std::vector<std::string>{"1"});
    std::ofstream(folder / "index/questions/generation-000002/words.dat") << "OTVETQUE";
    CHECK(code_of(QuestionCollection::open(folder / "index", test::dictionaries())) == ErrorCode::index_damaged);
}

TEST_CASE("every cut and every changed byte of words.dat is refused or read without harm") {
    QuestionWordsWriter writer;
    writer.add(1, 2, {{{7, 1}, {9, 0.5F}}, " abcd "});
    const std::string bytes = writer.bytes();
    for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(QuestionWords::read(std::string_view(bytes).substr(0, size), "words.dat"));
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x81);
        const auto words = QuestionWords::read(changed, "words.dat");
        if (!words) continue;
        for (const std::uint32_t term : words->terms_of(0)) CHECK(words->questions_with(words->term(term)).size() == words->term(term).questions);
    }
}
