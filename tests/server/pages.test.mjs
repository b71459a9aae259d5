// The pages, as programs see them: addresses, languages, metadata. How they look is for tests/browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContentFolder, files, secretWord } from './content.mjs';
import { build, Server, temporaryIndex } from './programs.mjs';
import { serve } from './site.mjs';

const server = serve();

test('the first page is in the language that the browser would rather read', async () => {
  const expected = { 'ru-RU,ru;q=0.9,en;q=0.8': 'ru', 'en-US,en;q=0.9': 'en', 'de;q=0.9, en;q=0.5, ru;q=0.4': 'en', 'ru;q=0, en;q=0.1': 'en', '*': 'ru', de: 'ru', '': 'ru', ';;q=x,,': 'ru' };
  for (const [wish, lang] of Object.entries(expected)) {
    const answer = await server.get('/', { headers: { 'accept-language': wish } });
    assert.equal(answer.status, 302);
    assert.equal(answer.headers.get('location'), `/${lang}/`, wish);
    assert.equal(answer.headers.get('vary'), 'Accept-Language');
  }
});

test('the home page lists the categories with their articles', async () => {
  const page = await server.text('/ru/');
  assert.match(page, /<html lang="ru">/);
  assert.match(page, /<title>Справка<\/title>/);
  assert.match(page, /href="\/ru\/categories\/payments">Оплата</);
  assert.match(page, /3 статьи/);
  assert.match(await server.text('/en/'), /2 articles/);
});

test('results lead to sections, mark what matches and label other languages', async () => {
  const page = await server.text(`/ru/search?q=${encodeURIComponent('сроки возврата')}`);
  assert.match(page, /<a href="\/ru\/articles\/refund#sroki-vozvrata"[^>]*>Как вернуть деньги<\/a>/);
  assert.match(page, /<mark>/);
  const foreign = await server.text('/ru/search?q=invoice');
  assert.match(foreign, /<li class="hit" lang="en">/);
  assert.match(foreign, /На английском/);
  assert.match(foreign, /Нашлась 1 статья/);
});

test('a page says how a query was read, and leads to what was typed', async () => {
  const page = await (await server.get(`/ru/search?q=${encodeURIComponent('возврвт денег')}`)).text();
  assert.match(page, /Показаны результаты по запросу «возврат денег»/);
  assert.match(page, /Искать именно «возврвт денег»/);
  const [, link] = page.match(/<a href="([^"]+)">Искать именно/);
  const verbatim = await (await server.get(link.replaceAll('&amp;', '&'))).text();
  assert.doesNotMatch(verbatim, /Показаны результаты/);
  const english = await (await server.get(`/en/search?q=${encodeURIComponent('штмщшсу')}`)).text();
  assert.match(english, /Showing results for “invoice”/);
});

test('programs are told what there is', async () => {
  const robots = await server.get('/robots.txt');
  assert.equal(robots.headers.get('content-type'), 'text/plain; charset=utf-8');
  const rules = await robots.text();
  assert.match(rules, /Disallow: \/api\//);
  // Only what is a search: an asterisk would bar articles such as search-tips.
  assert.match(rules, /Disallow: \/ru\/search\nDisallow: \/en\/search\n/);
  const llms = await (await server.get('/llms.txt')).text();
  assert.match(llms, /^# /);
  assert.match(llms, /\[Как вернуть деньги\]\(\/ru\/articles\/refund.md\): Сроки возврата/);
  assert.doesNotMatch(llms, new RegExp(secretWord));
  // Addresses that must be whole are not there while kb.yaml does not say where the site is.
  for (const address of ['/sitemap.xml', '/opensearch.xml', '/ru/feed.atom']) assert.equal((await server.get(address)).status, 404);
});

test('what visitors type is never markup', async () => {
  const evil = '"><script>alert(1)</script>';
  for (const address of [`/ru/search?q=${encodeURIComponent(evil)}`, `/ru/search?q=x&category=${encodeURIComponent(evil)}`, `/ru/${encodeURIComponent(evil)}`]) {
    const page = await server.text(address);
    assert.ok(!page.includes(evil) && !page.includes('<script>alert'), address);
  }
});

test('a search without results says what to try and shows the categories', async () => {
  const page = await server.text('/ru/search?q=qqqqzzzz');
  assert.match(page, /По запросу «qqqqzzzz» ничего не нашлось/);
  assert.match(page, /\/ru\/categories\/payments/);
  for (const address of ['/ru/search', '/ru/search?q=', '/ru/search?q=x&page=-5', '/ru/search?q=x&page=99999999999999999999']) {
    assert.equal((await server.get(address)).status, 200, address);
  }
});

test('a search that was too narrow shows what comes nearest', async () => {
  const page = await server.text(`/ru/search?q=invoice&category=payments%2Fcards`);
  assert.match(page, /ничего не нашлось[^]*Поискать во всех разделах[^]*Ближе всего к этому[^]*Where is my invoice/);
  const verbatim = await server.text(`/ru/search?q=${encodeURIComponent('djpdhfn')}&verbatim=1`);
  assert.match(verbatim, /Ближе всего к этому[^]*href="\/ru\/articles\/refund"/);
});

test('results beyond the end are the last ones, and links keep what was asked for', async () => {
  const address = `/ru/search?q=${encodeURIComponent('возврат')}`;
  const beyond = await server.text(`${address}&page=9`);
  assert.match(beyond, /<li class="hit"/);
  const verbatim = await server.text(`${address}&verbatim=1`);
  for (const [, link] of verbatim.matchAll(/<a href="(\/[a-z]+\/search[^"]*)"/g)) assert.match(link, /verbatim=1/);
  const unknown = await server.text(`${address}&category=nope`);
  assert.doesNotMatch(unknown, /nope/i);
  assert.match(unknown, /<li class="hit"/);
});

test('a category shows where it stands, what is in it and what is below it', async () => {
  const page = await server.text('/ru/categories/payments');
  assert.match(page, /aria-current="page">Оплата</);
  assert.match(page, /Деньги и чеки/);
  assert.match(page, /href="\/ru\/categories\/payments\/cards">Cards</);
  assert.match(page, /href="\/ru\/articles\/receipt">Где найти чек</);
  assert.equal((await server.get('/ru/categories/payments/cards')).status, 200);
  assert.equal((await server.get('/ru/categories/nothing')).status, 404);
});

test('an article has contents, a date in its language and a way to its translation', async () => {
  const page = await server.text('/ru/articles/refund');
  assert.match(page, /<title>Как вернуть деньги — Справка<\/title>/);
  assert.match(page, /<meta name="description" content="Сроки возврата">/);
  assert.match(page, /<a href="#sroki-vozvrata">Сроки возврата<\/a>/);
  assert.match(page, /Проверено <time datetime="2026-05-31">31 мая 2026<\/time>/);
  assert.match(page, /<a href="\/en\/articles\/refund" lang="en" hreflang="en">English<\/a>/);
  assert.match(page, /<aside class="callout warning" role="note">/);
  assert.ok(!page.includes('rel="canonical"'), 'nobody said where the site is');
});

test('the language switch never leads nowhere', async () => {
  for (const address of ['/ru/articles/receipt', '/ru/categories/payments/cards', '/ru/search?q=x', '/ru/nothing']) {
    const links = [...(await server.text(address)).matchAll(/<a href="([^"]*)" lang="/g)].map((match) => match[1].replaceAll('&amp;', '&'));
    assert.equal(links.length, 2);
    if (address === '/ru/nothing') continue;
    for (const link of links) assert.equal((await server.get(link)).status, 200, `${address} → ${link}`);
  }
});

test('former addresses and stray slashes lead on', async () => {
  const expected = { '/ru/articles/vozvrat': '/ru/articles/refund', '/old/refund.html': '/ru/articles/refund', '/ru': '/ru/', '/ru/articles/refund/': '/ru/articles/refund', '/ru/categories/payments/': '/ru/categories/payments' };
  for (const [from, to] of Object.entries(expected)) {
    const answer = await server.get(from);
    assert.equal(answer.status, 301, from);
    assert.equal(answer.headers.get('location'), to);
  }
  assert.equal((await server.get('/ru/search/?q=x&category=y')).headers.get('location'), '/ru/search?category=y&q=x');
  assert.equal((await server.get('/ru/articles/vozvrat?utm_source=mail')).headers.get('location'), '/ru/articles/refund?utm_source=mail');
  // A former slug is known in every language.
  assert.equal((await server.get('/en/articles/vozvrat')).headers.get('location'), '/en/articles/refund');
  for (const address of ['//example.com/', '/%2f%2fexample.com/']) {
    const location = (await server.raw(`GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).match(/^Location: (.*)$/im);
    assert.ok(!location || !location[1].startsWith('//'), `${address} → ${location}`);
  }
});

test('a page that is not there says so in the language of the reader', async () => {
  const russian = await server.get('/ru/nothing', { headers: { 'accept-language': 'en' } });
  assert.equal(russian.status, 404);
  const page = await russian.text();
  assert.match(page, /Такой страницы нет/);
  assert.match(page, /role="search"/);
  assert.match(await server.text('/nothing', { headers: { 'accept-language': 'en' } }), /There is no such page/);
  for (const address of ['/de/', '/ru/articles/nothing', '/ru/articles/', '/files/nothing.png', '/files/..%2f..%2fCURRENT', '/static/nothing.css', '/ru/categories/']) {
    assert.equal((await server.get(address)).status, 404, address);
  }
  const broken = await server.get('/%ff', { headers: { 'accept-language': 'ru' } });
  assert.equal(broken.status, 400);
  assert.match(await broken.text(), /Этот адрес не прочитать/);
  // The words of the address lead to the nearest articles, also from Latin letters.
  for (const address of ['/ru/articles/vernut-dengi', '/support/kak-vernut-dengi.html', `/ru/articles/${encodeURIComponent('возврат_денег')}`]) {
    const lost = await server.get(address, { headers: { 'accept-language': 'ru' } });
    assert.equal(lost.status, 404);
    assert.match(await lost.text(), /Возможно, вы искали это[^]*href="\/ru\/articles\/refund"/, address);
  }
  assert.doesNotMatch(await server.text(`/ru/articles/${secretWord}`), /Возможно, вы искали это/);
});

test('images are served to be kept, and drawings cannot run anything', async () => {
  const address = (await server.text('/ru/articles/refund')).match(/\/files\/[^"]+\.svg/)[0];
  const answer = await server.get(address);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'image/svg+xml');
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.match(answer.headers.get('content-security-policy'), /default-src 'none'.*sandbox/);
});

test('style sheets have the hash of their content in their address', async () => {
  const page = await server.text('/ru/');
  const sheets = [...page.matchAll(/href="(\/static\/[^"]+\.css)"/g)].map((match) => match[1]);
  assert.equal(sheets.length, 2);
  for (const sheet of sheets) {
    assert.match(sheet, /-[0-9a-f]{12}\.css$/);
    const answer = await server.get(sheet);
    assert.equal(answer.headers.get('content-type'), 'text/css; charset=utf-8');
    assert.match(answer.headers.get('cache-control'), /immutable/);
  }
  assert.ok(!page.includes(' style='));
  const other = await server.get('/static/site-000000000000.css');
  assert.equal(other.status, 200);
  assert.equal(other.headers.get('cache-control'), 'no-cache');
});

test('a site under a path has it in every address, and answers with and without it', async () => {
  const folder = new ContentFolder({ ...files, 'kb.yaml': files['kb.yaml'] + 'base_url: https://example.com/help\n' });
  const place = temporaryIndex();
  await build(folder.path, place.path);
  const site = await Server.start(place.path);
  try {
    assert.equal((await site.get('/help/')).headers.get('location'), '/help/ru/');
    assert.equal((await site.get('/help')).headers.get('location'), '/help/ru/');
    assert.equal((await site.get('/')).headers.get('location'), '/help/ru/');
    const page = await site.text('/help/ru/articles/refund');
    assert.equal(page, await site.text('/ru/articles/refund'));
    assert.match(page, /<link rel="canonical" href="https:\/\/example.com\/help\/ru\/articles\/refund">/);
    assert.match(page, /<link rel="alternate" hreflang="en" href="https:\/\/example.com\/help\/en\/articles\/refund">/);
    for (const [, link] of page.matchAll(/(?:href|src|action)="([^"#][^"]*)"/g)) {
      const ours = link.replace('https://example.com', '').replaceAll('&amp;', '&');
      if (ours.startsWith('mailto:')) continue;
      assert.match(ours, /^\/help\//);
      assert.equal((await site.get(ours)).status, 200, ours);
    }
    assert.equal((await site.json('/help/api/v1/search?q=invoice')).hits[0].url, '/help/en/articles/invoice');
    assert.equal((await site.get('/help/old/refund.html')).headers.get('location'), '/help/ru/articles/refund');
    assert.equal((await site.get('/help/nothing')).status, 404);
    assert.match(await site.text('/help/robots.txt'), /Sitemap: https:\/\/example.com\/help\/sitemap.xml/);
    const map = await site.text('/help/sitemap.xml');
    assert.match(map, /<loc>https:\/\/example.com\/help\/ru\/articles\/refund<\/loc>.*hreflang="en" href="https:\/\/example.com\/help\/en\/articles\/refund"/);
    assert.doesNotMatch(map, new RegExp(secretWord));
    const feed = await site.get('/help/en/feed.atom');
    assert.equal(feed.headers.get('content-type'), 'application/atom+xml; charset=utf-8');
    const news = await feed.text();
    assert.match(news, /<id>https:\/\/example.com\/help\/en\/articles\/invoice<\/id>/);
    assert.doesNotMatch(news, /\/ru\/articles/);
    assert.match(await site.text('/help/opensearch.xml'), /template="https:\/\/example.com\/help\/..\/search\?q=\{searchTerms\}"/);
    assert.equal((await site.get('/helpless')).status, 404);
  } finally {
    await site.stop();
    folder.remove();
    place.remove();
  }
});

test('categories of one name are told apart by what they are in', async () => {
  const articles = Object.fromEntries(['orders', 'mail'].flatMap((area) => [
    [`ru/${area}/_category.md`, `---\ntitle: ${area === 'orders' ? 'Заказы' : 'Почта'}\n---\n`],
    [`ru/${area}/settings/_category.md`, '---\ntitle: Настройка\n---\n'],
    [`ru/${area}/settings/${area}-on.md`, `---\ntitle: Включить ${area}\n---\nНажмите кнопку.\n`],
  ]));
  const folder = new ContentFolder({ ...files, ...articles });
  const place = temporaryIndex();
  await build(folder.path, place.path);
  const other = await Server.start(place.path);
  const page = await other.text(`/ru/search?q=${encodeURIComponent('включить')}`);
  assert.match(page, /Заказы \/ Настройка[\s\S]*Почта \/ Настройка|Почта \/ Настройка[\s\S]*Заказы \/ Настройка/);
  await other.stop();
  folder.remove();
  place.remove();
});
