// Signing in as staff do: at both widths, in light and dark, with JavaScript and without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { serve } from '../server/site.mjs';
import { accessibilityProblems, browse, overflow, ways } from './browser.mjs';

const server = serve();
const withPage = browse();
const create = (name) => execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', 'writer', '--name', name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();

const field = (page) => page.getByLabel('Токен');
const enter = (page) => page.getByRole('button', { name: 'Войти', exact: true });
const bar = (page) => page.getByRole('region', { name: 'Вход для сотрудников' });
const width = (page) => page.evaluate(() => document.documentElement.clientWidth);

// Where scripts are off axe cannot run either.
async function look(page, options) {
  assert.ok(await overflow(page) <= 0, page.url());
  if (options.javaScriptEnabled) assert.deepEqual(await accessibilityProblems(page), [], page.url());
}

for (const { name, options } of ways) {
  test(`staff sign in, read what is internal and sign out: ${name}`, async () => {
    const token = create(name);
    const problems = await withPage({ ...options, bypassCSP: true }, async (page) => {
      await page.goto(`${server.url}/ru/sign-in`);
      assert.equal(await field(page).getAttribute('type'), 'password');
      await look(page, options);

      await field(page).fill('не тот');
      await enter(page).click();
      await page.getByRole('alert').waitFor();
      assert.match(await page.getByRole('alert').innerText(), /Такой токен не подходит/);
      assert.match(await page.title(), /^Ошибка/);
      // Whoever reads with their ears hears of it with the field that they are in.
      assert.ok(await field(page).evaluate((input) => input === document.activeElement));
      assert.equal(await field(page).getAttribute('aria-invalid'), 'true');
      assert.ok(await page.getByRole('alert').evaluate((alert) => document.querySelector('#token').getAttribute('aria-describedby') === alert.id));
      assert.equal(await field(page).inputValue(), '');
      await look(page, options);

      await page.keyboard.type(token);
      await page.keyboard.press('Enter');
      await bar(page).waitFor();
      assert.equal(new URL(page.url()).pathname, '/ru/');
      assert.match(await bar(page).innerText(), /автор/);
      await look(page, options);
      if (options.javaScriptEnabled) assert.equal(await page.evaluate(() => document.cookie), '');

      await page.goto(`${server.url}/ru/articles/discount`);
      assert.ok(await page.getByText('Внутренняя статья').isVisible());
      await look(page, options);
      const out = page.getByRole('button', { name: 'Выйти' });
      const box = await out.boundingBox();
      assert.ok(box.height >= 24 && box.x + box.width <= await width(page));
      await out.click();
      await page.waitForURL(`${server.url}/ru/`);
      assert.equal(await bar(page).count(), 0);
      assert.equal((await page.goto(`${server.url}/ru/articles/discount`)).status(), 404);
    });
    assert.deepEqual(problems.filter((problem) => !/: (403|404)$|status of (403|404)/.test(problem)), []);
  });
}

test('a link in another program leads staff to what is internal', async () => {
  const token = create('a link');
  await withPage({ locale: 'ru-RU' }, async (page) => {
    await page.goto(`${server.url}/ru/sign-in`);
    await field(page).fill(token);
    await enter(page).click();
    await bar(page).waitFor();
    // Another site, to a browser.
    const elsewhere = server.url.replace('127.0.0.1', 'localhost');
    await page.goto(`${elsewhere}/ru/`);
    await page.setContent(`<a href="${server.url}/ru/articles/discount">статья</a>`);
    await page.getByRole('link', { name: 'статья' }).click();
    await page.getByText('Внутренняя статья').waitFor();
  });
});
