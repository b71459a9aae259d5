// Images and attachments: whole, in part, and to many who never read.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';
import { test } from 'node:test';
import { files } from './content.mjs';
import { until } from './programs.mjs';
import { serve } from './site.mjs';

const large = randomBytes(8 * 1024 * 1024);
const small = randomBytes(20 * 1024);
const server = serve({ ...files, 'ru/payments/video.mp4': large, 'ru/payments/form.pdf': small, 'ru/payments/files.md': '---\ntitle: Файлы\n---\n[видео](video.mp4) [бланк](form.pdf) ![схема](scheme.svg)\n' });

const address = async (ending) => (await server.text('/ru/articles/files')).match(new RegExp(`/files/[0-9a-f]+\\.${ending}`))[0];
const bytes = async (path, headers = {}) => {
  const answer = await server.get(path, { headers: { 'accept-encoding': 'identity', ...headers } });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
};
const digest = (buffer) => createHash('sha256').update(buffer).digest('hex');

test('files come whole, however large, and may be kept for ever', async () => {
  for (const [ending, content] of [['mp4', large], ['pdf', small]]) {
    for (const round of [1, 2]) {
      const { status, headers, body } = await bytes(await address(ending));
      assert.equal(status, 200, `${ending}, ${round}`);
      assert.equal(headers.get('content-length'), String(content.length));
      assert.match(headers.get('cache-control'), /immutable/);
      assert.equal(digest(body), digest(content));
    }
    const head = await server.get(await address(ending), { method: 'HEAD' });
    assert.equal(head.headers.get('content-length'), String(content.length));
    const held = await bytes(await address(ending), { 'if-none-match': head.headers.get('etag') });
    assert.equal(held.status, 304);
  }
});

test('a part of a file is what was asked for', async () => {
  for (const [ending, content] of [['mp4', large], ['pdf', small]]) {
    const path = await address(ending);
    const end = content.length;
    for (const [range, first, after] of [['0-0', 0, 1], ['100-199', 100, 200], [`${end - 5}-`, end - 5, end], ['-7', end - 7, end], [`10-${end * 2}`, 10, end], [`-${end * 2}`, 0, end]]) {
      const { status, headers, body } = await bytes(path, { range: `bytes=${range}` });
      assert.equal(status, 206, range);
      assert.equal(headers.get('content-range'), `bytes ${first}-${after - 1}/${end}`);
      assert.deepEqual(body, content.subarray(first, after));
    }
    for (const range of [`${end}-`, '-0']) {
      const { status, headers } = await bytes(path, { range: `bytes=${range}` });
      assert.equal(status, 416, range);
      assert.equal(headers.get('content-range'), `bytes */${end}`);
    }
    for (const nonsense of ['bytes=5-4', 'bytes=-', 'lines=0-1', 'bytes=x']) assert.equal((await bytes(path, { range: nonsense })).status, 200, nonsense);
    assert.equal((await server.get(path, { method: 'HEAD', headers: { range: 'bytes=0-1' } })).status, 200);
    const { headers } = await bytes(path);
    assert.equal((await bytes(path, { range: 'bytes=0-1', 'if-range': headers.get('etag') })).status, 206);
    assert.equal((await bytes(path, { range: 'bytes=0-1', 'if-range': '"other"' })).status, 200);
  }
});

test('what has no parts comes whole', async () => {
  for (const path of ['/ru/', '/api/v1/search?q=x']) {
    const { status, headers } = await bytes(path, { range: 'bytes=0-1' });
    assert.equal(status, 200, path);
    assert.equal(headers.get('accept-ranges'), null);
  }
});

test('many who ask for a large file and never read it take no memory', async () => {
  const resident = async () => Number((await server.text('/metrics')).match(/^process_resident_memory_bytes (\S+)/m)[1]);
  const path = await address('mp4');
  const before = await resident();
  const sockets = await Promise.all(Array.from({ length: 40 }, () => new Promise((resolve) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, () => resolve(socket)));
    socket.on('error', () => {});
    socket.pause();
  })));
  const asked = async () => Number((await server.text('/metrics')).match(/^otvet_http_requests_total\{route="\/files\/\{name\}",status="200"\} (\d+)/m)[1]);
  await until('all are being answered', async () => await asked() >= 40);
  assert.ok(await resident() < before + 100 * 1024 * 1024, 'less than half of what they asked for');
  assert.equal((await server.get('/ru/')).status, 200);
  sockets.forEach((socket) => socket.destroy());
});
