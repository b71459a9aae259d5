// Reports as pages: the figures of the API in words and tables, for writers and administrators alone.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { until } from './programs.mjs';
import { serve } from './site.mjs';

const server = serve();
const names = ['summary', 'searches', 'gaps', 'articles', 'funnel', 'coverage', 'experiment'];
const keys = {};

const as = (role) => ({ headers: { authorization: `Bearer ${keys[role]}` } });
const get = (address, role = 'writer') => server.get(address, as(role));
const unescaped = (text) => text.replace(/&(amp|quot|lt|gt|#39);/g, (_, name) => ({ amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" })[name]);
// What is read: without tags, blanks made equal.
const words = (html) => unescaped(html.replace(/<(head|script)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
const read = async (address) => words(await (await get(address)).text());
const rows = (html) => [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => words(row).trim());
const charts = (html) => [...html.matchAll(/data-chart="([^"]*)"/g)].map(([, data]) => JSON.parse(unescaped(data)));

const send = (session, ...events) => {
  const at = Date.now();
  const whole = events.map((event, i) => ({ id: `${session}-${i}`, at: at + i, lang: 'ru', ...event }));
  return server.get('/api/v1/events', { method: 'POST', body: JSON.stringify({ session, events: whole }) });
};

before(async () => {
  // Not every Node.js runs such hooks one after the other.
  await until('the server runs', () => server.url !== undefined);
  for (const role of ['agent', 'writer', 'administrator']) {
    keys[role] = execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', role, '--name', role], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
  }
});

test('before anybody came each report says what would be counted, in both languages', async () => {
  const said = {
    summary: [/Nobody has asked anything in these days/, /В эти дни никто ни о чём не спрашивал/], searches: [/Nobody has searched/, /никто не искал/], gaps: [/There are no gaps in these days/, /пробелов нет/],
    articles: [/Nobody has opened an article/, /никто не открывал статей/], funnel: [/Nobody has opened the contact form/, /никто не открывал форму/],
    coverage: [/No question has been answered/, /ни на один вопрос не ответила/], experiment: [/Nobody is held out.*set holdout_percent in kb\.yaml/, /задайте holdout_percent в kb\.yaml/],
  };
  for (const name of names) {
    const [english, russian] = said[name];
    assert.match(await read(`/en/stats/${name}`), english, name);
    assert.match(await read(`/ru/stats/${name}`), russian, name);
  }
});

test('pages have the figures of the API', async () => {
  const found = { kind: 'search', search_id: 'one', query: 'возврат', results: 2 };
  for (const n of [1, 2, 3]) assert.equal((await send(`session-${n}`, found, { kind: 'open', slug: 'refund', search_id: 'one', rank: 1, source: 'search' })).status, 202);
  await send('session-4', { kind: 'search', search_id: 'four', query: 'gfhjkm', results: 0 });
  await send('session-5', { kind: 'search', search_id: 'five', query: 'Пароль <b>', results: 0 });
  await send('session-6', { kind: 'open', slug: 'refund', source: 'link' }, { kind: 'vote', slug: 'refund', helpful: false, comment: 'Не <i>понял</i>' });
  await send('session-7', { kind: 'contact_open' }, { kind: 'contact_shown' });
  await until('all of it is counted', async () => (await (await get('/api/v1/stats/funnel')).json()).opened === 1);

  const searches = await (await get('/en/stats/searches')).text();
  assert.match(words(searches), /Clicked 60\.0 % 23\.1–88\.2 % 3 of 5/);
  assert.match(words(await (await get('/ru/stats/searches')).text()), /С переходом 60,0 % 23,1–88,2 % 3 из 5/);
  assert.ok(rows(searches).includes('возврат 3 3 3 100.0 % (43.9–100.0 %) 0 0.0 % (0.0–56.1 %) 0 0.0 % (0.0–56.1 %)'), rows(searches).join('\n'));
  const [days, ranks] = charts(searches);
  assert.deepEqual(days.series.map(({ values }) => values.at(-1)), [3, 0, 2]);
  assert.equal(days.labels.length, 30);
  assert.equal(ranks.series[0].values[0], 3);

  assert.match(await read('/en/stats/summary'), /Questions 6 0 have ended .* Still open 6 in no share yet/);
  assert.match(await read('/en/stats/funnel'), /Form opened 1 .* Still open 1/);
  const articles = await (await get('/en/stats/articles')).text();
  assert.ok(rows(articles).some((row) => /^Как вернуть деньги ru 4 3 0 1 0 0\.0 % \(0\.0–79\.3 %\) 0$/.test(row)), rows(articles).join('\n'));
  assert.match(articles, /Не &lt;i&gt;понял&lt;\/i&gt;/);
  assert.match(words(articles), /Articles: \d+\. They may lack the words/);
});

test('a gap has its spellings, what is nearest and an article to begin with', async () => {
  const page = await (await get('/ru/stats/gaps?lang=ru')).text();
  const [row] = page.match(/<tr><th scope="row">gfhjkm.*?<\/tr>/) ?? page.match(/<tr><th scope="row">пароль.*?<\/tr>/);
  const draft = unescaped(row.match(/href="([^"]*format=draft[^"]*)"/)[1]);
  const answer = await get(draft);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/markdown; charset=utf-8');
  assert.match(answer.headers.get('content-disposition'), /^attachment; filename="parol[a-z-]*\.md"$/);
  assert.match(await answer.text(), /^---\ntitle: "Пароль[^"]*"\nvisibility: draft\nquestions:\n/);
  assert.equal((await get(draft.replace(/query=.*/, 'query=nothing'))).status, 404);
  const backlog = unescaped(page.match(/href="([^"]*format=md)"/)[1]);
  assert.match(await (await get(backlog)).text(), /- \[ \] \*\*/);
});

test('the days, the zone, the window and the meaning of words stand on every page', async () => {
  for (const name of names) {
    const page = await (await get(`/en/stats/${name}?from=2026-05-01&to=2026-05-31&lang=en`)).text();
    assert.match(words(page), /Days May 1, 2026 – May 31, 2026 Time zone Europe\/Moscow Window 24 hours Language English/, name);
    assert.match(words(page), /What the words mean/, name);
    assert.match(page, new RegExp(`href="/api/v1/stats/${name}\\?from=2026-05-01&amp;to=2026-05-31&amp;lang=en&amp;format=csv"`), name);
    // Other reports are of the same days.
    assert.equal([...page.matchAll(/stats\/[a-z]+\?from=2026-05-01&amp;to=2026-05-31&amp;lang=en"/g)].length >= names.length, true, name);
    for (const [, scope] of page.matchAll(/<th( [^>]*)?>/g)) assert.match(scope, /scope="(col|row)"/);
    assert.equal([...page.matchAll(/<table/g)].length, [...page.matchAll(/<caption>/g)].length, name);
  }
});

test('a long time is told by months', async () => {
  const page = await (await get('/en/stats/summary?from=2026-01-01')).text();
  const [{ labels }] = charts(page);
  assert.equal(labels[0], '2026-01');
  assert.ok(labels.length < 40);
});

test('wrong days are named, and what was asked is kept', async () => {
  const wrong = { 'from=2026-02-30': /This is not a day/, 'to=today': /This is not a day/, 'from=2026-02-02&to=2026-02-01': /The first day is after the last one/, 'from=2100-01-01': /The first day is after the last one/,
    'from=2010-01-01&to=2026-01-01': /more than ten years/, 'lang=de': /no such language/ };
  for (const [query, message] of Object.entries(wrong)) {
    const answer = await get(`/en/stats/summary?${query}`);
    assert.equal(answer.status, 400, query);
    const page = await answer.text();
    assert.match(page, /role="alert"/, query);
    assert.match(words(page), message, query);
    for (const [name, value] of new URLSearchParams(query)) if (name !== 'lang') assert.match(page, new RegExp(`name="${name}" type="date" value="${value}"`), query);
  }
  assert.match(await read('/ru/stats/summary?from=2026-02-30'), /Такого дня нет/);
});

test('the pages are there for writers and administrators, and for nobody else', async () => {
  for (const name of names) {
    for (const [role, status] of [['writer', 200], ['administrator', 200], ['agent', 404]]) assert.equal((await get(`/ru/stats/${name}`, role)).status, status, `${name} for the ${role}`);
    assert.equal((await server.get(`/ru/stats/${name}`)).status, 404, name);
  }
  assert.equal((await get('/ru/stats/summary')).headers.get('cache-control'), 'no-store');
  assert.equal((await get('/ru/stats/weather')).status, 404);
  const first = await server.get('/stats', { headers: { ...as('writer').headers, 'accept-language': 'en' } });
  assert.deepEqual([first.status, first.headers.get('location')], [302, '/en/stats/summary']);
  assert.equal((await server.get('/stats')).status, 404);
  for (const [role, is] of [['writer', true], ['administrator', true], ['agent', false]]) assert.equal((await (await get('/ru/', role)).text()).includes('href="/ru/stats/summary"'), is, role);
  assert.doesNotMatch(await server.text('/ru/'), /stats/);
});

test('what is taken along is in the audit log, what is looked at is not', async () => {
  const lines = () => readFileSync(join(server.dataFolder, 'audit.log'), 'utf8').trim().split('\n').map((line) => JSON.parse(line)).filter(({ action }) => action === 'read statistics');
  const before = lines().length;
  await get('/ru/stats/gaps');
  await get('/api/v1/stats/gaps');
  assert.equal(lines().length, before);
  await get('/api/v1/stats/articles?format=csv', 'administrator');
  await get('/api/v1/stats/gaps?format=md');
  assert.deepEqual(lines().slice(before).map(({ who, role, about }) => [who, role, about]), [['administrator', 'administrator', { report: 'articles', format: 'csv' }], ['writer', 'writer', { report: 'gaps', format: 'md' }]]);
});
