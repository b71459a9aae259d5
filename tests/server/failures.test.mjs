// What visitors see of what is gone, and of what we cannot read.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { openSync, readSync, writeSync, closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ContentFolder, secretWord } from './content.mjs';
import { build, Server, temporaryIndex } from './programs.mjs';

const git = (folder, ...words) => execFileSync('git', ['-C', folder, ...words], {
  env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' },
});

async function withServer(prepare, visit) {
  const content = new ContentFolder(), index = temporaryIndex();
  await prepare(content.path, index.path);
  const server = await Server.start(index.path);
  try {
    await visit(server, index.path);
  } finally {
    await server.stop();
    content.remove();
    index.remove();
  }
}

test('an article that git remembers is gone, and a renamed one is elsewhere', async () => {
  let first;
  const prepare = async (folder, index) => {
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'all');
    first = String(git(folder, 'rev-parse', 'HEAD')).trim();
    rmSync(join(folder, 'ru/payments/receipt.md'));
    rmSync(join(folder, 'ru/staff/discount.md'));
    git(folder, 'mv', 'ru/payments/cards/cvc.md', 'ru/payments/cards/security-code.md');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'some');
    await build(folder, index);
  };
  await withServer(prepare, async (server) => {
    const gone = await server.get('/ru/articles/receipt');
    assert.equal(gone.status, 410);
    const page = await gone.text();
    assert.match(page, /Эту статью убрали/);
    assert.match(page, /role="search"/);
    assert.match(page, /<meta name="robots" content="noindex">/);
    assert.equal((await server.get('/ru/articles/receipt.md')).status, 410);
    const json = await server.get('/api/v1/articles/ru/receipt');
    assert.equal(json.status, 410);
    assert.equal((await json.json()).error.code, 'gone');
    assert.equal((await server.get('/ru/articles/cvc')).headers.get('location'), '/ru/articles/security-code');
    assert.equal((await server.json('/api/v1/articles/ru/security-code')).commit, first, 'a rename changes no text');
    // Of what customers were never to see they do not learn that it was there.
    assert.equal((await server.get('/ru/articles/discount')).status, 404);
    assert.doesNotMatch(await server.text('/ru/articles/discount'), new RegExp(secretWord));
  });
});

// Spoils the second half of each record, where the page is.
function damage(path) {
  const file = openSync(path, 'r+');
  const number = (at) => {
    const bytes = Buffer.alloc(8);
    readSync(file, bytes, 0, 8, at);
    return Number(bytes.readBigUInt64LE());
  };
  const table = number(16), entries = number(24);
  for (let i = 0; i < entries; ++i) {
    const begin = number(table + 16 * i), size = number(table + 16 * i + 8);
    const half = Math.floor(size / 2);
    if (size > 0) writeSync(file, Buffer.alloc(size - half, 0xff), 0, size - half, begin + half);
  }
  closeSync(file);
}

test('an article that cannot be read is our fault, and the page says so without saying why', async () => {
  await withServer(build, async (server, index) => {
    // Opening would refuse it: the disk fails afterwards.
    damage(join(index, 'generation-000001/public/articles.dat'));
    const failed = await server.get('/ru/articles/refund');
    assert.equal(failed.status, 500);
    assert.equal(failed.headers.get('etag'), null);
    const page = await failed.text();
    assert.match(page, /Что-то сломалось у нас/);
    assert.match(page, /role="search"/);
    assert.doesNotMatch(page, /damaged|articles\.dat|kb-indexer|exception/i);
    assert.equal((await server.get('/api/v1/articles/ru/refund')).status, 500);
    assert.equal((await server.get('/ru/')).status, 200, 'the rest still works');
  });
});
