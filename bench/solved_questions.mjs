// Splits a set of judged queries by the parity of their numbers: half become solved questions, the other half is asked.
//
//   node bench/solved_questions.mjs FOLDER OUT
//
// FOLDER has queries.jsonl and qrels.tsv as `kb-indexer eval` reads them. Writes OUT/questions-even.jsonl with OUT/queries-odd.jsonl,
// and the other way round. A query with several right documents is solved by the first of the best grade.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const lines = (path) => readFileSync(path, "utf8").split("\n").filter((line) => line.trim() !== "");
const objects = (list) => list.map((object) => JSON.stringify(object) + "\n").join("");

function readAnswers(path) {
  const answers = new Map();
  for (const line of lines(path)) {
    const [query, article, text] = line.split("\t");
    const grade = Number(text);
    if (grade > 0 && grade > (answers.get(query)?.grade ?? 0)) answers.set(query, { article, grade });
  }
  return answers;
}

const [folder, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node bench/solved_questions.mjs FOLDER OUT");
  process.exit(2);
}
const queries = lines(join(folder, "queries.jsonl")).map((line) => JSON.parse(line));
const answers = readAnswers(join(folder, "qrels.tsv"));
const isEven = (query) => Number(query.id.replace(/\D/g, "")) % 2 === 0;
const solved = ({ id, lang, text }) => ({ id, lang, message: text, article: answers.get(id)?.article ?? null, solved: answers.has(id) });

mkdirSync(out, { recursive: true });
for (const [given, asked] of [["even", "odd"], ["odd", "even"]]) {
  const half = queries.filter((query) => isEven(query) === (given === "even"));
  const others = queries.filter((query) => isEven(query) !== (given === "even"));
  writeFileSync(join(out, `questions-${given}.jsonl`), objects(half.map(solved)));
  writeFileSync(join(out, `queries-${asked}.jsonl`), objects(others));
}
