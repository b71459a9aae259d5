// The page that says what is measured, and the button that has it erased.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { until } from '../server/programs.mjs';
import { serveSample } from '../server/site.mjs';
import { browse, overflow, ways } from './browser.mjs';
import { count } from './counter.mjs';

const counter = count(serveSample());
const withPage = browse();

const button = (page) => page.getByRole('button', { name: 'Стереть' });
const stored = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('otvet-')));
const heard = (kind, times = 1) => until(kind, () => counter.of(kind).length >= times);

beforeEach(() => counter.forget());

for (const { name, options } of ways) {
  test(`${name}: every page leads to what is measured, in either language`, async () => {
    const problems = await withPage(options, async (page) => {
      await page.goto(`${counter.url}/ru/articles/refund`);
      await page.getByRole('contentinfo').getByRole('link', { name: 'Что мы считаем' }).click();
      await page.getByRole('heading', { level: 1, name: 'Что мы считаем' }).waitFor();
      assert.match(await page.getByRole('main').innerText(), /меньше 24\sч[^]*хранит записи 400\sдн/);
      assert.equal(await button(page).isVisible(), options.javaScriptEnabled);
      assert.ok(await overflow(page) <= 0);
      await page.getByRole('navigation', { name: 'Язык страницы' }).getByRole('link', { name: 'English' }).click();
      await page.waitForURL('**/en/privacy');
      await page.getByRole('heading', { level: 1, name: 'What we measure' }).waitFor();
      assert.ok(await overflow(page) <= 0);
    });
    assert.deepEqual(problems, []);
  });
}

test('everything of the visits that the browser remembers is erased, there and here', () => withPage({ locale: 'ru-RU' }, async (page) => {
  await page.clock.install();
  for (const times of [1, 2]) {
    await page.goto(`${counter.url}/ru/articles/refund`);
    await page.clock.runFor(1_500);
    await heard('open', times);
    await page.clock.runFor(31 * 60_000);
  }
  counter.reply = () => ({ status: 503 });
  await page.goto(`${counter.url}/ru/articles/points`);
  await page.clock.runFor(1_500);
  await page.goto(`${counter.url}/ru/privacy`);
  await button(page).click();
  await page.getByText('Стёрто').waitFor();
  const sessions = new Set(counter.requests.map(({ session }) => session));
  assert.equal(sessions.size, 3);
  assert.deepEqual(new Set(counter.erased), sessions);
  assert.deepEqual(await stored(page), []);
  const before = counter.requests.length;
  await page.clock.runFor(5 * 60_000);
  assert.equal(counter.requests.length, before);
}));

test('what could not be erased is said, and can be tried again', () => withPage({ locale: 'ru-RU' }, async (page) => {
  await page.goto(`${counter.url}/ru/articles/refund`);
  await heard('open');
  counter.onErase = () => ({ status: 503 });
  await page.goto(`${counter.url}/ru/privacy`);
  await button(page).click();
  await page.getByText('не получилось').waitFor();
  delete counter.onErase;
  await button(page).click();
  await page.getByText('Стёрто').waitFor();
  assert.equal(counter.erased.length, 2);
  assert.equal(counter.erased[0], counter.of('open')[0].session);
}));

test('with Global Privacy Control there is nothing to erase', () => withPage({ locale: 'ru-RU' }, async (page) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  await page.goto(`${counter.url}/ru/privacy`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.ok(!(await button(page).isVisible()));
}));
