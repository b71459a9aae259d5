// /api/v1/openapi.json: every address and every status that it names is asked for here, and every answer fits (see openapi.mjs,
// which looks at those of all other tests, too).
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createTokens } from '../../bench/customers/site.mjs';
import { description, everywhere, pathOf } from './openapi.mjs';
import { internalFolder } from './internal_content.mjs';
import { runServer } from './programs.mjs';
import { serve, serveFolder } from './site.mjs';

const folder = internalFolder();
after(() => folder.remove());
const server = serveFolder(folder.path);
const bare = serve({ 'kb.yaml': 'title: Справка\nlanguages: [ru]\ncontact: { enabled: false }\n', 'ru/a.md': '# А\n\nБ.\n' });

const methods = ['get', 'post', 'delete'];
const described = Object.entries(description.paths).flatMap(([path, operations]) =>
  methods.filter((method) => operations[method]).flatMap((method) => Object.keys(operations[method].responses).map((status) => `${method} ${path} ${status}`)));

test('it has every address of the server, and no other', async () => {
  const { stdout } = await runServer('--help');
  const listed = [...stdout.matchAll(/^ {2}(GET|POST|DELETE) +(\/\S*)/gm)].map(([, method, path]) => `${method.toLowerCase()} ${path.replaceAll('...', '')}`);
  assert.ok(listed.length > 30);
  const known = Object.entries(description.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`));
  assert.deepEqual(known.sort(), listed.sort());
});

test('it is served with the name of the site, its address and what any address may answer', async () => {
  const answer = await server.get('/api/v1/openapi.json');
  const served = await answer.json();
  assert.equal(served.openapi, '3.1.0');
  assert.equal(served.info.title, 'Справка');
  assert.match(served.info.version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual(served.servers, [{ url: 'https://help.example.com' }]);
  for (const operations of Object.values(served.paths)) {
    for (const { responses } of Object.values(operations)) assert.ok(everywhere.every((status) => responses[status]));
  }
  assert.equal((await bare.json('/api/v1/openapi.json')).servers[0].url, '');
});

test('every status of every address that it names is answered, as it says', async () => {
  const tokens = await createTokens(process.env.KB_SERVER, server.dataFolder);
  const seen = new Set();
  const ask = async (at, method, address, { body, type = 'application/json', headers = {} } = {}) => {
    const options = { method, headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers }, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await at.get(address, options);
    await answer.arrayBuffer();
    seen.add(`${method.toLowerCase()} ${pathOf(decodeURI(new URL(address, at.url).pathname))} ${answer.status}`);
    return answer;
  };
  const get = (address, headers = {}, at = server) => ask(at, 'GET', address, { headers });
  const post = (address, body, more = {}, at = server) => ask(at, 'POST', address, { body, ...more });
  const form = { type: 'application/x-www-form-urlencoded' };
  const writer = { authorization: `Bearer ${tokens.writer}` };
  const rpc = (method, params) => ({ jsonrpc: '2.0', id: 1, method, params });

  for (const address of ['/api/v1/search?q=возврат', '/api/v1/search', '/api/v1/suggest?q=воз', '/api/v1/suggest?limit=0', '/api/v1/articles/ru/refund', '/api/v1/articles/ru/vozvrat',
    '/api/v1/articles/ru/nothing', '/api/v1/articles/ru/former', '/api/v1/openapi.json', '/healthz', '/readyz', '/', '/ru/', '/xx/', '/ru/search?q=возврат', '/ru/articles/refund',
    '/ru/articles/refund.md', '/ru/articles/vozvrat', '/ru/articles/nothing', '/ru/articles/former', '/ru/categories/payments', '/ru/categories/nothing', '/ru/contact',
    '/ru/contact/sent?ticket=12345678', '/ru/contact/sent', '/ru/contact/solved?article=refund', '/ru/privacy', '/ru/sign-in', '/desk', '/desk/embed', '/ru/desk', '/xx/desk', '/api/v1/templates', '/stats', '/stats/summary', '/ru/stats/summary', '/api/v1/stats/summary',
    '/robots.txt', '/sitemap.xml', '/opensearch.xml', '/ru/opensearch.xml', '/ru/feed.atom', '/llms.txt', '/static/nothing.css', '/files/nothing.svg', '/metrics']) await get(encodeURI(address));
  await get('/metrics', { via: '1.1 proxy' });
  for (const address of ['/stats', '/ru/stats/summary', '/ru/stats/summary?from=x', '/ru/stats/nothing', '/api/v1/stats/summary', '/api/v1/stats/gaps?format=csv', '/api/v1/stats/gaps?format=md', '/api/v1/stats/gaps?format=draft&query=x', '/api/v1/stats/nothing', '/api/v1/stats/publishing', '/stats/publishing', '/api/v1/templates', '/api/v1/templates?lang=xx', '/ru/desk'])
    await get(address, writer);
  for (const address of ['/sitemap.xml', '/opensearch.xml', '/ru/opensearch.xml', '/ru/feed.atom', '/ru/contact', '/ru/contact/solved']) await get(address, {}, bare);

  const page = await server.text('/ru/articles/refund');
  await get(page.match(/\/static\/site-[^"]+\.css/)[0]);
  const file = page.match(/\/files\/[^"]+\.svg/)?.[0];
  assert.ok(file, 'the article shows a picture');
  await get(file);

  await post('/api/v1/similar', { body: 'Когда придёт возврат на карту?' });
  await post('/api/v1/similar', {});
  const message = { id: 'message-1', message: 'Где мои деньги?', subject: 'Возврат', email: 'anna@example.com', lang: 'ru' };
  await post('/api/v1/contact', message);
  await post('/api/v1/contact', { ...message, message: 'Другой текст' });
  await post('/api/v1/contact', { ...message, id: 'message-2', message: '' });
  await post('/api/v1/contact', { message: 7 });
  await post('/api/v1/contact', message, {}, bare);
  await post('/api/v1/events', { session: 'session-1', events: [{ id: 'e1', kind: 'search', at: Date.now(), lang: 'ru', query: 'возврат', results: 1, search_id: '0123456789abcdef' }] });
  await post('/api/v1/events', {});
  await post('/api/v1/events', ' '.repeat(70 * 1024));
  await ask(server, 'DELETE', '/api/v1/events/session-1');

  const agent = { authorization: `Bearer ${tokens.agent}` };
  const links = '/api/v1/confirmations', link = { body: 'Где деньги?', lang: 'ru', article: 'ru/refund' };
  for (let times = 0; times < 2; ++times) await post(links, link, { headers: writer });
  await post(links, {}, { headers: agent });
  await post(links, link);
  for (const address of [links, `${links}?limit=0`]) await get(address, agent);
  await get(links);
  for (const [id, headers] of [[1, agent], [1, writer], [1, writer]]) await ask(server, 'DELETE', `${links}/${id}`, { headers });
  const question = { body: 'Когда придёт возврат?', answer: 'Подождите пять дней.' };
  await post('/api/v1/drafts', question);
  for (const body of [question, {}, { ...question, commit: true }]) await post('/api/v1/drafts', body, { headers: writer });

  await post('/mcp', rpc('ping'));
  await post('/mcp', { jsonrpc: '2.0', method: 'notifications/initialized' });
  await post('/mcp', {});
  await post('/mcp', rpc('ping'), { headers: { origin: 'https://elsewhere.example' } });
  await post('/mcp', rpc('ping'), { headers: { accept: 'text/html' } });
  await post('/mcp', '{}', { type: 'text/plain' });

  await post('/ru/contact', 'step=answers&message=возврат', form);
  await post('/ru/contact', 'step=send&subject=Возврат&message=Где деньги&email=anna%40example.com', form);
  await post('/ru/contact', 'step=send&message=', form);
  await post('/ru/contact', 'step=send&message=x', form, bare);
  await post('/ru/sign-in', `token=${tokens.agent}`, form);
  await post('/ru/sign-in', 'token=nobody', form);
  await post('/ru/sign-out', '', form);

  // Attachments that are worth it are sent in parts; see files.test.mjs.
  // Frames and commands are of a kb-server.yaml; see desk.test.mjs.
  const elsewhere = ['get /files/{name} 206', 'get /files/{name} 416', 'get /desk/embed 200', 'post /api/v1/drafts 502'];
  assert.deepEqual(described.filter((one) => !seen.has(one) && !elsewhere.includes(one)), []);
});
