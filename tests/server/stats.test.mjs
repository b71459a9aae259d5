// Reports: the same over HTTP and on the command line, for writers and administrators alone.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from './programs.mjs';
import { serve } from './site.mjs';

const server = serve();
const names = ['summary', 'searches', 'gaps', 'articles', 'funnel', 'coverage', 'experiment'];
const keys = {};

const run = (program, ...words) => new Promise((resolve) => {
  execFile(process.env[program], words, { maxBuffer: 10_000_000 }, (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout, stderr }));
});
const report = (...words) => run('KB_INDEXER', 'report', ...words, '--index', server.index, '--data', server.dataFolder);
const as = (role) => ({ headers: { authorization: `Bearer ${keys[role]}` } });
const get = (address, role = 'writer') => server.get(`/api/v1/stats/${address}`, as(role));
const json = async (address) => (await get(address)).json();

const send = (session, ...events) => {
  const at = Date.now();
  const whole = events.map((event, i) => ({ id: `${session}-${i}`, at: at + i, lang: 'ru', ...event }));
  return server.get('/api/v1/events', { method: 'POST', body: JSON.stringify({ session, events: whole }) });
};

test('what visitors do is counted', async () => {
  for (const role of ['agent', 'writer', 'administrator']) {
    keys[role] = (await run('KB_SERVER', 'token', 'create', '--data', server.dataFolder, '--role', role, '--name', role)).stdout.trim();
  }
  const searched = { kind: 'search', search_id: 'one', query: 'возврат', results: 2 };
  for (const session of ['session-1', 'session-2', 'session-3']) assert.equal((await send(session, searched, { kind: 'open', slug: 'refund', search_id: 'one', rank: 1, source: 'search' })).status, 202);
  for (const [session, query] of [['session-4', 'gfhjkm'], ['session-5', 'Пароль'], ['session-6', '=1+1']]) assert.equal((await send(session, { kind: 'search', search_id: session, query, results: 0 })).status, 202);
  await until('all of it is counted', async () => (await json('searches')).searches === 6);
});

test('a report is there for writers and administrators, and for nobody else', async () => {
  for (const name of names) {
    assert.equal((await get(name)).status, 200, name);
    assert.equal((await get(name, 'administrator')).status, 200, name);
    assert.equal((await get(name, 'agent')).status, 404, name);
    const customer = await server.get(`/api/v1/stats/${name}`);
    assert.equal(customer.status, 404, name);
    assert.deepEqual(await customer.json(), await (await server.get('/api/v1/nothing/here')).json());
  }
  assert.equal((await get('summary')).headers.get('cache-control'), 'no-store');
});

test('questions that still run are open, and in no share', async () => {
  const summary = await json('summary');
  assert.equal(summary.timezone, 'Europe/Moscow');
  assert.equal(summary.window_hours, 24);
  assert.equal(summary.days.length, 30);
  assert.equal(summary.questions, 6);
  assert.deepEqual(summary.outcomes.open, { n: 6, share: null, low: null, high: null });
  assert.deepEqual(summary.outcomes.potential, { n: 0, of: 0, share: null, low: null, high: null });
});

test('searches in another layout and form are one gap', async () => {
  const { gaps, total } = await json('gaps');
  assert.equal(total, 2);
  assert.deepEqual(gaps[0].spellings.map(({ query }) => query).sort(), ['gfhjkm', 'пароль']);
  assert.equal(gaps[0].sessions, 2);
  assert.equal(gaps[0].lang, 'ru');
});

test('the command line prints the same object', async () => {
  const now = new Date().toISOString();
  for (const name of names) {
    const printed = await report(name, '--json', '--now', now);
    assert.equal(printed.status, 0, printed.stderr);
    const { generated_at: mine, ...told } = JSON.parse(printed.stdout);
    const { generated_at: served, ...answered } = await json(name);
    assert.deepEqual(told, answered, name);
  }
});

test('CSV is the same over HTTP and on the command line, and runs nothing', async () => {
  const answer = await get('gaps?format=csv');
  assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.match(answer.headers.get('content-disposition'), /^attachment; filename="gaps_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv"$/);
  const csv = await answer.text();
  assert.equal(csv, (await report('gaps', '--csv')).stdout);
  assert.match(csv, /\r\ngaps,'=1\+1,/);
});

test('the backlog is the same over HTTP and on the command line', async () => {
  const answer = await get('gaps?format=md');
  assert.equal(answer.headers.get('content-type'), 'text/markdown; charset=utf-8');
  const markdown = await answer.text();
  assert.match(markdown, /- \[ \] \*\*(gfhjkm|пароль)\*\*/);
  assert.equal(markdown, (await report('gaps', '--markdown')).stdout);
});

test('without a format people read tables', async () => {
  for (const name of names) {
    const { status, stdout } = await report(name);
    assert.equal(status, 0, name);
    assert.match(stdout, new RegExp(`^${name}, \\d{4}-`));
  }
});

test('drafts are begun for gaps, and never written over', async () => {
  const content = mkdtempSync(join(tmpdir(), 'otvet-drafts-'));
  try {
    const first = await report('gaps', '--drafts', content);
    assert.equal(first.status, 0, first.stderr);
    const draft = join(content, 'ru', 'parol.md');
    assert.match(readFileSync(draft, 'utf8'), /^---\ntitle: "Пароль"\nvisibility: draft\nquestions:\n {2}- "пароль"\n---\n/);
    writeFileSync(draft, 'written on');
    const second = await report('gaps', '--drafts', content);
    assert.equal(second.status, 0);
    assert.match(second.stderr, /is there already/);
    assert.equal(readFileSync(draft, 'utf8'), 'written on');
  } finally {
    rmSync(content, { recursive: true, force: true });
  }
});

test('what cannot be is refused, and says how to mend it', async () => {
  const wrong = { 'weather': ['weather'], 'summary?from=2026-02-30': ['summary', '--from', '2026-02-30'], 'summary?to=today': ['summary', '--to', 'today'], 'summary?from=2026-02-02&to=2026-02-01': ['summary', '--from', '2026-02-02', '--to', '2026-02-01'],
    'summary?from=2010-01-01&to=2026-01-01': ['summary', '--from', '2010-01-01', '--to', '2026-01-01'], 'summary?lang=de': ['summary', '--lang', 'de'], 'summary?format=md': ['summary', '--markdown'] };
  for (const [address, words] of Object.entries(wrong)) {
    const answer = await get(address);
    assert.equal(answer.status, 400, address);
    const { error } = await answer.json();
    assert.equal(error.code, 'invalid_parameter', address);
    assert.ok(error.hint.length > 0, address);
    const printed = await report(...words);
    assert.equal(printed.status, 2, words.join(' '));
    assert.equal(printed.stdout, '', words.join(' '));
    assert.notEqual(printed.stderr, '', words.join(' '));
  }
  assert.equal((await get('summary?format=xml')).status, 400);
});

test('a folder where nothing was counted is no data folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'otvet-nothing-'));
  try {
    const { status, stderr } = await run('KB_INDEXER', 'report', 'summary', '--index', server.index, '--data', folder);
    assert.equal(status, 1);
    assert.match(stderr, /nothing was counted here yet/);
    assert.ok(!existsSync(join(folder, 'events.db')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('slips in words that no article has are one gap, before and after a restart', async () => {
  const gaps = async () => (await json('gaps')).gaps.filter(({ query }) => /пенс/.test(query));
  let sent = 0;
  const search = async (query) => assert.equal((await send(`slip-${++sent}`, { kind: 'search', search_id: `slip-${sent}`, query, results: 0 })).status, 202);
  for (const query of ['скидка пенсионерам', 'скитка пенсионерам', 'скидки пенсионеру', 'скидка пенсеонерам']) await search(query);
  await until('they are counted', async () => (await gaps())[0]?.searches === 4);
  await server.kill();
  await server.begin(server.index);
  await search('скидка пенсеонеру');
  await until('it is counted', async () => (await gaps())[0]?.searches === 5);
  const [gap, ...others] = await gaps();
  assert.deepEqual(others, []);
  assert.equal(gap.sessions, 5);
  assert.equal(gap.spellings.length, 5);
});
