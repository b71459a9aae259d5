// Links to sections, to be copied; and hostile content as a browser sees it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evil, hostileFiles } from '../server/hostile_content.mjs';
import { serve } from '../server/site.mjs';
import { browse, sizes } from './browser.mjs';

const server = serve(), hostile = serve(hostileFiles);
const withPage = browse();

test('a heading has a link to copy, and copying it is said', async () => {
  await withPage({ viewport: sizes[1], permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
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
  const typed = encodeURIComponent(evil);
  const problems = await withPage({ viewport: sizes[1] }, async (page) => {
    page.on('dialog', () => assert.fail('a script ran'));
    for (const path of ['/ru/', '/en/', '/ru/articles/evil', '/en/articles/evil', '/ru/categories/topic', `/ru/search?q=${typed}`, '/ru/search?q=title']) {
      await page.goto(hostile.url + path);
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
