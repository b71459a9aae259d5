// kb-indexer watch beside a server: what it publishes, what it refuses, and what it says of both.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { Server, temporaryIndex, until } from './programs.mjs';
import { Watcher } from './watching.mjs';

const right = (word) => `---\ntitle: Article ${word}\n---\nAbout ${word}.\n`;
// A near miss of a known field: its article is bad.
const wrong = '---\ntitle: Wrong\nvisibilty: internal\n---\nHiddenword.\n';

const contents = {
  'kb.yaml': 'title: Help\nlanguages: [en, ru]\n',
  'en/refund.md': '---\ntitle: Refund\n---\nMoney comes back in five days.\n',
  'expectations.tsv': 'refund\ten\trefund\t1\n',
};

const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

let content, index, server, watcher, token;
const outside = { 'x-forwarded-for': '203.0.113.9' };
const asWriter = () => ({ headers: { ...outside, authorization: `Bearer ${token}` } });
const publishing = async () => (await server.get('/api/v1/stats/publishing', asWriter())).json();
const page = async (lang) => (await server.text(`/${lang}/stats/publishing`, asWriter())).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const generation = async () => (await server.json('/readyz')).generation;
const live = (wanted) => until(`generation ${wanted}:\n${watcher.log}`, async () => (await generation()) === wanted, 60_000);
const refused = (reason) => until(`the refusal of ${reason}:\n${watcher.log}`, async () => (await server.json('/readyz')).publishing?.reason === reason, 60_000);

before(async () => {
  content = new ContentFolder(contents);
  index = temporaryIndex();
  watcher = new Watcher(content.path, index.path);
  await watcher.says('published generation 1: 1 articles');
  server = await Server.start(index.path);
  token = execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', 'writer', '--name', 'Vera'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
});
after(async () => {
  await watcher.stop();
  assert.equal(await server.stop(), 0);
  content.remove();
  index.remove();
});

test('what is written, in a new folder too, and what is removed is published', async () => {
  content.write('en/new/folder/zebra.md', right('zebra'));
  await live(2);
  assert.equal((await server.json('/api/v1/search?lang=en&q=zebra')).hits[0].slug, 'zebra');
  content.write('en/new/folder/horse.md', right('horse'));
  await live(3);
  rmSync(join(content.path, 'en/new'), { recursive: true });
  await live(4);
  assert.equal((await server.json('/api/v1/search?lang=en&q=zebra')).total, 0);
  await watcher.says(/published generation 4: 1 articles \(0 added, 0 changed, 2 removed\) in \d/);
  const { live: served, last, watch, kept } = await publishing();
  assert.deepEqual([served.generation, served.articles, last.state, last.by, watch.running], [4, 1, 'published', 'watch', true]);
  assert.deepEqual(kept.map((one) => [one.generation, one.current]), [[2, false], [3, false], [4, true]]);
});

test('while the content has an error nothing of it is published, and whoever may know learns why', async () => {
  content.write('en/wrong.md', wrong);
  content.write('en/good.md', right('goodword'));
  await refused('errors');
  assert.equal(await generation(), 4);
  assert.equal((await server.json('/api/v1/search?lang=en&q=goodword')).total, 0);
  await watcher.says(/warning refused: .*the content has errors[\s\S]*en\/wrong\.md:3:1: unknown field 'visibilty'; did you mean 'visibility'/);
  const { last } = await publishing();
  assert.equal(last.state, 'refused');
  assert.deepEqual(last.problems.map(({ path, line, rule }) => [path, line, rule]), [['en/wrong.md', 3, 'unknown-field']]);
  assert.match(last.problems[0].hint, /did you mean/);
  for (const [lang, words] of [['en', /What waits, and why .*It has errors.* en\/wrong\.md:3 unknown field/], ['ru', /Что не опубликовано и почему .*В них есть ошибки.* en\/wrong\.md:3 unknown field/]])
    assert.match(await page(lang), words);
  await until('the figure', async () => /^otvet_publishing_refused 1$/m.test(await server.text('/metrics')));
  assert.match(await server.text('/metrics'), /^otvet_watch_running 1$/m);
});

test('strangers learn that something waits, and nothing of what', async () => {
  const { status, publishing: shown } = await (await server.get('/readyz', { headers: outside })).json();
  assert.equal(status, 'ready');
  assert.deepEqual(Object.keys(shown), ['status', 'since']);
  assert.equal(shown.status, 'refused');
  for (const address of ['/api/v1/stats/publishing', '/en/stats/publishing', '/stats/publishing'])
    assert.equal((await server.get(address, { headers: outside })).status, 404, address);
  assert.equal((await server.get('/stats/publishing', asWriter())).status, 302);
});

test('what is mended is published', async () => {
  rmSync(join(content.path, 'en/wrong.md'));
  await live(5);
  assert.equal((await server.json('/api/v1/search?lang=en&q=goodword')).hits[0].slug, 'good');
  await until('the status', async () => (await publishing()).last.state === 'published');
  await until('the figure', async () => /^otvet_publishing_refused 0$/m.test(await server.text('/metrics')));
});

test('a change by which an expected search fails waits, with the ranks and what moved them', async () => {
  content.write('en/other.md', '---\ntitle: Refund\nquestions: [refund]\n---\nRefund refund refund.\n');
  await refused('expectations');
  assert.equal(await generation(), 5);
  const { last } = await publishing();
  assert.equal(last.failing, 1);
  const [{ line, query, passes, before: was, after: is, causes }] = last.expectations;
  assert.deepEqual([line, query, passes, was, is], [1, 'refund', false, 1, 2]);
  assert.deepEqual(causes, [{ kind: 'above', path: 'en/other.md', change: 'added', rank: 1 }]);
  await watcher.says(/expectations\.tsv:1: 'refund' \(en\) must find refund within 1: 1 → 2: en\/other\.md \(added\) stands at 1/);
  assert.match(await page('en'), /refund en, expectations\.tsv:1 refund among the first 1 1 2 en\/other\.md \(new\) stands at 1/);
  assert.match(await page('ru'), /en\/other\.md \(новая\) стоит на месте 1/);
  content.write('expectations.tsv', 'refund\ten\trefund|other\t1\n');
  await live(6);
});

test('content that is away for a while is said once, and published when it is back', async () => {
  const away = `${content.path}-away`;
  renameSync(content.path, away);
  await watcher.says('open the content folder');
  await until('the failure', async () => (await server.json('/readyz')).publishing.status === 'failed');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(watcher.count('open the content folder'), 1, watcher.log);
  assert.equal((await server.get('/readyz')).status, 200);
  renameSync(away, content.path);
  await watcher.says('the content is as it is published');
  content.write('en/back.md', right('backword'));
  await live(7);
});

test('while another builder is at work it waits', async () => {
  const other = spawn('flock', ['--no-fork', join(index.path, 'lock'), 'sleep', '60']);
  await until('the lock', () => { try { execFileSync('flock', ['-n', join(index.path, 'lock'), 'true'], { stdio: 'ignore' }); return false; } catch { return true; } });
  content.write('en/later.md', right('laterword'));
  await watcher.says('another builder is at work here');
  other.kill();
  await live(8);
});

test('what was rolled back is not published again, and the next change is', async () => {
  await watcher.says('published generation 8');
  execFileSync(process.env.KB_INDEXER, ['rollback', '--index', index.path]);
  await live(7);
  assert.equal((await publishing()).last.reason, 'rolled-back');
  assert.equal(await watcher.stop(), 0);
  watcher = new Watcher(content.path, index.path);
  await watcher.says('published as generation 8 and rolled back');
  assert.equal(await generation(), 7);
  assert.match(await page('en'), /Somebody went back.*8 rolled back/);
  content.write('en/next.md', right('nextword'));
  await live(9);
  assert.equal((await publishing()).rolled_back_from, null);
});

test('one follows at a time; that it is gone is seen', async () => {
  const second = new Watcher(content.path, index.path);
  assert.equal(await second.ended, 1);
  assert.match(second.log, /another kb-indexer watch follows for this index \(process \d+\); one is enough/);
  await watcher.stop('SIGKILL');
  assert.equal((await publishing()).watch.running, false);
  assert.match(await page('en'), /Nobody follows the content any more/);
  assert.match(await page('ru'), /больше никто не следит/);
});

test('whenever it is killed the index is whole, and the next one goes on', async () => {
  for (let n = 0; n < 6; n++) {
    content.write('en/killed.md', right(`killed${n}`));
    watcher = new Watcher(content.path, index.path);
    await watcher.says('following');
    await new Promise((resolve) => setTimeout(resolve, n * 25));
    await watcher.stop(n % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
    assert.equal((await server.get('/readyz')).status, 200);
  }
  watcher = new Watcher(content.path, index.path);
  await until('the last change', async () => (await server.json('/api/v1/search?lang=en&q=killed5')).hits[0]?.slug === 'killed', 60_000);
  content.write('en/killed.md', right('killedlast'));
  await until('another change', async () => (await server.text('/en/articles/killed')).includes('killedlast'), 60_000);
  await until('nothing half written', async () => readdirSync(index.path).every((name) => !name.endsWith('.tmp')));
});

test('commits of a work tree are noticed', async () => {
  const git = (...flags) => execFileSync('git', ['-C', content.path, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...flags], { stdio: 'pipe' }).toString().trim();
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'all');
  const head = git('rev-parse', 'HEAD');
  await until(`the commit:\n${watcher.log}`, async () => (await server.json('/readyz')).commit === head, 60_000);
  assert.match((await publishing()).live.commit, /^[0-9a-f]{40}$/);
});

test('a build that is killed is told of as a failure, and made up for', async () => {
  let isOver = false;
  const killer = (async () => {
    while (!isOver) {
      for (const child of childrenOf(watcher.process.pid)) process.kill(child, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  content.write('en/after-kill.md', right('afterkill'));
  await until('the failure', async () => (await server.json('/readyz')).publishing.status === 'failed', 60_000);
  assert.match((await publishing()).last.what, /a build ended unexpectedly \(signal 9\)/);
  isOver = true;
  await killer;
  await until('the article', async () => (await server.json('/api/v1/search?lang=en&q=afterkill')).total === 1, 60_000);
  assert.equal((await server.json('/readyz')).publishing.status, 'published');
});

test('expectations alone that fail are refused, and mended ones are taken', async () => {
  const expectations = 'refund\ten\trefund|other\t1\n';
  content.write('expectations.tsv', `${expectations}nosuchword\ten\trefund\t1\n`);
  await refused('expectations');
  content.write('expectations.tsv', expectations);
  await until('the end of the refusal', async () => (await server.json('/readyz')).publishing.status === 'published', 60_000);
});

test('it goes on when its log cannot be written, and when its parent had told it to ignore its children', async () => {
  await watcher.stop();
  const shell = spawn('sh', ['-c', `trap '' CHLD; exec "$KB_INDEXER" watch --content "$1" --index "$2" 2>/dev/full`, 'sh', content.path, index.path]);
  content.write('en/unheard.md', right('unheard'));
  await until('the article', async () => (await server.json('/api/v1/search?lang=en&q=unheard')).total === 1, 60_000);
  content.write('en/again.md', right('againword'));
  await until('another', async () => (await server.json('/api/v1/search?lang=en&q=againword')).total === 1, 60_000);
  shell.kill();
  assert.equal(await new Promise((resolve) => shell.on('exit', (status, signal) => resolve(status ?? signal))), 0);
  watcher = new Watcher(content.path, index.path);
  await watcher.says('following');
});

test('an index within the content is refused', async () => {
  const within = new Watcher(content.path, join(content.path, 'index'));
  assert.equal(await within.ended, 1);
  assert.match(within.log, /the index is a folder of the content that is to be followed; give an --index outside/);
});

test('wrong times and folders that are no index are refused at once', async () => {
  const wrongTime = new Watcher(content.path, index.path, '--every', '5');
  assert.equal(await wrongTime.ended, 2);
  const other = new ContentFolder();
  const noIndex = new Watcher(content.path, other.path);
  assert.equal(await noIndex.ended, 1);
  assert.match(noIndex.log, /holds something that is not an index/);
  assert.ok(!existsSync(join(other.path, 'watch.lock')));
  other.remove();
});
