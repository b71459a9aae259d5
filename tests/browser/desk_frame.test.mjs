// The desk in a frame beside a help desk of another origin: what comes in, what goes out, and who may do either.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { createTokens } from '../../bench/customers/site.mjs';
import { ContentFolder, files, secretWord } from '../server/content.mjs';
import { build, Server, temporaryIndex } from '../server/programs.mjs';
import { accessibilityProblems, browse } from './browser.mjs';

const content = new ContentFolder({ ...files, 'ru/_templates/hello.md': '---\ntitle: Приветствие\n---\nЗдравствуйте, {{name}}!\n' });
const index = temporaryIndex();
const withPage = browse();
let server, token, helpDesk, origin;

// The page around the frame.
const page = (url) => `<!doctype html><title>Tickets</title><body><iframe id="answers" src="${url}/desk/embed" title="Answers" allow="clipboard-write" style="width:390px;height:760px"></iframe>
<script>window.got = []; addEventListener('message', ({ data, origin }) => got.push({ ...data, origin }));
window.send = (data) => document.querySelector('iframe').contentWindow.postMessage(data, '*');</script>`;

before(async () => {
  helpDesk = createServer((request, answer) => answer.setHeader('content-type', 'text/html; charset=utf-8').end(page(server.url))).listen(0, '127.0.0.1');
  await new Promise((resolve) => helpDesk.on('listening', resolve));
  origin = `http://127.0.0.1:${helpDesk.address().port}`;
  await build(content.path, index.path);
  server = await Server.startWith(`desk: { origins: ["${origin}"] }\n`, index.path);
  token = (await createTokens(process.env.KB_SERVER, server.dataFolder)).agent;
});
after(async () => {
  helpDesk?.close();
  await server?.stop();
  content.remove();
  index.remove();
});

const options = { locale: 'ru-RU', viewport: { width: 900, height: 800 }, bypassCSP: true };
const inside = (host) => host.frameLocator('#answers');
const ready = async (host) => host.waitForFunction(() => window.got.some(({ type }) => type === 'ready'));
const ticket = (more = {}) => ({ type: 'ticket', token, subject: 'Возврат', body: 'Когда придёт возврат на карту?', lang: 'ru', ...more });

test('a ticket comes in, and by keyboard an answer goes out', async () => {
  const problems = await withPage(options, async (host, context) => {
    await host.goto(origin);
    await ready(host);
    const frame = inside(host);
    assert.match(await frame.locator('.desk-empty').innerText(), /Ждём обращение/);
    await host.evaluate((data) => window.send(data), ticket());
    await frame.locator('.desk-item.current').waitFor();
    assert.equal(await frame.locator('#message').inputValue(), 'Когда придёт возврат на карту?');
    assert.equal(await frame.locator('#customer-lang').inputValue(), 'ru');
    await frame.locator('.desk-item.current h3 a').focus();
    await host.keyboard.press('i');
    await host.waitForFunction(() => window.got.some(({ type }) => type === 'insert'));
    const { text, markdown, html, article, origin: from } = await host.evaluate(() => window.got.find(({ type }) => type === 'insert'));
    assert.equal(from, server.url);
    assert.equal(article, 'ru/refund');
    assert.match(text, new RegExp(`\n\nКак вернуть деньги: ${server.url}/ru/articles/refund`));
    assert.match(markdown, /\[Как вернуть деньги\]\(http/);
    assert.match(html, /<a href="http[^"]*">Как вернуть деньги<\/a>/);

    await host.keyboard.press('t');
    await frame.locator('dialog[open]').waitFor();
    await host.keyboard.press('Enter');
    await frame.locator('.desk-fill').waitFor();
    await frame.locator('#desk-field-0').fill('Анна');
    await host.keyboard.press('Enter');
    await host.waitForFunction(() => window.got.filter(({ type }) => type === 'insert').length === 2);
    assert.equal(await host.evaluate(() => window.got.at(-1).text), 'Здравствуйте, Анна!');

    // The token is in no place that outlives the frame.
    const desk = host.frames()[1];
    assert.deepEqual(await desk.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]), ['', 0, 0]);
    assert.deepEqual(await context.cookies(), []);
    assert.equal(await desk.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  });
  assert.deepEqual(problems, []);
});

test('what was taken out of a past answer is filled in before it goes out', async () => {
  const problems = await withPage(options, async (host) => {
    await host.route('**/api/v1/similar', async (route) => {
      const response = await route.fetch();
      const found = await response.json();
      const past = { id: 't1', lang: 'ru', subject: 'Возврат', message: 'Где возврат?', answer: 'Добрый день!\nЗвоните на [phone].', reply: 'Звоните на [phone].', score: 1, why: [] };
      return route.fulfill({ response, json: { ...found, articles: [], questions: [past] } });
    });
    await host.goto(origin);
    await ready(host);
    await host.evaluate((data) => window.send(data), ticket());
    const frame = inside(host);
    await frame.locator('[data-kind="question"] h3 button').focus();
    await host.keyboard.press('i');
    await frame.locator('dialog[data-name="gaps"][open]').waitFor();
    assert.equal(await host.evaluate(() => window.got.filter(({ type }) => type === 'insert').length), 0);
    await host.keyboard.type('8 800 100');
    await host.keyboard.press('Enter');
    await host.waitForFunction(() => window.got.some(({ type }) => type === 'insert'));
    assert.equal(await host.evaluate(() => window.got.at(-1).text), 'Звоните на 8 800 100.');
  });
  assert.deepEqual(problems, []);
});

test('what is internal comes with a token alone, whoever is signed in', async () => {
  await withPage(options, async (host) => {
    await host.goto(`${server.url}/ru/sign-in`);
    await host.locator('#token').fill(token);
    await host.keyboard.press('Enter');
    await host.locator('.staff').waitFor();
    await host.goto(origin);
    await ready(host);
    const frame = inside(host);
    const asked = ticket({ body: 'Возврат для своих, скидка и пароль', subject: '' });
    await host.evaluate((data) => window.send(data), { ...asked, token: '' });
    assert.match(await frame.locator('.desk-found').innerText(), /Ответы/);
    assert.equal(await frame.locator('.desk-item:visible').count(), 0);
    await host.evaluate((data) => window.send(data), asked);
    await frame.locator('.desk-internal').first().waitFor();
    assert.ok((await frame.locator('.desk-items').first().innerText()).includes(secretWord));
    // An internal text goes out after a warning only, and says nothing of where it stands.
    // It is read where it stands: elsewhere nothing would open it.
    const item = frame.locator('.desk-item:has(.desk-internal)').first();
    await item.locator('h3 button').focus();
    await host.keyboard.press('Enter');
    await item.locator('.desk-text').waitFor();
    assert.equal(host.context().pages().length, 1);
    await host.keyboard.press('i');
    await frame.locator('dialog[open]').waitFor();
    await host.keyboard.press('Tab');
    await host.keyboard.press('Enter');
    await host.waitForFunction(() => window.got.some(({ type }) => type === 'insert'));
    const sent = await host.evaluate(() => window.got.at(-1));
    assert.equal(sent.article, null);
    assert.doesNotMatch(JSON.stringify([sent.text, sent.html, sent.markdown]), /discount|http/);
  });
});

test('a token that lets nobody in is told, and finds nothing', async () => {
  await withPage(options, async (host) => {
    await host.goto(origin);
    await ready(host);
    await host.evaluate((data) => window.send(data), ticket({ token: 'otvet-token-00' }));
    await inside(host).locator('.desk-said', { hasText: 'Вход больше не действует' }).waitFor();
    assert.equal(await inside(host).locator('.desk-item:visible').count(), 0);
  });
});

test('only the page around the frame is listened to, and other messages are nothing', async () => {
  await withPage(options, async (host) => {
    await host.goto(origin);
    await ready(host);
    const frame = inside(host);
    const message = frame.locator('#message');
    for (const data of [null, 'ticket', { type: 'other', token, body: 'x' }, [1]]) await host.evaluate((it) => window.send(it), data);
    // From the frame to itself, and as from another origin.
    await host.frames()[1].evaluate((it) => window.postMessage(it, '*'), ticket({ body: 'from within' }));
    await host.frames()[1].evaluate((it) => window.dispatchEvent(new MessageEvent('message', { data: it, origin: 'https://elsewhere.example', source: window.parent })), ticket({ body: 'from elsewhere' }));
    await host.evaluate((it) => window.send(it), ticket({ body: 7, subject: 'Возврат' }));
    await frame.locator('.desk-item.current').waitFor();
    assert.equal(await message.inputValue(), '');
    assert.equal(await frame.locator('#subject').inputValue(), 'Возврат');
  });
});

test('no other site can show the frame', async () => {
  await withPage(options, async (host) => {
    // The same page under another name is another origin.
    await host.goto(origin.replace('127.0.0.1', 'localhost'));
    await host.waitForTimeout(300);
    assert.equal(await host.evaluate(() => window.got.length), 0);
    assert.equal(await host.frames()[1].evaluate(() => document.querySelector('.desk') === null), true);
  });
});

test('the frame is easy to read, alone and with a ticket', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await withPage({ ...options, viewport: { width: 390, height: 800 }, colorScheme }, async (host) => {
      await host.goto(origin);
      await ready(host);
      const desk = host.frames()[1];
      assert.deepEqual(await accessibilityProblems(desk), [], colorScheme);
      await host.evaluate((data) => window.send(data), ticket());
      await inside(host).locator('.desk-item.current').waitFor();
      assert.deepEqual(await accessibilityProblems(desk), [], colorScheme);
    });
  }
});
