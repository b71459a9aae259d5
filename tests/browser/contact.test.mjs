// The contact form as people use it: at both widths, in light and dark, with JavaScript and without.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withForm, withPlainForm } from '../server/contact_content.mjs';
import { serve } from '../server/site.mjs';
import { accessibilityProblems, browse, overflow, sizes, ways } from './browser.mjs';

const full = serve(withForm);
const plain = serve(withPlainForm);
const withPage = browse();
const phone = { viewport: sizes[0], locale: 'ru-RU' };
const desk = { viewport: sizes[1], locale: 'ru-RU' };
const question = 'Когда вернутся деньги на карту?';

const message = (page) => page.getByLabel('Сообщение');
const send = (page) => page.getByRole('button', { name: 'Отправить', exact: true });
const answers = (page) => page.getByRole('region', { name: 'Возможно, ответ уже есть' });
const answer = (page, name) => answers(page).getByRole('button', { name });
const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

async function write(page, text = question) {
  await message(page).pressSequentially(text);
  await answers(page).waitFor();
}

// What the server is asked, and answers in place of the real one: a status, or nothing for a broken line.
async function mock(page, replies) {
  const letters = [];
  await page.route('**/api/v1/contact', async (route) => {
    letters.push(route.request().postDataJSON());
    const reply = replies[Math.min(letters.length, replies.length) - 1];
    if (reply === null) return route.abort();
    await route.fulfill({ status: reply.status ?? reply, headers: reply.headers, json: reply.json ?? { ticket: '48172093', receipt: true } });
  });
  return letters;
}

// Where scripts are off axe cannot run either: the same page is looked at in a window where only ours are off.
async function problemsOf(page, context, options) {
  if (options.javaScriptEnabled) return accessibilityProblems(page);
  const html = await page.content();
  const other = await context.browser().newContext({ ...options, javaScriptEnabled: true });
  try {
    const copy = await other.newPage();
    await copy.route('**/*.js', (route) => route.abort());
    await copy.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
    await copy.goto(page.url());
    return await accessibilityProblems(copy);
  } finally {
    await other.close();
  }
}

for (const { name, options } of ways) {
  test(`${name}: the form fits, is read by everyone, and arrives`, async () => {
    const problems = await withPage({ ...options, bypassCSP: true }, async (page, context) => {
      const check = async () => {
        await page.waitForLoadState();
        assert.deepEqual(await problemsOf(page, context, options), [], page.url());
        assert.ok(await overflow(page) <= 0, page.url());
      };
      await page.goto(`${full.url}/ru/articles/refund`);
      await page.getByRole('link', { name: 'Напишите нам' }).click();
      await check();
      await message(page).fill(question);
      await page.getByLabel('Электронная почта').fill('a@example.com');
      await page.getByLabel('О чём').selectOption('Деньги');
      await page.getByLabel('Можно позвонить').check();
      if (options.javaScriptEnabled) {
        await answer(page, 'Как вернуть деньги').click();
        await answers(page).getByText('до пяти рабочих дней').waitFor();
        await check();
      } else {
        await page.getByRole('button', { name: 'Показать ответы' }).click();
        await page.getByText('Как вернуть деньги', { exact: true }).click();
        assert.ok(await page.getByText('до пяти рабочих дней').isVisible());
        await check();
      }
      await send(page).click();
      await page.waitForURL('**/ru/contact/sent?ticket=*');
      assert.match(await page.getByText('Обращение №').innerText(), /№\u00a0\d{4}\u00a0\d{4}$/);
      await check();
    });
    assert.deepEqual(problems, []);
  });

  test(`${name}: mistakes are said where they are`, () => withPage({ ...options, bypassCSP: true }, async (page, context) => {
    await page.goto(`${full.url}/ru/contact`);
    await message(page).fill(question);
    await page.getByLabel('Электронная почта').fill('никуда');
    await page.getByLabel('О чём').selectOption('Другое');
    await page.getByRole('button', { name: options.javaScriptEnabled ? 'Отправить' : 'Отправить сразу' }).click();
    await page.locator('.field .error').first().waitFor();
    assert.equal(await page.getByLabel('Электронная почта').getAttribute('aria-invalid'), 'true');
    assert.match(await page.locator('[id="contact-email.error"]').innerText(), /Проверьте адрес/);
    assert.equal(await message(page).inputValue(), question);
    assert.deepEqual(await problemsOf(page, context, options), []);
    assert.ok(await overflow(page) <= 0);
    if (options.javaScriptEnabled) {
      assert.ok(await hasFocus(page.getByLabel('Электронная почта')));
      await page.keyboard.type('@example.com');
      assert.equal(await page.locator('.field .error').count(), 0);
    } else {
      await page.getByRole('link', { name: /Проверьте адрес/ }).click();
      assert.ok(await hasFocus(page.getByLabel('Электронная почта')));
    }
  }));
}

test('controls are large enough for fingers and do not make phones zoom', () => withPage(phone, async (page) => {
  await page.goto(`${full.url}/ru/contact`);
  for (const control of await page.locator('.field :is(input:not([type=checkbox]), textarea, select), form .buttons button, .ticked label').all()) {
    const { height } = await control.boundingBox();
    assert.ok(height >= 44, await control.evaluate((element) => element.outerHTML));
    assert.ok(await control.evaluate((element) => parseFloat(getComputedStyle(element).fontSize)) >= 16);
  }
}));

test('the trap is nowhere for people', () => withPage(desk, async (page) => {
  await page.goto(`${plain.url}/ru/contact`);
  assert.equal(await page.getByRole('textbox', { name: 'Оставьте пустым' }).count(), 0);
  const { x } = await page.locator('[name=website]').boundingBox();
  assert.ok(x < -1000);
  for (let i = 0; i < 30; ++i) {
    await page.keyboard.press('Tab');
    assert.notEqual(await page.evaluate(() => document.activeElement.name), 'website');
  }
}));

test('answers stand beside the message on a desk and below it on a phone', async () => {
  for (const options of [desk, phone]) {
    await withPage(options, async (page) => {
      await page.goto(`${plain.url}/ru/contact`);
      await write(page);
      const typed = await message(page).boundingBox(), beside = await answers(page).boundingBox();
      if (options === desk) assert.ok(beside.x > typed.x + typed.width && beside.y < typed.y + typed.height);
      else assert.ok(beside.y > typed.y + typed.height && beside.x >= 0);
      assert.ok(await hasFocus(message(page)));
      assert.match(await page.locator('form [role=status]').innerText(), /^\d+ похож/);
      assert.ok(await answers(page).locator('mark').count() > 0);
    });
  }
});

test('nothing is asked for a few letters, nor twice for the same', () => withPage(desk, async (page) => {
  const asked = [];
  page.on('request', (request) => request.url().endsWith('/similar') && asked.push(request.postDataJSON()));
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill('Деньги');
  await page.waitForTimeout(700);
  assert.equal(asked.length, 0);
  await write(page, ' вернуть');
  const { session, ...rest } = asked.at(-1);
  assert.deepEqual(rest, { subject: '', body: 'Деньги вернуть', lang: 'ru', limit: 5, source: 'contact' });
  assert.match(session, /^[0-9a-f]{32}$/);
  const before = asked.length;
  await page.keyboard.type(' ');
  await page.waitForTimeout(700);
  assert.equal(asked.length, before);
}));

test('only the answer to the latest text counts', () => withPage(desk, async (page) => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const hit = (title) => ({ slug: 'refund', lang: 'ru', title, url: '/ru/articles/refund', snippet: [] });
  await page.route('**/api/v1/similar', async (route) => {
    const isFirst = !route.request().postDataJSON().body.includes('второе');
    if (isFirst) await held;
    await route.fulfill({ json: { articles: [hit(isFirst ? 'Старый' : 'Новый')] } }).catch(() => {});
  });
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill('первое сообщение');
  await page.waitForTimeout(600);
  await message(page).fill('второе сообщение');
  await answer(page, 'Новый').waitFor();
  release();
  await page.waitForTimeout(200);
  assert.equal(await answer(page, 'Старый').count(), 0);
}));

test('an article is opened in place, by keyboard, and stays while others come', () => withPage(desk, async (page) => {
  await page.goto(`${plain.url}/ru/contact`);
  await write(page);
  const refund = answer(page, 'Как вернуть деньги');
  await refund.focus();
  await page.keyboard.press('Enter');
  assert.equal(await refund.getAttribute('aria-expanded'), 'true');
  await answers(page).getByText('до пяти рабочих дней').waitFor();
  assert.equal(await answers(page).locator('.body [id]').count(), 0);
  const link = answers(page).getByRole('link', { name: 'Открыть на отдельной странице' });
  assert.equal(await link.getAttribute('target'), '_blank');
  await message(page).fill('Где найти чек об оплате? Что такое код карты?');
  await answer(page, 'Где найти чек').waitFor();
  assert.ok(await answers(page).getByText('до пяти рабочих дней').isVisible());
  assert.equal(await refund.getAttribute('aria-expanded'), 'true');
  await refund.click();
  assert.ok(await answers(page).getByText('до пяти рабочих дней').isHidden());
}));

test('a solved question closes the form, and it can be reopened with everything typed', () => withPage({ ...phone, bypassCSP: true }, async (page) => {
  await page.goto(`${plain.url}/ru/contact`);
  await write(page);
  await answer(page, 'Как вернуть деньги').click();
  await answers(page).getByRole('button', { name: 'Это решило мой вопрос' }).click();
  const thanks = page.getByRole('heading', { name: 'Рады, что вопрос решён' });
  assert.ok(await thanks.isVisible() && await hasFocus(thanks));
  assert.ok(await message(page).isHidden());
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'Всё-таки написать' }).click();
  assert.equal(await message(page).inputValue(), question);
  assert.ok(await hasFocus(message(page)));
}));

test('what is sent says where it comes from and what was shown', () => withPage(desk, async (page) => {
  const letters = await mock(page, [202]);
  await page.goto(`${full.url}/ru/contact?q=${encodeURIComponent('возврат')}&page=/ru/search&search_id=s1`);
  await write(page);
  await page.getByLabel('О чём').selectOption('Деньги');
  await page.getByLabel('Можно позвонить').check();
  await send(page).click();
  await page.waitForURL('**/ru/contact/sent?ticket=48172093&receipt=1');
  const { id, shown, form, session, ...rest } = letters[0];
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(shown.includes('ru/refund'));
  assert.ok(form.length > 0);
  assert.match(session, /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, { lang: 'ru', subject: 'возврат', message: question, email: '', fields: { topic: 'money', call: 'yes' }, page: '/ru/search', search_id: 's1', website: '' });
}));

test('a second click sends nothing more', () => withPage(desk, async (page) => {
  const letters = [];
  await page.route('**/api/v1/contact', async (route) => {
    letters.push(route.request().postDataJSON());
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    await route.fulfill({ status: 202, json: { ticket: '48172093', receipt: false } });
  });
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill(question);
  await send(page).click();
  const busy = page.getByRole('button', { name: 'Отправляем…' });
  assert.equal(await busy.getAttribute('aria-disabled'), 'true');
  await busy.click({ force: true });
  await page.waitForURL('**/sent?ticket=48172093');
  assert.equal(letters.length, 1);
}));

test('a broken line is tried again by itself, with the same id', () => withPage(desk, async (page) => {
  await page.clock.install();
  const letters = await mock(page, [null, 503, 202]);
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill(question);
  await send(page).click();
  await page.getByRole('button', { name: 'Пробуем ещё раз' }).waitFor();
  await page.clock.runFor(1_500);
  await page.clock.runFor(4_000);
  await page.waitForURL('**/sent?ticket=48172093*');
  assert.equal(letters.length, 3);
  assert.equal(new Set(letters.map(({ id }) => id)).size, 1);
}));

test('what cannot be sent is kept, and said so; sent again it is the same message', () => withPage(phone, async (page) => {
  await page.clock.install();
  const letters = await mock(page, [503, 503, 503, 503, 202]);
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill(question);
  await send(page).click();
  const failed = page.getByRole('alert').filter({ hasText: 'Не отправлено' });
  for (let i = 0; i < 40 && !(await failed.isVisible()); ++i) {
    await page.clock.runFor(1_000);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  assert.ok(await failed.isVisible());
  assert.equal(letters.length, 4);
  assert.equal(await message(page).inputValue(), question);
  assert.equal(await send(page).getAttribute('aria-disabled'), 'false');
  await send(page).click();
  await page.waitForURL('**/sent?ticket=*');
  assert.equal(new Set(letters.map(({ id }) => id)).size, 1);
}));

test('an id that stands for another text is given up once', () => withPage(desk, async (page) => {
  const letters = await mock(page, [409, 202]);
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill(question);
  await send(page).click();
  await page.waitForURL('**/sent?ticket=*');
  assert.notEqual(letters[0].id, letters[1].id);
}));

test('who wrote too much is told at once', () => withPage(desk, async (page) => {
  const letters = await mock(page, [{ status: 429, headers: { 'retry-after': '3600' } }]);
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill(question);
  await send(page).click();
  await page.getByRole('alert').filter({ hasText: 'через час' }).waitFor();
  assert.equal(letters.length, 1);
}));

test('a draft survives leaving, in either language, and not sending', () => withPage(phone, async (page) => {
  await page.goto(`${full.url}/ru/contact`);
  await message(page).fill(question);
  await page.getByLabel('О чём').selectOption('Деньги');
  await page.getByLabel('Можно позвонить').check();
  await page.goto(`${full.url}/ru/`);
  await page.goto(`${full.url}/en/contact`);
  assert.equal(await page.getByLabel('Message').inputValue(), question);
  assert.equal(await page.getByLabel('About').inputValue(), 'money');
  assert.ok(await page.getByLabel('You may call').isChecked());
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForURL('**/en/contact/sent?ticket=*');
  await page.goto(`${full.url}/en/contact`);
  assert.equal(await page.getByLabel('Message').inputValue(), '');
}));

test('where nothing may be stored the form works all the same', () => withPage(desk, async (page) => {
  await page.addInitScript(() => Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('refused'); } }));
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${plain.url}/ru/contact`);
  await write(page);
  await send(page).click();
  await page.waitForURL('**/sent?ticket=*');
  assert.deepEqual(problems, []);
}));

test('the keyboard alone is enough', () => withPage(desk, async (page) => {
  await page.goto(`${plain.url}/ru/contact`);
  await page.getByLabel('Тема').focus();
  await page.keyboard.type('Возврат');
  await page.keyboard.press('Tab');
  await page.keyboard.type(question);
  await answers(page).waitFor();
  for (let i = 0; i < 15 && !(await hasFocus(page.getByLabel('Электронная почта'))); ++i) await page.keyboard.press('Tab');
  await page.keyboard.type('a@example.com');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sent?ticket=*');
}));

test('when the script does not come, the form is posted as it is', () => withPage(desk, async (page) => {
  for (const name of ['contact', 'events']) await page.route(`**/static/${name}-*.js`, (route) => route.abort());
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill(question);
  await page.getByRole('button', { name: 'Показать ответы' }).click();
  await page.getByRole('button', { name: 'Изменить' }).click();
  assert.equal(await message(page).inputValue(), question);
  await page.getByRole('button', { name: 'Отправить сразу' }).click();
  await page.waitForURL('**/sent?ticket=*');
}));

test('the solved page leads on without a script', () => withPage({ ...phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${plain.url}/ru/contact`);
  await message(page).fill(question);
  await page.getByRole('button', { name: 'Показать ответы' }).click();
  await page.getByText('Как вернуть деньги', { exact: true }).click();
  await page.getByRole('link', { name: 'Это решило мой вопрос' }).first().click();
  await page.getByRole('heading', { name: 'Рады, что вопрос решён' }).waitFor();
  assert.ok(await page.getByRole('link', { name: 'На главную' }).isVisible());
}));
