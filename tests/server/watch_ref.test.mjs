// kb-indexer watch --ref over a bare repository that is pushed to.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { Server, temporaryIndex, until } from './programs.mjs';
import { Watcher } from './watching.mjs';

const article = (word) => `---\ntitle: Article ${word}\n---\nAbout ${word}.\n`;
const git = (folder, ...flags) => execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...flags], { stdio: 'pipe' }).toString().trim();

let work, bare, index, server, watcher;
const state = () => server.json('/readyz');
const served = async (word) => (await server.json(`/api/v1/search?lang=en&verbatim=1&q=${word}`)).total;
const live = (commit) => until(`${commit}:\n${watcher.log}`, async () => (await state()).commit === commit, 60_000);

// The commit that the branch is at afterwards.
function push(branch, path, text, ...flags) {
  work.write(path, text);
  git(work.path, 'add', '-A');
  git(work.path, 'commit', '-q', '-m', path);
  git(work.path, 'push', '-q', ...flags, 'origin', `HEAD:${branch}`);
  return git(work.path, 'rev-parse', 'HEAD');
}

before(async () => {
  work = new ContentFolder({ 'kb.yaml': 'title: Help\nlanguages: [en, ru]\n' });
  bare = `${work.path}.git`;
  git(work.path, 'init', '-q', '-b', 'main');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', bare]);
  git(work.path, 'remote', 'add', 'origin', bare);
  const first = push('main', 'en/first.md', article('firstword'));
  git(bare, 'branch', 'live', 'main');
  index = temporaryIndex();
  watcher = new Watcher(bare, index.path, '--ref', 'live');
  await watcher.says('published generation 1, commit');
  server = await Server.start(index.path);
  assert.equal((await state()).commit, first);
});
after(async () => {
  assert.equal(await watcher.stop(), 0);
  assert.equal(await server.stop(), 0);
  for (const folder of [bare, `${bare}-away`]) rmSync(folder, { recursive: true, force: true });
  work.remove();
  index.remove();
});

test('what is pushed to the branch is published, what is pushed to another is not', async () => {
  push('main', 'en/elsewhere.md', article('otherbranch'));
  const commit = push('live', 'en/second.md', article('secondword'));
  await live(commit);
  assert.equal(await served('secondword'), 1);
  const another = push('main', 'en/third.md', article('thirdword'));
  const pushed = push('live', 'en/fourth.md', article('fourthword'));
  await live(pushed);
  assert.equal(watcher.count(another), 0, watcher.log);
  assert.equal(watcher.count(' published generation '), 3, watcher.log);
});

test('a forced push to another line of commits is published, and what it lacks is gone', async () => {
  git(work.path, 'reset', '-q', '--hard', 'HEAD~3');
  const commit = push('live', 'en/rewritten.md', article('rewrittenword'), '--force');
  await live(commit);
  assert.deepEqual([await served('rewrittenword'), await served('fourthword')], [1, 0]);
});

test('packed refs are followed, too', async () => {
  git(bare, 'pack-refs', '--all');
  const commit = push('live', 'en/packed.md', article('packedword'));
  await live(commit);
});

test('a bad article of a commit is refused with its place, and the commit that mends it is published', async () => {
  const before = (await state()).commit;
  push('live', 'en/bad.md', '---\ntitle: Bad\nvisibilty: internal\n---\nText.\n');
  await watcher.says(/refused commit [0-9a-f]+: [\s\S]*en\/bad\.md:3:1: unknown field 'visibilty'/);
  assert.equal((await state()).commit, before);
  await live(push('live', 'en/bad.md', article('mendedword')));
});

test('a branch that is deleted leaves what is served, and is followed again when it is back', async () => {
  const tip = git(bare, 'rev-parse', 'live');
  git(bare, 'update-ref', '-d', 'refs/heads/live');
  await until('the failure', async () => (await state()).publishing?.status === 'failed', 60_000);
  assert.equal((await state()).commit, tip);
  assert.equal(await served('mendedword'), 1);
  await watcher.says(/live/);
  git(bare, 'update-ref', 'refs/heads/live', tip);
  await live(push('live', 'en/back.md', article('backword')));
});

test('a repository that loses its objects or is away leaves what is served, and is followed again when it is back', async () => {
  const tip = (await state()).commit;
  const objects = join(bare, 'objects');
  renameSync(objects, join(bare, 'objects-away'));
  await until('the failure', async () => (await state()).publishing?.status === 'failed', 60_000);
  assert.equal((await state()).commit, tip);
  renameSync(join(bare, 'objects-away'), objects);
  await live(push('live', 'en/whole.md', article('wholeword')));
  renameSync(bare, `${bare}-away`);
  await until('the failure', async () => (await state()).publishing?.status === 'failed', 60_000);
  assert.equal(await served('wholeword'), 1);
  renameSync(`${bare}-away`, bare);
  await live(push('live', 'en/returned.md', article('returnedword')));
});
