// What kb.yaml makes of a site: its logo, its links, its notice; and what search engines read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContentFolder, files } from './content.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>';

async function withSite(yaml, visit, more = {}) {
  const content = new ContentFolder({ ...files, 'kb.yaml': files['kb.yaml'].replace('theme: { accent: "#ffe14d" }\n', '') + yaml, 'images/logo.svg': logo, ...more });
  const index = temporaryIndex();
  const report = await build(content.path, index.path);
  const server = await Server.start(index.path);
  try {
    await visit(server, content, index, report);
  } finally {
    await server.stop();
    content.remove();
    index.remove();
  }
}

const notice = (page) => page.match(/<aside class="notice"[^]*?<\/aside>/)?.[0];
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

test('the logo stands in the header and is the icon', async () => {
  await withSite('theme: { logo: images/logo.svg }\n', async (server, content, index) => {
    const page = await server.text('/ru/');
    const [, address] = page.match(/<link rel="icon" href="([^"]+)" type="image\/svg\+xml">/);
    assert.match(address, /^\/files\/[0-9a-f]{16}\.svg$/);
    assert.ok(page.includes(`<img src="${address}" alt="" height="28">`));
    assert.equal(await server.text(address), logo);
    content.write('images/logo.svg', logo.replace('40', '41'));
    await build(content.path, index.path);
    await until('another logo', async () => !(await server.text('/ru/')).includes(address));
  });
});

test('a logo that is not there is reported, and the page has ours', async () => {
  await withSite('theme: { logo: images/none.svg }\n', async (server, content, index, report) => {
    assert.deepEqual(report.problems.filter(({ path }) => path === 'kb.yaml').map(({ path, line, rule }) => `${path}:${line} ${rule}`), ['kb.yaml:6 missing-file']);
    assert.match(await server.text('/ru/'), /<link rel="icon" href="\/static\/icon-/);
  });
});

test('links stand in header and footer, in the language of the reader', async () => {
  await withSite('links:\n  - { title: { ru: Наш сайт, en: Our site }, url: "https://example.com/?a=1&b=2" }\n  - { title: Shop, url: /shop }\n', async (server) => {
    const page = await server.text('/ru/');
    assert.equal(page.match(/<a href="https:\/\/example.com\/\?a=1&amp;b=2">Наш сайт<\/a>/g).length, 2);
    assert.equal(page.match(/<a href="\/shop">Shop<\/a>/g).length, 2);
    assert.match(await server.text('/en/search?q=x'), />Our site</);
  });
});

test('a notice is on every page until its day is over', async () => {
  const text = (until) => `notice: { ru: Чат закрыт <до утра>, en: The chat is closed, link: receipt, until: ${until} }\n`;
  await withSite(text(day(1)), async (server, content, index) => {
    for (const address of ['/ru/', '/ru/articles/refund', '/ru/categories/payments', '/ru/search?q=x', '/ru/nothing']) {
      const shown = notice(await server.text(address));
      assert.match(shown, /Чат закрыт &lt;до утра&gt; <a href="\/ru\/articles\/receipt">Подробнее<\/a>/, address);
    }
    // The article is not written in English: its link leads to where that is said.
    assert.match(notice(await server.text('/en/')), /The chat is closed <a href="\/en\/articles\/receipt">Read more</);
    content.write('kb.yaml', files['kb.yaml'] + text(day(-2)));
    await build(content.path, index.path);
    await until('the notice is gone', async () => notice(await server.text('/ru/')) === undefined);
  });
});

test('a notice without a day or a link stays, and a link to nothing is left out', async () => {
  await withSite('notice: { ru: Работаем, link: no-such-article }\n', async (server) => {
    assert.match(notice(await server.text('/ru/')), /Работаем<\/p>/);
    assert.match(notice(await server.text('/en/')), /Работаем/);
  });
});

test('search engines read what an article, a category and the site are', async () => {
  await withSite('base_url: https://example.com/help\n', async (server) => {
    const data = async (address) => JSON.parse((await server.text(address)).match(/<script type="application\/ld\+json">([^]*?)<\/script>/)[1]);
    const article = await data('/help/ru/articles/refund');
    assert.equal(article['@context'], 'https://schema.org');
    const [text, trail] = article['@graph'];
    assert.equal(text.headline, 'Как вернуть деньги');
    assert.equal(text.url, 'https://example.com/help/ru/articles/refund');
    assert.equal(text.inLanguage, 'ru');
    assert.match(text.dateModified, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(trail.itemListElement.map(({ position, item }) => [position, item]), [[1, 'https://example.com/help/ru/'], [2, 'https://example.com/help/ru/categories/payments'], [3, 'https://example.com/help/ru/articles/refund']]);
    const [site] = (await data('/help/en/'))['@graph'];
    assert.equal(site.potentialAction.target.urlTemplate, 'https://example.com/help/en/search?q={search_term_string}');
    assert.equal((await data('/help/ru/categories/payments'))['@graph'][0]['@type'], 'BreadcrumbList');
    assert.doesNotMatch(await server.text('/help/ru/search?q=x'), /ld\+json/);
    assert.doesNotMatch(await server.text('/help/ru/nothing'), /ld\+json/);
  });
});
