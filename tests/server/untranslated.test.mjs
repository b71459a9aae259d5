// What readers of one language see of what is written in another only.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContentFolder, files, secretWord } from './content.mjs';
import { build, Server, temporaryIndex } from './programs.mjs';
import { serve } from './site.mjs';

const server = serve({
  ...files,
  'kb.yaml': files['kb.yaml'] + 'base_url: https://example.com\n',
  'en/payments/old-name.md': '---\ntitle: About cards\nslug: cards-in-english\n---\nText.\n',
  'ru/payments/old-name.md': '---\ntitle: О картах\nslug: karty\n---\nТекст.\n',
  'en/shops/opening.md': '---\ntitle: Opening hours\nrelated: [invoice]\n---\nEvery day.\n',
});

test('an article without a translation is shown in the language it has, and says so', async () => {
  const original = await server.text('/en/articles/invoice');
  assert.match(original, /<a href="\/ru\/articles\/invoice" lang="ru" hreflang="ru">/);
  assert.doesNotMatch(original, /foreign-note/);
  const answer = await server.get('/ru/articles/invoice');
  assert.equal(answer.status, 200);
  const page = await answer.text();
  assert.match(page, /<html lang="ru">/);
  assert.match(page, /<article class="article"[^>]* lang="en">/);
  assert.match(page, /Этого пока нет на русском, поэтому показываем на английском\./);
  assert.match(page, /Invoices come by e-mail/);
  assert.match(page, /<a href="\/en\/articles\/invoice" lang="en" hreflang="en">English<\/a>/);
});

test('search engines are told where the original is', async () => {
  const page = await server.text('/ru/articles/invoice');
  assert.match(page, /<link rel="canonical" href="https:\/\/example.com\/en\/articles\/invoice">/);
  assert.doesNotMatch(page, /rel="alternate" hreflang/);
  assert.doesNotMatch(await server.text('/en/articles/invoice'), /hreflang="ru" href="https/);
  assert.doesNotMatch(await server.text('/sitemap.xml'), /\/ru\/articles\/invoice/);
});

test('a slug of the other language leads to the translation', async () => {
  const answer = await server.get('/ru/articles/cards-in-english');
  assert.equal(answer.status, 301);
  assert.equal(answer.headers.get('location'), '/ru/articles/karty');
  assert.equal((await server.get('/en/articles/karty.md')).headers.get('location'), '/en/articles/cards-in-english.md');
});

test('a category without a translation is shown, too, and its links stay in the reader\'s language', async () => {
  const page = await server.text('/ru/categories/shops');
  assert.match(page, /показываем на английском/);
  assert.match(page, /<a href="\/ru\/articles\/opening">Opening hours<\/a>/);
  assert.match(page, /<link rel="canonical" href="https:\/\/example.com\/en\/categories\/shops">/);
  const article = await server.text('/ru/articles/opening');
  assert.match(article, /<a href="\/ru\/articles\/invoice">Where is my invoice<\/a>/);
  for (const [, link] of article.matchAll(/<a href="(\/[^"]*)"/g)) assert.equal((await server.get(link)).status, 200, link);
});

test('a language that the interface does not speak is told nothing untrue', async () => {
  const folder = new ContentFolder({ ...files, 'kb.yaml': files['kb.yaml'].replace('[ru, en]', '[ru, en, de]'), 'de/geld/rueckgabe.md': '---\ntitle: Rückgabe\n---\nText.\n' });
  const place = temporaryIndex();
  await build(folder.path, place.path);
  const site = await Server.start(place.path);
  try {
    const page = await site.text('/de/articles/refund');
    // The interface is English, and so is the article that stands in.
    assert.match(page, /<article class="article"[^>]* lang="en">/);
    assert.match(page, /This page is not translated yet, so here it is in another language\./);
    assert.match(page, /hreflang="de" aria-current="true">Deutsch<\/a>/);
    assert.match(page, /<header class="site-header crowded">/);
  } finally {
    await site.stop();
    folder.remove();
    place.remove();
  }
});

test('what customers may not see is shown in no language', async () => {
  for (const address of ['/en/articles/discount', '/en/articles/skidka', '/en/categories/staff', '/en/articles/draft']) {
    const answer = await server.get(address);
    assert.equal(answer.status, 404, address);
    assert.doesNotMatch(await answer.text(), new RegExp(secretWord));
  }
});
