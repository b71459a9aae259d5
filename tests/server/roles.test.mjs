// Who sees what: agents, writers and administrators by token or session, customers by neither.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { secretWord } from './content.mjs';
import { until } from './programs.mjs';
import { serve } from './site.mjs';

const server = serve();

const token = (...words) => new Promise((resolve) => {
  const [command, ...rest] = words;
  execFile(process.env.KB_SERVER, ['token', command, '--data', server.dataFolder, ...rest], (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout: stdout.trim(), stderr }));
});
const create = async (role, name) => (await token('create', '--role', role, '--name', name)).stdout;
const as = (key) => ({ headers: { authorization: `Bearer ${key}` } });
const post = (address, fields, headers = {}) => server.get(address, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams(fields) });

// Every answer in which an internal article could be.
const telling = ['/ru/articles/discount', '/ru/articles/discount.md', '/api/v1/articles/ru/discount', `/api/v1/search?q=${secretWord}`, `/ru/search?q=${secretWord}`, '/ru/categories/staff'];

test('each role sees internal articles in every answer, customers in none, whoever asked before', async () => {
  for (const role of ['agent', 'writer', 'administrator']) {
    const key = await create(role, `the ${role}`);
    for (const address of telling) {
      const before = await (await server.get(address)).text();
      const shown = await server.get(address, as(key));
      assert.equal(shown.status, 200, `${role} ${address}`);
      assert.equal(shown.headers.get('cache-control'), 'no-store', address);
      assert.match(await shown.text(), /Скидка/, `${role} ${address}`);
      const after = await (await server.get(address)).text();
      assert.equal(after, before, address);
      assert.ok(!after.includes('Скидка'), address);
    }
  }
  assert.ok((await server.json(`/api/v1/search?q=${secretWord}`)).total === 0);
});

test('pages tell staff who they are and what is internal; customers see nothing of it', async () => {
  const key = await create('writer', 'Анна <b>');
  const page = await (await server.get('/ru/articles/discount', as(key))).text();
  assert.match(page, /Анна &lt;b&gt; · автор/);
  assert.match(page, /Внутренняя статья/);
  assert.doesNotMatch(await (await server.get('/ru/articles/refund', as(key))).text(), /Внутренняя статья/);
  assert.doesNotMatch(await server.text('/ru/articles/refund'), /Анна|автор|staff/);
});

test('nothing is measured of staff, and they are asked nothing', async () => {
  const key = await create('agent', 'unmeasured');
  for (const address of ['/ru/', '/ru/articles/refund', '/ru/search?q=x', '/ru/contact', '/ru/privacy', '/ru/nothing']) {
    const script = /static\/(events|article|privacy)-/;
    const shown = await (await server.get(address, as(key))).text();
    assert.doesNotMatch(shown, script, address);
    assert.doesNotMatch(shown, /class="(vote|erase)"/, address);
    assert.match(await server.text(address), script, address);
  }
});

test('a token is shown once, listed by name, and revoked within a second', async () => {
  const key = await create('agent', 'Vera');
  assert.match(key, /^otvet-token-[0-9a-f]{64}$/);
  assert.equal((await token('create', '--role', 'writer', '--name', 'Vera')).status, 1);
  const listed = await token('list', '--json');
  assert.ok(!listed.stdout.includes(key));
  assert.deepEqual(Object.keys(JSON.parse(listed.stdout).tokens.find(({ name }) => name === 'Vera')), ['name', 'role', 'created', 'revoked']);
  assert.equal((await server.get('/ru/articles/discount', as(key))).status, 200);
  assert.equal((await token('revoke', '--name', 'Vera')).status, 0);
  await until('it does not count', async () => (await server.get('/ru/articles/discount', as(key))).status !== 200);
  assert.equal((await token('revoke', '--name', 'Vera')).status, 1);
  for (const wrong of [['create', '--role', 'customer', '--name', 'x'], ['create', '--role', 'boss', '--name', 'x'], ['create', '--role', 'agent'], ['list', 'x'], []]) assert.equal((await token(...wrong)).status, 2, wrong.join(' '));
  const files = readdirSync(server.dataFolder).map((name) => readFileSync(join(server.dataFolder, name), 'latin1')).join('');
  assert.ok(!files.includes(key.slice(-64)));
  assert.ok(!server.log.includes(key.slice(-64)));
});

test('a token opens a session in the browser, and sign-out ends it', async () => {
  const key = await create('agent', 'Gleb');
  assert.match(await server.text('/ru/sign-in'), /type="password"/);
  assert.equal((await server.get('/en/sign-in')).headers.get('cache-control'), 'no-store');
  const entered = await post('/ru/sign-in', { token: key });
  assert.equal(entered.status, 303);
  assert.equal(entered.headers.get('location'), '/ru/');
  const [cookie] = entered.headers.getSetCookie();
  assert.match(cookie, /^otvet_session=otvet-session-[0-9a-f]{64}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
  const session = { headers: { cookie: `theme=dark; ${cookie.split(';')[0]}; other=1` } };
  const page = await (await server.get('/ru/articles/discount', session)).text();
  assert.match(page, /Gleb · оператор/);
  assert.match(page, /action="\/ru\/sign-out"/);
  const left = await post('/ru/sign-out', {}, session.headers);
  assert.equal(left.status, 303);
  assert.match(left.headers.getSetCookie()[0], /^otvet_session=; .*Max-Age=0/);
  assert.equal((await server.get('/ru/articles/discount', session)).status, 404);
});

const enter = async (key, headers = {}) => (await post('/ru/sign-in', { token: key }, headers)).headers.getSetCookie()[0]?.split(';')[0];
// Not by fetch(), which says itself what mode it asks in.
const shows = (headers) => new Promise((resolve, reject) => {
  http.get(`${server.url}/ru/articles/discount`, { headers, agent: false }, (answer) => { answer.resume(); resolve(answer.statusCode === 200); }).on('error', reject);
});

test('another site can neither sign anybody in nor out', async () => {
  const key = await create('agent', 'Dasha');
  const cookie = await enter(key, { origin: server.url });
  for (const foreign of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example.com' }, { origin: 'null' }]) {
    const refused = await post('/ru/sign-in', { token: key }, foreign);
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.getSetCookie().length, 0);
    assert.match(await refused.text(), /Форму отправил другой сайт/);
    const left = await post('/ru/sign-out', {}, { ...foreign, cookie });
    assert.equal(left.headers.getSetCookie().length, 0);
    assert.ok(await shows({ cookie }), JSON.stringify(foreign));
  }
  await post('/ru/sign-out', {}, { 'sec-fetch-site': 'same-origin', cookie });
  assert.ok(!await shows({ cookie }));
});

test('what another site has a browser ask is a customer\'s, a link that is followed is not', async () => {
  const key = await create('agent', 'Egor'), cookie = await enter(key);
  for (const from of ['cross-site', 'same-site']) {
    assert.ok(!await shows({ cookie, 'sec-fetch-site': from, 'sec-fetch-mode': 'cors' }));
    assert.ok(!await shows({ cookie, 'sec-fetch-site': from, 'sec-fetch-mode': 'no-cors' }));
    assert.ok(await shows({ cookie, 'sec-fetch-site': from, 'sec-fetch-mode': 'navigate' }));
  }
  assert.ok(!await shows({ cookie, origin: 'https://app.example.com' }));
  for (const from of ['same-origin', 'none']) assert.ok(await shows({ cookie, 'sec-fetch-site': from }));
  // A token is nothing that a browser adds by itself.
  assert.ok(await shows({ authorization: `Bearer ${key}`, origin: 'https://app.example.com' }));
});

test('a key counts where it belongs, and a new sign-in ends the session before', async () => {
  const key = await create('agent', 'Fedor'), first = await enter(key);
  assert.ok(!await shows({ cookie: `otvet_session=${key}` }));
  assert.equal((await server.get('/ru/', as(first.split('=')[1]))).status, 401);
  const second = await enter(key, { cookie: first });
  assert.notEqual(second, first);
  assert.ok(!await shows({ cookie: first }));
  assert.ok(await shows({ cookie: second }));
});

test('an office can sign in behind one address', async () => {
  const key = await create('agent', 'the office');
  for (let time = 0; time < 15; ++time) assert.match(await enter(key), /otvet_session=otvet-session-/);
});

test('what tells staff of other addresses is kept nowhere', async () => {
  const key = await create('agent', 'Inna');
  for (const address of ['/ru/articles/skidka', '/ru/articles/nothing', '/ru/nothing', '/api/v1/articles/ru/skidka', '/ru/categories/staff/']) {
    const answer = await server.get(address, as(key));
    assert.ok([301, 404].includes(answer.status), address);
    assert.equal(answer.headers.get('cache-control'), 'no-store', address);
  }
});

// These use up the tries of this address, so they come last.
test('a wrong token is an error, and there are few tries', async () => {
  const answers = [];
  for (let time = 0; time < 14; ++time) answers.push(await server.get('/api/v1/search?q=x', as(`otvet-token-${time}`)));
  assert.equal(answers[0].status, 401);
  assert.equal(answers[0].headers.get('www-authenticate'), 'Bearer');
  assert.equal((await answers[0].json()).error.code, 'bad_token');
  assert.equal(answers.at(-1).status, 429);
  assert.ok(Number(answers.at(-1).headers.get('retry-after')) > 0);
  // Whoever has a right one, or none, is not concerned.
  assert.equal((await server.get('/api/v1/search?q=x', as(await create('agent', 'Boris')))).status, 200);
  assert.equal((await server.get('/api/v1/search?q=x')).status, 200);
});

test('what is no token opens nothing, and says so kindly', async () => {
  const refused = await post('/ru/sign-in', { token: 'guess' });
  assert.ok([403, 429].includes(refused.status));
  assert.match(await refused.text(), /Такой токен не подходит|Слишком много попыток/);
  assert.equal(refused.headers.getSetCookie().length, 0);
  assert.equal((await server.get('/ru/', { headers: { cookie: 'otvet_session=otvet-session-00' } })).status, 200);
});

test('the audit log has who did what, and nothing of who was turned away but how many', async () => {
  const lines = readFileSync(join(server.dataFolder, 'audit.log'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const has = (fields) => lines.some((line) => Object.entries(fields).every(([name, value]) => line[name] === value));
  assert.ok(lines.every(({ time }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)));
  assert.deepEqual(lines.find(({ action, about }) => action === 'token create' && about.token === 'Vera').about, { token: 'Vera', role: 'agent' });
  assert.ok(lines.filter(({ action }) => action.startsWith('token')).every(({ by, who, role }) => by === 'command line' && who && !role));
  assert.ok(lines.some(({ action, about }) => action === 'token revoke' && about.token === 'Vera'));
  assert.ok(has({ by: 'token', who: 'Gleb', role: 'agent', action: 'sign-in' }));
  assert.ok(has({ by: 'session', who: 'Gleb', role: 'agent', action: 'sign-out' }));
  const refused = lines.filter(({ action }) => action === 'sign-in refused');
  // There may be two minutes in it.
  assert.ok(refused.length >= 1 && refused.length <= 3, `${refused.length}`);
  assert.ok(refused.every(({ who }) => who === undefined));
  const text = JSON.stringify(lines);
  assert.doesNotMatch(text, /guess|otvet-token-|otvet-session-|127\.0\.0\.1|undici|node/);
  assert.equal(statSync(join(server.dataFolder, 'audit.log')).mode & 0o777, 0o600);
});
