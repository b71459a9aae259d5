// Whatever writers or visitors write is text wherever it is shown. What a browser makes of it is for tests/browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evil, hostileFiles } from './hostile_content.mjs';
import { serve } from './site.mjs';

const server = serve(hostileFiles);

const markup = /<evil-tag|<script>alert|\son[a-z]+="?x\(|href="[^"]*(javascript|vbscript|data):/i;
const typed = encodeURIComponent(evil);

test('no page, feed or list holds what texts tried to be', async () => {
  const home = await server.text('/ru/');
  const categories = [...home.matchAll(/href="(\/ru\/categories\/[^"]+)"/g)].map((match) => match[1].replaceAll('&amp;', '&'));
  assert.equal(categories.length, 2);
  const addresses = ['/ru/', '/en/', ...categories, '/ru/articles/evil', '/en/articles/evil', '/ru/articles/plain', `/ru/search?q=${typed}`,
    `/ru/search?q=title&category=${typed}`, '/ru/search?q=evil-tag', `/ru/${typed}`, `/ru/articles/${typed}`, `/ru/categories/${typed}`,
    '/sitemap.xml', '/ru/feed.atom', '/en/feed.atom', '/opensearch.xml', '/robots.txt'];
  for (const category of categories) {
    for (const [, link] of (await server.text(category)).matchAll(/href="(\/ru\/articles\/[^"]+)"/g)) addresses.push(link.replaceAll('&amp;', '&'));
  }
  for (const address of addresses) {
    const answer = await server.get(address);
    assert.ok([200, 404].includes(answer.status), `${address}: ${answer.status}`);
    assert.doesNotMatch(await answer.text(), markup, address);
  }
});

test('a feed holds no characters that XML forbids', async () => {
  for (const address of ['/ru/feed.atom', '/sitemap.xml', '/ru/opensearch.xml']) {
    const text = await server.text(address);
    assert.ok(text.includes('<'));
    assert.ok([...text].every((letter) => letter >= ' ' || letter === '\n' || letter === '\t'), address);
  }
});

test('the texts are there, as text', async () => {
  const page = await server.text('/ru/articles/evil');
  assert.ok(page.includes('<h1>Title &quot;&gt;&lt;evil-tag'));
  const json = await server.json(`/api/v1/suggest?q=title&lang=ru`);
  assert.equal(json.suggestions[0].text, `Title ${evil}`);
  const data = JSON.parse(page.match(/<script type="application\/ld\+json">([^]*?)<\/script>/)[1]);
  assert.equal(data['@graph'][0].headline, `Title ${evil}`);
});

test('what is not HTML is not taken for HTML', async () => {
  for (const [address, type] of [['/llms.txt', 'text/plain'], ['/ru/articles/evil.md', 'text/markdown'], [`/api/v1/search?q=${typed}`, 'application/json'], ['/ru/feed.atom', 'application/atom+xml']]) {
    const answer = await server.get(address);
    assert.ok(answer.headers.get('content-type').startsWith(type), address);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  }
  assert.doesNotMatch(await server.text('/ru/articles/evil.md'), /\]\((javascript|data):|^<script/im);
});

test('drawings cannot run anything, whoever made them', async () => {
  const page = await server.text('/ru/articles/evil');
  for (const [, address] of page.matchAll(/(?:src|href)="(\/files\/[^"]+\.svg)"/g)) {
    assert.match((await server.get(address)).headers.get('content-security-policy'), /default-src 'none'.*sandbox/);
  }
});

test('every page and every failure forbids what is not ours', async () => {
  for (const address of ['/ru/', '/ru/search?q=x', '/ru/categories/topic', '/ru/articles/evil', '/ru/nothing', '/en/articles/evil']) {
    const policy = (await server.get(address)).headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.doesNotMatch(policy, /unsafe|\*|data:|https?:/);
  }
});

test('bad addresses and colours of kb.yaml are reported and not used', async () => {
  const rules = server.report.problems.filter(({ path }) => path === 'kb.yaml').map(({ what }) => what);
  assert.ok(rules.some((what) => what.includes('is not a colour')));
  assert.ok(rules.some((what) => what.includes("'javascript:alert(1)' is not an address")));
  assert.equal(rules.length, 3);
});
