// axe finds nothing to complain of, in light and dark, on a phone and on a desk, whatever the accent colour.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { ContentFolder, files } from '../server/content.mjs';
import { build, Server, temporaryIndex } from '../server/programs.mjs';
import { accessibilityProblems, launch, sizes } from './browser.mjs';

const articles = fileURLToPath(new URL('../../articles', import.meta.url));
const yellow = new ContentFolder({
  ...files,
  'kb.yaml': `${files['kb.yaml']}links: [{ title: Shop, url: /shop }]\nnotice: { ru: Чат закрыт, en: The chat is closed, link: receipt }\n`,
  'ru/payments/tasks.md': '---\ntitle: Список дел\n---\n- [ ] открыто\n- [x] сделано\n\nСноска[^1].\n\n[^1]: Вот она.\n',
});
const indexes = [temporaryIndex(), temporaryIndex()];
const servers = [];
let browser;

before(async () => {
  await build(articles, indexes[0].path);
  await build(yellow.path, indexes[1].path);
  for (const index of indexes) servers.push(await Server.start(index.path));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const server of servers) await server.stop();
  for (const index of indexes) index.remove();
  yellow.remove();
});

const pages = ['/ru/articles/invoice', '/ru/articles/tasks', '/en/categories/payments/cards', '/ru/', '/en/', '/ru/articles/refund', '/ru/categories/payments', `/ru/search?q=${encodeURIComponent('деньги refund')}`, '/ru/search?q=qqqqzzzz', '/ru/search', '/ru/nothing'];

for (const size of sizes) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${size.width} px, ${colorScheme}`, async () => {
      const context = await browser.newContext({ viewport: size, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      for (const server of servers) {
        for (const path of pages) {
          await page.goto(server.url + path);
          assert.deepEqual(await accessibilityProblems(page), [], path);
        }
      }
      await context.close();
    });
  }
}

test('every article of ours', async () => {
  const context = await browser.newContext({ viewport: sizes[0], bypassCSP: true });
  const page = await context.newPage();
  for (const lang of ['ru', 'en']) {
    const home = await servers[0].text(`/${lang}/`);
    for (const [, category] of home.matchAll(/href="(\/[a-z]+\/categories\/[^"]+)"/g)) {
      for (const [, article] of (await servers[0].text(category)).matchAll(/href="(\/[a-z]+\/articles\/[^"]+)"/g)) {
        await page.goto(servers[0].url + article);
        assert.deepEqual(await accessibilityProblems(page), [], article);
      }
    }
  }
  await context.close();
});
