// Staff whom a trusted proxy has signed in; what anybody else says of themselves is nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { ContentFolder, files } from './content.mjs';
import { build, Server, temporaryIndex } from './programs.mjs';

const content = new ContentFolder({ ...files, 'kb.yaml': `${files['kb.yaml']}base_url: http://help.example.com/help\n` });
const index = temporaryIndex();
let server;
before(async () => {
  await build(content.path, index.path);
  server = await Server.startWith(`trusted_proxies: [127.0.0.2]
sign_in:
  header: X-Remote-User
  role_header: X-Remote-Groups
  roles: { support: agent, docs: writer }
cors_origins: [https://app.example.com]
`, index.path);
});
after(async () => {
  assert.equal(await server.stop(), 0);
  content.remove();
  index.remove();
});

const proxy = '127.0.0.2', other = '127.0.0.1';
const ask = (localAddress, path, headers = {}, body = undefined) => new Promise((resolve, reject) => {
  http.request({ method: body === undefined ? 'GET' : 'POST', host: '127.0.0.1', port: server.port, localAddress, path: `/help${path}`, headers: { host: 'help.example.com', ...headers }, agent: false }, (answer) => {
    const parts = [];
    answer.on('data', (part) => parts.push(part));
    answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
  }).on('error', reject).end(body);
});
const anna = { 'x-remote-user': 'anna@example.com', 'x-remote-groups': 'staff, support', 'x-forwarded-for': '203.0.113.9' };
const hidden = '/ru/articles/discount';

test('whom the proxy names has the role of the highest group, and is told who they are', async () => {
  const page = await ask(proxy, hidden, anna);
  assert.equal(page.status, 200);
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.match(page.text, /anna@example\.com · оператор/);
  assert.doesNotMatch(page.text, /sign-out/);
  assert.match((await ask(proxy, hidden, { ...anna, 'x-remote-groups': 'support,docs' })).text, /· автор/);
});

test('the same headers from anywhere else, without a name or a group that counts, make a customer', async () => {
  const { 'x-forwarded-for': chain, ...direct } = anna;
  for (const headers of [anna, direct, { ...anna, 'x-forwarded-for': proxy }, { ...direct, via: '1.1 proxy' }]) assert.equal((await ask(other, hidden, headers)).status, 404);
  for (const headers of [{ 'x-forwarded-for': chain }, { ...anna, 'x-remote-user': '' }, { ...anna, 'x-remote-groups': 'visitors' }, { ...anna, 'x-remote-user': 'root, anna' }]) assert.equal((await ask(proxy, hidden, headers)).status, 404);
});

test('tokens of the proxy\'s own are no error, and a customer behind it is none', async () => {
  const own = { authorization: 'Bearer eyJhbGciOi.x.y' };
  assert.equal((await ask(proxy, hidden, { ...anna, ...own })).status, 200);
  assert.equal((await ask(proxy, hidden, own)).status, 401);
  assert.equal((await ask(proxy, '/ru/', { 'x-forwarded-for': '203.0.113.9' })).status, 200);
});

test('what pages of other sites ask by it is a customer\'s', async () => {
  assert.equal((await ask(proxy, hidden, { ...anna, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status, 404);
  assert.equal((await ask(proxy, hidden, { ...anna, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status, 200);
  const api = await ask(proxy, '/api/v1/articles/ru/discount', { ...anna, origin: 'https://app.example.com' });
  assert.equal(api.status, 404);
  assert.equal((await ask(proxy, '/api/v1/articles/ru/discount', { ...anna, origin: 'http://help.example.com' })).status, 200);
});

test('the cookie belongs to the path of the site, and to HTTPS where the proxy says so', async () => {
  const token = execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', 'agent', '--name', 'Vera'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
  const enter = (from, more) => ask(from, '/ru/sign-in', { 'content-type': 'application/x-www-form-urlencoded', ...more }, `token=${token}`);
  assert.match((await enter(other, { 'x-forwarded-proto': 'https' })).headers['set-cookie'][0], /; Path=\/help\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
  const entered = await enter(proxy, { 'x-forwarded-proto': 'https' });
  assert.match(entered.headers['set-cookie'][0], /; SameSite=Lax; Secure$/);
  assert.equal(entered.headers.location, '/help/ru/');
});
