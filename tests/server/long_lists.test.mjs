// Categories with more articles than anybody reads at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from './site.mjs';

const article = (number) => `---\ntitle: Статья ${String(number).padStart(3, '0')}\n---\nТекст ${number}.\n`;
const contents = { 'kb.yaml': 'title: Справка\nlanguages: [ru]\nbase_url: https://help.example.com\n' };
for (let i = 1; i <= 250; ++i) contents[`ru/many/a${i}.md`] = article(i);
for (let i = 251; i <= 360; ++i) contents[`ru/a${i}.md`] = article(i);
const server = serve(contents);

const titles = (page) => [...page.matchAll(/>Статья (\d+)</g)].map((match) => Number(match[1]));
const span = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('a long category comes a page at a time, with the way to the others', async () => {
  const first = await server.text('/ru/categories/many');
  assert.deepEqual(titles(first), span(1, 100));
  assert.match(first, /250 статей/);
  assert.match(first, /Страница 1 из 3/);
  assert.match(first, /<a rel="next" href="\/ru\/categories\/many\?page=2">/);
  assert.doesNotMatch(first, /rel="prev"/);
  const second = await server.text('/ru/categories/many?page=2');
  assert.deepEqual(titles(second), span(101, 200));
  assert.match(second, /<a rel="prev" href="\/ru\/categories\/many">/);
  assert.match(second, /<link rel="canonical" href="https:\/\/help\.example\.com\/ru\/categories\/many\?page=2">/);
  const last = await server.text('/ru/categories/many?page=3');
  assert.deepEqual(titles(last), span(201, 250));
  assert.doesNotMatch(last, /rel="next"/);
});

test('a page that is not there is the nearest one', async () => {
  assert.deepEqual(titles(await server.text('/ru/categories/many?page=99')), span(201, 250));
  for (const wrong of ['0', '-1', 'x', '', '1.5']) assert.deepEqual(titles(await server.text(`/ru/categories/many?page=${wrong}`)), span(1, 100), wrong);
});

test('articles without a category stand on the home page in the same way', async () => {
  const first = await server.text('/ru/');
  assert.match(first, /Страница 1 из 2/);
  assert.match(first, /<a rel="next" href="\/ru\/\?page=2">/);
  const second = await server.text('/ru/?page=2');
  assert.ok(titles(second).includes(360));
  assert.ok(!titles(second).includes(251));
});
