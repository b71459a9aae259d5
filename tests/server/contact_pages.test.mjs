// The contact form over HTTP, as browsers use it without a script.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, secretWord } from './content.mjs';
import { contact, withForm, withoutForm, withPlainForm } from './contact_content.mjs';
import { serve } from './site.mjs';

const server = serve(withForm);
const plain = serve(withPlainForm);
const silent = serve(files);
const without = serve(withoutForm);
const below = serve({ ...withPlainForm, 'kb.yaml': `${withPlainForm['kb.yaml']}base_url: https://example.com/help\n` });

const post = (to, values, lang = 'ru') => to.get(`/${lang}/contact`, { method: 'POST', body: new URLSearchParams(values) });
const hidden = (html) => Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]));
const whole = { subject: 'Возврат', message: 'Когда придёт возврат денег?', email: 'a@example.com', 'field.topic': 'money' };

test('the form asks what kb.yaml says, in the language of the page', async () => {
  const ru = await server.text('/ru/contact');
  for (const text of ['Напишите нам', 'Номер заказа', 'Есть в письме', 'Деньги', 'Подробности', 'Можно позвонить', '(необязательно)']) assert.ok(ru.includes(text), text);
  assert.match(ru, /<textarea id="contact-message" name="message" rows="7" required aria-describedby="contact-message.hint">/);
  assert.match(ru, /<input id="contact-email" name="email" type="email"[^>]* maxlength="254" autocomplete="email" inputmode="email"/);
  assert.match(ru, /<select id="contact-topic" name="field.topic" required/);
  const en = await server.text('/en/contact');
  for (const text of ['Write to us', 'Order number', 'Money', '(optional)']) assert.ok(en.includes(text), text);
});

test('the form is made for one visitor and no search engine', async () => {
  const answer = await server.get('/ru/contact');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(answer.headers.get('etag'), null);
  assert.match(await answer.text(), /<meta name="robots" content="noindex">/);
});

test('what was searched and where is kept, and what no page of ours sends is not', async () => {
  const html = await plain.text('/ru/contact?q=%D0%B2%D0%BE%D0%B7%D0%B2%D1%80%D0%B0%D1%82+%22&page=/ru/search%3Fq%3Dx&search_id=s1');
  assert.match(html, /name="subject" type="text" value="возврат &quot;"/);
  assert.equal(hidden(html).page, '/ru/search?q=x');
  assert.equal(hidden(html).search_id, 's1');
  assert.match(html, /<a href="\/en\/contact\?page=%2Fru%2Fsearch%3Fq%3Dx&amp;search_id=s1" lang="en"/);
  for (const page of ['https://example.com/', 'ru', `/${'a'.repeat(300)}`])
    assert.equal(hidden(await plain.text(`/ru/contact?page=${page}`)).page, '', page);
});

test('before sending, the articles that may answer are shown whole, with everything typed', async () => {
  const answer = await post(server, { ...whole, step: 'answers', page: '/ru/', form: 't' });
  assert.equal(answer.status, 200);
  const html = await answer.text();
  assert.match(html, /<summary>Как вернуть деньги<\/summary>/);
  assert.match(html, /Срок возврата: до пяти рабочих дней/);
  assert.match(html, /href="\/ru\/contact\/solved\?article=refund"/);
  assert.match(html, /<dd>Когда придёт возврат денег\?<\/dd>/);
  assert.match(html, /<dd>Деньги<\/dd>/);
  const { subject, message, email, form, page, shown } = hidden(html);
  assert.deepEqual({ subject, message, email, form, page }, { subject: whole.subject, message: whole.message, email: whole.email, form: 't', page: '/ru/' });
  assert.match(shown, /^ru\//);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('internal articles are no answers', async () => {
  const html = await (await post(plain, { message: `${secretWord} возврат для своих`, step: 'answers' })).text();
  assert.ok(!html.includes('Скидка') && !html.includes('Черновикслово'));
});

test('without an answer sending is all there is', async () => {
  const html = await (await post(plain, { message: 'щцфх хъщ', step: 'answers' })).text();
  assert.match(html, /Готового ответа не нашлось/);
  assert.match(html, /name="step" value="send"/);
});

test('back from the answers everything typed stands in the form', async () => {
  const html = await (await post(server, { ...whole, 'field.call': 'yes', 'field.order': '<7>', step: 'edit' })).text();
  assert.match(html, /value="Возврат"/);
  assert.match(html, />\nКогда придёт возврат денег\?<\/textarea>/);
  assert.match(html, /<option value="money" selected>/);
  assert.match(html, /type="checkbox" value="yes" checked/);
  assert.match(html, /value="&lt;7&gt;"/);
});

test('what is sent gets a number of two groups', async () => {
  const answer = await post(server, { ...whole, step: 'send' });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const place = answer.headers.get('location');
  assert.match(place, /^\/ru\/contact\/sent\?ticket=\d{8}(&receipt=1)?$/);
  const digits = place.match(/\d{8}/)[0];
  assert.ok((await server.text(place)).includes(`Обращение №\u00a0${digits.slice(0, 4)}\u00a0${digits.slice(4)}`));
});

test('sent again unchanged it is the same ticket', async () => {
  const place = async (values) => (await post(plain, { form: 'one', step: 'send', ...values })).headers.get('location');
  assert.equal(await place({ message: 'Где чек?' }), await place({ message: ' Где чек? ' }));
});

test('what is wrong is said at its field and at the top, and nothing typed is lost', async () => {
  for (const step of ['answers', 'send', '']) {
    const answer = await post(server, { subject: 'Чек', message: ' ', email: 'no address', 'field.order': '77', step });
    assert.equal(answer.status, 422);
    const html = await answer.text();
    assert.match(html, /<title>Не отправлено: Напишите нам/);
    assert.match(html, /role="alert" tabindex="-1" autofocus/);
    for (const id of ['contact-message', 'contact-email', 'contact-topic']) {
      assert.ok(html.includes(`<a href="#${id}">`), id);
      assert.match(html, new RegExp(`id="${id}"[^>]* aria-invalid="true" aria-describedby="${id}.error`));
      assert.ok(html.includes(`<p class="error" id="${id}.error">`), id);
    }
    for (const value of ['Чек', 'no address', '77']) assert.ok(html.includes(`value="${value}"`), value);
  }
});

test('long texts and strange bytes are answered by the form', async () => {
  const long = await post(plain, { message: 'a'.repeat(20_001), step: 'send' });
  assert.equal(long.status, 422);
  assert.match(await long.text(), /Сократите сообщение до 20000 знаков/);
  const bytes = await plain.get('/ru/contact', { method: 'POST', body: 'message=%FF%00&email=%zz&step=send&&=&x', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  assert.equal(bytes.status, 422);
  assert.equal((await plain.get('/ru/contact', { method: 'POST', body: '' })).status, 422);
});

test('the page of a number needs one', async () => {
  for (const query of ['', '?ticket=', '?ticket=1234567', '?ticket=123456789', '?ticket=1234567a', '?ticket=%D1%91%D1%91%D1%91%D1%91'])
    assert.equal((await server.get(`/ru/contact/sent${query}`)).status, 404, query);
  assert.match(await server.text('/en/contact/sent?ticket=00000042&receipt=1'), /Ticket 0000\u00a00042[^]*receipt with this number/);
  assert.ok(!(await server.text('/en/contact/sent?ticket=00000042')).includes('receipt with this number'));
});

test('a solved question ends kindly', async () => {
  const html = await server.text('/ru/contact/solved?article=refund');
  assert.match(html, /Рады, что вопрос решён/);
  assert.match(html, /<a href="\/ru\/articles\/refund">Как вернуть деньги<\/a>/);
  assert.match(html, /href="\/ru\/contact"/);
  assert.equal((await server.get('/ru/contact/solved?article=discount')).status, 200);
  assert.ok(!(await server.text('/ru/contact/solved?article=discount')).includes(secretWord));
});

const leading = ['/ru/articles/refund', '/ru/categories/payments', '/ru/nothing', '/ru/search?q=qqqqzzzz', '/ru/search?q=%D0%B2%D0%BE%D0%B7%D0%B2%D1%80%D0%B0%D1%82'];

test('articles, categories, results and dead ends lead to the form', async () => {
  for (const path of leading) {
    const link = (await plain.text(path)).match(/<a[^>]* href="(\/ru\/contact[^"]*)"[^>]*rel="nofollow"/);
    assert.ok(link, path);
    assert.equal((await plain.get(link[1].replaceAll('&amp;', '&'))).status, 200);
  }
});

test('an empty search hands over what was looked for', async () => {
  const html = await plain.text('/ru/search?q=qqqqzzzz');
  assert.match(html, /contact-card[^]*href="\/ru\/contact\?q=qqqqzzzz&amp;page=%2Fru%2Fsearch%3Fq%3Dqqqqzzzz&amp;search_id=[^"&]+"/);
});

test('without a receiver nothing leads to the form, yet it is there', async () => {
  for (const path of leading) assert.ok(!(await silent.text(path)).includes('/ru/contact'), path);
  assert.equal((await silent.get('/ru/contact')).status, 200);
});

test('a form that is switched off is not there', async () => {
  for (const path of leading) assert.ok(!(await without.text(path)).includes('/ru/contact'), path);
  for (const path of ['/ru/contact', '/ru/contact/sent?ticket=12345678', '/ru/contact/solved']) assert.equal((await without.get(path)).status, 404);
  assert.equal((await post(without, whole)).status, 404);
});

test('below a path every address of the form is', async () => {
  const html = await below.text('/help/ru/contact');
  assert.match(html, /action="\/help\/ru\/contact"/);
  assert.match(html, /data-api="\/help\/api\/v1\/"/);
  const sent = await below.get('/help/ru/contact', { method: 'POST', body: new URLSearchParams({ message: 'Где чек?', step: 'send' }) });
  assert.match(sent.headers.get('location'), /^\/help\/ru\/contact\/sent\?ticket=\d{8}/);
});

test('the honeypot is out of sight and out of the way', async () => {
  assert.match(await server.text('/ru/contact'), /<div class="website" aria-hidden="true">\s*<label for="contact-website">Оставьте пустым<\/label>\s*<input id="contact-website" name="website" type="text" tabindex="-1" autocomplete="off">/);
});

test('kb.yaml with a form is read without complaint', () => {
  assert.ok(contact.length > 0);
  assert.deepEqual((server.report.problems ?? []).filter(({ path }) => path === 'kb.yaml'), []);
});
