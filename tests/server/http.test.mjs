// HTTP itself: validators, methods, and requests that no browser sends.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex } from './programs.mjs';

const content = new ContentFolder();
const index = temporaryIndex();
let server;

before(async () => {
  await build(content.path, index.path);
  server = await Server.start(index.path, '--threads', '4');
});
after(async () => {
  await server.stop();
  content.remove();
  index.remove();
});

const pages = ['/ru/', '/ru/articles/refund', '/ru/categories/payments', '/ru/search?q=x', '/api/v1/search?q=x', '/api/v1/suggest?q=x', '/api/v1/articles/ru/refund'];

test('what a browser holds already is not sent again', async () => {
  const tags = new Set();
  for (const page of pages) {
    const first = await server.get(page);
    const etag = first.headers.get('etag');
    assert.match(etag, /^"g1-[0-9a-f]+"$/);
    assert.equal(first.headers.get('cache-control'), 'no-cache');
    tags.add(etag);
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await server.get(page, { headers: { 'if-none-match': held } });
      assert.equal(again.status, 304, `${page} ${held}`);
      assert.equal(await again.text(), '');
      assert.equal(again.headers.get('etag'), etag);
    }
    assert.equal((await server.get(page, { headers: { 'if-none-match': '"other"' } })).status, 200);
  }
  assert.equal(tags.size, pages.length, 'each address has a tag of its own');
  assert.equal((await server.get('/ru/nothing')).headers.get('etag'), null);
});

test('HEAD answers like GET, without the body', async () => {
  for (const page of [...pages, '/healthz', '/ru/nothing']) {
    // By itself fetch lets only GET be compressed.
    const headers = { 'accept-encoding': 'identity' };
    const get = await server.get(page, { headers });
    const head = await server.get(page, { method: 'HEAD', headers });
    assert.equal(head.status, get.status);
    assert.equal(head.headers.get('content-type'), get.headers.get('content-type'));
    assert.equal(head.headers.get('etag'), get.headers.get('etag'));
    assert.equal(await head.text(), '');
    if (!page.startsWith('/api/v1/search')) assert.equal(head.headers.get('content-length'), String((await get.arrayBuffer()).byteLength));
  }
});

test('another method is refused, and the ones there are are named', async () => {
  for (const page of [...pages, '/healthz']) {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await server.get(page, { method });
      assert.equal(answer.status, 405, `${method} ${page}`);
      assert.equal(answer.headers.get('allow'), 'GET, HEAD');
    }
  }
});

test('every answer carries the headers that protect readers, and none tells what we run on', async () => {
  for (const page of [...pages, '/ru/nothing', '/api/v1/nothing']) {
    const { headers } = await server.get(page);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'same-origin');
    assert.equal(headers.get('server'), null);
    if (!headers.get('content-type').startsWith('text/html')) continue;
    assert.equal(headers.get('x-frame-options'), 'SAMEORIGIN');
    assert.ok(!/unsafe/.test(headers.get('content-security-policy')));
  }
});

test('text comes as small as the browser can take it, and says so', async () => {
  const wishes = { 'gzip, deflate, br': 'br', gzip: 'gzip', 'br;q=0, gzip;q=0.5': 'gzip', 'br;q=0.1, gzip': 'gzip', 'GZIP': 'gzip', identity: null, 'br;q=0': null, '*;q=0': null };
  for (const page of ['/ru/', '/ru/nothing', '/api/v1/articles/ru/refund', '/static/site-0.css', '/static/site-0.js']) {
    const plain = await server.text(page, { headers: { 'accept-encoding': 'identity' } });
    for (const [wish, coding] of Object.entries(wishes)) {
      for (const round of ['computed', 'from the cache']) {
        const answer = await server.get(page, { headers: { 'accept-encoding': wish } });
        assert.equal(answer.headers.get('content-encoding'), coding, `${page} for ${wish}, ${round}`);
        assert.match(answer.headers.get('vary'), /Accept-Encoding/);
        assert.equal(await answer.text(), plain);
      }
    }
  }
});

test('each form of an answer has an ETag of its own', async () => {
  const tag = async (coding) => (await server.get('/ru/articles/refund', { headers: { 'accept-encoding': coding } })).headers.get('etag');
  const tags = [await tag('br'), await tag('gzip'), await tag('identity')];
  assert.equal(new Set(tags).size, 3);
  const again = await server.get('/ru/articles/refund', { headers: { 'accept-encoding': 'br', 'if-none-match': tags[0] } });
  assert.equal(again.status, 304);
  assert.match(again.headers.get('vary'), /Accept, Accept-Encoding/);
  const style = (await server.text('/ru/')).match(/\/static\/site-[0-9a-f]+\.css/)[0];
  const kept = await server.get(style, { headers: { 'if-none-match': '*' } });
  assert.equal(kept.status, 304);
  assert.match(kept.headers.get('cache-control'), /immutable/);
  // Nothing of what is not there can be had still.
  assert.equal((await server.get('/ru/articles/nothing', { headers: { 'if-none-match': '*' } })).status, 404);
});

test('what is small or compressed already is left as it is', async () => {
  for (const address of ['/healthz', '/robots.txt', '/api/v1/suggest?q=qqqq']) {
    const answer = await server.get(address, { headers: { 'accept-encoding': 'br' } });
    assert.equal(answer.headers.get('content-encoding'), null, address);
  }
});

const status = (answer) => Number(answer.slice(9, 12));

test('requests that cannot be framed safely are refused, and the connection ends', async () => {
  const head = 'GET /healthz HTTP/1.1\r\nHost: x\r\n';
  const refused = [
    ['nonsense\r\n\r\n', 400],
    ['GET /healthz HTTP/1.1\r\n\r\n', 400],
    [`${head}Host: y\r\n\r\n`, 400],
    [`${head} folded: x\r\n\r\n`, 400],
    [`${head}No-Colon\r\n\r\n`, 400],
    [`${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`, 400],
    [`${head}Content-Length: -1\r\n\r\n`, 400],
    [`${head}Content-Length : 1\r\n\r\nx`, 400],
    ['POST /api/v1/search HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', 411],
    ['POST /api/v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n', 413],
    ['POST /api/v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n', 413],
    [`GET /${'x'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
    ['POST /api/v1/search HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx', 415],
    [`${head}Range: bytes=0-,0-\r\n\r\n`, 416],
    [`${head}X: ${'x'.repeat(20000)}\r\n\r\n`, 431],
    ['GET /healthz HTTP/2.0\r\nHost: x\r\n\r\n', 505],
  ];
  for (const [bytes, expected] of refused) {
    const answer = await server.raw(bytes);
    assert.equal(status(answer), expected, bytes.slice(0, 60));
    assert.match(answer, /Connection: close/i);
    assert.ok(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).error.code);
  }
});

test('requests sent together are answered in order', async () => {
  const one = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
  const answer = await server.raw(one('/healthz') + one('/readyz') + 'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc' + one('/nothing', 'Connection: close\r\n'));
  assert.deepEqual([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1]), ['200', '200', '405', '404']);
});

test('many requests sent together are all answered, even when nothing more will come', async () => {
  const count = 100;
  const answer = await new Promise((resolve) => {
    const socket = net.connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.end('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(count)));
    let all = '';
    socket.on('data', (data) => (all += data));
    socket.on('end', () => resolve(all));
  });
  assert.equal(answer.match(/HTTP\/1\.1 200/g).length, count);
});

test('empty lines without end are refused, and take nobody else with them', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => server.raw('\r\n'.repeat(60_000))));
  for (const answer of answers) assert.equal(status(answer), 400);
  assert.equal((await server.get('/healthz')).status, 200);
});

test('a body is read only after the server said to go on', async () => {
  const answer = await new Promise((resolve) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write('POST /healthz HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n'));
    let all = '';
    socket.on('data', (data) => {
      if (all === '') socket.write('abc');
      all += data;
    });
    socket.on('close', () => resolve(all));
  });
  assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 405/);
});

test('HTTP/1.0 is answered once', async () => {
  const answer = await server.raw('GET /healthz HTTP/1.0\r\n\r\n');
  assert.equal(status(answer), 200);
  assert.match(answer, /Connection: close/i);
});

test('idle, slow and unread connections do not keep others waiting', async () => {
  const sockets = [];
  const open = (bytes) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('error', () => {});
    socket.pause();
    sockets.push(socket);
  };
  for (let i = 0; i < 100; ++i) open('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  for (let i = 0; i < 100; ++i) open('GET /hea');
  for (let i = 0; i < 20; ++i) open('GET /ru/articles/refund HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(200));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const begin = Date.now();
  assert.equal((await server.get('/ru/')).status, 200);
  assert.ok(Date.now() - begin < 3000);
  for (const socket of sockets) socket.destroy();
});
