// axe finds nothing to complain of, in light and dark, on a phone and on a desk, whatever the accent colour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files } from '../server/content.mjs';
import { serve, serveSample } from '../server/site.mjs';
import { accessibilityProblems, browse, overflow, sizes, ways } from './browser.mjs';

const ours = serveSample();
const yellow = serve({
  ...files,
  'kb.yaml': `${files['kb.yaml']}links: [{ title: Shop, url: /shop }]\nnotice: { ru: Чат закрыт, en: The chat is closed, link: receipt }\n`,
  'ru/payments/tasks.md': '---\ntitle: Список дел\n---\n- [ ] открыто\n- [x] сделано\n\nСноска[^1].\n\n[^1]: Вот она.\n',
});
const withPage = browse();

const pages = ['/ru/articles/invoice', '/ru/articles/tasks', '/en/categories/payments/cards', '/ru/', '/en/', '/ru/articles/refund', '/ru/categories/payments', `/ru/search?q=${encodeURIComponent('деньги refund')}`, '/ru/search?q=qqqqzzzz', '/ru/search', '/ru/nothing', '/ru/privacy', '/en/privacy'];

for (const size of sizes) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${size.width} px, ${colorScheme}`, () => withPage({ viewport: size, colorScheme, bypassCSP: true }, async (page) => {
      for (const server of [ours, yellow]) {
        for (const path of pages) {
          await page.goto(server.url + path);
          assert.deepEqual(await accessibilityProblems(page), [], path);
        }
      }
    }));
  }
}

for (const { name, options } of ways.filter(({ options: { javaScriptEnabled } }) => javaScriptEnabled)) {
  test(`${name}: an article that was voted on`, () => withPage({ ...options, bypassCSP: true }, async (page) => {
    for (const [address, button] of [['/ru/articles/refund', 'Нет'], ['/en/articles/refund', 'Yes']]) {
      await page.goto(ours.url + address);
      await page.getByRole('button', { name: button }).click();
      assert.deepEqual(await accessibilityProblems(page), [], address);
      assert.ok(await overflow(page) <= 0);
    }
  }));
}

test('every article of ours', () => withPage({ viewport: sizes[0], bypassCSP: true }, async (page) => {
  for (const lang of ['ru', 'en']) {
    const home = await ours.text(`/${lang}/`);
    for (const [, category] of home.matchAll(/href="(\/[a-z]+\/categories\/[^"]+)"/g)) {
      for (const [, article] of (await ours.text(category)).matchAll(/href="(\/[a-z]+\/articles\/[^"]+)"/g)) {
        await page.goto(ours.url + article);
        assert.deepEqual(await accessibilityProblems(page), [], article);
      }
    }
  }
}));
