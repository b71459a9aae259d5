// kb-indexer killed while it imports solved questions: the collection is the old or the new one, and the next import finishes and cleans up.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { ContentFolder, files } from './content.mjs';
import { build, temporaryIndex } from './programs.mjs';

const run = promisify(execFile);
const kills = Number(process.env.KB_BUILD_KILLS ?? 20);
const changing = 300;
const folder = mkdtempSync(join(tmpdir(), 'otvet-question-kills-'));
const tickets = join(folder, 'tickets.jsonl');
const content = new ContentFolder(files);
const index = temporaryIndex();
after(() => { content.remove(); index.remove(); rmSync(folder, { recursive: true }); });

// In letters: numbers say nothing of a question.
const word = (edition) => `шмурдяк${String(edition).replace(/\d/g, (digit) => 'абвгдежзик'[digit])}`;
const write = (edition) => {
  const line = (_, i) => JSON.stringify({ id: String(i), lang: 'ru', message: `Не работает ${word(edition)} номер ${i} у соседа`, answer: 'Подождите', article: 'ru/refund' });
  writeFileSync(tickets, Array.from({ length: changing }, line).join('\n'));
};
const flags = ['import', 'questions', tickets, '--index', index.path, '--json'];
const imported = async () => JSON.parse((await run(process.env.KB_INDEXER, flags)).stdout);
const similar = async (edition) => JSON.parse((await run(process.env.KB_INDEXER, ['similar', '--index', index.path, '--lang', 'ru', '--limit', '10', '--json', `Не работает ${word(edition)}`])).stdout).questions;
// Which edition the collection holds; fails when it cannot be read, or holds parts of two.
async function held(edition) {
  const said = (await similar(edition)).map(({ message }) => message.match(/шмурдяк[а-к]+/)[0]);
  assert.ok(said.length > 0);
  assert.equal(new Set(said).size, 1, said.join(' '));
  return said[0];
}
const generations = () => readdirSync(join(index.path, 'questions')).filter((name) => name.includes('generation'));
const current = () => readFileSync(join(index.path, 'questions', 'CURRENT'), 'utf8').trim();

// Ends an import at a random moment, if it is not done by then; whether it was killed.
function killedImport(within) {
  return new Promise((resolve) => {
    const child = spawn(process.env.KB_INDEXER, flags, { stdio: 'ignore' });
    setTimeout(() => child.kill('SIGKILL'), Math.random() * within);
    child.on('exit', (_, signal) => resolve(signal === 'SIGKILL'));
  });
}

test('an import that is killed leaves a whole collection, and the next one finishes and cleans up', async (context) => {
  await build(content.path, index.path);
  let edition = 1, killed = 0, early = 0;
  write(edition);
  const begin = performance.now();
  await imported();
  const once = performance.now() - begin;
  for (let tries = 0; killed < kills && tries < 10 + 3 * kills; ++tries) {
    write(++edition);
    killed += await killedImport(once * 1.2);
    const holds = await held(edition);
    assert.ok([word(edition), word(edition - 1)].includes(holds), holds);
    early += holds !== word(edition);
    assert.equal((await imported()).questions, changing);
    assert.equal(await held(edition), word(edition));
    assert.equal(generations().length, 1, generations().join(' '));
    assert.match(generations()[0], new RegExp(`${current()}$`));
  }
  assert.equal(killed, kills);
  context.diagnostic(`${killed} imports killed, ${early} before they published`);
});
