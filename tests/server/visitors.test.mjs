// Whose doings count, what of them is shown to others, and which article they count for.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const content = new ContentFolder();
const index = temporaryIndex();
const folder = mkdtempSync(join(tmpdir(), 'otvet-visitors-'));
before(() => build(content.path, index.path));
after(() => { content.remove(); index.remove(); rmSync(folder, { recursive: true }); });

const begin = Date.now();
const set = (milliseconds) => writeFileSync(join(folder, 'clock'), `${Math.floor(milliseconds / 1000)}`);
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function serving(settings, visit) {
  set(begin);
  writeFileSync(join(folder, 'kb-server.yaml'), `clock_file: clock\n${settings}`);
  const server = await Server.start(index.path, '--config', join(folder, 'kb-server.yaml'));
  try {
    await visit(server);
  } finally {
    assert.equal(await server.stop(), 0);
  }
}

let made = 0;
async function send(server, session, events, headers = {}, at = begin) {
  const body = { session, events: events.map((event) => ({ id: `e-${++made}`, at, lang: 'ru', ...event })) };
  const answer = await server.get('/api/v1/events', { method: 'POST', headers: { 'user-agent': browser, ...headers }, body: JSON.stringify(body) });
  assert.equal(answer.status, 202);
  return (await answer.json()).accepted;
}
const typeahead = { kind: 'typeahead', query: 'x', results: 0, search_id: 'x' };

test('people are counted, and crawlers are not', () => serving('', async (server) => {
  const people = [browser, 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 9; CUBOT_P30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.8.0.0 Safari/537.36', 'HelpApp/3.1 okhttp/4.12.0', 'python-requests/2.32'];
  const programs = ['Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1', 'Mozilla/5.0 Chrome/61.0.3163.100 Safari/537.36 Prerender (+https://github.com/prerender/prerender)',
    'Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)', 'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/140.0.0.0 Mobile Safari/537.36 (compatible; GoogleOther)',
    'Mozilla/5.0 (compatible; YandexMetrika/2.0; +http://yandex.com/bots)', 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'];
  for (const agent of people) assert.equal(await send(server, 'someone', [typeahead], { 'user-agent': agent }), 1, agent);
  for (const agent of programs) assert.equal(await send(server, 'something', [typeahead], { 'user-agent': agent }), 0, agent);
}));

test('what pages of other sites make browsers send is not counted, also by those that say only their origin', () => serving('cors_origins: [https://app.example.com]\n', async (server) => {
  const counts = (headers) => send(server, 'someone', [typeahead], headers);
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }]) assert.equal(await counts(headers), 0, JSON.stringify(headers));
  for (const headers of [{ origin: server.url }, { origin: 'https://app.example.com' }, { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' }, { origin: server.url, 'sec-fetch-site': 'same-origin' }])
    assert.equal(await counts(headers), 1, JSON.stringify(headers));
}));

async function askAll(server, query) {
  for (let i = 0; i < 6; ++i) assert.equal(await send(server, `visitor-${made}`, [{ kind: 'search', query, results: 1, search_id: `s-${made}` }]), 1);
}
const shown = async (server, typed) => (await server.json(`/api/v1/suggest?q=${encodeURIComponent(typed)}&lang=ru`)).suggestions.filter(({ kind }) => kind === 'query').map(({ text }) => text);

test('what many asked is shown to others, but nobody writes there', () => serving('', async (server) => {
  for (const query of ['деньги на evil-casino.example.com вернут', 'когда вернутся деньги дура иванова мария', 'сроки возврата']) await askAll(server, query);
  await until('it is shown', async () => (await shown(server, 'сроки')).length > 0);
  assert.deepEqual(await shown(server, 'сроки'), ['сроки возврата']);
  assert.deepEqual(await shown(server, 'деньги'), []);
  const home = await server.text('/ru/');
  assert.match(home, /сроки возврата/);
  assert.doesNotMatch(home, /casino|дура/);
}));

test('nothing that was asked is shown where the operator wants none of it', () => serving('popular_queries: off\n', async (server) => {
  await askAll(server, 'сроки возврата');
  await new Promise((resolve) => setTimeout(resolve, 4000));
  assert.deepEqual(await shown(server, 'сроки'), []);
  assert.doesNotMatch(await server.text('/ru/'), /сроки возврата/);
}));

test('what is sent with a former slug counts for the article', () => serving('', async (server) => {
  await send(server, 'someone', [{ kind: 'open', slug: 'vozvrat', source: 'link' }, { kind: 'vote', slug: 'vozvrat', helpful: false, comment: 'слишком долго' }, { kind: 'vote', slug: 'refund', helpful: true }]);
  const { stdout } = await promisify(execFile)(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', 'writer', '--name', 'writer']);
  const report = async () => (await server.get('/api/v1/stats/articles', { headers: { authorization: `Bearer ${stdout.trim()}` } })).json();
  await until('it is counted', async () => (await report()).articles.some(({ votes }) => votes > 0 || votes?.of > 0 || votes?.n > 0));
  const { articles, comments } = await report();
  assert.deepEqual(articles.map(({ slug, views, helpful }) => [slug, views, helpful.n, helpful.of]), [['refund', 1, 1, 1]]);
  assert.deepEqual(comments.map(({ slug, text }) => [slug, text]), [['refund', 'слишком долго']]);
}));
