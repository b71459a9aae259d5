// The program itself: flags, exit statuses, signals, and its neighbours on the machine.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { build, runServer, Server, temporaryIndex } from './programs.mjs';

const content = new ContentFolder();
const index = temporaryIndex();
const data = temporaryIndex();

before(() => build(content.path, index.path));
after(() => {
  content.remove();
  index.remove();
  data.remove();
});

test('help and version go to standard output', async () => {
  const help = await runServer('--help');
  assert.equal(help.status, 0);
  for (const word of ['--index', '--data', '--listen', '--threads', '/api/v1/search']) assert.ok(help.stdout.includes(word), word);
  const version = await runServer('--version');
  assert.equal(version.status, 0);
  assert.match(version.stdout, /^kb-server \d+\.\d+\.\d+\n$/);
});

test('wrong usage ends with 2 and says what is wrong', async () => {
  const good = ['--index', index.path, '--data', data.path];
  const wrong = [[], ['--index', index.path], ['--data', data.path], [...good, '--lisen', 'x'], [...good, 'extra'], [...good, '--threads', '0'], [...good, '--threads', 'many'], [...good, '--listen', '8080'], [...good, '--listen', '127.0.0.1:99999'], [...good, '--listen', ':80'], [...good, '--listen', '::1:80']];
  for (const flags of wrong) {
    const { status, stdout, stderr } = await runServer(...flags);
    assert.equal(status, 2, flags.join(' '));
    assert.equal(stdout, '');
    assert.ok(stderr.length > 10);
  }
});

test('an index that is not there, or not an index, is named with its cure', async () => {
  const missing = await runServer('--index', join(index.path, 'nothing'), '--data', data.path, '--listen', '127.0.0.1:0');
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /kb-indexer build/);
  const broken = temporaryIndex();
  mkdirSync(broken.path, { recursive: true });
  writeFileSync(join(broken.path, 'CURRENT'), 'nonsense\n');
  const damaged = await runServer('--index', broken.path, '--data', data.path, '--listen', '127.0.0.1:0');
  assert.equal(damaged.status, 1);
  assert.match(damaged.stderr, /CURRENT/);
  broken.remove();
});

test('a data folder that cannot be made is an error', async () => {
  const { status, stderr } = await runServer('--index', index.path, '--data', join(content.path, 'kb.yaml'), '--listen', '127.0.0.1:0');
  assert.equal(status, 1);
  assert.match(stderr, /data folder/);
});

test('a second server at the same address fails and says why', async () => {
  const first = await Server.start(index.path);
  assert.ok(existsSync(join(first.data, 'made-by-server')));
  const second = await runServer('--index', index.path, '--data', data.path, '--listen', `127.0.0.1:${first.port}`);
  assert.equal(second.status, 1);
  assert.match(second.stderr, /address already in use; /);
  assert.equal((await first.get('/healthz')).status, 200);
  assert.equal(await first.stop('SIGTERM'), 0);
});

test('both signals end it with 0, even while connections are open', async () => {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const server = await Server.start(index.path);
    const waiting = server.raw('GET /hea');
    assert.equal((await server.get('/ru/')).status, 200);
    assert.equal(await server.stop(signal), 0);
    await waiting;
  }
});

test('it listens on IPv6 too', async (context) => {
  const server = await Server.start(index.path, '--listen', '[::1]:0').catch((error) => error);
  if (server instanceof Error) return context.skip('no IPv6 here');
  assert.match(server.url, /^http:\/\/\[::1\]:\d+$/);
  assert.equal((await server.get('/healthz')).status, 200);
  await server.stop();
});
