// Reports in a browser: at both widths, in light and dark, with JavaScript and without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, test } from 'node:test';
import { until } from '../server/programs.mjs';
import { files } from '../server/content.mjs';
import { serve } from '../server/site.mjs';
import { accessibilityProblems, browse, overflow, ways } from './browser.mjs';

const server = serve({ ...files, 'kb.yaml': `${files['kb.yaml']}contact: { enabled: true }\nholdout_percent: 40\noutcome_window: 1 hour\n`, [`ru/payments/${'long-name-'.repeat(6)}.md`]: '---\ntitle: Чек\ntilte: Чек\n---\nЧек.\n' });
const withPage = browse();
const charts = { summary: 1, searches: 3, gaps: 0, articles: 0, funnel: 1, coverage: 1, experiment: 1, publishing: 0 };
let token;

const send = (session, ...events) => {
  // Long enough ago for the window to have passed.
  const at = Date.now() - 5 * 60 * 60_000;
  return server.get('/api/v1/events', { method: 'POST', body: JSON.stringify({ session, events: events.map((event, i) => ({ id: `${session}-${i}`, at: at + i, lang: 'ru', ...event })) }) });
};

before(async () => {
  // Not every Node.js runs such hooks one after the other.
  await until('the server runs', () => server.url !== undefined);
  token = execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', 'writer', '--name', 'Anna'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
  for (let n = 0; n < 40; n++) {
    const search = { kind: 'search', search_id: `s${n}`, query: n % 3 === 0 ? `очень-длинный-запрос-без-пробелов-${'щ'.repeat(60)}-${n}` : `запрос ${n}`, results: n % 2 };
    const opened = n % 2 === 1 ? [{ kind: 'open', slug: n % 4 === 1 ? 'refund' : 'receipt', search_id: `s${n}`, rank: 1 + n % 5, source: 'search' }, { kind: 'vote', slug: 'refund', helpful: n % 4 === 1, comment: 'Понятно, спасибо' }] : [];
    await send(`session-${n}`, search, ...opened, ...(n % 5 === 0 ? [{ kind: 'contact_open' }, { kind: 'contact_shown' }] : []));
  }
  await until('all of it is counted', async () => (await (await server.get('/api/v1/stats/searches', { headers: { authorization: `Bearer ${token}` } })).json()).searches === 40);
});

async function signIn(page) {
  await page.goto(`${server.url}/ru/sign-in`);
  await page.getByLabel('Токен').fill(token);
  await page.keyboard.press('Enter');
  await page.locator('.staff').waitFor();
}

// Whether anything was drawn: a canvas begins transparent.
const isDrawn = (canvas) => canvas.evaluate((it) => it.getContext('2d').getImageData(0, 0, it.width, it.height).data.some((byte, i) => i % 4 === 3 && byte > 0));

for (const { name, options } of ways) {
  test(`reports are read, and their charts drawn: ${name}`, async () => {
    const problems = await withPage({ ...options, reducedMotion: 'reduce', bypassCSP: true }, async (page) => {
      await signIn(page);
      await page.getByRole('link', { name: 'Статистика' }).click();
      await page.waitForURL(/\/ru\/stats\/summary$/);
      for (const [report, count] of Object.entries(charts)) {
        await page.goto(`${server.url}/ru/stats/${report}`, { waitUntil: 'networkidle' });
        assert.ok(await overflow(page) <= 0, report);
        // Without a script nothing is missing but the drawing.
        assert.equal(await page.locator('.chart canvas').count(), options.javaScriptEnabled ? count : 0, report);
        assert.equal(await page.locator('.finding').count(), count, report);
        if (!options.javaScriptEnabled) {
          assert.equal(await page.locator('.chart:visible').count(), 0, report);
          continue;
        }
        for (const canvas of await page.locator('.chart canvas').all()) assert.ok(await isDrawn(canvas), report);
        for (const details of await page.locator('details').all()) await details.evaluate((it) => { it.open = true; });
        assert.ok(await overflow(page) <= 0, `${report}, unfolded`);
        assert.deepEqual(await accessibilityProblems(page), [], report);
      }
      await page.goto(`${server.url}/ru/stats/summary?from=2026-03-03`);
      await page.getByRole('link', { name: 'Прошлый месяц' }).click();
      assert.equal(await page.locator('.spans [aria-current]').innerText(), 'Прошлый месяц');
      await page.getByRole('button', { name: 'Показать' }).click();
      await page.waitForURL(/from=\d{4}-\d\d-01&to=/);
    });
    assert.deepEqual(problems, []);
  });
}

test('charts keep to the policy of the pages, and follow the colour scheme', async () => {
  const problems = await withPage({ locale: 'ru-RU', colorScheme: 'light', reducedMotion: 'reduce' }, async (page) => {
    await signIn(page);
    await page.goto(`${server.url}/ru/stats/searches`, { waitUntil: 'networkidle' });
    const picture = () => page.locator('.chart canvas').first().evaluate((canvas) => canvas.toDataURL());
    const light = await picture();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction((before) => document.querySelector('.chart canvas').toDataURL() !== before, light);
  });
  assert.deepEqual(problems, []);
});

test('wrong days are said where they are to be mended', async () => {
  await withPage({ locale: 'ru-RU', bypassCSP: true }, async (page) => {
    await signIn(page);
    await page.goto(`${server.url}/ru/stats/summary?from=2026-05-02&to=2026-05-01`);
    assert.match(await page.getByRole('alert').innerText(), /Первый день позже последнего/);
    assert.equal(await page.getByLabel('С', { exact: true }).inputValue(), '2026-05-02');
    assert.deepEqual(await accessibilityProblems(page), []);
  });
});
