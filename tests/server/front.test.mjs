// Who may ask how often, under which names and from which sites; and what is counted.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { ContentFolder, files } from './content.mjs';
import { build, runServer, Server, temporaryIndex, until } from './programs.mjs';

const content = new ContentFolder();
const named = new ContentFolder({ ...files, 'kb.yaml': `${files['kb.yaml']}base_url: https://help.example.com/help\n` });
const index = temporaryIndex();
const namedIndex = temporaryIndex();

before(async () => {
  await build(content.path, index.path);
  await build(named.path, namedIndex.path);
});
after(() => [content, named, index, namedIndex].forEach((each) => each.remove()));

async function serving(settings, visit, { where = index, flags = [] } = {}) {
  const server = await Server.startWith(settings, where.path, ...flags);
  try {
    await visit(server);
  } finally {
    assert.equal(await server.stop(), 0);
  }
}

const statuses = async (server, count, path, headers = {}) => {
  const found = [];
  for (let i = 0; i < count; ++i) found.push((await server.get(path, { headers })).status);
  return found;
};
const status = (answer) => Number(answer.slice(9, 12));
const metric = async (server, name) => Number((await server.text('/metrics')).split('\n').find((line) => line.startsWith(`${name} `))?.slice(name.length));

test('an address that asks too often is told when to come back, as a page or as JSON', () => serving('per_address_limits: { requests_per_second: 0.01, burst: 5 }\n', async (server) => {
  assert.deepEqual(await statuses(server, 5, '/ru/'), [200, 200, 200, 200, 200]);
  for (const round of ['made', 'kept']) {
    const page = await server.get('/ru/');
    assert.equal(page.status, 429, round);
    assert.ok(Number(page.headers.get('retry-after')) > 1);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.match(await page.text(), /Слишком много запросов/);
  }
  assert.match(await server.text('/en/articles/refund'), /Too many requests/);
  const json = await server.get('/api/v1/search?q=x');
  assert.equal(json.status, 429);
  assert.equal((await json.json()).error.code, 'too_many_requests');
  assert.deepEqual(await statuses(server, 10, '/healthz'), Array(10).fill(200));
  assert.equal(await metric(server, 'otvet_rate_limited_requests_total'), 4);
}));

test('this machine is not limited unless told so, and nobody when told so', async () => {
  for (const settings of ['', 'per_address_limits: off\n']) {
    await serving(settings, async (server) => assert.ok((await statuses(server, 300, '/robots.txt')).every((each) => each === 200)));
  }
});

test('behind a proxy each visitor has limits of their own, and cannot pretend to be another', () => serving('per_address_limits: { requests_per_second: 0.01, burst: 2 }\ntrusted_proxies: [127.0.0.1]\n', async (server) => {
  const from = (chain) => statuses(server, 3, '/ru/', { 'x-forwarded-for': chain });
  assert.deepEqual(await from('203.0.113.1'), [200, 200, 429]);
  assert.deepEqual(await from('203.0.113.2'), [200, 200, 429]);
  assert.deepEqual(await from('198.51.100.7, 203.0.113.1'), [429, 429, 429]);
  assert.deepEqual(await from('2001:db8::1'), [200, 200, 429]);
  assert.deepEqual(await from('2001:db8::2'), [429, 429, 429]);
}));

test('a visitor who writes a line of their own before the proxy does gains nothing by it', () => serving('per_address_limits: { requests_per_second: 0.01, burst: 3 }\ntrusted_proxies: [127.0.0.1]\n', async (server) => {
  const ask = async (forged, path = '/ru/') => status(await server.raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${forged}\r\nX-Forwarded-For: 203.0.113.1\r\nConnection: close\r\n\r\n`));
  assert.equal(await ask('127.0.0.2', '/metrics'), 404);
  assert.deepEqual([await ask('127.0.0.2'), await ask('203.0.113.50'), await ask('203.0.113.51')], [200, 200, 429]);
}));

test('what watchers may ask without limit, others may not', () => serving('per_address_limits: { requests_per_second: 0.01, burst: 3 }\ntrusted_proxies: [127.0.0.1]\n', async (server) => {
  const headers = { 'x-forwarded-for': '203.0.113.1' };
  assert.deepEqual(await statuses(server, 4, '/metrics', headers), [404, 404, 404, 429]);
  assert.equal((await server.get('/healthz', { headers })).status, 429);
  assert.deepEqual(await statuses(server, 5, '/healthz'), Array(5).fill(200));
}));

test('one address may send some thousand events, then has to wait; others need not', () => serving('trusted_proxies: [127.0.0.1]\n', async (server) => {
  const send = async (address, round) => {
    const events = Array.from({ length: 50 }, (_, place) => ({ id: `e-${address}-${round}-${place}`, kind: 'contact_open', at: new Date().toISOString(), lang: 'ru' }));
    return server.get('/api/v1/events', { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': address }, body: JSON.stringify({ session: 'several-people', events }) });
  };
  const answers = [];
  for (let round = 0; round < 24; ++round) answers.push(await send('203.0.113.1', round));
  assert.ok(answers.slice(0, 20).every(({ status }) => status === 202));
  const refused = answers.at(-1);
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal((await refused.json()).error.code, 'too_many_events');
  assert.equal((await send('203.0.113.2', 0)).status, 202);
}));

test('whoever is not a trusted proxy speaks for nobody else', () => serving('per_address_limits: { requests_per_second: 0.01, burst: 2 }\n', async (server) => {
  const found = [];
  for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) found.push(...await statuses(server, 1, '/ru/', { 'x-forwarded-for': address }));
  assert.deepEqual(found, [200, 200, 429]);
}));

test('one address has a limited number of connections', () => serving('per_address_limits: { connections: 3 }\n', async (server) => {
  const open = () => new Promise((resolve) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'));
    socket.once('data', () => resolve(socket));
    socket.once('close', () => resolve(null));
    socket.on('error', () => {});
  });
  const sockets = [await open(), await open(), await open()];
  assert.ok(sockets.every(Boolean));
  assert.equal(await open(), null);
  const closed = new Promise((resolve) => sockets[0].once('close', resolve));
  sockets.pop().destroy();
  sockets.shift().end();
  await closed;
  await until('there is room again', async () => { const socket = await open(); socket?.destroy(); return socket !== null; });
  sockets.forEach((socket) => socket.destroy());
}));

test('a site answers to its own name, to addresses, and to no other name', () => serving('hosts: [intranet]\n', async (server) => {
  const ask = async (host, path = '/help/ru/') => status(await server.raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
  for (const host of ['help.example.com', 'HELP.example.com.', 'help.example.com:443', 'intranet:8080', 'localhost', '127.0.0.1:1', '[::1]:80']) assert.equal(await ask(host), 200, host);
  for (const host of ['evil.example', 'help.example.com.evil.example', 'example.com', 'x@help.example.com']) assert.equal(await ask(host), 421, host);
  for (const path of ['/healthz', '/help/healthz', '/help/metrics']) assert.equal(await ask('evil.example', path), 200, path);
  assert.match(await server.raw('GET /help/api/v1/search?q=x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 421 .*unknown_host/s);
  assert.match(await server.raw('GET /en/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'), /This site has another address/);
  assert.equal(server.log.match(/refused a request for the host/g).length, 1);
  assert.match(server.log, /'evil\.example'.*hosts/);
}, { where: namedIndex }));

test('without any name configured every name will do', () => serving('', async (server) => {
  assert.equal(status(await server.raw('GET /ru/ HTTP/1.1\r\nHost: whatever\r\nConnection: close\r\n\r\n')), 200);
}));

test('pages of configured origins may ask the interface, others may not', () => serving('cors_origins: [https://app.example.com]\n', async (server) => {
  const ask = (origin, path = '/api/v1/suggest?q=x', more = {}) => server.get(path, { headers: { origin, ...more.headers }, method: more.method });
  const ours = await ask('https://app.example.com');
  assert.equal(ours.headers.get('access-control-allow-origin'), 'https://app.example.com');
  assert.match(ours.headers.get('vary'), /Origin/);
  for (const origin of ['https://evil.example', 'http://app.example.com', 'null', 'https://app.example.com.evil.example']) {
    const theirs = await ask(origin);
    assert.equal(theirs.headers.get('access-control-allow-origin'), null, origin);
    assert.match(theirs.headers.get('vary'), /Origin/);
  }
  assert.equal((await ask('https://app.example.com', '/ru/')).headers.get('access-control-allow-origin'), null);
  const preflight = await ask('https://app.example.com', '/api/v1/search', { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://app.example.com');
  assert.match(preflight.headers.get('access-control-allow-methods'), /POST/);
  assert.equal((await ask('https://app.example.com', '/api/v1/search', { method: 'OPTIONS' })).status, 405);
}));

test('without configured origins there is no such permission, with a star everybody has it', async () => {
  const headers = { origin: 'https://app.example.com' };
  await serving('', async (server) => assert.equal((await server.get('/api/v1/suggest?q=x', { headers })).headers.get('access-control-allow-origin'), null));
  await serving('cors_origins: ["*"]\n', async (server) => assert.equal((await server.get('/api/v1/suggest?q=x', { headers })).headers.get('access-control-allow-origin'), '*'));
});

test('an answer is computed once for all ways to ask the same', () => serving('', async (server) => {
  const hits = () => metric(server, 'otvet_cache_requests_total{result="hit"}');
  await server.text('/api/v1/search?q=refund&lang=en');
  assert.equal(await hits(), 0);
  for (const same of ['q=refund&lang=en', 'lang=en&q=refund', 'q=refund&lang=en&utm_source=mail', 'q=%20refund+&lang=en&q=other']) await server.text(`/api/v1/search?${same}`);
  assert.equal(await hits(), 4);
  for (const other of ['q=Refund&lang=en', 'q=refund', 'q=refund&lang=en&limit=5', 'q=refund%26lang%3Den']) await server.text(`/api/v1/search?${other}`);
  assert.equal(await hits(), 4);
}));

test('with the cache off everything is computed, and says the same', async () => {
  let kept;
  const paths = ['/ru/', '/ru/articles/refund', '/api/v1/suggest?q=refund'];
  await serving('', async (server) => { kept = await Promise.all(paths.map((path) => server.text(path))); });
  await serving('cache: off\n', async (server) => {
    for (const round of [1, 2]) assert.deepEqual(await Promise.all(paths.map((path) => server.text(path))), kept, `round ${round}`);
    assert.equal(await metric(server, 'otvet_cache_requests_total{result="hit"}'), 0);
    assert.equal(await metric(server, 'otvet_cache_bytes'), 0);
    const tag = (await server.get('/ru/')).headers.get('etag');
    assert.equal((await server.get('/ru/', { headers: { 'if-none-match': tag } })).status, 304);
  });
});

test('figures tell requests by route and status, times, connections and the generation', () => serving('', async (server) => {
  for (const path of ['/ru/', '/ru/', '/ru/articles/refund', '/ru/nothing', '/api/v1/search?q=x']) await server.text(path);
  await server.raw('nonsense\r\n\r\n');
  const answer = await server.get('/metrics');
  assert.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  for (const line of ['otvet_http_requests_total{route="/{lang}/",status="200"} 2', 'otvet_http_requests_total{route="/{lang}/articles/{slug}",status="200"} 1',
    'otvet_http_requests_total{route="other",status="404"} 1', 'otvet_http_request_duration_seconds_count{route="/{lang}/"} 2',
    'otvet_cache_requests_total{result="miss"} 3', 'otvet_generation 1', 'otvet_malformed_requests_total 1', 'otvet_queued_requests 0', 'otvet_shed_requests_total 0']) {
    assert.ok(text.includes(`${line}\n`), line);
  }
  for (const name of ['otvet_connections', 'otvet_connections_accepted_total', 'otvet_generation_age_seconds', 'otvet_cache_bytes', 'process_resident_memory_bytes']) assert.ok(await metric(server, name) >= 0, name);
  for (const line of text.trimEnd().split('\n')) assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*("[^"]*"[^}]*)*\})? [-+.e\dInfNa]+)$/);
}));

test('only operators see the figures', async () => {
  await serving('', async (server) => {
    for (const headers of [{ 'x-forwarded-for': '203.0.113.1' }, { forwarded: 'for=203.0.113.1' }, { via: '1.1 proxy' }]) assert.equal((await server.get('/metrics', { headers })).status, 404);
    assert.equal((await server.get('/metrics', { method: 'POST' })).status, 405);
  });
  await serving('trusted_proxies: [127.0.0.1]\nmetrics_from: [10.0.0.0/8]\n', async (server) => {
    assert.equal((await server.get('/metrics')).status, 404);
    assert.equal((await server.get('/metrics', { headers: { 'x-forwarded-for': '10.1.2.3' } })).status, 200);
    assert.equal((await server.get('/metrics', { headers: { 'x-forwarded-for': '203.0.113.1' } })).status, 404);
  });
});

test('more than can be answered in time is refused at once, and health is always answered', () => serving('cache: off\n', async (server) => {
  const nonsense = (seed) => Array.from({ length: 60 }, (_, i) => `ъ${(seed * 7919 + i * 104729).toString(36)}щ${(i * 31 + seed).toString(36)}ыж`).join(' ');
  const flood = Array.from({ length: 300 }, (_, i) => server.get(`/api/v1/search?lang=ru&q=${encodeURIComponent(nonsense(i))}`));
  const health = Array.from({ length: 20 }, () => server.get('/healthz'));
  const answers = await Promise.all(flood);
  const found = answers.map((answer) => answer.status);
  assert.deepEqual([...new Set(found)].sort(), [200, 503]);
  const refused = answers.find((answer) => answer.status === 503);
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.equal((await refused.json()).error.code, 'busy');
  assert.ok((await Promise.all(health)).every((answer) => answer.status === 200));
  assert.equal(await metric(server, 'otvet_shed_requests_total'), found.filter((each) => each === 503).length);
  assert.equal((await server.get('/api/v1/search?q=refund')).status, 200);
}, { flags: ['--threads', '1'] }));

test('settings that cannot be followed end the program, saying where and how to mend them', async () => {
  await assert.rejects(Server.startWith('cache: 64 MiB\ntrusted_proxies: proxy\n', index.path), /kb-server\.yaml:2:18: expected a list; write \[127\.0\.0\.1, 10\.0\.0\.0\/8\]/);
  const checked = await Promise.all(['cache: off\n', 'cache: of\n'].map(async (settings) => {
    const { process } = await Server.startWith(settings, index.path, '--check-config').catch((error) => ({ process: error.message }));
    return process;
  }));
  assert.match(checked[0], /ended with 0/);
  assert.match(checked[1], /ended with 1: .*kb-server\.yaml:1:8/s);
  const missing = await runServer('--index', index.path, '--data', index.path, '--config', '/nonexistent/kb-server.yaml');
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /\/nonexistent\/kb-server\.yaml/);
});
