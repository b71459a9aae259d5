// What a first visit costs, and what it waits for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveSample } from '../server/site.mjs';
import { browse, sizes } from './browser.mjs';

const server = serveSample();
const withPage = browse();
const pages = ['/ru/', '/en/', `/ru/search?q=${encodeURIComponent('деньги')}`, '/en/search?q=money', '/ru/articles/refund', '/en/articles/site-settings', '/ru/contact'];

test('a first visit transfers at most 60 KB, 15 of them script, images aside', async () => {
  for (const path of pages) {
    let all = 0, script = 0;
    await withPage({ viewport: sizes[0] }, async (page) => {
      const answers = [];
      page.on('response', (answer) => answers.push(answer));
      await page.goto(server.url + path, { waitUntil: 'networkidle' });
      for (const answer of answers) {
        if (answer.headers()['content-type']?.startsWith('image/')) continue;
        const { responseBodySize, responseHeadersSize } = await answer.request().sizes();
        all += responseBodySize + responseHeadersSize;
        if (answer.request().resourceType() === 'script') script += responseBodySize + responseHeadersSize;
      }
    });
    assert.ok(script > 0 && script <= 15_000, `${path}: ${script} bytes of script`);
    assert.ok(all <= 60_000, `${path}: ${all} bytes`);
    console.log(`${path}: ${all} bytes, ${script} of them script`);
  }
});

test('the largest text is painted without waiting for a script', async () => {
  for (const path of pages) {
    await withPage({ viewport: sizes[0] }, async (page) => {
      let release;
      const held = new Promise((resolve) => { release = resolve; });
      await page.route('**/*.js', async (route) => { await held; await route.continue().catch(() => {}); });
      await page.goto(server.url + path, { waitUntil: 'commit' });
      const largest = await page.evaluate(() => new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1).element?.tagName)).observe({ type: 'largest-contentful-paint', buffered: true });
      }));
      assert.ok(largest, path);
      assert.equal(await page.locator('[role="combobox"]').count(), 0, 'the script has not run');
      release();
    });
  }
});

test('what was there once is not fetched again', async () => {
  await withPage({ viewport: sizes[0] }, async (page) => {
    await page.goto(server.url + '/ru/articles/points', { waitUntil: 'networkidle' });
    await page.goto(server.url + '/ru/articles/refund', { waitUntil: 'networkidle' });
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name, transferSize }) => [name, transferSize]));
    const kept = fetched.filter(([name]) => name.includes('/static/'));
    assert.ok(kept.length >= 3);
    assert.deepEqual(kept.filter(([, size]) => size > 0), []);
  });
});
