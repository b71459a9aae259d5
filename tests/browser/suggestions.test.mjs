// The search box while somebody types: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveSample } from '../server/site.mjs';
import { accessibilityProblems, browse, sizes } from './browser.mjs';

const server = serveSample();
const withPage = browse();

const desk = { viewport: sizes[1], locale: 'ru-RU', bypassCSP: true };
const box = (page) => page.getByRole('combobox').first();
const rows = (page) => page.getByRole('option');
const chosen = (page) => box(page).getAttribute('aria-activedescendant');

// Until what is shown is for all of it: nobody can choose from what stands there for a part.
async function type(page, text) {
  await box(page).pressSequentially(text);
  await page.locator(`[role="option"].all[href$="?q=${encodeURIComponent(await box(page).inputValue())}"]`).waitFor();
}

for (const size of sizes) {
  for (const path of ['/ru/', '/ru/articles/refund']) {
    test(`${size.width} px, ${path}: what is typed is completed, marked and leads to its page`, async () => {
      const problems = await withPage({ ...desk, viewport: size }, async (page) => {
        await page.goto(server.url + path);
        assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
        await type(page, 'промок');
        assert.equal(await box(page).getAttribute('aria-expanded'), 'true');
        assert.equal(await page.locator(`#${await box(page).getAttribute('aria-controls')}`).getAttribute('role'), 'listbox');
        assert.match(await rows(page).first().innerText(), /^Промокод/);
        assert.equal(await rows(page).first().locator('mark').innerText(), 'Промок');
        const list = await page.getByRole('listbox').boundingBox();
        assert.ok(list.x >= 0 && list.x + list.width <= size.width);
        await rows(page).first().click();
        await page.waitForURL('**/ru/articles/promo-code');
      });
      assert.deepEqual(problems, []);
    });
  }
}

test('arrows move through the list and back to the box, and what was typed stays', async () => {
  await withPage(desk, async (page) => {
    await page.goto(`${server.url}/ru/`);
    await type(page, 'промок');
    const count = await rows(page).count();
    assert.equal(await chosen(page), null);
    await page.keyboard.press('ArrowDown');
    assert.equal(await chosen(page), await rows(page).first().getAttribute('id'));
    assert.equal(await rows(page).first().getAttribute('aria-selected'), 'true');
    await page.keyboard.press('ArrowUp');
    assert.equal(await chosen(page), null);
    await page.keyboard.press('ArrowUp');
    assert.equal(await chosen(page), await rows(page).last().getAttribute('id'));
    await page.keyboard.press('ArrowDown');
    for (let i = 0; i < count; ++i) await page.keyboard.press('ArrowDown');
    assert.equal(await chosen(page), await rows(page).last().getAttribute('id'));
    assert.equal(await page.locator('[aria-selected="true"]').count(), 1);
    assert.equal(await box(page).inputValue(), 'промок');
    assert.ok(await box(page).evaluate((input) => input === document.activeElement));
  });
});

test('Enter opens what is chosen, and searches when nothing is', async () => {
  await withPage(desk, async (page) => {
    await page.goto(`${server.url}/ru/`);
    await type(page, 'промок');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ru/articles/promo-code');
    await type(page, 'возврат');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ru/search?q=*');
    assert.equal(await box(page).inputValue(), 'возврат');
  });
});

test('the last row searches for what is typed', async () => {
  await withPage(desk, async (page) => {
    await page.goto(`${server.url}/ru/`);
    await type(page, 'промок & <b>');
    await rows(page).filter({ hasText: 'Искать «промок & <b>»' }).waitFor();
    assert.equal(await rows(page).last().innerText(), 'Искать «промок & <b>»');
    await rows(page).last().click();
    await page.waitForURL('**/ru/search?q=*');
    assert.equal(await box(page).inputValue(), 'промок & <b>');
  });
});

test('Escape closes the list and takes nothing away', async () => {
  await withPage(desk, async (page) => {
    await page.goto(`${server.url}/ru/`);
    await type(page, 'промок');
    for (let i = 0; i < 2; ++i) {
      await page.keyboard.press('Escape');
      assert.ok(!(await page.getByRole('listbox').isVisible()));
      assert.equal(await box(page).inputValue(), 'промок');
      assert.ok(await box(page).evaluate((input) => input === document.activeElement));
    }
    await page.keyboard.press('ArrowDown');
    await rows(page).first().waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    assert.ok(!(await page.getByRole('listbox').isVisible()));
  });
});

test('slash and Ctrl+K lead to the box, whatever the layout', async () => {
  const press = (page, key) => page.evaluate((init) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })), key);
  const focused = (page) => box(page).evaluate((input) => input === document.activeElement);
  await withPage(desk, async (page) => {
    for (const key of [{ code: 'Slash', key: '/' }, { code: 'Slash', key: '.' }, { code: 'Digit7', key: '/', shiftKey: true }, { code: 'KeyK', key: 'k', ctrlKey: true }, { code: 'KeyK', key: 'л', ctrlKey: true }, { code: 'KeyK', key: 'k', metaKey: true }]) {
      await page.goto(`${server.url}/ru/articles/refund`);
      await press(page, key);
      assert.ok(await focused(page), JSON.stringify(key));
    }
    for (const key of [{ code: 'KeyK', key: 'k' }, { code: 'Slash', key: '-' }, { code: 'Slash', key: '?', shiftKey: true }, { code: 'Slash', key: '/', altKey: true }]) {
      await page.goto(`${server.url}/ru/articles/refund`);
      await press(page, key);
      assert.ok(!(await focused(page)), JSON.stringify(key));
    }
    // In the box a slash is a slash.
    await type(page, '24/7');
    assert.equal(await box(page).inputValue(), '24/7');
  });
});

test('how many there are is said, in the right form', async () => {
  await withPage(desk, async (page) => {
    await page.goto(`${server.url}/ru/`);
    await type(page, 'промок');
    const suggestions = (await rows(page).count()) - 1;
    const form = { one: 'подсказка', few: 'подсказки', many: 'подсказок' }[new Intl.PluralRules('ru').select(suggestions)];
    await page.locator('[role="status"]', { hasText: `${suggestions} ${form}` }).waitFor({ state: 'attached' });
    await box(page).fill('щщщщщщщ');
    await page.locator('[role="status"]', { hasText: 'Подсказок нет' }).waitFor({ state: 'attached' });
  });
});

test('an old answer never takes the place of a newer one', async () => {
  await withPage(desk, async (page) => {
    await page.route('**/api/v1/suggest**', async (route) => {
      // The first letters are answered last.
      const typed = new URL(route.request().url()).searchParams.get('q');
      await new Promise((resolve) => setTimeout(resolve, typed.length < 6 ? 700 : 10));
      await route.continue().catch(() => {});
    });
    await page.goto(`${server.url}/ru/`);
    await type(page, 'промок');
    const texts = await rows(page).allInnerTexts();
    await page.waitForTimeout(1000);
    assert.deepEqual(await rows(page).allInnerTexts(), texts);
    // Nor does an answer open the list of a box that was left.
    await box(page).fill('возв');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(1000);
    assert.ok(!(await page.getByRole('listbox').isVisible()));
  });
});

test('nobody can choose what was suggested for other letters', async () => {
  await withPage(desk, async (page) => {
    await page.goto(`${server.url}/ru/`);
    await type(page, 'отмен');
    await page.route('**/api/v1/suggest**', (route) => route.abort());
    await box(page).fill('чаевые');
    await page.keyboard.press('ArrowDown');
    assert.equal(await chosen(page), null);
    await page.getByRole('listbox').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === 'чаевые');
  });
});

test('a page that is gone back to is closed, and says what it answers', async () => {
  await withPage(desk, async (page) => {
    await page.goto(`${server.url}/ru/search?q=${encodeURIComponent('чаевые')}`);
    await box(page).fill('');
    await type(page, 'промок');
    await rows(page).first().click();
    await page.waitForURL('**/ru/articles/promo-code');
    await page.goBack();
    await page.waitForURL('**/ru/search?**');
    assert.ok(!(await page.getByRole('listbox').isVisible()));
  });
});

test('without an answer the box is a plain search box', async () => {
  await withPage(desk, async (page) => {
    await page.route('**/api/v1/suggest**', (route) => route.abort());
    await page.goto(`${server.url}/ru/`);
    await box(page).pressSequentially('промок');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ru/search?q=*');
  });
});

test('nothing moves when the list opens', async () => {
  await withPage(desk, async (page) => {
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      for (const path of ['/ru/', '/ru/articles/refund', '/ru/search?q=x']) {
        await page.goto(server.url + path);
        await page.evaluate(() => {
          window.shifts = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifts += entry.value))).observe({ type: 'layout-shift', buffered: true });
        });
        const before = await page.getByRole('heading', { level: 1 }).evaluate((heading) => heading.getBoundingClientRect().top);
        await box(page).fill('');
        await type(page, 'промок');
        assert.equal(await page.getByRole('heading', { level: 1 }).evaluate((heading) => heading.getBoundingClientRect().top), before, path);
        assert.equal(await page.evaluate(() => window.shifts), 0, path);
      }
    }
  });
});

for (const size of sizes) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${size.width} px, ${colorScheme}: axe finds nothing while the list is open, nor around an enlarged picture`, async () => {
      await withPage({ ...desk, viewport: size, colorScheme }, async (page) => {
        for (const path of ['/ru/', '/en/articles/refund']) {
          await page.goto(server.url + path);
          await type(page, path.startsWith('/ru/') ? 'оплат' : 'pay');
          assert.deepEqual(await accessibilityProblems(page), [], path);
          await page.keyboard.press('ArrowDown');
          assert.deepEqual(await accessibilityProblems(page), [], path);
        }
        await page.keyboard.press('Escape');
        await page.locator('.body a > img').first().click();
        await page.getByRole('dialog').waitFor();
        assert.deepEqual(await accessibilityProblems(page), []);
      });
    });
  }
}
