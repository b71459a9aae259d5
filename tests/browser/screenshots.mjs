// node screenshots.mjs OUT: see scripts/screenshots.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build, Server, temporaryIndex } from '../server/programs.mjs';
import { launch, sizes } from './browser.mjs';

const out = process.argv[2];
const articles = fileURLToPath(new URL('../../articles', import.meta.url));
const words = { ru: { question: 'вернуть деньги', typed: 'промок', layout: 'ghjvjrjl', nothing: 'щцфх', message: 'Списали деньги за уборку дважды, когда вернёте?' }, en: { question: 'money back', typed: 'refu', layout: 'куагтв', nothing: 'zxzxzx', message: 'I was charged twice for one visit. When do I get the money back?' } };

const askAtDesk = async (page, message) => {
  await page.locator('#message').fill(message);
  await page.locator('#message').press('Control+Enter');
  await page.locator('.desk-item.current').waitFor();
};

// Name, address, and what to do there first.
const views = (lang) => {
  const search = (text, more = '') => `/${lang}/search?q=${encodeURIComponent(text)}${more}`;
  return [
    ['home', `/${lang}/`],
    ['suggestions', `/${lang}/`, async (page) => {
      await page.getByRole('combobox').first().pressSequentially(words[lang].typed);
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
    }],
    ['results', search(words[lang].question)],
    ['results-as-read', search(words[lang].layout)],
    ['nothing', search(words[lang].nothing)],
    ['category', `/${lang}/categories/payments`],
    ['article', `/${lang}/articles/refund`],
    ['manual', `/${lang}/articles/markdown-in-articles`],
    ['enlarged', `/${lang}/articles/refund`, async (page) => {
      await page.locator('.body a > img').first().click();
      await page.getByRole('dialog').waitFor();
    }],
    ['contact', `/${lang}/contact`],
    ['contact-answers', `/${lang}/contact`, async (page) => {
      await page.locator('[name=message]').fill(words[lang].message);
      await page.locator('.answer h3 button').first().click();
      await page.locator('.answer .body p').first().waitFor();
    }],
    ['vote', `/${lang}/articles/promo-code`, async (page) => {
      await page.locator('.vote button[value=no]').click();
      await page.locator('.vote').scrollIntoViewIfNeeded();
    }],
    ['privacy', `/${lang}/privacy`],
    ['missing', `/${lang}/articles/refunds-and-returns`],
    ['sign-in', `/${lang}/sign-in`],
    ['sign-in-wrong', `/${lang}/sign-in`, async (page) => {
      await page.locator('#token').fill('guess');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    }],
    ['staff', `/${lang}/sign-in`, async (page) => {
      await page.locator('#token').fill(token);
      await page.keyboard.press('Enter');
      await page.locator('.staff').waitFor();
    }],
    ['desk', `/${lang}/desk`, (page) => askAtDesk(page, words[lang].message)],
    ['desk-templates', `/${lang}/desk`, async (page) => {
      await askAtDesk(page, words[lang].message);
      await page.keyboard.press('t');
      await page.locator('dialog[open]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.desk-fill input').first().waitFor();
    }],
    ...['summary', 'searches', 'gaps', 'articles', 'funnel', 'coverage', 'experiment', 'publishing'].map((report) => [`stats-${report}`, `/${lang}/stats/${report}`, (page) => page.waitForLoadState('networkidle')]),
  ];
};

// Visitors for the reports: five hours ago, so that their questions have ended by the window below.
async function simulate(at) {
  const slugs = ['refund', 'promo-code', 'cleaner-late', 'charged-twice', 'gift-certificate'];
  const queries = ['возврат', 'промокод', 'gfhjkm', 'вертолёт', 'клинер опаздывает', 'refund', 'helicopter', 'receipt'];
  for (let n = 0; n < 300; n++) {
    const begin = Date.now() - 5 * 60 * 60_000;
    const kinds = [{ kind: 'search', search_id: `s${n}`, query: queries[n % 8], results: n % 8 === 3 ? 0 : 3 }];
    if (n % 3 !== 0 && n % 8 !== 3) kinds.push({ kind: 'open', slug: slugs[n % 5], search_id: `s${n}`, rank: 1 + (n * n) % 4, source: 'search' });
    if (n % 6 === 1) kinds.push({ kind: 'vote', slug: slugs[n % 5], helpful: n % 4 > 0, ...(n % 12 === 1 ? { comment: 'Не нашла, куда нажать' } : {}) });
    if (n % 4 === 0) kinds.push({ kind: 'contact_open' }, { kind: 'contact_shown' }, ...(n % 8 === 0 ? [{ kind: 'contact_suggestion', slug: slugs[n % 5] }] : []), ...(n % 16 === 0 ? [{ kind: 'contact_solved', slug: slugs[n % 5] }] : []));
    const events = kinds.map((event, i) => ({ id: `${n}-${i}`, at: begin + i * 1000 * (1 + (n % 40)), lang: n % 8 < 5 ? 'ru' : 'en', ...event }));
    await at.get('/api/v1/events', { method: 'POST', body: JSON.stringify({ session: `session-${n}`, events }) });
  }
  // Stored within a moment.
  await new Promise((resolve) => setTimeout(resolve, 2000));
}

const content = mkdtempSync(join(tmpdir(), 'otvet-content-'));
cpSync(articles, content, { recursive: true });
appendFileSync(join(content, 'kb.yaml'), 'outcome_window: 1 hour\n');
const index = temporaryIndex();
await build(content, index.path);
const server = await Server.start(index.path);
const token = execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', 'writer', '--name', 'Anna'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
await simulate(server);
const browser = await launch();
try {
  for (const lang of ['ru', 'en']) {
    for (const viewport of sizes) {
      for (const colorScheme of ['light', 'dark']) {
        const context = await browser.newContext({ viewport, colorScheme, locale: lang });
        const page = await context.newPage();
        for (const [name, address, prepare] of views(lang)) {
          await page.goto(server.url + address);
          await prepare?.(page);
          const covered = name === 'suggestions' || name === 'enlarged' || name === 'desk-templates';
          await page.screenshot({ path: join(out, `${lang}-${name}-${viewport.width}-${colorScheme}.png`), fullPage: !covered });
        }
        await context.close();
      }
    }
  }
  console.log(`208 pictures in ${out}`);
} finally {
  await browser.close();
  await server.stop();
  index.remove();
  rmSync(content, { recursive: true });
}
