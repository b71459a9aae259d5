// Every address as every role, held against roles.tsv; and internal words that are planted where customers look.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { internalFolder, leaks, planted } from './internal_content.mjs';
import { build, runServer, until } from './programs.mjs';
import { serveFolder } from './site.mjs';

const content = internalFolder();
after(() => content.remove());
const server = serveFolder(content.path);
const roles = ['none', 'agent', 'writer', 'administrator'];
const keys = {};

const table = readFileSync(fileURLToPath(new URL('roles.tsv', import.meta.url)), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
  const [method, route, address, body, ...outcomes] = line.split('\t');
  assert.equal(outcomes.length, roles.length, line);
  return { method, route, address, body, outcomes };
});

// By a proxy that names the visitor: such a one is no operator, whatever machine it runs on.
const outside = { 'x-forwarded-for': '203.0.113.9' };
const typeOf = (body) => (body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded');

const files = {};
let links = 0;
// One that an agent made, to be taken back.
async function confirmation() {
  const body = JSON.stringify({ body: `возврат ${++links}`, article: 'ru/refund' });
  return JSON.parse((await send({ method: 'POST', address: '/api/v1/confirmations', body }, 'agent')).text).id;
}

async function send({ method, address, body }, role, headers = {}) {
  if (address.includes('{confirmation}')) return send({ method, address: address.replace('{confirmation}', await confirmation()), body }, role, headers);
  const place = Object.entries(files).reduce((text, [name, file]) => text.replace(`{${name}}`, file), address);
  const of = { ...outside, ...(role === 'none' ? {} : { authorization: `Bearer ${keys[role]}` }), ...(method === 'POST' ? { 'content-type': typeOf(body) } : {}), ...headers };
  const answer = await server.get(encodeURI(place), { method, headers: of, body: method === 'POST' ? body : undefined });
  return { status: answer.status, head: JSON.stringify([...answer.headers]), text: await answer.text() };
}

// Once the server runs.
async function prepare() {
  for (const role of roles.slice(1)) {
    const { stdout } = await promisify(execFile)(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', role, '--name', `the ${role}`]);
    keys[role] = stdout.trim();
  }
  const image = async (slug) => (await send({ method: 'GET', address: `/ru/articles/${slug}` }, 'agent')).text.match(/\/files\/([^"]+\.svg)/)[1];
  files['internal-file'] = await image(planted.slug);
  files['public-file'] = await image('refund');
}
let prepared;
async function ask(row, role, headers) {
  await (prepared ??= prepare());
  return send(row, role, headers);
}

test('the table has every address of the help, and no other', async () => {
  const { stdout } = await runServer('--help');
  const listed = [...stdout.matchAll(/^ {2}(GET|POST|DELETE) +(\/\S*)/gm)].map(([, method, route]) => `${method} ${route}`);
  const known = new Set(table.filter(({ route }) => route !== '-').map(({ method, route }) => `${method} ${route}`));
  assert.ok(listed.length > 20);
  assert.deepEqual(listed.filter((route) => !known.has(route)), [], 'addresses without a row');
  assert.deepEqual([...known].filter((route) => !listed.includes(route)), [], 'rows without an address');
});

for (const [place, role] of roles.entries()) {
  test(`${role === 'none' ? 'a customer' : `the ${role}`} gets what the table says`, async () => {
    for (const row of table) {
      const says = `${row.method} ${row.address}`, expected = row.outcomes[place];
      const { status, head, text } = await ask(row, role);
      const found = leaks(head + text, row.address);
      assert.equal(`${status}${found.length > 0 ? '+' : ''}`, expected, `${says}: ${found}`);
      if (role !== 'none' && row.route !== '/static/{name}') assert.match(head, /"cache-control","(no-store|private, no-store|public, max-age)/, `${says} may be kept`);
      if (row.method !== 'GET') continue;
      const bare = await ask({ ...row, method: 'HEAD' }, role);
      assert.deepEqual([bare.status, bare.text], [status, ''], `HEAD ${row.address}`);
      assert.equal(leaks(bare.head, row.address).length > 0, leaks(head, row.address).length > 0, `HEAD ${row.address}`);
    }
  });
}

test('whatever else a customer shows or asks by, the table holds', async () => {
  const others = [{ cookie: 'otvet_session=otvet-session-00' }, { cookie: `otvet_session=${keys.agent}` }, { authorization: 'Basic YWdlbnQ6YWdlbnQ=' }, { 'x-remote-user': 'agent', 'x-remote-role': 'agent' }, { accept: 'text/markdown' }, { accept: 'application/json' }];
  for (const headers of others) {
    for (const row of table.filter(({ method }) => method === 'GET')) {
      const { status, head, text } = await ask(row, 'none', headers);
      assert.equal(String(status), row.outcomes[0], `${JSON.stringify(headers)} ${row.address}`);
      assert.deepEqual(leaks(head + text, row.address), [], row.address);
    }
  }
});

test('other methods tell customers of nothing', async () => {
  for (const { method: known, address } of table) {
    for (const method of ['OPTIONS', 'PUT', 'DELETE'].filter((other) => other !== known)) {
      const { status, head, text } = await ask({ method, address, body: '' }, 'none');
      assert.ok(status === 405 || status === 404, `${method} ${address}: ${status}`);
      assert.deepEqual(leaks(head + text, address), [], `${method} ${address}`);
    }
  }
});

const encoded = encodeURIComponent;
const searches = (word, more = '') => [`/ru/search?q=${encoded(word)}${more}`, `/api/v1/search?q=${encoded(word)}&lang=ru${more}`, `/api/v1/search?q=${encoded(word)}${more}`, `/api/v1/suggest?q=${encoded(word)}&lang=ru&limit=50`];

test('no half-typed or mistyped internal word is completed or corrected for customers', async () => {
  for (const word of Object.values(planted).filter((known) => known !== planted.synonym)) {
    const slips = [word.slice(0, 5), word.slice(0, -1), word.slice(0, 6) + word.slice(7), `${word.slice(0, 6)}${word[7]}${word[6]}${word.slice(8)}`, `${word}а`];
    for (const typed of slips) {
      for (const address of searches(typed)) {
        const { text } = await ask({ method: 'GET', address: decodeURIComponent(address) }, 'none');
        assert.deepEqual(leaks(text, typed), [], `${address} completes ${typed}`);
      }
      const { text } = await ask({ method: 'POST', address: '/api/v1/similar', body: JSON.stringify({ body: `Где ${typed}?` }) }, 'none');
      assert.deepEqual(leaks(text, typed), [], `similar completes ${typed}`);
    }
  }
});

// What was typed comes back; all else must be as for a word that nobody ever wrote.
test('an internal word changes no count, no facet and no order for customers', async () => {
  const shape = async (word, beside, more) => {
    const { hits, total, facets, did_you_mean: meant, interpretation } = JSON.parse((await ask({ method: 'GET', address: `/api/v1/search?q=${beside}${word}${more}` }, 'none')).text);
    return JSON.stringify({ hits: hits.map(({ slug, snippet }) => [slug, snippet]), total, facets, meant, interpretation }).replaceAll(word, '?');
  };
  for (const word of Object.values(planted).filter((known) => known !== planted.synonym)) {
    const unknown = /[a-z]/.test(word) ? 'zxqvwkjz' : 'щцфхжщц';
    for (const beside of ['', 'возврат ', 'чек -']) {
      for (const more of ['', `&category=${planted.categorySlug}`, '&verbatim=1'])
        assert.equal(await shape(word, beside, more), await shape(unknown, beside, more), `${beside}${word}${more}`);
    }
  }
});

test('hidden addresses look like any other that is not there', async () => {
  const bare = ({ status, head, text }, slug) => [status, JSON.stringify(JSON.parse(head).filter(([name]) => !['date', 'content-length', 'etag'].includes(name))), text].join('\n').replaceAll(slug, '?');
  for (const [hidden, unknown] of [[planted.slug, 'nothingness'], [planted.alias, 'nothingness'], [planted.removedSlug, 'nothingness']]) {
    for (const start of ['/ru/articles/', '/en/articles/', '/api/v1/articles/ru/', '/ru/contact/solved?article='])
      assert.equal(bare(await ask({ method: 'GET', address: start + hidden }, 'none'), hidden), bare(await ask({ method: 'GET', address: start + unknown }, 'none'), unknown), start + hidden);
  }
});

test('neither operators\' figures nor the log hold an internal word, after a publication, too', async () => {
  content.write('ru/payments/later.md', '---\ntitle: Новое\n---\nНовое.\n');
  const { generation } = await build(content.path, server.index);
  await until('the new generation is served', async () => (await server.json('/readyz')).generation === generation);
  for (const address of ['/metrics', '/readyz', '/healthz']) {
    const text = await server.text(address);
    assert.deepEqual(leaks(text), [], address);
    assert.doesNotMatch(text, /the agent|the writer/);
  }
  // Those that a customer may see.
  assert.equal((await server.json('/readyz')).articles, (await ask({ method: 'GET', address: '/llms.txt' }, 'none')).text.match(/^- \[/gm).length);
  assert.deepEqual(leaks(server.log), []);
  assert.doesNotMatch(server.log, /203\.0\.113\.9|the agent/);
});
