// The HTTP interface: what is in every answer, and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from './site.mjs';

const server = serve();

const ask = (q) => encodeURIComponent(q);

function assertError(answer, body, status) {
  assert.equal(answer.status, status);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.deepEqual(Object.keys(body), ['error']);
  assert.deepEqual(Object.keys(body.error).sort(), ['code', 'hint', 'message']);
  for (const text of Object.values(body.error)) assert.ok(text.length > 0);
}

test('a search answers with every field of the contract', async () => {
  const answer = await server.get(`/api/v1/search?q=${ask('сроки возврата')}&lang=ru`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  const body = await answer.json();
  assert.deepEqual(Object.keys(body).sort(), ['did_you_mean', 'facets', 'hits', 'interpretation', 'lang', 'query', 'search_id', 'took_ms', 'total']);
  assert.equal(body.query, 'сроки возврата');
  assert.equal(body.lang, 'ru');
  assert.ok(body.search_id.length > 0);
  assert.ok(body.total >= 1);
  const hit = body.hits[0];
  assert.deepEqual(Object.keys(hit).sort(), ['category', 'lang', 'other_language', 'score', 'section', 'slug', 'snippet', 'title', 'updated', 'url']);
  assert.equal(hit.slug, 'refund');
  assert.equal(hit.url, '/ru/articles/refund');
  assert.deepEqual(hit.category, { slug: 'payments', title: 'Оплата' });
  assert.deepEqual(hit.section, { anchor: 'sroki-vozvrata', heading: 'Сроки возврата' });
  assert.equal(hit.other_language, false);
  assert.match(hit.updated, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  for (const piece of hit.snippet) assert.deepEqual(Object.keys(piece).sort(), ['match', 'text']);
  assert.deepEqual(body.facets.category[0], { slug: 'payments', title: 'Оплата', count: body.facets.category[0].count });
});

test('a language is preferred, and the other one is not hidden', async () => {
  const body = await server.json(`/api/v1/search?q=invoice&lang=ru`);
  assert.equal(body.hits[0].slug, 'invoice');
  assert.equal(body.hits[0].other_language, true);
});

test('a category takes in what is below it', async () => {
  const all = await server.json(`/api/v1/search?q=${ask('карты')}&category=payments`);
  assert.ok(all.hits.some((hit) => hit.slug === 'cvc'));
  const none = await server.json(`/api/v1/search?q=${ask('карты')}&category=nowhere`);
  assert.deepEqual(none.hits, []);
  assert.equal(none.total, 0);
});

test('limit and offset page through the hits', async () => {
  const all = await server.json(`/api/v1/search?q=${ask('деньги чек карта')}`);
  const second = await server.json(`/api/v1/search?q=${ask('деньги чек карта')}&limit=1&offset=1`);
  assert.equal(second.hits.length, 1);
  assert.equal(second.hits[0].slug, all.hits[1].slug);
});

test('slips in parameters are refused with a hint', async () => {
  const bad = ['', 'q=', 'q=%20%20', 'q=x&limit=0', 'q=x&limit=101', 'q=x&limit=ten', 'q=x&limit=-1', 'q=x&offset=1001', 'q=x&lang=de'];
  for (const query of bad) {
    const answer = await server.get(`/api/v1/search?${query}`);
    assertError(answer, await answer.json(), 400);
  }
  const answer = await server.json('/api/v1/search?q=x&lang=de');
  assert.match(answer.error.hint, /ru, en/);
});

test('any text is a query', async () => {
  for (const text of ['"', 'a AND', '*', '(((', '%', 'x'.repeat(2000), '\u0000', 'é'.repeat(300), "'; DROP TABLE"]) {
    const answer = await server.get(`/api/v1/search?q=${ask(text)}`);
    assert.equal(answer.status, 200, text.slice(0, 20));
    await answer.json();
  }
  assert.equal((await server.get('/api/v1/search?q=%ff%fe')).status, 200);
});

test('a query is read as it was meant, says so, and can be taken as it is', async () => {
  const layout = await server.json(`/api/v1/search?q=${ask('chjrb djpdhfnf')}&lang=ru`);
  assert.deepEqual(layout.interpretation, { kind: 'layout', text: 'сроки возврата' });
  assert.equal(layout.query, 'chjrb djpdhfnf');
  assert.equal(layout.hits[0].slug, 'refund');
  const verbatim = await server.json(`/api/v1/search?q=${ask('chjrb djpdhfnf')}&lang=ru&verbatim=1`);
  assert.equal(verbatim.interpretation, null);
  assert.equal(verbatim.total, 0);
  assert.deepEqual(verbatim.did_you_mean, ['сроки возврата']);
  const suggested = await server.json(`/api/v1/suggest?q=${ask('djpdhf')}&lang=ru`);
  assert.equal(suggested.query, 'djpdhf');
  assert.ok(suggested.suggestions.some(({ text }) => text === 'когда придёт возврат'));
});

test('suggestions have kind, text, ranges and address', async () => {
  const body = await server.json(`/api/v1/suggest?q=${ask('вернуть')}&lang=ru`);
  assert.equal(body.query, 'вернуть');
  const first = body.suggestions[0];
  assert.deepEqual(Object.keys(first).sort(), ['kind', 'ranges', 'text', 'url']);
  assert.equal(first.kind, 'article');
  assert.equal(first.text, 'Как вернуть деньги');
  assert.equal(first.text.slice(...first.ranges[0]), 'вернуть');
  assert.deepEqual((await server.json('/api/v1/suggest?q=')).suggestions, []);
  assert.deepEqual((await server.json('/api/v1/suggest')).suggestions, []);
  assert.equal((await server.get('/api/v1/suggest?q=a&limit=0')).status, 400);
});

test('an article answers with every field of the contract', async () => {
  const body = await server.json('/api/v1/articles/ru/refund');
  assert.equal(body.title, 'Как вернуть деньги');
  assert.equal(body.description, 'Сроки возврата');
  assert.equal(body.url, '/ru/articles/refund');
  assert.deepEqual(body.category, { slug: 'payments', title: 'Оплата' });
  assert.match(body.html, /<h2 id="sroki-vozvrata">/);
  assert.deepEqual(body.sections.map((section) => section.anchor), ['', 'sroki-vozvrata', 'esli-karta-zakryta', 'kuda-pisat']);
  assert.deepEqual(Object.keys(body.sections[0]).sort(), ['anchor', 'heading', 'level', 'text']);
  assert.deepEqual(body.translations, [{ lang: 'en', slug: 'refund', title: 'How to get a refund', url: '/en/articles/refund' }]);
  assert.equal(body.related[0].slug, 'receipt');
  assert.deepEqual(body.tags, ['возврат']);
  assert.deepEqual(body.questions, ['когда придёт возврат']);
  assert.equal(body.last_reviewed, '2026-05-31');
  assert.equal(body.commit, null);
  assert.match(body.updated, /^\d{4}-\d\d-\d\dT/);
});

test('a former slug leads on, an unknown one is not found', async () => {
  const moved = await server.get('/api/v1/articles/ru/vozvrat');
  assert.equal(moved.status, 301);
  assert.equal(moved.headers.get('location'), '/api/v1/articles/ru/refund');
  for (const address of ['/api/v1/articles/ru/nothing', '/api/v1/articles/de/refund', '/api/v1/nothing', '/api/']) {
    const answer = await server.get(address);
    assertError(answer, await answer.json(), 404);
  }
});

test('health says that the program runs, readiness what it serves', async () => {
  assert.deepEqual(await server.json('/healthz'), { status: 'ok' });
  const body = await server.json('/readyz');
  assert.equal(body.status, 'ready');
  assert.equal(body.generation, 1);
  assert.equal(body.commit, null);
  assert.equal(body.articles, 5, 'neither internal articles nor drafts count');
  assert.match(body.built, /^\d{4}-\d\d-\d\dT/);
  assert.equal(body.problem, undefined);
});
