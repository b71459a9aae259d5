// A reader's ways through the help center, on a phone and on a desk, with JavaScript switched off.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { build, Server, temporaryIndex } from '../server/programs.mjs';
import { launch, overflow, sizes, watch } from './browser.mjs';

const articles = fileURLToPath(new URL('../../articles', import.meta.url));
const index = temporaryIndex();
let server, browser;

before(async () => {
  await build(articles, index.path);
  [server, browser] = await Promise.all([Server.start(index.path), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  index.remove();
});

async function withPage(size, visit, options = {}) {
  const context = await browser.newContext({ viewport: size, javaScriptEnabled: false, locale: 'ru-RU', ...options });
  const page = await context.newPage();
  const problems = watch(page);
  await visit(page);
  await context.close();
  return problems;
}

for (const size of sizes) {
  test(`${size.width} px: from the home page by search to an article and its category`, async () => {
    const problems = await withPage(size, async (page) => {
      await page.goto(server.url);
      assert.equal(new URL(page.url()).pathname, '/ru/');
      await page.getByRole('main').getByRole('searchbox').fill('возврат денег');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/ru/search?q=*');
      assert.match(await page.getByRole('status').innerText(), /^Наш(лась|лись|лось) \d+ стат/);
      assert.ok((await page.locator('mark').count()) > 0);
      await page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').first().click();
      await page.waitForURL('**/ru/articles/**');
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
      await page.getByRole('navigation', { name: 'Вы здесь' }).getByRole('link').last().click();
      await page.waitForURL('**/ru/categories/**');
      assert.ok((await page.locator('.article-list a').count()) > 1);
      await page.locator('.article-list a').first().click();
      await page.waitForURL('**/ru/articles/**');
    });
    assert.deepEqual(problems, []);
  });

  test(`${size.width} px: results can be narrowed to a category and widened again`, async () => {
    await withPage(size, async (page) => {
      await page.goto(`${server.url}/ru/search?q=${encodeURIComponent('деньги')}`);
      const filters = page.getByRole('navigation', { name: 'Где искать' });
      const everywhere = await page.locator('.hit').count();
      await filters.getByRole('link').last().click();
      await page.waitForURL('**&category=*');
      assert.ok((await page.locator('.hit').count()) < everywhere);
      await filters.getByRole('link', { name: 'Везде' }).click();
      assert.equal(await page.locator('.hit').count(), everywhere);
    });
  });

  test(`${size.width} px: the language switch leads to the translation`, async () => {
    await withPage(size, async (page) => {
      await page.goto(`${server.url}/ru/articles/refund`);
      await page.getByRole('link', { name: 'English' }).click();
      await page.waitForURL('**/en/articles/refund');
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    });
  });

  test(`${size.width} px: no page has to be scrolled sideways`, async () => {
    // Measuring needs scripts.
    await withPage(size, async (page) => {
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
    }, { javaScriptEnabled: true });
  });

  test(`${size.width} px: the keyboard reaches the content first and sees where it is`, async () => {
    await withPage(size, async (page) => {
      await page.goto(`${server.url}/ru/articles/refund`);
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Перейти к содержанию' });
      assert.ok(await skip.evaluate((link) => link === document.activeElement));
      assert.ok((await skip.boundingBox()).y >= 0);
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
      assert.notEqual(outline, '0px');
    }, { javaScriptEnabled: true });
  });
}

test('everything that can be pressed on a phone is large enough for a finger', async () => {
  await withPage(sizes[0], async (page) => {
    await page.goto(`${server.url}/ru/search?q=${encodeURIComponent('деньги')}`);
    for (const button of await page.locator('button, .languages a, .site-title').all()) {
      const box = await button.boundingBox();
      assert.ok(box.height >= 40, `${await button.innerText()}: ${box.height}`);
    }
  }, { javaScriptEnabled: true });
});

test('a link to a section shows it', async () => {
  await withPage(sizes[1], async (page) => {
    await page.goto(`${server.url}/ru/articles/refund`);
    const link = page.getByRole('navigation', { name: 'На этой странице' }).getByRole('link').nth(3);
    const heading = await link.innerText();
    await link.click();
    const target = page.locator(':target');
    assert.equal(await target.innerText(), heading);
    const box = await target.boundingBox();
    assert.ok(box.y >= 0 && box.y < 800);
  });
});
