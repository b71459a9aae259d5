// One ticket at a time to fakes of every receiver, by the program that delivers one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startUsedesk } from './fakes/usedesk.mjs';
import { startWebhook } from './fakes/webhook.mjs';
import { startZendesk } from './fakes/zendesk.mjs';

const folder = mkdtempSync(join(tmpdir(), 'otvet-receivers-'));
after(() => rmSync(folder, { recursive: true }));

const ticket = {
  key: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b', number: '12345678', lang: 'ru', subject: 'Не приходит "код" 😀',
  message: 'Здравствуйте!\n<script>alert(1)</script> & всё.', email: 'anna@example.com',
  fields: { order: 'A-17; срочно', phone: '+7 900' }, page: '/ru/articles/login', session: 's1', search_id: 'q1', shown: ['ru/login', 'ru/code'],
};
const secret = 'v3ry-s3cret-value';

function write(name, content) {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

// What the program prints; nothing of the secret may be in it.
function deliver(receiver, changes = {}, environment = {}) {
  const config = write('kb-server.yaml', `receiver: ${JSON.stringify(receiver)}\n`);
  const file = write('ticket.json', JSON.stringify({ ...ticket, ...changes }));
  return new Promise((resolve, reject) => {
    execFile(process.env.DELIVER_ONE, [config, file], { env: { ...process.env, ...environment }, timeout: 60_000 }, (error, stdout, stderr) => {
      assert.ok(!(stdout + stderr).includes(secret), 'the secret was printed');
      if (error) reject(new Error(stderr));
      else resolve(JSON.parse(stdout));
    });
  });
}

const secretFile = () => write('secret', `${secret}\n`);

test('a webhook gets everything, signed', async () => {
  const fake = await startWebhook({ secret });
  const receiver = { kind: 'webhook', url: `${fake.url}/tickets`, secret_file: secretFile() };
  assert.deepEqual(await deliver(receiver), { outcome: 'delivered', reason: 'answered 200' });
  const { key, number, ...text } = ticket;
  assert.deepEqual(fake.byKey.get(key), { ticket: number, received: '2026-09-21T14:13:20Z', ...text });
  assert.equal((await deliver({ ...receiver, secret_file: undefined }, {}, { OTVET_RECEIVER_SECRET: secret })).outcome, 'delivered');
  assert.equal((await deliver({ ...receiver, secret_file: write('other', 'wrong') })).outcome, 'failed');
  assert.deepEqual(fake.mistakes, []);
  assert.equal(fake.byKey.size, 1);
  await fake.stop();
});

test('without a secret a webhook is not signed', async () => {
  const fake = await startWebhook();
  assert.equal((await deliver({ kind: 'webhook', url: `${fake.url}/tickets` })).outcome, 'delivered');
  assert.deepEqual(fake.mistakes, []);
  await fake.stop();
});

test('a template makes the body', async () => {
  const fake = await startWebhook({ secret, isTemplate: true });
  const template = write('body.json', '{"title": "{{subject}}", "text": "{{message}}", "tags": [{{#shown}}"{{article}}"{{^last}},{{/last}}{{/shown}}]}');
  const result = await deliver({ kind: 'webhook', url: `${fake.url}/tickets`, secret_file: secretFile(), template_file: template });
  assert.equal(result.outcome, 'delivered');
  assert.deepEqual(fake.byKey.get(ticket.key), { title: ticket.subject, text: ticket.message, tags: ticket.shown });
  await fake.stop();
});

test('what a receiver answers decides, and it may say when to come again', async () => {
  const fake = await startWebhook();
  const receiver = { kind: 'webhook', url: `${fake.url}/tickets` };
  const inAnHour = new Date(Date.now() + 3600_000 * 5).toUTCString();
  const cases = [
    [{ status: 503, headers: { 'retry-after': '120' } }, { outcome: 'failed', reason: 'answered 503', retry_after: 120 }],
    [{ status: 429, headers: { 'retry-after': inAnHour } }, { outcome: 'failed', reason: 'answered 429', retry_after: 3600 }],
    [{ status: 422, body: { error: 'RecordInvalid' } }, { outcome: 'rejected', reason: 'answered 422' }],
    [{ status: 307, headers: { location: `${fake.url}/tickets` } }, { outcome: 'failed', reason: 'answered 307' }],
    [{ status: 200, body: 'x'.repeat(300_000) }, { outcome: 'delivered', reason: 'answered 200' }],
  ];
  for (const [answer, expected] of cases) {
    fake.set({ next: [answer] });
    assert.deepEqual(await deliver(receiver), expected);
  }
  await fake.stop();
});

test('no answer is a failure that names the host and nothing else of the address', async () => {
  const fake = await startWebhook({ lost: 1 });
  const lost = await deliver({ kind: 'webhook', url: `${fake.url.replace('//', `//user:${secret}@`)}/tickets` });
  assert.equal(lost.outcome, 'failed');
  assert.match(lost.reason, /^127\.0\.0\.1: /);
  assert.equal(fake.byKey.size, 1);
  await fake.stop();
  const away = await deliver({ kind: 'webhook', url: `${fake.url}/${secret}?key=${secret}` });
  assert.deepEqual(away, { outcome: 'failed', reason: "127.0.0.1: Couldn't connect to server" });
});

test('what is no HTTP is a failure', async () => {
  const server = net.createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-nonsense\r\n')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  assert.equal((await deliver({ kind: 'webhook', url: `http://127.0.0.1:${server.address().port}/` })).outcome, 'failed');
  assert.equal((await deliver({ kind: 'webhook', url: `https://127.0.0.1:${server.address().port}/` })).outcome, 'failed');
  server.close();
});

test('a proxy of the environment is not asked for what is on this machine', async () => {
  const fake = await startWebhook();
  const proxies = { http_proxy: 'http://127.0.0.1:1', ALL_PROXY: 'http://127.0.0.1:1' };
  assert.equal((await deliver({ kind: 'webhook', url: `${fake.url}/tickets` }, {}, proxies)).outcome, 'delivered');
  assert.equal((await deliver({ kind: 'webhook', url: 'http://support.example.com/' }, {}, proxies)).outcome, 'failed');
  await fake.stop();
});

test('Zendesk takes tickets by token, by access token, and from anybody', async () => {
  for (const user of ['agent@acme.com', '']) {
    const fake = await startZendesk({ user, token: secret });
    const receiver = { kind: 'zendesk', url: fake.url, ...(user && { user }), secret_file: secretFile(), fields: { order: 360001234567 } };
    assert.deepEqual(await deliver(receiver), { outcome: 'delivered', reason: 'answered 201' });
    const request = fake.byKey.get(ticket.key);
    assert.deepEqual(request.requester, { name: 'anna', email: 'anna@example.com' });
    assert.deepEqual(request.custom_fields, [{ id: 360001234567, value: 'A-17; срочно' }]);
    assert.equal((await deliver({ ...receiver, secret_file: write('other', 'wrong') })).outcome, 'failed');
    assert.deepEqual(fake.mistakes, []);
    await fake.stop();
  }
  const fake = await startZendesk();
  assert.equal((await deliver({ kind: 'zendesk', url: fake.url }, { email: '', subject: '' })).outcome, 'delivered');
  assert.equal(fake.byKey.get(ticket.key).subject, 'Здравствуйте! <script>alert(1)</script> & всё.');
  assert.deepEqual(fake.mistakes, []);
  await fake.stop();
});

test('Zendesk knows a ticket again, and names what is wrong with one', async () => {
  const fake = await startZendesk({ lost: 1 });
  const receiver = { kind: 'zendesk', url: fake.url };
  assert.equal((await deliver(receiver)).outcome, 'failed');
  fake.set({ lost: 0 });
  assert.equal((await deliver(receiver)).outcome, 'delivered');
  assert.equal(fake.byKey.size, 1);
  assert.deepEqual(await deliver(receiver, { message: 'another' }), { outcome: 'failed', reason: 'answered 400 (IdempotentRequestError)' });
  assert.deepEqual(await deliver(receiver, { key: 'k2', email: 'x@y' }), { outcome: 'rejected', reason: 'answered 422 (RecordInvalid)' });
  await fake.stop();
});

test('Usedesk takes tickets as text, and its mistakes with status 200 are failures', async () => {
  const fake = await startUsedesk({ token: secret });
  const receiver = { kind: 'usedesk', url: `${fake.url}/create/ticket`, secret_file: secretFile(), fields: { order: 17, phone: 18 } };
  assert.deepEqual(await deliver(receiver), { outcome: 'delivered', reason: 'answered 200' });
  const [taken] = fake.tickets;
  assert.match(taken.message, /^Здравствуйте!<br>\n&lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; всё\.<br>/);
  assert.equal(taken.field_id, '17;18');
  assert.equal(taken.field_value, 'A-17, срочно;+7 900');
  assert.equal((await deliver(receiver, { email: '', key: 'k2' })).outcome, 'delivered');
  assert.deepEqual(await deliver({ ...receiver, secret_file: write('other', 'wrong') }), { outcome: 'failed', reason: 'answered 200 without a ticket (112)' });
  assert.deepEqual(fake.mistakes, []);
  await fake.stop();
});

test('a mail goes to the command, which says whether it was taken', async () => {
  const command = write('sendmail', `#!/bin/sh\ncat > "${folder}/mail"\necho "anna@example.com: ${secret}" >&2\nexit \${STATUS:-0}\n`);
  chmodSync(command, 0o700);
  const receiver = { kind: 'mail', command: `${command} -i -t`, to: 'support@example.com', from: 'kb@example.com' };
  assert.deepEqual(await deliver(receiver), { outcome: 'delivered', reason: 'the mail command ended with 0' });
  const mail = readFileSync(join(folder, 'mail'), 'utf8');
  assert.match(mail, /^From: kb@example.com\nTo: support@example.com\n/);
  assert.ok(mail.includes(`Message-ID: <${ticket.key}@example.com>\n`));
  assert.ok(Buffer.from(mail.split('\n\n')[1], 'base64').toString().startsWith(ticket.message.replaceAll('\n', '\r\n')));
  assert.equal((await deliver(receiver, {}, { STATUS: '75' })).outcome, 'failed');
  assert.deepEqual(await deliver(receiver, {}, { STATUS: '67' }), { outcome: 'rejected', reason: 'the mail command ended with 67' });
});
