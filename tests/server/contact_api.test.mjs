// POST /api/v1/contact, and what operators see and decide of it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { startWebhook } from './fakes/webhook.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const index = temporaryIndex();
const content = new ContentFolder();
after(() => { content.remove(); index.remove(); });
await build(content.path, index.path);

let sent = 0;
const message = (more = {}) => ({ id: `id-${++sent}`, session: 's-1', lang: 'ru', subject: 'Возврат', message: `Где деньги? ${sent}`, email: 'anna@example.com', fields: {}, page: '/ru/', shown: [], ...more });
const post = (server, body, headers = {}) =>
  server.get('/api/v1/contact', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });

const outbox = (server, ...words) => new Promise((resolve) => {
  const [command, ...rest] = words;
  execFile(process.env.KB_SERVER, ['outbox', command, '--data', server.dataFolder, ...rest], (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout, stderr }));
});
const listed = async (server, ...flags) => JSON.parse((await outbox(server, 'list', '--json', ...flags)).stdout).tickets;

async function withServer(settings, use, files = {}) {
  const settingsFolder = new ContentFolder({ 'kb-server.yaml': settings, clock: '1800000000', ...files });
  const server = await Server.start(index.path, '--config', join(settingsFolder.path, 'kb-server.yaml'));
  try {
    await use(server, settingsFolder);
  } finally {
    assert.equal(await server.stop(), 0);
    settingsFolder.remove();
  }
}

async function withReceiver(use, { receiver = {}, settings = '' } = {}) {
  const webhook = await startWebhook({ secret: 'top-secret-17', ...receiver });
  try {
    await withServer(`receiver: { kind: webhook, url: "${webhook.url}/tickets", secret_file: key }\n${settings}`,
      (server, settingsFolder) => use(server, webhook, settingsFolder), { key: 'top-secret-17\n' });
    assert.deepEqual(webhook.mistakes, []);
  } finally {
    await webhook.stop();
  }
}

test('a message is acknowledged with a number and delivered once, however often it is sent', async () => {
  await withReceiver(async (server, webhook) => {
    const written = message({ fields: { order: 'A-17' }, shown: ['ru/refund'], search_id: 'abc', page: '/ru/articles/refund' });
    const answer = await post(server, written);
    assert.equal(answer.status, 202);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const { ticket, receipt } = await answer.json();
    assert.match(ticket, /^\d{8}$/);
    assert.equal(receipt, false);
    for (let time = 0; time < 3; ++time) assert.equal((await (await post(server, written)).json()).ticket, ticket);
    await until('delivered', () => webhook.byKey.size === 1);
    const [got] = webhook.byKey.values();
    assert.deepEqual({ ...got, received: undefined }, { ticket, received: undefined, lang: 'ru', subject: 'Возврат', message: written.message, email: 'anna@example.com', fields: { order: 'A-17' },
      page: '/ru/articles/refund', session: 's-1', search_id: 'abc', shown: ['ru/refund'] });
    assert.ok(Math.abs(Date.parse(got.received) - Date.now()) < 60_000);
    await until('marked as delivered', async () => (await listed(server, '--all'))[0].state === 'delivered');
    assert.equal(webhook.received.length, 1);
  });
});

test('the same id with another text is refused, and so is what is no message', async () => {
  await withServer('', async (server) => {
    const written = message();
    assert.equal((await post(server, written)).status, 202);
    const other = await post(server, { ...written, message: 'Другое' });
    assert.equal(other.status, 409);
    assert.equal((await other.json()).error.code, 'id_taken');
    for (const bad of ['', '[]', '{', '{}', JSON.stringify({ ...message(), id: '' }), JSON.stringify({ ...message(), id: 'x'.repeat(201) }), JSON.stringify({ ...message(), lang: 'de' }), JSON.stringify({ ...message(), message: 1 }),
      JSON.stringify({ ...message(), fields: { a: 1 } }), JSON.stringify({ ...message(), fields: [] }), JSON.stringify({ ...message(), shown: 'x' }), JSON.stringify({ ...message(), shown: [1] })]) {
      const answer = await post(server, bad);
      assert.equal(answer.status, 400, bad);
      assert.deepEqual(Object.keys((await answer.json()).error).sort(), ['code', 'hint', 'message']);
    }
    const faulty = await post(server, message({ message: ' \n', email: 'anna', subject: 'я'.repeat(201) }));
    assert.equal(faulty.status, 422);
    assert.deepEqual((await faulty.json()).error.fields, [{ field: 'subject', fault: 'too_long' }, { field: 'message', fault: 'missing' }, { field: 'email', fault: 'invalid' }]);
    assert.equal((await server.get('/api/v1/contact')).status, 405);
    assert.equal((await listed(server)).length, 1);
  });
});

test('kb.yaml says whether messages are taken at all', async () => {
  const closed = new ContentFolder({ 'kb.yaml': 'contact: { enabled: false }\n', 'ru/a.md': '# Статья\n' });
  const other = temporaryIndex();
  await build(closed.path, other.path);
  const server = await Server.start(other.path);
  const answer = await post(server, message());
  assert.equal(answer.status, 404);
  assert.equal((await answer.json()).error.code, 'contact_disabled');
  assert.equal(await server.stop(), 0);
  closed.remove();
  other.remove();
});

test('what looks like spam is held; an operator sees why, releases or drops it', async () => {
  await withReceiver(async (server, webhook) => {
    const tickets = [];
    for (const more of [{ website: 'http://spam.example' }, { form: 'made-up' }, { website: 'x', message: 'Настоящий вопрос' }]) {
      const answer = await post(server, message(more));
      assert.equal(answer.status, 202);
      tickets.push((await answer.json()).ticket);
    }
    const held = await listed(server, '--state', 'held');
    assert.deepEqual(held.map(({ ticket }) => ticket).sort(), [...tickets].sort());
    assert.match(held.find(({ ticket }) => ticket === tickets[0]).reason, /do not see/);
    const shown = await outbox(server, 'show', tickets[2]);
    assert.match(shown.stdout, /Настоящий вопрос/);
    assert.equal((await outbox(server, 'release', tickets[2])).status, 0);
    await until('released one delivered', () => webhook.byKey.size === 1);
    assert.equal([...webhook.byKey.values()][0].ticket, tickets[2]);
    const twice = await outbox(server, 'release', tickets[2], '00000000');
    assert.equal(twice.status, 1);
    assert.match(twice.stderr, /00000000 was not released/);
    assert.match((await outbox(server, 'drop', '--all')).stdout, /^2 dropped/);
    const audit = readFileSync(join(server.dataFolder, 'audit.log'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(audit.map(({ by, action, about }) => [by, action, about.ticket]),
      [['command line', 'outbox release', tickets[2]], ...tickets.slice(0, 2).map((ticket) => ['command line', 'outbox drop', ticket])]);
    assert.doesNotMatch(JSON.stringify(audit), /Настоящий|anna@|Возврат|00000000/);
    assert.deepEqual(await listed(server), []);
    assert.equal(webhook.byKey.size, 1);
  });
});

test('nothing that was sent moves the cursor of an operator\'s terminal', async () => {
  await withServer('', async (server) => {
    const hostile = '\u001b]0;owned\u0007\u001b[2J\u009b2J\u202e';
    assert.equal((await post(server, message({ fields: { [hostile]: 'x' } }))).status, 400);
    const { ticket } = await (await post(server, message({ subject: hostile, message: hostile + ' text', fields: { order: hostile }, page: '/' + hostile, email: '' }))).json();
    for (const { stdout } of [await outbox(server, 'list'), await outbox(server, 'show', ticket)]) assert.doesNotMatch(stdout, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/u);
    assert.match((await outbox(server, 'show', ticket)).stdout, / text/);
  });
});

test('what another site has its visitors send is held, unless it may', async () => {
  await withServer('cors_origins: ["https://app.example.com"]\n', async (server) => {
    const from = (origin) => post(server, message(), { origin, 'sec-fetch-site': 'cross-site' });
    assert.equal((await from('https://evil.example')).status, 202);
    assert.equal((await from('https://app.example.com')).status, 202);
    assert.deepEqual((await listed(server)).map(({ state, reason }) => [state, reason]), [['waiting', ''], ['held', 'sent by a page of another site']]);
  });
});

test('when a message cannot be stored its sender and the operator are told', async () => {
  // No file may grow beyond 150 KB: for the server that is a full disk.
  const tight = new ContentFolder({ server: `#!/bin/sh\ntrap '' XFSZ\nulimit -f 300\nexec "${process.env.KB_SERVER}" "$@"\n` });
  chmodSync(join(tight.path, 'server'), 0o755);
  const usual = process.env.KB_SERVER;
  process.env.KB_SERVER = join(tight.path, 'server');
  const server = await Server.start(index.path).finally(() => { process.env.KB_SERVER = usual; });
  const tickets = [];
  let refused;
  for (let time = 0; time < 300 && !refused; ++time) {
    const answer = await post(server, message());
    if (answer.status === 202) tickets.push((await answer.json()).ticket);
    else refused = answer;
  }
  assert.equal(refused.status, 503);
  assert.equal((await refused.json()).error.code, 'not_stored');
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  const form = await server.get('/ru/contact', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ message: 'Моё письмо', step: 'send' }) });
  assert.equal(form.status, 503);
  assert.match(await form.text(), /Моё письмо/);
  await until('it shows', async () => (await server.json('/readyz')).outbox.status === 'broken');
  assert.equal(server.log.match(/a message was not stored/g).length, 1);
  assert.match(await server.text('/metrics'), /^otvet_tickets_not_stored_total 2$/m);
  // With room again nothing that was acknowledged is missing.
  await server.kill();
  await server.begin(index.path);
  assert.deepEqual((await listed(server)).map(({ ticket }) => ticket).sort(), tickets.sort());
  assert.equal((await post(server, message())).status, 202);
  assert.equal(await server.stop(), 0);
  tight.remove();
});

test('with limits for this machine, too, repeated text and many messages are held, and a flood is refused', async () => {
  await withServer('per_address_limits: { requests_per_second: 1000, burst: 10000 }\n', async (server) => {
    for (let time = 0; time < 4; ++time) assert.equal((await post(server, message({ message: 'Заработок без вложений' }))).status, 202);
    assert.match((await listed(server, '--state', 'held'))[0].reason, /same text 4 times/);
    for (let time = 0; time < 8; ++time) await post(server, message());
    assert.ok((await listed(server, '--state', 'held')).some(({ reason }) => /many messages/.test(reason)));
    let refused;
    for (let time = 0; time < 120 && !refused; ++time) {
      const answer = await post(server, message());
      if (answer.status !== 202) refused = answer;
    }
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal((await refused.json()).error.code, 'too_many_messages');
  });
});

test('a rejected ticket is shown everywhere an operator looks, and goes out once the receiver is mended', async () => {
  await withReceiver(async (server, webhook) => {
    webhook.set({ failures: 1, status: 422 });
    await post(server, message({ email: 'olga@example.com' }));
    await until('rejected', async () => (await listed(server, '--state', 'rejected')).length === 1);
    await until('stuck seen', async () => (await server.json('/readyz')).outbox.status === 'stuck');
    assert.equal((await server.json('/readyz')).outbox.rejected, 1);
    assert.match(await server.text('/metrics'), /^otvet_outbox_rejected_tickets 1$/m);
    assert.equal((await server.get('/readyz')).status, 200);
    // Who came through a proxy is no operator.
    const forVisitor = await (await server.get('/readyz', { headers: { 'x-forwarded-for': '192.0.2.1' } })).json();
    assert.deepEqual(forVisitor.outbox, { status: 'stuck' });
    webhook.set({ failures: 0 });
    assert.match((await outbox(server, 'retry')).stdout, /^1 retried/);
    await until('delivered after all', () => webhook.byKey.size === 1);
    await until('well again', async () => (await server.json('/readyz')).outbox.status === 'ok');
    assert.ok(!server.log.includes('olga') && !server.log.includes('Где деньги'));
    assert.ok(!server.log.includes('top-secret-17'));
  });
});

test('the text is erased when its time has come, from every file', async () => {
  await withReceiver(async (server, webhook, settingsFolder) => {
    const secret = 'my-very-private-question';
    const { ticket } = await (await post(server, message({ message: secret, email: 'eva@example.com' }))).json();
    await until('marked as delivered', async () => (await listed(server, '--all'))[0].state === 'delivered');
    const bytes = () => readdirSync(server.dataFolder).map((name) => readFileSync(join(server.dataFolder, name), 'latin1')).join('');
    assert.ok(bytes().includes(secret));
    writeFileSync(join(settingsFolder.path, 'clock'), String(1_800_000_000 + 86_400 + 60));
    await until('erased', () => !bytes().includes(secret) && !bytes().includes('eva@example.com'), 90_000);
    const [left] = await listed(server, '--all');
    assert.equal(left.ticket, ticket);
    assert.match((await outbox(server, 'show', ticket)).stdout, /has been erased/);
  }, { settings: 'retention_days: 1\nclock_file: clock\n', receiver: {} });
});

test('without a receiver tickets wait, and are delivered by a server that has one', async () => {
  const webhook = await startWebhook();
  const server = await Server.start(index.path);
  const { ticket } = await (await post(server, message())).json();
  await server.kill();
  const settings = new ContentFolder({ 'kb-server.yaml': `receiver: { kind: webhook, url: "${webhook.url}/tickets" }\n` });
  await server.begin(index.path, '--config', join(settings.path, 'kb-server.yaml'));
  await until('delivered by the second', () => webhook.byKey.size === 1);
  assert.equal([...webhook.byKey.values()][0].ticket, ticket);
  assert.equal(await server.stop(), 0);
  await webhook.stop();
  settings.remove();
});

test('wrong usage of kb-server outbox says what would be right', async () => {
  const server = { dataFolder: '/nowhere' };
  const missing = await outbox(server, 'list');
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /\/nowhere: there is no outbox here; name the folder/);
  for (const command of ['show', 'release', 'drop']) assert.equal((await outbox(server, command)).status, 2, command);
  assert.equal((await outbox(server, 'retry', '--all', '123')).status, 2);
  assert.equal((await outbox(server, 'list', '--state', 'lost')).status, 2);
  assert.equal((await outbox(server, 'eat')).status, 2);
});
