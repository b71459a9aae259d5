// /mcp: what AI agents can do here, asked by the protocol's own client, and by hand where that would not go wrong.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createTokens } from '../../bench/customers/site.mjs';
import { files, secretWord } from './content.mjs';
import { serve } from './site.mjs';

const long = Array.from({ length: 4000 }, (_, place) => `Абзац номер ${place}.`).join('\n\n');
const server = serve({ ...files, 'kb.yaml': `${files['kb.yaml']}base_url: https://help.example.com\n`, 'ru/payments/long.md': `---\ntitle: Длинная статья\n---\n${long}\n` });
const clients = [];

async function connect(headers = {}) {
  const client = new Client({ name: 'tests', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url), { requestInit: { headers } }));
  clients.push(client);
  return client;
}
after(async () => { for (const client of clients) await client.close(); });

const call = async (client, name, args) => client.callTool({ name, arguments: args });

test('the official client connects, learns who is there and lists three tools with schemas', async () => {
  const client = await connect();
  assert.equal(client.getServerVersion().name, 'otvet');
  assert.equal(client.getServerVersion().title, 'Справка');
  assert.match(client.getInstructions(), /get_article/);
  await client.ping();
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map(({ name }) => name), ['search', 'get_article', 'similar_questions']);
  for (const tool of tools) {
    assert.ok(tool.description.length > 20 && tool.inputSchema.properties && tool.outputSchema.properties, tool.name);
    assert.equal(tool.annotations.readOnlyHint, true);
  }
});

// The client holds each answer against the tool's schema, and throws when it does not fit.
test('search finds articles as customers type, with whole addresses', async () => {
  const client = await connect();
  await client.listTools();
  const { structuredContent: found, content } = await call(client, 'search', { query: 'djpdhfn ltytu', lang: 'ru', limit: 3 });
  assert.equal(found.read_as, 'возврат денег');
  assert.equal(found.articles[0].slug, 'refund');
  assert.equal(found.articles[0].url, 'https://help.example.com/ru/articles/refund');
  assert.ok(found.articles[0].passage.length > 0 && found.articles.length <= 3);
  assert.deepEqual(JSON.parse(content[0].text), found);
});

test('a category is named as answers name it, by its title or by its address', async () => {
  const client = await connect();
  await client.listTools();
  const { structuredContent: { articles: [first] } } = await call(client, 'search', { query: 'возврат денег', lang: 'ru' });
  assert.equal(first.category_slug, 'payments');
  for (const category of [first.category_slug, first.category, 'https://help.example.com/ru/categories/payments']) {
    const { structuredContent: found } = await call(client, 'search', { query: 'возврат денег', lang: 'ru', category });
    assert.ok(found.total > 0 && found.articles.every(({ category_slug }) => category_slug === 'payments'), category);
  }
});

test('get_article gives Markdown, by slug or former slug, and long ones piece by piece', async () => {
  const client = await connect();
  await client.listTools();
  const { structuredContent: article, content } = await call(client, 'get_article', { slug: 'vozvrat' });
  assert.equal(article.slug, 'refund');
  assert.match(article.markdown, /## Сроки возврата/);
  assert.match(content[0].text, /^# Как вернуть деньги\n\nhttps:\/\/help\.example\.com\/ru\/articles\/refund/);
  assert.deepEqual(article.translations, [{ lang: 'en', slug: 'refund', title: 'How to get a refund' }]);

  let read = '';
  for (let offset = 0; offset !== undefined;) {
    const { structuredContent: piece } = await call(client, 'get_article', { slug: 'long', offset });
    assert.ok(Buffer.byteLength(piece.markdown) <= 24 * 1024);
    read += piece.markdown;
    offset = piece.next_offset;
  }
  assert.equal(read.match(/Абзац номер \d+\./g).length, 4000);
});

test('similar_questions takes a whole message and says which words mattered', async () => {
  const client = await connect();
  await client.listTools();
  const { structuredContent: found } = await call(client, 'similar_questions', { text: 'Добрый день!\nКогда вернутся деньги на карту?\nС уважением, Иван' });
  assert.equal(found.articles[0].slug, 'refund');
  assert.ok(found.articles[0].why.includes('деньги'));
});

test('what is internal is for staff alone', async () => {
  const tokens = await createTokens(process.env.KB_SERVER, server.dataFolder);
  const [anybody, agent] = [await connect(), await connect({ authorization: `Bearer ${tokens.agent}` })];
  const asked = [['search', { query: secretWord }], ['get_article', { slug: 'discount' }], ['similar_questions', { text: `Где ${secretWord} пароль?` }]];
  for (const [tool, args] of asked) {
    assert.doesNotMatch(JSON.stringify(await call(anybody, tool, args)), /Скидка/, tool);
    const { structuredContent: shown } = await call(agent, tool, args);
    assert.match(JSON.stringify(shown), /Скидка/, tool);
    assert.equal((shown.articles?.[0] ?? shown).internal, true);
  }
  await assert.rejects(connect({ authorization: 'Bearer otvet-token-nobody' }));
});

test('wrong arguments are told to the model, unknown tools to the program', async () => {
  const client = await connect();
  for (const [tool, args, said] of [
    ['search', {}, /'query' is empty/], ['search', { query: 7 }, /'query' must be a string/], ['search', { query: 'чек', limit: 1000 }, /from 1 to 20/],
    ['search', { query: 'чек', lang: 'fr' }, /ru, en/], ['get_article', { slug: 'nothing' }, /no such article/], ['similar_questions', { text: ' ' }, /'text' is empty/],
    ['search', { query: 'чек', category: 'nothing' }, /no category 'nothing'.*payments/], ['search', { query: 'чек', language: 'ru' }, /'language' is no argument of search.*lang/],
  ]) {
    const answer = await call(client, tool, args);
    assert.equal(answer.isError, true, tool);
    assert.match(answer.content[0].text, said);
  }
  await assert.rejects(call(client, 'nothing', {}), /no tool 'nothing'/);
});

const post = (body, headers = {}) => server.get('/mcp', {
  method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body),
});
const request = (method, params, id = 1) => ({ jsonrpc: '2.0', id, method, ...(params && { params }) });

test('the version is the one asked for when it is spoken here, else the newest', async () => {
  for (const [asked, given] of [['2025-11-25', '2025-11-25'], ['2025-06-18', '2025-06-18'], ['2025-03-26', '2025-03-26'], ['1999-01-01', '2025-11-25']]) {
    const { result } = await (await post(request('initialize', { protocolVersion: asked, capabilities: {}, clientInfo: { name: 'x', version: '1' } }))).json();
    assert.equal(result.protocolVersion, given);
  }
  assert.equal((await post(request('ping'), { 'mcp-protocol-version': '2025-06-18' })).status, 200);
  assert.equal((await post(request('ping'), { 'mcp-protocol-version': '1999-01-01' })).status, 400);
});

test('notifications and answers are taken with 202 and nothing else', async () => {
  for (const message of [{ jsonrpc: '2.0', method: 'notifications/initialized' }, { jsonrpc: '2.0', method: 'nothing/known' }, { jsonrpc: '2.0', id: 3, result: {} }]) {
    const answer = await post(message);
    assert.equal(answer.status, 202);
    assert.equal(await answer.text(), '');
  }
});

test('a batch is answered as one, without what wants no answer', async () => {
  const answers = await (await post([request('ping', undefined, 'a'), { jsonrpc: '2.0', method: 'notifications/initialized' }, request('nothing', undefined, 2)])).json();
  assert.deepEqual(answers.map(({ id, error }) => [id, error?.code]), [['a', undefined], [2, -32601]]);
  assert.equal((await post([])).status, 400);
  assert.equal((await post(Array.from({ length: 21 }, (_, id) => request('ping', undefined, id)))).status, 400);
});

test('what is no message of the protocol is refused by its codes', async () => {
  for (const [body, code] of [['{', -32700], ['7', -32600], [{ id: 1, method: 'ping' }, -32600], [{ jsonrpc: '2.0', id: null, method: 'ping' }, -32600], [{ jsonrpc: '2.0', id: 1 }, -32600]]) {
    const answer = await post(body);
    assert.equal(answer.status, 400, JSON.stringify(body));
    const { id, error } = await answer.json();
    assert.deepEqual([id, error.code], [body.id ?? null, code], JSON.stringify(body));
  }
  assert.equal((await post(request('ping'), { 'content-type': 'Application/JSON; charset=utf-8' })).status, 200);
  assert.equal((await post(request('ping'), { 'content-type': 'application/jsonp' })).status, 415);
  assert.equal((await (await post(request('resources/list'))).json()).error.code, -32601);
  assert.equal((await (await post(request('initialize', {}))).json()).error.code, -32602);
  const { id, error } = await (await post({ jsonrpc: '2.0', id: 7, method: 'ping', params: [] })).json();
  assert.deepEqual([id, error.code], [7, -32602]);
  assert.equal((await (await post(request('tools/call', { name: 'search', arguments: [] }))).json()).error.code, -32602);
});

test('what some programs send is taken: nothing as null, whole numbers with a point', async () => {
  assert.deepEqual((await (await post({ ...request('ping'), params: null })).json()).result, {});
  const { result } = await (await post('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"vpn","limit":2.0,"lang":null}}}')).json();
  assert.equal(result.isError, false);
  assert.equal((await (await post(request('tools/call', { name: 'search', arguments: null }))).json()).result.isError, true);
});

test('bodies that go deep or have very many names harm nobody', async () => {
  const deep = (levels) => '['.repeat(levels) + ']'.repeat(levels);
  for (const body of [`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${deep(120_000)}}}`, `{"jsonrpc":${deep(120_000)}}`, deep(120_000), '['.repeat(250_000)]) {
    const answer = await post(body);
    assert.equal(answer.status, 400);
    assert.equal((await answer.json()).error.code, -32600);
  }
  assert.equal((await post(request('ping', { a: JSON.parse(deep(50)) }))).status, 200);
  assert.equal((await post(request('ping', Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1]))))).status, 200);
});

test('pages of other sites, other types and other methods are refused', async () => {
  assert.equal((await post(request('ping'), { origin: 'https://evil.example' })).status, 403);
  assert.equal((await post(request('ping'), { 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await post(request('ping'), { origin: server.url })).status, 200);
  assert.equal((await post(request('ping'), { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await post(request('ping'), { accept: 'text/html' })).status, 406);
  const { status, headers } = await server.get('/mcp');
  assert.deepEqual([status, headers.get('allow')], [405, 'POST']);
});
