// Chromium as the browser tests start it, and what they look for on a page.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const sizes = [{ width: 390, height: 844 }, { width: 1280, height: 800 }];

// Every way to look at a page: on a phone and on a desk, in light and dark, with JavaScript and without.
export const ways = sizes.flatMap((viewport) => ['light', 'dark'].flatMap((colorScheme) => [true, false].map((javaScriptEnabled) => ({
  name: `${viewport.width} px, ${colorScheme}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`,
  options: { viewport, colorScheme, javaScriptEnabled, locale: 'ru-RU' },
}))));

// As people's browsers say it: what calls itself headless is not counted.
const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export const launch = (more = {}) => chromium.launch({
  executablePath: process.env.KB_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', `--user-agent=${agent}`],
  ...more,
});

// Chromium for all tests of a file: `browse()(options, visit)` is withPage() in it.
export function browse(more) {
  let browser;
  before(async () => { browser = await launch(more); });
  after(() => browser?.close());
  return (options, visit) => withPage(browser, options, visit);
}

// What axe holds against the page, one line each.
export async function accessibilityProblems(page) {
  // As the page's own scripts may not come from elsewhere, this one is evaluated, not loaded.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary.replaceAll('\n', ' ')}`));
}

// Whether a reader would have to scroll sideways.
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// Opens a page of its own, lets `visit` use it and returns what went wrong meanwhile.
async function withPage(browser, options, visit) {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const problems = watch(page);
    await visit(page, context);
    return problems;
  } finally {
    await context.close();
  }
}

// Errors of the page: failed requests, refused styles, exceptions, anything from another origin.
export function watch(page) {
  const problems = [];
  page.on('request', (request) => new URL(request.url()).hostname !== '127.0.0.1' && problems.push(`from elsewhere: ${request.url()}`));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  // What is under way when a page is left is given up.
  page.on('requestfailed', (request) => request.failure()?.errorText !== 'net::ERR_ABORTED' && problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (answer) => answer.status() >= 400 && problems.push(`${answer.url()}: ${answer.status()}`));
  return problems;
}
