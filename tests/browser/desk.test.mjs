// The desk by keyboard alone, at both widths, in light and dark.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { files } from '../server/content.mjs';
import { until } from '../server/programs.mjs';
import { serve } from '../server/site.mjs';
import { accessibilityProblems, browse, overflow, ways } from './browser.mjs';

const server = serve({
  ...files,
  'ru/_templates/refund.md': '---\ntitle: Возврат оформлен\ntags: [деньги]\n---\nЗдравствуйте, {{name}}!\n\nВозврат по заказу **{{order}}** оформлен.\n\n[{{article}}]({{link}})\n',
  'ru/_templates/photo.md': '---\ntitle: Нужно фото\ntags: [качество]\n---\nПришлите, пожалуйста, фото.\n',
  'ru/_templates/table.md': '---\ntitle: Ваш заказ\n---\nПривет! Вот *всё* - да:\n\n| Заказ | Где |\n|---|---|\n| {{ order }} | [тут](https://shop.example/o/{{order}} "{{order}}") |\n\n`{{order}}` <{{link}}>\n',
  'en/_templates/refund.md': '---\ntitle: Refund started\n---\nOrder {{order}} is refunded.\n',
});
const withPage = browse();
let token;
before(async () => {
  await until('the server runs', () => server.url !== undefined);
  token = execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', 'agent', '--name', 'Anna'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
});

const withScript = ways.filter(({ options }) => options.javaScriptEnabled);
const options = { locale: 'ru-RU', viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'], bypassCSP: true };
const question = { id: 'q1', lang: 'ru', subject: 'Деньги не пришли', message: 'Жду деньги вторую неделю', answer: 'Возврат идёт до пяти дней.\n\nЕсли дольше, напишите в банк.', article: 'ru/refund', solved: true, score: 1, why: ['деньги'] };

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const clipboardHtml = (page) => page.evaluate(async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text());
const focused = (page) => page.evaluate(() => document.activeElement.innerText || document.activeElement.id);
const said = (page) => page.locator('.desk-said [role="status"]');
const says = async (page, text) => { await page.locator('.desk-said [role="status"]', { hasText: text }).waitFor(); };

// The solved questions of the index, and what is confirmed of them, stand elsewhere: here they answer as they should.
async function pretend(page, confirmed = [], past = question) {
  await page.route('**/api/v1/similar', async (route) => {
    const answer = await route.fetch();
    const found = await answer.json();
    if (found.articles.length) found.questions = [past];
    return route.fulfill({ response: answer, json: found });
  });
  await page.route('**/api/v1/confirmations**', (route) => {
    const request = route.request();
    confirmed.push([request.method(), new URL(request.url()).pathname.split('/').pop(), request.postDataJSON()]);
    return request.method() === 'DELETE' ? route.fulfill({ status: 204 }) : route.fulfill({ status: 201, json: { id: 'c1' } });
  });
  return confirmed;
}

async function signIn(page, lang = 'ru') {
  await page.goto(`${server.url}/${lang}/desk`);
  assert.equal(new URL(page.url()).pathname, `/${lang}/sign-in`);
  await page.locator('#token').focus();
  await page.keyboard.type(token);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.url}/${lang}/desk`);
}
async function ask(page, text) {
  await page.locator('#message').fill(text);
  await page.locator('#message').press('Control+Enter');
  // What was found before may still stand there; the new answers take the focus.
  await page.locator('.desk-item.current :focus').waitFor();
}

test('an agent answers by keyboard alone: finds, moves, copies, marks as solved and takes it back', async () => {
  const problems = await withPage(options, async (page) => {
    const confirmed = await pretend(page);
    await signIn(page);
    assert.equal(await focused(page), 'message');
    await page.keyboard.type('Здравствуйте! Когда придёт возврат на карту? c m h s n ? /');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.deepEqual(confirmed, []);
    await page.keyboard.press('Control+Enter');
    await page.locator('.desk-item.current').waitFor();
    assert.equal(await focused(page), 'Как вернуть деньги');
    assert.match(await page.locator('.desk-found .count').innerText(), /^\d стать[ия], 1 прошлый ответ$/);
    assert.match(await page.locator('.desk-item.current .desk-why').innerText(), /Найдено по словам: .*возврат/);
    assert.ok(await page.locator('.desk-item.current .snippet mark').count() > 0);

    await page.keyboard.press('c');
    await says(page, 'Скопировано как текст: Как вернуть деньги');
    const text = await clipboard(page);
    const link = await page.evaluate(() => new URL(document.querySelector('.desk-item.current h3 a').href).pathname);
    assert.equal(link, '/ru/articles/refund');
    assert.match(text, new RegExp(`^(Срок возврата: до пяти рабочих дней\\.|Деньги вернутся на карту\\.)\n\nКак вернуть деньги: ${server.url}/ru/articles/refund(#\\S+)?$`));
    await page.keyboard.press('m');
    await says(page, 'Markdown');
    assert.match(await clipboard(page), new RegExp(`\n\n\\[Как вернуть деньги\\]\\(${server.url}/ru/articles/refund`));
    await page.keyboard.press('h');
    await says(page, 'HTML');
    assert.match(await clipboard(page), /^<p>.*<a href="http[^"]+\/ru\/articles\/refund[^"]*">Как вернуть деньги<\/a><\/p>$/s);
    assert.match(await clipboardHtml(page), /<a href="http[^"]+\/ru\/articles\/refund/);

    // What opens elsewhere says where it was opened from, and leaves the desk as it is.
    const [opened] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
    await opened.waitForURL(/\/ru\/articles\/refund\?source=desk/);
    await opened.close();

    await page.keyboard.press('s');
    await says(page, 'Отмечено: решено с помощью «Как вернуть деньги»');
    await page.keyboard.press('c');  // what is done in between takes the way back from nobody
    await says(page, 'Скопировано');
    await page.keyboard.press('u');
    await says(page, 'Отменено');
    await page.keyboard.press('n');
    await says(page, 'ничего не подходит');
    const body = 'Здравствуйте! Когда придёт возврат на карту? c m h s n ? /';
    assert.deepEqual(confirmed, [
      ['POST', 'confirmations', { subject: '', body, lang: 'ru', article: 'ru/refund' }],
      ['DELETE', 'c1', null],
      ['POST', 'confirmations', { subject: '', body, lang: 'ru', article: null }],
    ]);

    const count = await page.locator('.desk-item:visible').count();
    for (let i = 0; i < count + 2; i++) await page.keyboard.press(i % 2 ? 'j' : 'ArrowDown');
    assert.equal(await focused(page), 'Деньги не пришли');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.desk-item.current h3 button').getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('c');
    await says(page, 'Деньги не пришли');
    assert.equal(await clipboard(page), `${question.answer}\n\nКак вернуть деньги: ${server.url}/ru/articles/refund`);
    for (let i = 0; i < count; i++) await page.keyboard.press(i % 2 ? 'k' : 'ArrowUp');
    assert.equal(await focused(page), 'Как вернуть деньги');

    await page.keyboard.press('/');
    assert.equal(await focused(page), 'message');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('c');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.ok(await said(page).isVisible());
    await page.keyboard.press('Escape');
    assert.ok(!(await said(page).isVisible()));
  });
  assert.deepEqual(problems, []);
});

test('keys are the same under a Russian layout', async () => {
  const problems = await withPage(options, async (page) => {
    await pretend(page);
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту?');
    const press = (key, code) => page.evaluate(([key, code]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true })), [key, code]);
    await press('о', 'KeyJ');
    assert.notEqual(await focused(page), 'Как вернуть деньги');
    await press('л', 'KeyK');
    await press('с', 'KeyC');
    await says(page, 'Скопировано как текст');
    await press('.', 'Slash');
    assert.equal(await focused(page), 'message');
  });
  assert.deepEqual(problems, []);
});

test('an internal text leaves only after a warning, and never with a link', async () => {
  const problems = await withPage(options, async (page) => {
    await signIn(page);
    await page.evaluate(() => navigator.clipboard.writeText('before'));
    await ask(page, 'Возврат для своих: какой пароль на скидку?');
    await page.locator('.desk-item.current .desk-internal').waitFor();
    for (const key of ['c', 'm', 'h']) {
      await page.keyboard.press(key);
      await page.locator('dialog[data-name="internal"][open]').waitFor();
      // Enter chooses what is safe.
      await page.keyboard.press('Enter');
      await says(page, 'Ничего не скопировано');
      assert.equal(await clipboard(page), 'before');
    }
    await page.keyboard.press('c');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says(page, 'Скопировано как текст');
    const text = await clipboard(page);
    assert.match(text, /^Возврат для своих/);
    assert.doesNotMatch(text, /http|articles|discount/);
  });
  assert.deepEqual(problems, []);
});

test('the customer gets text and link in the language of the message, or the one that was chosen', async () => {
  const problems = await withPage(options, async (page) => {
    await signIn(page);
    await ask(page, 'When will the money for my refund arrive?');
    await page.keyboard.press('c');
    await says(page, 'Скопировано');
    assert.match(await clipboard(page), new RegExp(`\n\nHow to get a refund: ${server.url}/en/articles/refund`));
    await page.locator('#customer-lang').selectOption('ru');
    await page.locator('.desk-item[lang="ru"].current').waitFor();
    await page.locator('.desk-item.current h3 a').focus();
    await page.keyboard.press('c');
    await until('it is copied', async () => (await clipboard(page)).includes(`${server.url}/ru/articles/refund`));
  });
  assert.deepEqual(problems, []);
});

test('mail that is quoted, addresses and a foreign error message do not change the language of the customer', async () => {
  const problems = await withPage(options, async (page) => {
    await signIn(page);
    for (const more of ['> When will the money for my refund arrive? Please tell me at once, I am waiting', 'https://pay.example.com/checkout/status/declined?reference=refund', 'Пишет: Payment declined by issuing bank']) {
      await page.locator('#message').fill('');
      await ask(page, `Когда придёт возврат?\n\n${more}`);
      await page.keyboard.press('c');
      await until(more, async () => (await clipboard(page)).includes(`${server.url}/ru/articles/refund`));
      await page.evaluate(() => navigator.clipboard.writeText(''));
    }
  });
  assert.deepEqual(problems, []);
});

test('a template is picked by typing, filled in and copied', async () => {
  const problems = await withPage(options, async (page) => {
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту?');
    await page.keyboard.press('t');
    await page.locator('dialog[data-name="templates"][open]').waitFor();
    assert.equal(await page.locator('#desk-choices [role=option]').count(), 3);
    await page.keyboard.type('деньги');
    assert.equal(await page.locator('#desk-choices [role=option]').count(), 1);
    assert.equal(await page.locator('#desk-filter').getAttribute('aria-activedescendant'), 'desk-choice-0');
    await page.keyboard.press('Enter');
    await page.locator('.desk-fill').waitFor();
    await until('the first empty field has the focus', async () => (await focused(page)) === 'desk-field-0');
    assert.equal(await page.getByLabel('Название статьи').inputValue(), 'Как вернуть деньги');
    await page.keyboard.type('Анна');
    // The order is still empty: Enter leads there.
    await page.keyboard.press('Enter');
    await until('the field that lacks has the focus', async () => (await focused(page)) === 'desk-field-1');
    await page.keyboard.type('*<12>*');
    assert.match(await page.locator('.desk-fill .desk-preview').innerText(), /Возврат по заказу \*<12>\* оформлен/);
    await page.keyboard.press('Enter');
    await says(page, 'Скопировано как текст: Возврат оформлен');
    assert.equal(await clipboard(page), `Здравствуйте, Анна!\n\nВозврат по заказу *<12>* оформлен.\n\nКак вернуть деньги (${server.url}/ru/articles/refund)`);

    await page.keyboard.press('t');
    await page.locator('dialog[data-name="templates"][open]').waitFor();
    await page.keyboard.type('возврат');
    await page.keyboard.press('Enter');
    await page.locator('.desk-fill').waitFor();
    for (const input of await page.locator('.desk-fields input').all()) if (!(await input.inputValue())) await input.fill('<b>');
    await page.locator('[data-form="html"]').press('Enter');
    await until('HTML is copied', async () => (await clipboard(page)).includes('&lt;b&gt;'));
    assert.match(await clipboard(page), /<a href="http[^"]+\/ru\/articles\/refund">Как вернуть деньги<\/a>/);
  });
  assert.deepEqual(problems, []);
});

test('as Markdown a template is its own source; what is filled into addresses is encoded', async () => {
  const problems = await withPage(options, async (page) => {
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту?');
    for (const form of ['markdown', 'html', 'text']) {
      await page.keyboard.press('t');
      await page.locator('dialog[data-name="templates"][open]').waitFor();
      await page.keyboard.type('ваш заказ');
      await page.keyboard.press('Enter');
      await page.locator('.desk-fill').waitFor();
      await page.getByLabel('order').fill('a_b "№ 7)');
      await page.locator(`.desk-fill [data-form="${form}"]`).press('Enter');
      const encoded = 'https://shop.example/o/a_b%20%22%E2%84%96%207%29';
      await until(form, async () => (await clipboard(page)).includes(encoded));
      const copied = await clipboard(page);
      if (form === 'markdown') assert.equal(copied, `Привет! Вот *всё* - да:\n\n| Заказ | Где |\n|---|---|\n| a\\_b "№ 7) | [тут](${encoded} "a\\_b "№ 7)") |\n\n\`a_b "№ 7)\` <${server.url}/ru/articles/refund>`);
      if (form === 'html') {
        assert.ok(copied.includes(`<td>a_b "№ 7)</td>`), copied);
        assert.ok(copied.includes(`<a href="${encoded}" title="a_b &quot;№ 7)">`), copied);
      }
      await page.evaluate(() => navigator.clipboard.writeText(''));
    }
  });
  assert.deepEqual(problems, []);
});

test('a past answer leaves without greeting and signature, and what was taken out of it is filled in first', async () => {
  const problems = await withPage(options, async (page) => {
    const past = { ...question, answer: 'Здравствуйте, Анна!\n\nЗвоните на [phone] или [phone].\n\nС уважением, [name]', reply: 'Звоните на [phone] или [phone].' };
    await pretend(page, [], past);
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту?');
    const row = page.locator('[data-kind="question"] .desk-item');
    assert.equal(await row.locator('.snippet').innerText(), past.reply);
    assert.match(await row.locator('.desk-marks').innerText(), /С пропусками/i);
    await row.locator('h3 button').focus();
    await page.evaluate(() => navigator.clipboard.writeText('before'));
    await page.keyboard.press('h');
    const dialog = page.locator('dialog[data-name="gaps"][open]');
    await dialog.waitFor();
    assert.deepEqual(await dialog.locator('label').allInnerTexts(), ['Телефон', 'Телефон 2']);
    assert.equal(await dialog.locator('mark').count(), 2);
    await page.keyboard.type('123');
    await page.keyboard.press('Enter');
    assert.ok(await dialog.isVisible());
    assert.equal(await clipboard(page), 'before');
    // Enter led to the field that is empty.
    await page.keyboard.type('<45>');
    await page.keyboard.press('Enter');
    await says(page, 'HTML');
    assert.match(await clipboard(page), /^<p>Звоните на 123 или &lt;45&gt;\.<\/p><p><a /);
  });
  assert.deepEqual(problems, []);
});

test('a question becomes a draft, to be downloaded', async () => {
  const problems = await withPage({ ...options, acceptDownloads: true }, async (page) => {
    await pretend(page);
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту? Мой телефон +7 912 345-67-89.');
    await page.keyboard.press('d');
    await page.locator('dialog[data-name="draft"][open]').waitFor();
    await page.keyboard.type('Подождите пять дней. Напишите в банк.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.desk-made').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.match(download.suggestedFilename(), /^kogda-pridet-vozvrat-na-kartu-[0-9a-f]{8}\.md$/);
    const draft = readFileSync(await download.path(), 'utf8');
    assert.match(draft, /visibility: draft\nquestions:\n {2}- "Когда придёт возврат на карту\?"/);
    assert.match(draft, /1\. Подождите пять дней\.\n2\. Напишите в банк\.\n$/);
    assert.doesNotMatch(draft, /912/);
    assert.equal(await page.locator('[data-do="commit"]').count(), 0);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog[open]').count(), 0);
  });
  assert.deepEqual(problems, []);
});

test('an agent who is not signed in where an article opens says so to the statistics, and the address does not', async () => {
  const problems = await withPage(options, async (page) => {
    const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/events'));
    await page.goto(`${server.url}/ru/articles/refund?source=desk`);
    const { events } = (await posted).postDataJSON();
    assert.deepEqual(events.filter(({ kind }) => kind === 'open').map(({ slug, source }) => [slug, source]), [['refund', 'desk']]);
    assert.equal(page.url(), `${server.url}/ru/articles/refund`);
  });
  assert.deepEqual(problems, []);
});

test('whose session has ended is told so, and finds the message again after signing in', async () => {
  await withPage(options, async (page, context) => {
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту?');
    await context.clearCookies();
    await page.keyboard.press('d');
    await page.keyboard.type('Подождите пять дней.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] .desk-outcome', { hasText: 'Вход больше не действует' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await says(page, 'Вход больше не действует');
    await page.locator('.desk-sign-in').click();
    await page.locator('#token').fill(token);
    await page.keyboard.press('Enter');
    await page.locator('.desk-item.current').waitFor();
    assert.equal(await page.locator('#message').inputValue(), 'Когда придёт возврат на карту?');
    // Once, and not in the next visit.
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });
});

test('what was noted is taken back step by step', async () => {
  await withPage(options, async (page) => {
    const confirmed = await pretend(page);
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту?');
    await page.keyboard.press('s');
    await says(page, 'Отмечено');
    await page.keyboard.press('n');
    await until('both are noted', () => confirmed.length === 2);
    await says(page, 'ничего не подходит');
    await page.keyboard.press('u');
    await until('the second is taken back', () => confirmed.length === 3);
    await says(page, 'Отменено');
    await page.keyboard.press('u');
    await until('the first is taken back', () => confirmed.length === 4);
    assert.deepEqual(confirmed.map(([method]) => method), ['POST', 'POST', 'DELETE', 'DELETE']);
    await page.locator('.desk-said [data-do="undo"]').waitFor({ state: 'hidden' });
  });
});

test('a past answer without a subject is called by the beginning of its message', async () => {
  await withPage(options, async (page) => {
    await page.route('**/api/v1/similar', async (route) => {
      const answer = await route.fetch();
      return route.fulfill({ response: answer, json: { ...(await answer.json()), questions: [{ ...question, subject: '', message: `Жду деньги вторую неделю\n${'и ещё '.repeat(30)}` }] } });
    });
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту?');
    assert.equal(await page.locator('[data-kind="question"] h3').innerText(), 'Жду деньги вторую неделю');
  });
});

for (const { name, options: way } of withScript) {
  test(`the desk is easy to read and to reach: ${name}`, async () => {
    const problems = await withPage({ ...way, bypassCSP: true, reducedMotion: 'reduce' }, async (page) => {
      await pretend(page, [], { ...question, reply: 'Звоните на [phone], спросите [name].' });
      await signIn(page);
      const look = async (state) => {
        assert.ok(await overflow(page) <= 0, state);
        assert.deepEqual(await accessibilityProblems(page), [], state);
      };
      await look('empty');
      await ask(page, `Когда придёт возврат? ${'щ'.repeat(80)}`);
      await look('found');
      await page.keyboard.press('n');
      await says(page, 'ничего не подходит');
      await look('noted');
      for (const key of ['?', 't', 'd']) {
        await page.keyboard.press(key);
        await page.locator('dialog[open]').waitFor();
        await look(`dialog ${key}`);
        if (key === 't') {
          await page.keyboard.press('Enter');
          await page.locator('.desk-fill').waitFor();
          await look('filling in');
        }
        if (key === 'd') {
          await page.locator('.desk-compose button').click();
          await page.locator('.desk-made').waitFor();
          await look('the draft');
        }
        await page.keyboard.press('Escape');
      }
      await page.locator('[data-kind="question"] .desk-item h3 button').focus();
      await page.keyboard.press('c');
      await page.locator('dialog[data-name="gaps"][open]').waitFor();
      await look('gaps');
      if (process.env.KB_PICTURES) await page.screenshot({ path: `${process.env.KB_PICTURES}/gaps-${name.replace(/\W+/g, '-')}.png` });
      await page.keyboard.press('Escape');
      await page.locator('#message').fill('скидка для своих, пароль');
      await page.locator('#message').press('Control+Enter');
      await page.locator('.desk-item.current .desk-internal').waitFor();
      await page.keyboard.press('c');
      await page.locator('dialog[open]').waitFor();
      await look('warning');
    });
    assert.deepEqual(problems, []);
  });
}

test('without JavaScript the desk says what it needs', async () => {
  await withPage({ locale: 'en-US', javaScriptEnabled: false }, async (page) => {
    await signIn(page, 'en');
    assert.ok(await page.getByText('The desk needs JavaScript').isVisible());
    assert.ok(await page.locator('#message').isHidden());
  });
});

test('keys of one letter can be switched off, for good; others work on', async () => {
  const problems = await withPage(options, async (page) => {
    const confirmed = await pretend(page);
    await signIn(page);
    await ask(page, 'Когда придёт возврат на карту?');
    await page.keyboard.press('?');
    await page.locator('dialog[open] [name="letters"]').press('Space');
    await page.keyboard.press('Escape');
    await page.locator('.desk-item.current h3 a').focus();
    for (const key of ['s', 'n', 'd', '?', 't']) await page.keyboard.press(key);
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.deepEqual(confirmed, []);
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await focused(page), 'Как вернуть деньги');
    await page.reload();
    await page.locator('[data-do="help"]').click();
    assert.equal(await page.locator('dialog[open] [name="letters"]').isChecked(), false);
  });
  assert.deepEqual(problems, []);
});

test('whoever changes the language of the sign-in page still reaches the desk', async () => {
  const problems = await withPage(options, async (page) => {
    await page.goto(`${server.url}/ru/desk`);
    await page.goto(await page.locator('a[hreflang="en"]').first().evaluate((link) => link.href));
    await page.locator('#token').fill(token);
    await page.locator('#token').press('Enter');
    await page.waitForURL(`${server.url}/en/desk`);
  });
  assert.deepEqual(problems, []);
});
