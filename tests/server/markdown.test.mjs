// Every article as Markdown, for programs that read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files } from './content.mjs';
import { serve } from './site.mjs';

const server = serve({ ...files, 'kb.yaml': files['kb.yaml'] + 'base_url: https://example.com/help\n', 'ru/payments/linked.md': '---\ntitle: Ссылки\n---\nСм. [возврат](refund.md#куда-писать), [нет](missing.md) и <b>жирно</b>.\n' });

test('the page and its Markdown say the same', async () => {
  const answer = await server.get('/help/ru/articles/refund.md');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/markdown; charset=utf-8');
  assert.equal(answer.headers.get('content-language'), 'ru');
  assert.equal(answer.headers.get('link'), '<https://example.com/help/ru/articles/refund>; rel="canonical"');
  const text = await answer.text();
  assert.match(text, /^# Как вернуть деньги\n\nСроки возврата\n\nДеньги вернутся на карту\./);
  assert.match(text, /\n## Если карта закрыта\n\nНапишите нам\. !\[Схема\]\(\/help\/files\/[0-9a-f]{16}\.svg\)/);
  assert.match(text, /\| Почта \| .*help@example.com.* \|/);
  assert.match(text, /> \[!WARNING\]\n> Никому не говорите код из СМС\./);
});

test('links lead where those of the page lead, and HTML is left out', async () => {
  const text = await server.text('/ru/articles/linked.md');
  assert.match(text, /\[возврат\]\(\/help\/ru\/articles\/refund#/);
  assert.match(text, /, нет и жирно\./);
});

test('the page itself answers in Markdown to who would rather have that', async () => {
  const type = async (accept) => (await server.get('/ru/articles/refund', { headers: { accept } })).headers.get('content-type');
  const markdown = 'text/markdown; charset=utf-8', html = 'text/html; charset=utf-8';
  const expected = { 'text/markdown': markdown, 'text/markdown, text/html;q=0.9': markdown, 'text/html, text/markdown;q=0.5': html, 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8': html, '*/*': html, 'text/markdown;q=0': html, 'text/markdown, */*': markdown };
  for (const [accept, wanted] of Object.entries(expected)) {
    for (const round of ['computed', 'from the cache']) assert.equal(await type(accept), wanted, `${accept}, ${round}`);
  }
  const answer = await server.get('/ru/articles/refund');
  assert.match(answer.headers.get('vary'), /Accept(,|$)/);
  assert.match(await answer.text(), /<link rel="alternate" type="text\/markdown" href="\/help\/ru\/articles\/refund.md">/);
});

test('former addresses and other languages work with the ending, too', async () => {
  assert.equal((await server.get('/ru/articles/vozvrat.md')).headers.get('location'), '/help/ru/articles/refund.md');
  assert.match(await server.text('/ru/articles/invoice.md'), /^# Where is my invoice/);
  assert.equal((await server.get('/ru/articles/nothing.md')).status, 404);
  assert.equal((await server.get('/ru/articles/discount.md')).status, 404);
});
