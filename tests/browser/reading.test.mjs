// A reader's ways through the help center, in every way to look at it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveSample } from '../server/site.mjs';
import { browse, overflow, sizes, ways } from './browser.mjs';

const server = serveSample();
const withPage = browse();

for (const { name, options } of ways) {
  const visit = (steps) => withPage(options, steps);
  // With JavaScript the box is a combobox.
  const box = (page) => page.getByRole('main').getByRole(options.javaScriptEnabled ? 'combobox' : 'searchbox');

  test(`${name}: from the home page by search to an article and its category`, async () => {
    const problems = await visit(async (page) => {
      await page.goto(server.url);
      assert.equal(new URL(page.url()).pathname, '/ru/');
      await box(page).fill('возврат денег');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/ru/search?q=*');
      assert.match(await page.locator('main [role="status"]').innerText(), /^Наш(лась|лись|лось) \d+ стат/);
      assert.ok((await page.locator('mark').count()) > 0);
      await page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').first().click();
      await page.waitForURL('**/ru/articles/**');
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
      await page.getByRole('navigation', { name: 'Вы здесь' }).getByRole('link').last().click();
      await page.waitForURL('**/ru/categories/**');
      assert.ok((await page.locator('.article-list a').count()) > 1);
      await page.locator('.article-list a').first().click();
      await page.waitForURL('**/ru/articles/**');
      await page.locator('.related a').first().click();
      await page.waitForURL('**/ru/articles/**');
    });
    assert.deepEqual(problems, []);
  });

  test(`${name}: results can be narrowed to a category and widened again`, async () => {
    const problems = await visit(async (page) => {
      await page.goto(`${server.url}/ru/search?q=${encodeURIComponent('деньги')}`);
      const filters = page.getByRole('navigation', { name: 'Где искать' });
      const everywhere = await page.locator('.hit').count();
      await filters.getByRole('link').last().click();
      await page.waitForURL('**&category=*');
      assert.ok((await page.locator('.hit').count()) < everywhere);
      await filters.getByRole('link', { name: 'Везде' }).click();
      await page.waitForURL((url) => !url.search.includes('category'));
      assert.equal(await page.locator('.hit').count(), everywhere);
    });
    assert.deepEqual(problems, []);
  });

  test(`${name}: a query typed in the wrong layout says how it was read, and can be taken as it is`, async () => {
    const problems = await visit(async (page) => {
      await page.goto(`${server.url}/ru/search?q=ghjvjrjl`);
      assert.match(await page.locator('.reading').innerText(), /«промокод»/);
      await page.locator('.reading a').click();
      await page.waitForURL('**verbatim=1');
      assert.match(await page.locator('.nothing').innerText(), /«ghjvjrjl» ничего не нашлось/);
      assert.ok((await page.locator('.article-list a').count()) > 0);
      assert.ok((await page.locator('.card').count()) > 0);
    });
    assert.deepEqual(problems, []);
  });

  test(`${name}: the language switch leads to the translation`, async () => {
    const problems = await visit(async (page) => {
      await page.goto(`${server.url}/ru/articles/refund`);
      await page.getByRole('link', { name: 'English' }).click();
      await page.waitForURL('**/en/articles/refund');
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      await page.getByRole('navigation', { name: 'On this page' }).getByRole('link').first().click();
      assert.ok(await page.locator(':target').isVisible());
    });
    assert.deepEqual(problems, []);
  });

  test(`${name}: a picture opens as large as it can be`, async () => {
    const problems = await visit(async (page) => {
      await page.goto(`${server.url}/ru/articles/refund`);
      await page.locator('.body a > img').first().click();
      if (options.javaScriptEnabled) {
        const dialog = page.getByRole('dialog');
        assert.ok((await dialog.locator('img').boundingBox()).width > 200);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        assert.match(page.url(), /articles\/refund$/);
      } else {
        await page.waitForURL('**/files/*.svg');
      }
    });
    assert.deepEqual(problems, []);
  });

  test(`${name}: a page that is not there leads on`, async () => {
    const problems = await visit(async (page) => {
      await page.goto(`${server.url}/ru/articles/vozvrat-na-kartu`);
      assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Такой страницы нет');
      await page.locator('.article-list a').first().click();
      await page.waitForURL('**/ru/articles/*');
      assert.equal(await page.locator('.article').count(), 1);
    });
    assert.equal(problems.length, 2, 'the missing page itself, and what Chromium says of it');
  });
}

for (const size of sizes) {
  test(`${size.width} px: no page has to be scrolled sideways`, async () => {
    // Measuring needs scripts.
    await withPage({ viewport: size }, async (page) => {
      const home = await (await fetch(`${server.url}/ru/`)).text();
      const pages = [...home.matchAll(/href="(\/ru\/categories\/[^"]+)"/g)].map((match) => match[1]);
      for (const category of [...pages]) {
        const listed = await (await fetch(server.url + category)).text();
        for (const [, article] of listed.matchAll(/href="(\/ru\/articles\/[^"]+)"/g)) pages.push(article);
      }
      pages.push('/ru/', '/en/', '/ru/nothing', '/ru/search?q=qqqq', `/ru/search?q=${encodeURIComponent('оплата')}`, `/ru/search?q=${'w'.repeat(300)}`);
      for (const path of pages) {
        await page.goto(server.url + path);
        assert.equal(await overflow(page), 0, path);
      }
    });
  });

  test(`${size.width} px: the keyboard reaches the content first and sees where it is`, async () => {
    await withPage({ viewport: size, locale: 'ru-RU' }, async (page) => {
      await page.goto(`${server.url}/ru/articles/refund`);
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Перейти к содержанию' });
      assert.ok(await skip.evaluate((link) => link === document.activeElement));
      assert.ok((await skip.boundingBox()).y >= 0);
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
      assert.notEqual(outline, '0px');
    });
  });
}

test('everything that can be pressed on a phone is large enough for a finger', async () => {
  await withPage({ viewport: sizes[0] }, async (page) => {
    await page.goto(`${server.url}/ru/search?q=${encodeURIComponent('деньги')}`);
    for (const button of await page.locator('button, .languages a, .site-title').all()) {
      const box = await button.boundingBox();
      assert.ok(box === null || box.height >= 40, `${await button.innerText()}: ${box?.height}`);
    }
  });
});

test('on paper there is the article alone', async () => {
  await withPage({ viewport: sizes[1] }, async (page) => {
    await page.goto(`${server.url}/ru/articles/refund`);
    await page.emulateMedia({ media: 'print' });
    for (const part of ['.site-header', '.site-footer', '.contents', '.related', '.breadcrumbs']) assert.ok(!(await page.locator(part).isVisible()), part);
    assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
    assert.ok(await page.locator('.body table').first().isVisible());
  });
});

test('a wide table scrolls by itself on a phone', async () => {
  await withPage({ viewport: sizes[0] }, async (page) => {
    await page.goto(`${server.url}/ru/articles/site-settings`);
    const wide = await page.locator('.body .table').evaluateAll((tables) => tables.filter((table) => table.scrollWidth > table.clientWidth).length);
    assert.ok(wide > 0);
    assert.equal(await overflow(page), 0);
  });
});
