// Two messages of customers made into one: how often an answer to each stands among the first articles?
//
//   node bench/two_problems.mjs --indexer build/kb-indexer FOLDER...
//
// Each FOLDER has docs.jsonl, queries.jsonl and qrels.tsv as `kb-indexer eval` reads them. The pairs are the same in every run.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const pairsOfEach = 400;
const places = [3, 5, 8];

const lines = (path) => readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '');

// Numerical Recipes' linear congruential generator: the same pairs everywhere.
let state = 7;
const below = (limit) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
};

function readAnswers(path) {
  const answers = new Map();
  for (const line of lines(path)) {
    const [query, article, grade] = line.split('\t');
    if (Number(grade) > 0) answers.set(query, (answers.get(query) ?? new Set()).add(article));
  }
  return answers;
}

const ended = (text) => (/[.?!]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
const joined = (lang, one, other) => (lang === 'ru' ? `Здравствуйте! ${ended(one)} И ещё вопрос: ${ended(other)} Спасибо.` : `Hello! ${ended(one)} Also, ${ended(other)} Thanks.`);

function makePairs(folder) {
  const answers = readAnswers(join(folder, 'qrels.tsv'));
  const queries = lines(join(folder, 'queries.jsonl')).map((line) => JSON.parse(line)).filter(({ id }) => answers.has(id));
  const pairs = [];
  while (pairs.length < pairsOfEach) {
    const [one, other] = [queries[below(queries.length)], queries[below(queries.length)]];
    const both = [answers.get(one.id), answers.get(other.id)];
    if ([...both[0]].some((article) => both[1].has(article))) continue;
    pairs.push({ id: `pair${pairs.length}`, lang: one.lang, text: joined(one.lang, one.text, other.text), answers: both });
  }
  return pairs;
}

function rank(indexer, folder, pairs, scratch) {
  const [queries, run] = [join(scratch, 'queries.jsonl'), join(scratch, 'run')];
  writeFileSync(queries, pairs.map(({ id, lang, text }) => JSON.stringify({ id, lang, text }) + '\n').join(''));
  execFileSync(indexer, ['eval', '--mode', 'similar', '--docs', join(folder, 'docs.jsonl'), '--queries', queries, '--run', run], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ranked = new Map(pairs.map(({ id }) => [id, []]));
  for (const line of lines(run)) {
    const [query, , article] = line.split(' ');
    ranked.get(query).push(article);
  }
  return ranked;
}

const { values: { indexer }, positionals: folders } = parseArgs({ options: { indexer: { type: 'string' } }, allowPositionals: true });
if (!indexer || folders.length === 0) {
  console.error('usage: node bench/two_problems.mjs --indexer PROGRAM FOLDER...');
  process.exit(2);
}
console.log(`${''.padEnd(12)} ${places.map((place) => `both in ${place}  one in ${place}`).join('  ')}`);
const scratch = mkdtempSync(join(tmpdir(), 'two-problems-'));
try {
  for (const folder of folders) {
    const pairs = makePairs(folder);
    const ranked = rank(indexer, folder, pairs, scratch);
    const share = (place, isFound) => {
      const found = pairs.filter(({ id, answers }) => isFound(answers.map((right) => ranked.get(id).slice(0, place).some((article) => right.has(article)))));
      return `${(found.length / pairs.length * 100).toFixed(1)} %`;
    };
    const figures = places.map((place) => `${share(place, ([one, other]) => one && other).padStart(9)} ${share(place, ([one, other]) => one || other).padStart(9)}`);
    console.log(`${basename(folder).padEnd(12)} ${figures.join('  ')}`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
