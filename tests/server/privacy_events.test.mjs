// What visitors do is stored without anything that says who they are: planted addresses, numbers and names are in no file.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createTokens } from '../../bench/customers/site.mjs';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const index = temporaryIndex();
const content = new ContentFolder();
after(() => { content.remove(); index.remove(); });
await build(content.path, index.path);

// What is typed, and of it what must not be found again.
const planted = [
  ['пишите на anna.smirnova@example.com', 'anna.smirnova'],
  ['ANNA+tag@Sub.Example.CO.UK не приходит', 'sub.example'],
  ['почта ivan.petrov@пример.рф', 'ivan.petrov'],
  ['почта иван.петров@пример.рф', 'иван.петров'],
  ['ivan собака mail.ru', 'ivan'],
  ['mailto:vera@example.org?subject=x', 'vera@'],
  ['звоните +7 (916) 123-45-67', '123-45-67'],
  ['звоните 8 916 123 45 68', '123 45 68'],
  ['звоните 89161234569', '89161234569'],
  ['звоните +79161234560', '9161234560'],
  ['звоните 8-916-123-45-61', '123-45-61'],
  ['звоните 8(916)1234562', '1234562'],
  ['звоните 8.916.123.45.63', '123.45.63'],
  ['call +49 30 901820', '901820'],
  ['call +1 (415) 555-2671', '555-2671'],
  ['call 0044 20 7946 0958', '7946 0958'],
  ['звоните ＋７９１６１２３４５６４', '１２３４５６４'],
  ['звоните +7\u00a0916\u00a0123\u00a045\u00a065', '123\u00a045\u00a065'],
  ['звоните +7 916 123–45–66', '123–45–66'],
  ['звоните +7\u2009916\u2009123\u201145\u201167', '45\u201167'],
  ['карта 4111 1111 1111 1111', '1111 1111'],
  ['карта 4111-1111-1111-1111', '1111-1111'],
  ['карта 5500000000000004', '5500000000000004'],
  ['карта 4111\u00a01111\u00a01111\u00a01111', '1111\u00a01111'],
  ['карта ４１１１１１１１１１１１１１１１', '１１１１１１１１'],
  ['amex 3782 822463 10005', '822463'],
  ['паспорт 4510 123456', '123456'],
  ['снилс 123-456-789 01', '123-456-789'],
  ['снилс 12345678902', '12345678902'],
  ['инн 500100732259', '500100732259'],
  ['с адреса 203.0.113.77 не открывается', '203.0.113.77'],
  ['ping 2001:db8:85a3::8a2e:370:7334', '2001:db8'],
  ['вход с 8.8.4.4:443', '8.8.4.4'],
];
const hidden = [
  ['мой адрес olga @ gmail.com', 'olga'],
  ['паспорт 45 10 № 123457', '123457'],
  ['паспорт серия 4510 номер 123458', '123458'],
  ['карта 4111.1111.1111.1111', '1111.1111'],
  ['ivan собака mail точка ru', 'ivan'],
];
const staying = ['ошибка 0x80070005', 'windows 11 22h2', 'порт 8080', '192.168.1.1', '2026-05-31', 'код 12345', '1с 8.3.24.1467'];

let made = 0;
const now = () => new Date().toISOString();
const event = (kind, more) => ({ id: `e-${++made}`, kind, at: now(), lang: 'ru', ...more });
const search = (query) => event('search', { query, results: 0, search_id: '0123456789abcdef' });
const vote = (comment) => event('vote', { slug: 'refund', helpful: false, comment });
const post = (server, body, headers = {}) => server.get('/api/v1/events', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

async function withServer(use) {
  const server = await Server.start(index.path);
  try {
    await use(server);
  } finally {
    assert.equal(await server.stop(), 0);
  }
}

const stored = (server) => until('everything is stored', async () => /^otvet_events_waiting 0$/m.test(await server.text('/metrics')));

// Every byte below the data folder, tickets aside: those are meant to be read by support.
function bytes(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('outbox.db'))
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name))).reduce((all, each) => Buffer.concat([all, each]), Buffer.alloc(0));
}
const found = (all, secrets) => secrets.filter((secret) => [secret, secret.toLowerCase(), secret.toUpperCase()].some((form) => all.includes(Buffer.from(form))));

test('addresses and numbers in queries and comments are in no file', async () => {
  await withServer(async (server) => {
    for (const [i, [text]] of planted.entries()) {
      const answer = await post(server, { session: `visitor-${i}`, events: [search(text), event('typeahead', { query: text, results: 0, search_id: 'x' }), vote(text)] });
      assert.equal(answer.status, 202, text);
    }
    await stored(server);
    const all = bytes(server.dataFolder);
    assert.ok(all.includes('[email]') && all.includes('[phone]') && all.includes('[number]') && all.includes('[address]'), 'something was stored in their place');
    assert.deepEqual(found(all, planted.map(([, secret]) => secret)), []);
    assert.equal(planted.filter(([text]) => server.log.includes(text)).length, 0);
  });
});

test('nor are those that are spelled in unusual ways', async () => {
  await withServer(async (server) => {
    for (const [text] of hidden) assert.equal((await post(server, { session: 'visitor-1', events: [search(text), vote(text)] })).status, 202, text);
    await stored(server);
    assert.deepEqual(found(bytes(server.dataFolder), hidden.map(([, secret]) => secret)), []);
  });
});

test('what says nothing of anybody stays as it was typed', async () => {
  await withServer(async (server) => {
    for (const text of staying) assert.equal((await post(server, { session: 'visitor-1', events: [search(text)] })).status, 202);
    await stored(server);
    const all = bytes(server.dataFolder);
    assert.deepEqual(staying.filter((text) => !all.includes(Buffer.from(text))), []);
  });
});

test('identifiers are stored as hashes alone, and neither addresses nor programs of visitors at all', async () => {
  await withServer(async (server) => {
    const secrets = { session: 'session-plainly-visible', before: 'earlier-plainly-visible', id: 'event-plainly-visible', search: 'search-plainly-visible' };
    const headers = {
      'user-agent': 'Mozilla/5.0 PlantedBrowser/77.7', 'x-forwarded-for': '198.51.100.23', forwarded: 'for=198.51.100.24', 'x-real-ip': '198.51.100.25',
      referer: 'https://planted-referer.example/', cookie: 'planted=cookie-jar', 'accept-language': 'x-planted',
    };
    const answer = await post(server, { session: secrets.session, continues: secrets.before, events: [{ ...search('возврат'), id: secrets.id, search_id: secrets.search }] }, headers);
    assert.equal(answer.status, 202);
    const ticket = { id: 'ticket-plainly-visible', session: secrets.session, lang: 'ru', subject: 'Тема', message: 'Слова, которые прочтёт поддержка', email: 'anna@planted.example', fields: {}, page: '/ru/', shown: [] };
    assert.equal((await server.get('/api/v1/contact', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(ticket) })).status, 202);
    await stored(server);
    const ofTicket = ['ticket-plainly-visible', 'anna@planted.example', 'прочтёт поддержка'];
    const ofRequest = ['PlantedBrowser', '198.51.100.2', 'planted-referer', 'cookie-jar', 'x-planted', '127.0.0.1'];
    assert.deepEqual(found(bytes(server.dataFolder), [...Object.values(secrets), ...ofTicket, ...ofRequest]), []);
  });
});

test('a slug is refused when it could be anything but one, and is not kept', async () => {
  await withServer(async (server) => {
    const slugs = ['anna@slug-planted.example', '+7 916 555-44-33', 'карта 4012888888881881', 'a b', '../x', 'x'.repeat(2000)];
    for (const slug of slugs) await post(server, { session: 'visitor-1', events: [event('open', { slug, source: 'link' })] });
    assert.equal((await post(server, { session: 'visitor-1', events: [event('open', { slug: 'refund', source: 'link' })] })).status, 202);
    await stored(server);
    assert.deepEqual(found(bytes(server.dataFolder), ['slug-planted', '555-44-33', '4012888888881881']), []);
  });
});

test('what comes with Sec-GPC, or without a session, leaves no words', async () => {
  await withServer(async (server) => {
    assert.equal((await post(server, { session: 'private-visitor', continues: 'private-before', events: [search('слово-приватное'), vote('мнение-приватное')] }, { 'sec-gpc': '1' })).status, 202);
    assert.equal((await post(server, { events: [search('слово-безымянное'), vote('мнение-безымянное')] })).status, 202);
    await stored(server);
    assert.deepEqual(found(bytes(server.dataFolder), ['приватное', 'безымянное', 'private-visitor', 'private-before']), []);
  });
});

test('words of staff and crawlers are not kept either', async () => {
  await withServer(async (server) => {
    const { agent } = await createTokens(process.env.KB_SERVER, server.dataFolder);
    assert.equal((await post(server, { session: 'visitor-1', events: [search('слово-оператора')] }, { authorization: `Bearer ${agent}` })).status, 202);
    assert.equal((await post(server, { session: 'visitor-1', events: [search('слово-робота')] }, { 'user-agent': 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)' })).status, 202);
    await stored(server);
    assert.deepEqual(found(bytes(server.dataFolder), ['оператора', 'робота']), []);
  });
});
