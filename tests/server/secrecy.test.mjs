// Internal articles and drafts do not exist for visitors, and nothing tells of our insides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, secretWord } from './content.mjs';
import { serve } from './site.mjs';

const server = serve();

test('no public answer holds a word of an internal article or a draft', async () => {
  const asked = [secretWord, 'zaku', 'скидка', 'черновикслово', 'возврат', 'пароль', 'staff'];
  const addresses = ['/ru/', '/en/', '/ru/articles/discount', '/ru/articles/skidka', '/ru/articles/draft', '/ru/categories/staff', '/ru/categories/payments', '/api/v1/articles/ru/discount', '/api/v1/articles/ru/skidka', '/readyz', '/ru/articles/refund'];
  for (const word of asked) {
    const q = encodeURIComponent(word);
    addresses.push(`/ru/search?q=${q}`, `/api/v1/search?q=${q}&limit=100`, `/api/v1/suggest?q=${q}&limit=50`, `/ru/search?q=${q}&category=staff`, `/api/v1/search?q=${q}&category=staff`);
  }
  for (const address of addresses) {
    // What was typed comes back as the query; it is no secret to the one who typed it.
    const typed = decodeURIComponent(new URL(address, server.url).searchParams.get('q') ?? '');
    const text = (await server.text(address)).toLowerCase();
    for (const word of [secretWord, 'черновикслово', 'для своих', 'скидка', 'черновик про']) {
      if (!typed.includes(word)) assert.ok(!text.includes(word), `${address} tells of ${word}`);
    }
  }
});

test('searching for an internal word finds nothing and counts nothing', async () => {
  const body = await server.json(`/api/v1/search?q=${secretWord}`);
  assert.equal(body.total, 0);
  assert.deepEqual(body.hits, []);
  assert.deepEqual(body.facets.category, []);
  assert.deepEqual(body.did_you_mean, []);
});

test('internal articles and categories are as unknown as any other address', async () => {
  const same = async (hidden, unknown) => {
    const [a, b] = [await server.get(hidden), await server.get(unknown)];
    assert.equal(a.status, 404);
    assert.equal(await a.text(), await b.text());
  };
  await same('/ru/articles/discount', '/ru/articles/nothing');
  await same('/ru/articles/skidka', '/ru/articles/nothing');
  await same('/ru/categories/staff', '/ru/categories/nothing');
  await same('/api/v1/articles/ru/discount', '/api/v1/articles/ru/nothing');
});

test('no answer tells of files, addresses in memory or exceptions', async () => {
  for (const address of ['/ru/nothing', '/api/v1/nothing', '/api/v1/search?q=%ff&limit=x', '/%00', '/%ff', '/ru/articles/%00', '/files/%2e%2e', '/api/v1/articles/ru/%ff', `/ru/search?q=${'%f0'.repeat(500)}`]) {
    const answer = await server.get(address);
    const text = await answer.text();
    assert.ok(answer.status < 500, `${address}: ${answer.status}`);
    assert.doesNotMatch(text, /std::|exception|terminate|\/tmp\/|0x[0-9a-f]{6}|json\.exception|Xapian/i, address);
  }
});

test('the log says nothing about visitors', async () => {
  await server.text('/ru/search?q=veryprivatequery');
  assert.doesNotMatch(server.log, /veryprivatequery|127\.0\.0\.1/);
});
