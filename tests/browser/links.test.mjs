// Links to sections, to be copied; and hostile content as a browser sees it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ContentFolder, files } from '../server/content.mjs';
import { evil, hostileFiles } from '../server/hostile_content.mjs';
import { build, Server, temporaryIndex } from '../server/programs.mjs';
import { launch, sizes, withPage } from './browser.mjs';

const sites = [files, hostileFiles].map((contents) => ({ content: new ContentFolder(contents), index: temporaryIndex() }));
let browser;

before(async () => {
  for (const site of sites) {
    await build(site.content.path, site.index.path);
    site.server = await Server.start(site.index.path);
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const site of sites) {
    await site.server?.stop();
    site.content.remove();
    site.index.remove();
  }
});

test('a heading has a link to copy, and copying it is said', async () => {
  const { server } = sites[0];
  await withPage(browser, { viewport: sizes[1], permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    await page.goto(`${server.url}/ru/articles/refund`);
    const link = page.getByRole('link', { name: 'Скопировать ссылку на раздел' }).first();
    assert.ok(await page.getByRole('heading', { name: 'Сроки возврата', exact: true }).isVisible());
    await link.focus();
    await page.keyboard.press('Enter');
    await page.locator('[role="status"]', { hasText: 'Ссылка скопирована' }).waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${server.url}/ru/articles/refund#sroki-vozvrata`);
    assert.equal(new URL(page.url()).hash, '#sroki-vozvrata');
  });
});

test('hostile texts make no elements, links or attributes', async () => {
  const { server } = sites[1];
  const typed = encodeURIComponent(evil);
  const problems = await withPage(browser, { viewport: sizes[1] }, async (page) => {
    page.on('dialog', () => assert.fail('a script ran'));
    for (const path of ['/ru/', '/en/', '/ru/articles/evil', '/en/articles/evil', '/ru/categories/topic', `/ru/search?q=${typed}`, '/ru/search?q=title']) {
      await page.goto(server.url + path);
      const found = await page.evaluate(() => [...document.querySelectorAll('*')].flatMap((element) => [
        ...(element.localName.startsWith('evil') ? [element.localName] : []),
        ...(element.localName === 'script' && !element.src && element.type !== 'application/ld+json' ? ['a script'] : []),
        ...[...element.attributes].filter(({ name, value }) => name.startsWith('on') || /^\s*(javascript|data|vbscript):/i.test(value)).map(({ name, value }) => `${name}=${value}`),
      ]));
      assert.deepEqual(found, [], path);
    }
    await page.getByRole('combobox').pressSequentially('title');
    await page.getByRole('option').first().waitFor();
    assert.equal(await page.getByRole('option').first().innerText(), `Title ${evil}`);
    await page.getByRole('combobox').fill(evil);
    await page.getByRole('option', { name: 'Искать' }).waitFor();
    assert.equal(await page.locator('evil-tag').count(), 0);
  });
  assert.deepEqual(problems, []);
});
