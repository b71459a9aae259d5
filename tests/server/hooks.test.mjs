// The hooks of deploy/ in bare repositories that are really pushed to, and the commands of the pipelines.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ContentFolder } from './content.mjs';

const deploy = (name) => fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url));
const indexer = process.env.KB_INDEXER;
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const git = (folder, ...flags) => execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...flags], { stdio: 'pipe' }).toString().trim();

// A work tree and the bare repository that it pushes to, with a hook of deploy/.
function repository(hook) {
  const content = new ContentFolder({ 'kb.yaml': 'title: Help\n', 'en/refund.md': '---\ntitle: Refund\n---\nMoney comes back.\n', 'expectations.tsv': 'refund\ten\trefund\t1\n' });
  const bare = mkdtempSync(join(tmpdir(), 'otvet-bare-'));
  folders.push(content.path, bare);
  git(bare, 'init', '-q', '--bare', '-b', 'main');
  git(content.path, 'init', '-q', '-b', 'main');
  git(content.path, 'remote', 'add', 'origin', bare);
  copyFileSync(deploy(hook), join(bare, 'hooks', hook));
  chmodSync(join(bare, 'hooks', hook), 0o755);
  git(bare, 'config', 'otvet.indexer', indexer);
  const push = (message) => {
    git(content.path, 'add', '-A');
    git(content.path, 'commit', '-q', '-m', message);
    const { status, stderr } = spawnSync('git', ['-C', content.path, 'push', 'origin', 'main'], { encoding: 'utf8' });
    return { status, said: stderr };
  };
  return { content, bare, push, head: () => git(content.path, 'rev-parse', 'HEAD'), taken: () => git(bare, 'rev-parse', 'main') };
}

test('pre-receive takes right articles and refuses wrong ones, and says why', () => {
  const { content, push, head, taken } = repository('pre-receive');
  assert.equal(push('right').status, 0);
  const right = head();
  assert.equal(taken(), right);
  content.write('en/wrong.md', '---\ntitle: Wrong\nvisibilty: internal\n---\nWords.\n');
  const wrong = push('wrong');
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.said, /remote: en\/wrong\.md:3:1: unknown field 'visibilty'; did you mean 'visibility'/);
  assert.match(wrong.said, /remote: otvet: the push is refused/);
  assert.equal(taken(), right);
  rmSync(join(content.path, 'en/wrong.md'));
  content.write('expectations.tsv', 'zebra\ten\trefund\t1\n');
  const failing = push('expects too much');
  assert.match(failing.said, /remote: expectations\.tsv:1: 'zebra' \(en\) must find refund within 1/);
  content.write('expectations.tsv', 'refund\ten\trefund\t1\n');
  assert.equal(push('mended').status, 0);
  assert.equal(taken(), head());
  assert.deepEqual(readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, 'content', 'en', 'wrong.md'))), [], 'leftovers');
});

test('a tag that is named like the branch, and what archives leave out, change nothing of what is held to it', () => {
  const { content, bare, push, taken } = repository('pre-receive');
  assert.equal(push('right').status, 0);
  const right = taken();
  git(bare, 'tag', 'main');
  content.write('.gitattributes', 'en/wrong.md export-ignore\n');
  content.write('en/wrong.md', '---\ntitle: Wrong\nvisibilty: internal\n---\nWords.\n');
  const wrong = push('wrong');
  assert.match(wrong.said, /remote: en\/wrong\.md:3:1: unknown field 'visibilty'/);
  assert.match(wrong.said, /the content: the content has errors/);
  assert.doesNotMatch(wrong.said, /remote:.*(\/tmp\/|generation 1 published)/);
  assert.equal(git(bare, 'rev-parse', 'refs/heads/main'), right);
});

test('without a branch at HEAD the hook says which setting it needs, and with the setting it says nothing', () => {
  const { content, bare, push, head } = repository('pre-receive');
  assert.equal(push('right').status, 0);
  git(bare, 'update-ref', '--no-deref', 'HEAD', head());
  content.write('en/more.md', '---\ntitle: More\n---\nWords.\n');
  const refused = push('more');
  assert.notEqual(refused.status, 0);
  assert.match(refused.said, /HEAD names no branch; say which one counts: git config otvet\.ref main/);
  git(bare, 'config', 'otvet.ref', 'main');
  content.write('en/more.md', '---\ntitle: More\n---\nOther words.\n');
  const { status, said } = push('other');
  assert.equal(status, 0, said);
  assert.doesNotMatch(said, /fatal/);
});

const reads_refs = /--ref/.test(execFileSync(indexer, ['build', '--help']).toString());

test('post-receive publishes what was pushed, and leaves what was live when it is wrong', { skip: reads_refs ? false : 'this kb-indexer reads no repositories' }, () => {
  const { content, bare, push, head } = repository('post-receive');
  const index = join(mkdtempSync(join(tmpdir(), 'otvet-index-')), 'index');
  folders.push(dirname(index));
  git(bare, 'config', 'otvet.index', index);
  const live = () => JSON.parse(execFileSync(indexer, ['generations', '--index', index, '--json']).toString()).generations.find(({ current }) => current).commit;
  assert.match(push('right').said, /remote: otvet: published/);
  const right = head();
  assert.equal(live(), right);
  content.write('en/wrong.md', '---\ntitle: Wrong\nvisibilty: internal\n---\nWords.\n');
  const wrong = push('wrong');
  assert.equal(wrong.status, 0);
  assert.match(wrong.said, /remote: en\/wrong\.md:3:1: unknown field[\s\S]*remote: otvet: not published/);
  assert.equal(live(), right);
  rmSync(join(content.path, 'en/wrong.md'));
  git(bare, 'tag', 'main', right);
  git(bare, 'config', 'otvet.ref', 'main');
  assert.match(push('mended').said, /remote: otvet: published/);
  assert.equal(live(), head());
});

test('every command that hooks and pipelines run is one of kb-indexer, with options that it has', () => {
  const commands = execFileSync(indexer, ['--help']).toString();
  const sources = [...readdirSync(deploy('pipelines')).map((name) => `pipelines/${name}`), 'post-receive', 'pre-receive', 'otvet-watch.service'];
  let seen = 0;
  for (const source of sources) {
    const text = readFileSync(deploy(source), 'utf8').replace(/^ *#.*$/gm, '');
    for (const [, command, flags] of text.matchAll(/(?:kb-indexer|"\$indexer") (\w+) ([^|;\n]*)/g)) {
      ++seen;
      assert.match(commands, new RegExp(`^ +${command} `, 'm'), `${source}: ${command}`);
      const help = execFileSync(indexer, [command, '--help']).toString();
      for (const [flag] of flags.matchAll(/--[a-z-]+/g)) {
        if (flag === '--ref' && !reads_refs) continue;
        assert.ok(help.includes(flag), `${source}: ${command} ${flag}`);
      }
    }
  }
  assert.ok(seen > 10, `${seen}`);
});
