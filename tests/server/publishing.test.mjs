// A new generation is taken up while requests are answered.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const content = new ContentFolder();
const index = temporaryIndex();
const publications = Number(process.env.KB_PUBLICATIONS ?? 5);
let server;

const article = (edition) => `---\ntitle: Издание ${edition}\n---\nТекст издания ${edition}: слово edition${edition}.\n`;

before(async () => {
  content.write('ru/payments/edition.md', article(0));
  await build(content.path, index.path);
  server = await Server.start(index.path);
});
after(async () => {
  assert.equal(await server.stop(), 0);
  content.remove();
  index.remove();
});

test('no request fails while generations are published, and each new one is served', async (context) => {
  let running = true;
  let answered = 0;
  const failures = [];
  const ask = async (address) => {
    while (running) {
      try {
        const answer = await server.get(address);
        await answer.text();
        if (answer.status !== (address === '/ru/nothing' ? 404 : 200)) failures.push(`${address}: ${answer.status}`);
        ++answered;
      } catch (error) {
        failures.push(`${address}: ${error}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const loops = ['/ru/articles/edition', '/api/v1/search?q=edition', `/ru/search?q=${encodeURIComponent('возврат')}`, '/ru/', '/api/v1/suggest?q=ed', '/metrics', '/ru/nothing'].map(ask);
  const delays = [];
  try {
    for (let edition = 1; edition <= publications; ++edition) {
      content.write('ru/payments/edition.md', article(edition));
      const { generation } = await build(content.path, index.path);
      const published = Date.now();
      await until(`edition ${edition}`, async () => (await server.text('/ru/articles/edition')).includes(`edition${edition}`));
      delays.push(Date.now() - published);
      assert.equal((await server.json('/readyz')).generation, generation);
      assert.equal((await server.json(`/api/v1/search?q=edition${edition}`)).hits[0].slug, 'edition');
    }
  } finally {
    running = false;
    await Promise.all(loops);
  }
  assert.deepEqual(failures, []);
  assert.ok(answered > 50);
  context.diagnostic(`served after ${delays.join(', ')} ms`);
});

test('an answer of an older generation is not taken for one of the newer', async () => {
  const old = (await server.get('/ru/articles/edition')).headers.get('etag');
  content.write('ru/payments/edition.md', article(77));
  await build(content.path, index.path);
  await until('the new edition', async () => (await server.text('/ru/articles/edition')).includes('edition77'));
  assert.equal((await server.get('/ru/articles/edition', { headers: { 'if-none-match': old } })).status, 200);
});

test('a generation that cannot be opened leaves the old one in place, and readiness says why', async () => {
  const pointer = join(index.path, 'CURRENT');
  const before = readFileSync(pointer, 'utf8');
  writeFileSync(pointer, 'generation-999999\n');
  await until('the problem', async () => (await server.json('/readyz')).problem !== undefined);
  const { status, problem } = await server.json('/readyz');
  assert.equal(status, 'ready');
  assert.equal(problem.code, 'index_damaged');
  assert.ok(!JSON.stringify(problem).includes(index.path));
  assert.equal((await server.get('/ru/articles/edition')).status, 200);
  await until('the log', () => server.log.includes('generation-999999'));
  writeFileSync(pointer, before);
  await until('the cure', async () => (await server.json('/readyz')).problem === undefined);
});

test('an index made anew under the same number is noticed', async () => {
  const { rmSync } = await import('node:fs');
  const { generation } = await server.json('/readyz');
  rmSync(index.path, { recursive: true });
  assert.equal((await server.get('/ru/')).status, 200, 'what is open stays open');
  content.write('ru/payments/edition.md', article(88));
  for (let number = 0; number < generation; ++number) {
    content.write('ru/payments/receipt.md', `---\ntitle: Чек ${number}\n---\nЧек.\n`);
    await build(content.path, index.path);
  }
  await until('the new index', async () => (await server.text('/ru/articles/edition')).includes('edition88'));
});
