#include <catch2/catch.hpp>

#include "indexer/evaluation.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb::test {

TEST_CASE("scores are the field's formulas, over judged queries that were asked") {
    const std::vector<EvalQuery> queries = {{"q1", "en", "", {}}, {"q2", "en", "", {}}, {"unjudged", "en", "", {}}};
    const Judgements judgements = {{"q1", {{"a", 2}, {"b", 1}, {"z", 0}}}, {"q2", {{"c", 1}}}, {"not-asked", {{"a", 1}}}};
    const Run run = {{"q1", {{"z", 3}, {"a", 2}, {"b", 1}}}, {"unjudged", {{"a", 1}}}};
    const Scores scores = score(judgements, queries, run);
    REQUIRE(scores.queries == 2);
    // q1: gains 0, 3, 1 at discounts 1, .6309, .5 against 3, 1 at 1, .6309; q2 is not answered.
    const double q1 = (3 * 0.6309297535714575 + 0.5) / (3 + 0.6309297535714575);
    REQUIRE(scores.ndcg10 == Approx(q1 / 2));
    REQUIRE(scores.mrr10 == Approx(0.25));
    REQUIRE(scores.recall10 == Approx(0.5));
    REQUIRE(scores.success1 == 0);
}

TEST_CASE("a broken line of a data file is named") {
    const ScratchFolder folder;
    const auto docs = folder.write("docs.jsonl", "{\"id\":\"a\",\"body\":\"text\"}\n{\"id\":");
    const auto read = read_documents(docs.string());
    REQUIRE(code_of(read) == ErrorCode::invalid_content);
    REQUIRE(read.error().at.line == 2);
    const auto qrels = folder.write("qrels.tsv", "q1\tdoc\n");
    REQUIRE(read_judgements(qrels.string()).error().at.line == 1);
}

TEST_CASE("a run is written in TREC format") {
    const std::vector<EvalQuery> queries = {{"q1", "en", "", {}}};
    REQUIRE(to_trec(queries, {{"q1", {{"a", 2.5}, {"b", 1}}}}) == "q1 Q0 a 1 2.500000 otvet\nq1 Q0 b 2 1.000000 otvet\n");
}

}  // namespace kb::test
