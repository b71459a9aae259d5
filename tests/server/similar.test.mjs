// POST /api/v1/similar: a customer's message, and the articles for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHash } from 'node:crypto';
import { files, secretWord } from './content.mjs';
import { serve } from './site.mjs';

const server = serve();
const half = serve({ ...files, 'kb.yaml': `${files['kb.yaml']}holdout_percent: 50\n` });

const post = (body, headers = {}) =>
  server.get('/api/v1/similar', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const ask = async (message) => {
  const answer = await post(JSON.stringify(message));
  assert.equal(answer.status, 200);
  return answer.json();
};

test('a message answers with every field of the contract', async () => {
  const answer = await post(JSON.stringify({ subject: 'Возврат', body: 'Добрый день!\nКогда вернутся деньги на карту?\nС уважением,\nИван', lang: 'ru', limit: 5 }));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  const body = await answer.json();
  assert.deepEqual(Object.keys(body), ['articles', 'questions']);
  assert.deepEqual(body.questions, []);
  const article = body.articles[0];
  assert.deepEqual(Object.keys(article).sort(), ['category', 'lang', 'other_language', 'score', 'section', 'slug', 'snippet', 'title', 'updated', 'url', 'why']);
  assert.equal(article.slug, 'refund');
  assert.equal(article.url, '/ru/articles/refund');
  assert.equal(article.lang, 'ru');
  assert.ok(article.why.includes('деньги'));
  assert.ok(!article.why.includes('Иван'));
});

test('a subject or a body alone is enough, and limit cuts the list', async () => {
  assert.equal((await ask({ subject: 'Где чек?' })).articles[0].slug, 'receipt');
  assert.equal((await ask({ body: 'Где чек?' })).articles[0].slug, 'receipt');
  assert.equal((await ask({ body: 'деньги чек карта', limit: 1 })).articles.length, 1);
  assert.deepEqual((await ask({ body: 'ыыыыы' })).articles, []);
});

test('a share of the visits of the contact form is held out, by the hash of its session', async () => {
  const similar = async (message) => (await half.get('/api/v1/similar', { method: 'POST', body: JSON.stringify({ body: 'Где чек?', ...message }) })).json();
  const number = (session) => createHash('sha256').update(session).digest().readUInt32BE(0) % 100;
  const counts = { true: 0, false: 0 };
  for (let place = 0; place < 40; ++place) {
    const session = `session-number-${place}`;
    const isHeldOut = number(session) < 50;
    ++counts[isHeldOut];
    const answer = await similar({ session, source: 'contact' });
    assert.equal(answer.held_out, isHeldOut ? true : undefined, session);
    assert.equal(answer.articles.length > 0, !isHeldOut);
    // Elsewhere, and where nobody can be told from another, everything is shown.
    for (const other of [{ session }, { session, source: 'widget' }, { session: '', source: 'contact' }, { source: 'contact' }])
      assert.equal((await similar(other)).articles[0].slug, 'receipt');
  }
  assert.ok(counts.true > 5 && counts.false > 5);
  assert.equal((await ask({ body: 'Где чек?', session: 'session-number-1', source: 'contact' })).held_out, undefined);
});

test('slips are refused with a hint', async () => {
  const bad = ['', 'x', '[]', '"text"', 'null', '{', '{"body": "\xff"}', '{}', '{"body": ""}', '{"subject": " ", "body": "\\n"}', '{"body": 1}', '{"body": ["x"]}', '{"body": null}',
    '{"body": "x", "subject": {}}', '{"body": "x", "lang": "de"}', '{"body": "x", "lang": 1}', '{"body": "x", "session": 1}', '{"body": "x", "source": []}', '{"body": "x", "limit": 0}', '{"body": "x", "limit": 51}',
    '{"body": "x", "limit": -1}', '{"body": "x", "limit": 1.5}', '{"body": "x", "limit": "10"}', '{"body": "x", "limit": null}', '['.repeat(60000)];
  for (const text of bad) {
    const answer = await post(Buffer.from(text, 'latin1'));
    const body = await answer.json();
    assert.equal(answer.status, 400, text.slice(0, 40));
    assert.deepEqual(Object.keys(body), ['error']);
    assert.deepEqual(Object.keys(body.error).sort(), ['code', 'hint', 'message']);
    for (const part of Object.values(body.error)) assert.ok(part.length > 0);
  }
});

test('other methods are told which one it is', async () => {
  for (const method of ['GET', 'HEAD', 'PUT']) {
    const answer = await server.get('/api/v1/similar', { method });
    assert.equal(answer.status, 405, method);
    assert.equal(answer.headers.get('allow'), 'POST');
  }
  assert.equal((await server.get('/api/v1/search?q=x', { method: 'POST', body: '{}' })).status, 405);
});

test('an answer is never kept: the same address answers each body by itself', async () => {
  const first = await post('{"body": "чек"}'), second = await post('{"body": "код карты"}');
  assert.equal((await first.json()).articles[0].slug, 'receipt');
  assert.equal((await second.json()).articles[0].slug, 'cvc');
  assert.equal(first.headers.get('etag'), null);
  assert.equal(first.headers.get('cache-control'), 'no-store');
  // A parameter of the address is none of the message, and an ETag leads to nothing.
  const again = await server.get('/api/v1/similar?q=x&limit=1', { method: 'POST', body: '{"body": "чек"}', headers: { 'if-none-match': '*' } });
  assert.equal(again.status, 200);
  assert.equal((await again.json()).articles[0].slug, 'receipt');
});

test('a long text is cut, not refused', async () => {
  const body = await ask({ subject: 'чек', body: 'слово '.repeat(9000).slice(0, 30000) });
  assert.equal(body.articles[0].slug, 'receipt');
});

test('internal articles and drafts are led to by nothing', async () => {
  for (const text of [secretWord, 'скидка', 'для своих', 'черновикслово', `возврат пароль ${secretWord}`]) {
    const all = JSON.stringify((await ask({ subject: text, body: text, limit: 50 })).articles.map(({ why, ...rest }) => rest)).toLowerCase();
    for (const word of [secretWord, 'скидка', 'для своих', 'черновик']) assert.ok(!all.includes(word), `${text} tells of ${word}`);
  }
});
