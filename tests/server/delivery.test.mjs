// Tickets on their way: killed servers, receivers that fail, are late or away, and the order of one sender's messages.
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { startUsedesk } from './fakes/usedesk.mjs';
import { startWebhook } from './fakes/webhook.mjs';
import { startZendesk } from './fakes/zendesk.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

// More kills take more time: KB_KILLS=50 takes about two minutes.
const kills = Number(process.env.KB_KILLS ?? 6);

const index = temporaryIndex();
const content = new ContentFolder();
after(() => { content.remove(); index.remove(); });
await build(content.path, index.path);

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let sent = 0;
const message = (more = {}) => ({ id: `id-${++sent}`, session: '', lang: 'ru', subject: '', message: `Вопрос ${sent}`, email: '', fields: {}, page: '', shown: [], ...more });

// The number; nothing when the server did not acknowledge it.
async function send(server, body) {
  try {
    const answer = await server.get('/api/v1/contact', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return answer.status === 202 ? (await answer.json()).ticket : null;
  } catch {
    return null;
  }
}

async function withServer(receiver, use, files = {}) {
  const settings = new ContentFolder({ 'kb-server.yaml': `receiver: ${JSON.stringify(receiver)}\n`, ...files });
  const flags = ['--config', join(settings.path, 'kb-server.yaml')];
  const server = await Server.start(index.path, ...flags);
  server.again = () => server.begin(index.path, ...flags);
  try {
    await use(server, settings);
  } finally {
    assert.equal(await server.stop(), 0);
    settings.remove();
  }
}

test(`killed ${kills} times while the receiver fails, is late or loses its answers: what was acknowledged arrives, once by its key`, async () => {
  const webhook = await startWebhook({ failures: 0.3, lost: 0.2, delay: 5 });
  await withServer({ kind: 'webhook', url: `${webhook.url}/tickets` }, async (server) => {
    const acknowledged = new Map();
    for (let time = 0; time < kills; ++time) {
      let isUp = true;
      const senders = [0, 1, 2].map(async () => {
        while (isUp) {
          const body = message();
          const ticket = await send(server, body);
          if (ticket) acknowledged.set(ticket, body);
        }
      });
      await sleep(50 + Math.random() * 400);
      webhook.set({ delay: Math.random() < 0.5 ? 0 : 40 });
      await server.kill();
      isUp = false;
      await Promise.all(senders);
      await server.again();
    }
    webhook.set({ failures: 0.1, lost: 0.1, delay: 0 });
    const arrived = () => new Set([...webhook.byKey.values()].map(({ ticket }) => ticket));
    await until('all have arrived', () => { const there = arrived(); return [...acknowledged.keys()].every((ticket) => there.has(ticket)); }, 120_000);
    // Those that had bad luck wait for minutes by now; a server that starts tries all.
    webhook.set({ failures: 0, lost: 0 });
    await server.kill();
    await server.again();
    await until('all are marked', async () => (await server.json('/readyz')).outbox.waiting === 0, 60_000);
    assert.ok(acknowledged.size > kills, `${acknowledged.size} tickets`);
    const tickets = [...webhook.byKey.values()].map(({ ticket }) => ticket);
    assert.equal(new Set(tickets).size, tickets.length, 'a ticket has one key');
    for (const { ticket, message: text } of webhook.byKey.values()) {
      if (acknowledged.has(ticket)) assert.equal(text, acknowledged.get(ticket).message);
    }
    assert.deepEqual(webhook.mistakes, []);
    if (kills > 10) console.log(`${kills} kills, ${acknowledged.size} tickets, ${webhook.received.length} attempts`);
  });
  await webhook.stop();
});

test('messages of one sender arrive in their order, whatever fails meanwhile', async () => {
  const webhook = await startWebhook({ failures: 0.4, lost: 0.1 });
  await withServer({ kind: 'webhook', url: `${webhook.url}/tickets` }, async (server) => {
    const senders = ['anna@example.com', 'boris@example.com', 'vera@example.com'];
    for (let time = 0; time < 5; ++time) {
      for (const email of senders) assert.ok(await send(server, message({ email, message: `${email} ${time}` })));
    }
    await until('all have arrived', () => webhook.byKey.size === 15, 60_000);
    for (const email of senders) {
      const got = [...webhook.byKey.values()].filter((ticket) => ticket.email === email).map((ticket) => ticket.message);
      assert.deepEqual(got, [0, 1, 2, 3, 4].map((time) => `${email} ${time}`));
    }
  });
  await webhook.stop();
});

test('while the receiver is away few attempts are made, and when it is back all tickets go at once', async () => {
  const webhook = await startWebhook({ failures: 1 });
  await withServer({ kind: 'webhook', url: `${webhook.url}/tickets` }, async (server) => {
    await Promise.all(Array.from({ length: 200 }, () => send(server, message())));
    await sleep(2500);
    assert.ok(webhook.received.length < 20, `${webhook.received.length} attempts`);
    webhook.set({ failures: 0 });
    await until('all have arrived', () => webhook.byKey.size === 200);
    assert.ok(webhook.received.length < 230, `${webhook.received.length} attempts`);
    assert.equal(server.log.match(/was not delivered and will be tried again/g).length, 1);
    assert.match(server.log, /tickets are delivered again/);
  });
  await webhook.stop();
});

test('a server that is to stop does not wait for a receiver that takes its time', async () => {
  const webhook = await startWebhook({ delay: 25_000 });
  const begun = Date.now();
  await withServer({ kind: 'webhook', url: `${webhook.url}/tickets` }, async (server) => {
    await send(server, message());
    await sleep(300);
  });
  assert.ok(Date.now() - begun < 15_000, `${Date.now() - begun} ms`);
  await webhook.stop();
});

test('of two servers on one data folder one delivers, and the other takes over when it ends', async () => {
  const webhook = await startWebhook({ delay: 30 });
  await withServer({ kind: 'webhook', url: `${webhook.url}/tickets` }, async (server, settings) => {
    const second = new Server();
    second.data = server.data;
    await second.begin(index.path, '--config', join(settings.path, 'kb-server.yaml'));
    await Promise.all(Array.from({ length: 20 }, (_, time) => send(time % 2 ? server : second, message())));
    await until('all have arrived', () => webhook.byKey.size === 20);
    assert.equal(webhook.received.length, 20);
    await server.kill();
    await send(second, message());
    await until('the second delivers', () => webhook.byKey.size === 21);
    await second.kill();
    await server.again();
  });
  await webhook.stop();
});

test('Zendesk and Usedesk get each ticket, too, when they fail at first', async () => {
  const zendesk = await startZendesk({ user: 'agent@example.com', token: 'zen-token', failures: 0.5 });
  await withServer({ kind: 'zendesk', url: zendesk.url, user: 'agent@example.com', secret_file: 'key' }, async (server) => {
    await Promise.all([1, 2, 3].map(() => send(server, message({ email: 'anna@example.com' }))));
    await until('all have arrived', () => zendesk.byKey.size === 3, 60_000);
  }, { key: 'zen-token' });
  assert.deepEqual(zendesk.mistakes, []);
  await zendesk.stop();
  const usedesk = await startUsedesk({ token: 'use-token', failures: 0.5 });
  await withServer({ kind: 'usedesk', url: `${usedesk.url}/create/ticket`, secret_file: 'key' }, async (server) => {
    await Promise.all([1, 2, 3].map(() => send(server, message())));
    await until('all have arrived', () => usedesk.byKey.size === 3, 60_000);
  }, { key: 'use-token' });
  assert.deepEqual(usedesk.mistakes, []);
  await usedesk.stop();
});

test('support gets a mail, and who left an address a receipt that repeats nothing they wrote', async () => {
  const box = new ContentFolder({ sendmail: '#!/bin/sh\nexec cat > "$(mktemp "$(dirname "$0")/mail.XXXXXX")"\n' });
  chmodSync(join(box.path, 'sendmail'), 0o755);
  const mails = () => readdirSync(box.path).filter((name) => name.startsWith('mail.')).map((name) => readFileSync(join(box.path, name), 'utf8'));
  const text = (mail) => Buffer.from(mail.slice(mail.search(/\r?\n\r?\n/)), 'base64').toString();
  await withServer({ kind: 'mail', command: `${box.path}/sendmail -t`, from: 'help@example.com', to: 'support@example.com' }, async (server) => {
    const ticket = await send(server, message({ email: 'anna@example.com', message: 'Секретный вопрос', lang: 'en' }));
    await until('both have gone', () => mails().length === 2 && mails().every((mail) => text(mail).trim().length > 0));
    const receipt = mails().find((mail) => /^To: anna@example.com/m.test(mail));
    const toSupport = mails().find((mail) => /^To: support@example.com/m.test(mail));
    assert.match(text(toSupport), /Секретный вопрос/);
    assert.match(receipt, /^Auto-Submitted: auto-replied/m);
    assert.match(text(receipt), new RegExp(`${ticket.slice(0, 4)}\u00a0${ticket.slice(4)}`));
    assert.match(text(receipt), /^Hello/);
    assert.ok(!text(receipt).includes('Секретный'));
    // Nobody can have somebody's mailbox filled.
    for (let time = 0; time < 8; ++time) await send(server, message({ email: 'anna@example.com' }));
    const receipts = () => mails().filter((mail) => /^To: anna@example.com/m.test(mail)).length;
    await until('receipts are sent', () => receipts() === 5);
    await sleep(1500);
    assert.equal(receipts(), 5);
  });
  box.remove();
});
