// Searches at a fixed rate while generations are published: none fails, and none is answered from two generations.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ContentFolder, files } from './content.mjs';
import { Server, temporaryIndex, until } from './programs.mjs';
import { Watcher } from './watching.mjs';

const publications = Number(process.env.KB_PUBLICATIONS ?? 8);
const interval = 20;
const content = new ContentFolder(files);

// A pair of articles of one edition, put in place at once: the link to their folder is replaced.
function plant(edition) {
  for (const side of ['left', 'right'])
    content.write(`_editions/${edition}/${side}.md`, `---\ntitle: Planted ${side}\n---\nplantedpair ${side}-${edition}-mark.\n`);
  mkdirSync(join(content.path, 'en'), { recursive: true });
  const next = join(content.path, 'en/.planted');
  symlinkSync(`../_editions/${edition}`, next);
  renameSync(next, join(content.path, 'en/planted'));
}

test('no search fails while generations are published, and no answer has halves of two', async () => {
  const index = temporaryIndex();
  plant(0);
  const watcher = new Watcher(content.path, index.path);
  await watcher.says('published generation 1');
  const server = await Server.start(index.path);
  const failures = [], mixed = [], seen = new Set();
  let answered = 0, running = true;
  const ask = async () => {
    try {
      const answer = await server.get('/api/v1/search?lang=en&q=plantedpair');
      const text = await answer.text();
      if (answer.status !== 200) failures.push(answer.status);
      const editions = new Set([...text.matchAll(/(?:left|right)-(\d+)-mark/g)].map(([, edition]) => edition));
      if (editions.size !== 1 || JSON.parse(text).total !== 2) mixed.push(text);
      for (const edition of editions) seen.add(edition);
      ++answered;
    } catch (error) {
      failures.push(`${error}`);
    }
  };
  const asked = [];
  const pace = (async () => {
    while (running) {
      asked.push(ask());
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  })();
  try {
    for (let edition = 1; edition <= publications; edition++) {
      plant(edition);
      await until(`edition ${edition}:\n${watcher.log}`, () => seen.has(`${edition}`), 60_000);
    }
  } finally {
    running = false;
    await pace;
    await Promise.all(asked);
    await watcher.stop();
    await server.stop();
    index.remove();
    content.remove();
  }
  assert.deepEqual(failures, []);
  assert.deepEqual(mixed, []);
  assert.equal(seen.size, publications + 1);
  assert.ok(answered > publications);
});
