// When texts are too old to be kept, reports say so, and never that there was nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const day = 24 * 3_600_000;
const begun = Date.parse('2026-03-02T09:00:00Z');
const settings = new ContentFolder({ 'kb-server.yaml': 'statistics_retention_days: 35\nclock_file: clock\n' });
const content = new ContentFolder();
const index = temporaryIndex();
after(() => { settings.remove(); content.remove(); index.remove(); });

const setClock = (at) => writeFileSync(join(settings.path, 'clock'), String(at / 1000));
const words = (html) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('of days whose texts are gone the lists say so, on pages, in JSON and on the command line', async () => {
  await build(content.path, index.path);
  setClock(begun);
  const server = await Server.start(index.path, '--config', join(settings.path, 'kb-server.yaml'));
  const restart = async (at) => {
    await server.kill();
    setClock(at);
    await server.begin(index.path, '--config', join(settings.path, 'kb-server.yaml'));
  };
  const token = execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', 'writer', '--name', 'w'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
  const get = (address) => server.get(address, { headers: { authorization: `Bearer ${token}` } });
  const page = async (report, span, lang = 'en') => words(await (await get(`/${lang}/stats/${report}?${span}`)).text());
  const json = async (report, span) => (await get(`/api/v1/stats/${report}?${span}`)).json();
  const send = (session, at, ...events) => server.get('/api/v1/events', {
    method: 'POST', body: JSON.stringify({ session, events: events.map((event, i) => ({ id: `${session}-${i}`, at: at + i, lang: 'ru', ...event })) }),
  });
  const report = (name, ...flags) => execFileSync(process.env.KB_INDEXER, ['report', name, '--index', index.path, '--data', server.dataFolder, ...flags]).toString();

  const old = 'from=2026-03-01&to=2026-03-05', crossing = 'from=2026-03-01&to=2026-04-25';
  await send('old', begun, { kind: 'search', search_id: 'one', query: 'кактус', results: 0 }, { kind: 'vote', slug: 'refund', helpful: false, comment: 'непонятно' });
  await until('it is counted', async () => (await json('gaps', old)).total === 1);
  assert.equal((await json('gaps', old)).texts_since, null);
  assert.match(await page('gaps', 'from=2026-03-04&to=2026-03-05'), /There are no gaps in these days/);
  assert.doesNotMatch(await page('gaps', old), /no longer kept/);

  await restart(begun + 50 * day);
  await until('it is forgotten', async () => (await json('gaps', old)).texts_since !== null);
  assert.equal((await json('gaps', old)).texts_since, '2026-03-18');
  assert.equal((await json('searches', old)).searches, 1, 'counts stay');
  assert.deepEqual((await json('searches', old)).frequent, []);
  for (const name of ['gaps', 'searches', 'articles']) {
    assert.match(await page(name, old), /What people typed before March 18, 2026 is no longer kept, so nothing can be listed/, name);
    assert.match(await page(name, old, 'ru'), /То, что люди набирали до 18 марта 2026/, name);
    assert.doesNotMatch(await page(name, crossing), /There are no gaps|No search failed|There are no comments/, name);
    assert.match(await page(name, crossing), /In the days since then there is nothing to list/, name);
  }
  assert.doesNotMatch(await page('summary', old), /no longer kept/);
  assert.match(await page('gaps', 'from=2026-03-18&to=2026-03-20'), /There are no gaps in these days/);
  assert.match(report('gaps', '--from', '2026-03-01', '--to', '2026-03-05'), /^texts before 2026-03-18 are no longer kept/m);
  assert.doesNotMatch(report('gaps', '--from', '2026-03-18', '--to', '2026-03-20'), /no longer kept/);
  assert.doesNotMatch(report('gaps', '--from', '2026-03-01', '--to', '2026-03-05', '--csv'), /no longer kept/);

  const now = begun + 50 * day;
  await send('new', now, { kind: 'search', search_id: 'two', query: 'фикус', results: 0 });
  await until('it is counted', async () => (await json('gaps', crossing)).total === 1);
  const crossed = await page('gaps', crossing);
  assert.match(crossed, /фикус/);
  assert.match(crossed, /What people typed before March 18, 2026 is no longer kept and is not listed here/);
  assert.equal(await server.stop(), 0);
});
