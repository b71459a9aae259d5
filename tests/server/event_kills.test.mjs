// kb-server killed while visitors keep coming: what it took a while ago is there afterwards, and nothing is there twice.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { createTokens } from '../../bench/customers/site.mjs';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const kills = Number(process.env.KB_KILLS ?? 6);
// Events are stored four times a second; a busy disk may take a moment to do so.
const longestWait = 1000 + 500;
const senders = 4;
const index = temporaryIndex();
const content = new ContentFolder();
after(() => { content.remove(); index.remove(); });
await build(content.path, index.path);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const identifier = () => randomBytes(12).toString('hex');
const post = (server, body) => server.get('/api/v1/events', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const event = () => ({ id: identifier(), kind: 'search', at: Date.now(), lang: 'ru', query: `вопрос ${identifier().slice(0, 2)}`, results: 0, search_id: identifier() });

// Requests of four searches from sessions of their own, until the server goes; with `taken`, when the answer came.
async function visit(server, requests, isOver) {
  while (!isOver()) {
    const request = { body: { session: identifier(), events: Array.from({ length: 4 }, event) } };
    requests.push(request);
    try {
      const { status } = await post(server, request.body);
      assert.equal(status, 202);
      request.taken = performance.now();
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return;
    }
    await pause(Math.random() * 8);
  }
}

// `end` is what happens to the server after a while.
async function visitUntil(server, end) {
  const requests = [];
  let isOver = false;
  const visitors = Array.from({ length: senders }, () => visit(server, requests, () => isOver));
  await pause(1800 + Math.random() * 1500);
  const ended = performance.now();
  await end(() => { isOver = true; });
  isOver = true;
  await Promise.all(visitors);
  return { requests, ended };
}

const metric = async (server, name) => Number((await server.text('/metrics')).match(new RegExp(`^${name} (\\d+)$`, 'm'))[1]);
const stored = (server) => until('everything is stored', async () => (await metric(server, 'otvet_events_waiting')) === 0);

async function searches(server, token) {
  await stored(server);
  const days = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  const answer = await server.get(`/api/v1/stats/searches?from=${days[0]}&to=${days[1]}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  return (await answer.json()).searches;
}

// Sends them again; how many the server had.
async function known(server, requests) {
  const before = await metric(server, 'otvet_events_repeated_total');
  for (const { body } of requests) assert.equal((await post(server, body)).status, 202);
  await stored(server);
  return (await metric(server, 'otvet_events_repeated_total')) - before;
}

const integrity = async (server) => (await promisify(execFile)('sqlite3', [join(server.dataFolder, 'events.db'), 'PRAGMA integrity_check'])).stdout.trim();
const reportAlone = (server) => promisify(execFile)(process.env.KB_INDEXER, ['report', 'summary', '--index', index.path, '--data', server.dataFolder]);

test(`killed ${kills} times, it keeps what it took a second ago, and counts nothing twice`, { timeout: 60_000 + kills * 20_000 }, async () => {
  const server = await Server.start(index.path);
  const { writer } = await createTokens(process.env.KB_SERVER, server.dataFolder);
  let total = 0;
  for (let time = 0; time < kills; ++time) {
    const { requests, ended } = await visitUntil(server, () => server.kill());
    assert.equal(await integrity(server), 'ok');
    await reportAlone(server);
    await server.begin(index.path);
    const old = requests.filter(({ taken }) => taken < ended - longestWait);
    assert.ok(old.length > 10, `${requests.length} requests, ${old.length} of them old`);
    const had = (await searches(server, writer)) - total;
    assert.ok(old.length * 4 <= had && had <= requests.length * 4, `${had} of ${requests.length * 4} events, ${old.length * 4} of them old`);
    assert.equal(await known(server, old), old.length * 4, 'all that are old were there');
    await known(server, requests);
    total += requests.length * 4;
    assert.equal(await searches(server, writer), total, 'sent again, each is there once');
  }
  assert.equal(await server.stop(), 0);
});

test('what is read beside it takes nothing away from it', async () => {
  const server = await Server.start(index.path);
  const { writer } = await createTokens(process.env.KB_SERVER, server.dataFolder);
  const send = async () => assert.equal((await post(server, { session: identifier(), events: [event(), event()] })).status, 202);
  await send();
  await stored(server);
  await reportAlone(server);
  assert.equal(await integrity(server), 'ok');
  await send();
  await stored(server);
  await server.kill();
  await server.begin(index.path);
  assert.equal(await searches(server, writer), 4);
  assert.equal(await server.stop(), 0);
});

test('told to stop, it stores everything that it took', async () => {
  const server = await Server.start(index.path);
  const { writer } = await createTokens(process.env.KB_SERVER, server.dataFolder);
  const { requests } = await visitUntil(server, (stop) => {
    stop();
    const ended = new Promise((resolve) => server.process.on('exit', resolve));
    server.process.kill('SIGTERM');
    return ended;
  });
  const taken = requests.filter((request) => request.taken);
  await server.begin(index.path);
  const had = await searches(server, writer);
  assert.ok(taken.length * 4 <= had && had <= requests.length * 4, `${had} of ${taken.length * 4}`);
  assert.equal(await known(server, taken), taken.length * 4);
  assert.equal(await server.stop(), 0);
});
