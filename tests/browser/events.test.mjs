// What pages record of visits, and how it reaches the server whatever becomes of the page.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { until as wait } from '../server/programs.mjs';
import { serveSample } from '../server/site.mjs';
import { browse, sizes } from './browser.mjs';
import { count } from './counter.mjs';

const counter = count(serveSample());
const withPage = browse();
// In a browser that keeps pages for those who come back, as all do outside of tests.
const withKeptPage = browse({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
const desk = { viewport: sizes[1], locale: 'ru-RU' };
const phone = { viewport: sizes[0], locale: 'ru-RU' };
const question = 'Списали деньги за уборку дважды, когда вернёте?';

const until = (condition) => wait('what the test is about', condition);
const at = (path) => counter.url + path;
const search = (text) => at(`/ru/search?q=${encodeURIComponent(text)}`);
const box = (page) => page.getByRole('combobox').first();
const heard = (kind, times = 1) => wait(`${times} × ${kind}`, () => counter.of(kind).length >= times);
// Longer than events wait for others.
const settled = (page) => page.waitForTimeout(1_400);
const leave = (page) => page.goto('about:blank');
const stored = (page) => page.evaluate(() => Object.keys(localStorage));
const queued = async (page) => (await stored(page)).filter((key) => key.startsWith('otvet-event-')).length;

beforeEach(() => counter.forget());

for (const options of [phone, desk]) {
  const { width } = options.viewport;

  test(`${width} px: a search and the hit that was opened are told together`, async () => {
    const problems = await withPage(options, async (page) => {
      await page.goto(search('вернуть деньги'));
      const second = page.locator('.hit h2 a').nth(1);
      const slug = (await second.getAttribute('href')).match(/articles\/([^#]+)/)[1];
      await second.click();
      await page.waitForURL('**/ru/articles/**');
      // The page that is left and the one that follows send theirs beside each other.
      await heard('search');
      await heard('open');
      const [asked] = counter.of('search'), [opened] = counter.of('open');
      assert.equal(asked.query, 'вернуть деньги');
      assert.ok(asked.results >= 2);
      const answer = await (await fetch(at(`/api/v1/search?lang=ru&q=${encodeURIComponent('вернуть деньги')}`))).json();
      assert.equal(asked.search_id, answer.search_id);
      assert.equal(asked.results, answer.total);
      assert.deepEqual([opened.slug, opened.source, opened.search_id, opened.rank], [slug, 'search', asked.search_id, 2]);
      assert.match(asked.session, /^[0-9a-f]{32}$/);
      assert.equal(opened.session, asked.session);
      for (const event of counter.events) {
        assert.match(event.id, /^[0-9a-f]{32}$/);
        assert.equal(event.lang, 'ru');
        assert.ok(Math.abs(Date.parse(event.at) - Date.now()) < 60_000);
      }
      for (const { sent_at: sent } of counter.requests) assert.ok(Math.abs(Date.parse(sent) - Date.now()) < 60_000);
      assert.deepEqual(counter.requests.map(({ cookie }) => cookie), counter.requests.map(() => undefined));
    });
    assert.deepEqual(problems, []);
  });

  test(`${width} px: readers say whether an article helped, change their mind and add a comment`, async () => {
    const problems = await withPage(options, async (page) => {
      await page.goto(at('/ru/articles/refund'));
      const block = page.getByRole('region', { name: 'Статья помогла?' });
      const yes = block.getByRole('button', { name: 'Да' }), no = block.getByRole('button', { name: 'Нет' });
      const comment = block.getByLabel('Хотите что-то добавить?');
      assert.ok(!(await comment.isVisible()));
      await yes.click();
      assert.equal(await yes.getAttribute('aria-pressed'), 'true');
      await block.getByText('Рады, что помогло').waitFor();
      await yes.click();
      await no.click();
      assert.deepEqual([await yes.getAttribute('aria-pressed'), await no.getAttribute('aria-pressed')], ['false', 'true']);
      const form = block.getByRole('link', { name: 'Напишите нам' });
      assert.match(await form.getAttribute('href'), /contact\?page=%2Fru%2Farticles%2Frefund$/);
      assert.equal(await page.getByRole('link', { name: 'Напишите нам' }).count(), 1);
      await comment.fill(`${'я'.repeat(999)} лишнее`);
      assert.ok((await comment.inputValue()).length <= 1006);
      await comment.fill('Не сказано, сколько ждать');
      await block.getByRole('button', { name: 'Отправить' }).click();
      await block.getByText('прочитают').waitFor();
      assert.ok(await block.getByText('прочитают').evaluate((element) => element === document.activeElement));
      assert.ok(!(await comment.isVisible()));
      await heard('vote', 3);
      assert.deepEqual(counter.of('vote').map(({ slug, helpful, comment: words }) => [slug, helpful, words]),
        [['refund', true, undefined], ['refund', false, undefined], ['refund', false, 'Не сказано, сколько ждать']]);
    });
    assert.deepEqual(problems, []);
  });
}

test('a page loaded again or gone back to is no new search and no new opening', () => withPage(desk, async (page) => {
  await page.goto(search('вернуть деньги'));
  await heard('search');
  await page.reload();
  await page.locator('.hit h2 a').first().click();
  await page.waitForURL('**/ru/articles/**');
  await heard('open');
  await page.reload();
  await settled(page);
  await page.goBack();
  await settled(page);
  await page.goForward();
  await settled(page);
  assert.equal(counter.of('search').length, 1);
  assert.equal(counter.of('open').length, 1);
}));

test('the second page belongs to the search, and so does what is opened from it', () => withPage(desk, async (page) => {
  await page.goto(search('уборка'));
  await page.locator('.pages [rel=next]').click();
  await page.waitForURL('**page=2');
  await page.locator('.pages [rel=prev]').click();
  await page.waitForURL((url) => !url.searchParams.has('page'));
  await page.locator('.pages [rel=next]').click();
  await page.waitForURL('**page=2');
  await page.locator('.hit h2 a').first().click();
  await page.waitForURL('**/ru/articles/**');
  await heard('search');
  await heard('open');
  assert.equal(counter.of('search').length, 1);
  assert.equal(counter.of('open')[0].search_id, counter.of('search')[0].search_id);
  assert.equal(counter.of('open')[0].rank, 11);
}));

test('a search that finds nothing is told as such', () => withPage(desk, async (page) => {
  await page.goto(search('щцфх'));
  await page.locator('.article-list a').first().click();
  await heard('search');
  await heard('open');
  assert.equal(counter.of('search')[0].results, 0);
  assert.deepEqual([counter.of('open')[0].source, counter.of('open')[0].search_id], ['link', undefined]);
  await page.goto(at('/ru/search'));
  await settled(page);
  assert.equal(counter.of('search').length, 1);
}));

test('a hit opened in another tab is known to come from the search', () => withPage(desk, async (page, context) => {
  await page.goto(search('вернуть деньги'));
  const hits = page.locator('.hit h2 a');
  const open = async (place, how) => {
    const [tab] = await Promise.all([context.waitForEvent('page'), hits.nth(place).click(how)]);
    return tab;
  };
  await open(0, { button: 'middle' });
  await open(1, { button: 'middle' });
  await open(2, { modifiers: ['ControlOrMeta'] });
  await heard('open', 3);
  assert.deepEqual(counter.of('open').map(({ source, rank }) => [source, rank]).sort(), [['search', 1], ['search', 2], ['search', 3]]);
  assert.equal(new Set(counter.events.map(({ session }) => session)).size, 1);
}));

test('categories, related articles and plain links are told apart', () => withPage(desk, async (page) => {
  await page.goto(at('/ru/categories/payments'));
  await page.locator('.article-list a').first().click();
  await heard('open');
  await page.locator('.related a').first().click();
  await heard('open', 2);
  await page.goto(at('/ru/articles/promo-code'));
  await heard('open', 3);
  assert.deepEqual(counter.of('open').map(({ source }) => source), ['category', 'related', 'link']);
}));

test('what was suggested is told once for each use of the box, and what was chosen of it', () => withPage(desk, async (page) => {
  await page.goto(at('/ru/'));
  await box(page).pressSequentially('промок');
  await page.getByRole('option', { name: '«промок»' }).waitFor();
  await page.getByRole('heading', { level: 1 }).click();
  await heard('typeahead');
  const [told] = counter.of('typeahead');
  assert.equal(told.query, 'промок');
  assert.ok(told.results > 0);
  await box(page).click();
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ru/articles/promo-code');
  await heard('open');
  await settled(page);
  assert.equal(counter.of('typeahead').length, 2);
  assert.deepEqual([counter.of('open')[0].source, counter.of('open')[0].rank], ['suggest', 1]);
}));

test('a box on a page that is not there is used like any other, and nothing else is told of such pages', () => withPage(desk, async (page) => {
  await page.goto(at('/ru/articles/nothing-here'));
  await settled(page);
  assert.deepEqual(counter.requests, []);
  await box(page).fill('промок');
  await page.getByRole('option').first().click();
  await heard('open');
  assert.deepEqual(counter.events.map(({ kind }) => kind).sort(), ['open', 'typeahead']);
}));

test('for how long an article could be seen is told once, when it is left', () => withPage(desk, async (page) => {
  await page.goto(at('/ru/articles/refund'));
  await settled(page);
  await leave(page);
  await heard('read');
  const [read] = counter.of('read');
  assert.equal(read.slug, 'refund');
  assert.ok(read.visible_ms >= 1_000 && read.visible_ms < 60_000);
  await page.goto(at('/ru/articles/promo-code'));
  await leave(page);
  await page.goto(at('/ru/'));
  await settled(page);
  assert.equal(counter.of('read').length, 1);
}));

test('a page that the browser kept goes on where it was, and is neither opened nor read again', () => withKeptPage(desk, async (page) => {
  await page.goto(at('/ru/articles/refund'));
  await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => { window.wasKept = persisted; }));
  await settled(page);
  await page.goto(at('/ru/'));
  await heard('read');
  await page.goBack({ waitUntil: 'commit' });
  await until(() => page.evaluate(() => window.wasKept));
  await page.getByRole('button', { name: 'Да' }).click();
  await heard('vote');
  await settled(page);
  await page.goto(at('/ru/'));
  await settled(page);
  assert.deepEqual(counter.events.map(({ kind }) => kind), ['open', 'read', 'vote']);
  assert.equal(new Set(counter.events.map(({ session }) => session)).size, 1);
}));

test('an article in a tab that nobody has looked at is not opened yet', () => withPage(desk, async (page) => {
  await page.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => window.seen ?? 'hidden' });
  });
  await page.goto(at('/ru/articles/refund'));
  await settled(page);
  assert.deepEqual(counter.requests, []);
  await page.evaluate(() => {
    window.seen = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await heard('open');
}));

test('readers are asked only where they can answer: with the script, and on the screen', async () => {
  await withPage({ ...desk, javaScriptEnabled: false }, async (page) => {
    await page.goto(at('/ru/articles/refund'));
    assert.ok(!(await page.locator('.vote').isVisible()));
  });
  await withPage(desk, async (page) => {
    await page.route('**/static/events-*.js', (route) => route.abort());
    await page.goto(at('/ru/articles/refund'));
    assert.ok(!(await page.locator('.vote').isVisible()));
  });
  await withPage(desk, async (page) => {
    await page.goto(at('/ru/articles/refund'));
    assert.ok(await page.locator('.vote').isVisible());
    await page.emulateMedia({ media: 'print' });
    assert.ok(!(await page.locator('.vote').isVisible()));
  });
});

test('the keyboard alone is enough to vote', () => withPage(desk, async (page) => {
  await page.goto(at('/en/articles/refund'));
  await page.getByRole('button', { name: 'Yes' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByRole('link', { name: 'Write to us' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('The price');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await heard('vote', 2);
  assert.deepEqual(counter.of('vote').map(({ helpful, comment, lang }) => [helpful, comment, lang]), [[false, undefined, 'en'], [false, 'The price', 'en']]);
}));

test('time behind other tabs is none, and a page that never comes back has been read all the same', () => withPage(desk, async (page, context) => {
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => window.seen ?? 'visible' });
  });
  const see = (state) => page.evaluate((now) => {
    window.seen = now;
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
  await page.goto(at('/ru/articles/refund'));
  await page.clock.runFor(5_000);
  await see('hidden');
  await page.clock.runFor(20_000);
  await see('visible');
  await page.clock.runFor(3_000);
  await see('hidden');
  assert.equal(counter.of('read').length, 0);
  // It ends without a word; the next one is opened later.
  await page.addInitScript(() => addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true));
  await page.evaluate(() => { for (const name of Object.keys(localStorage)) if (name.startsWith('otvet-event-')) window.name = localStorage[name]; });
  const held = JSON.parse(await page.evaluate(() => window.name));
  assert.equal(held.event.kind, 'read');
  assert.ok(held.event.visible_ms >= 8_000 && held.event.visible_ms < 9_000, String(held.event.visible_ms));
  const other = await context.newPage();
  await other.clock.install({ time: Date.now() + 31 * 60_000 });
  await other.goto(at('/ru/'));
  await other.clock.runFor(2_000);
  await heard('read');
  assert.equal(counter.of('read')[0].session, held.session);
}));

test('a session ends after 30 idle minutes, and the next one names it once', () => withPage(desk, async (page) => {
  await page.clock.install();
  await page.goto(search('вернуть деньги'));
  await page.clock.runFor(1_500);
  await heard('search');
  await page.clock.runFor(29 * 60_000);
  await page.goto(search('промокод'));
  await page.clock.runFor(1_500);
  await heard('search', 2);
  await page.clock.runFor(31 * 60_000);
  for (const [query, times] of [['чаевые', 3], ['ключи', 4]]) {
    await page.goto(search(query));
    await page.clock.runFor(1_500);
    await heard('search', times);
  }
  const [first, second, third, fourth] = counter.of('search').map(({ session }) => session);
  assert.equal(first, second);
  assert.notEqual(third, first);
  assert.equal(fourth, third);
  assert.deepEqual([...new Set(counter.requests.filter(({ continues }) => continues).map(({ session, continues }) => `${session} ${continues}`))], [`${third} ${first}`]);
  assert.ok(!counter.requests.at(-1).continues);
}));

test('after the window a session is not named any more', () => withPage(desk, async (page) => {
  await page.clock.install();
  await page.goto(search('вернуть деньги'));
  await page.clock.runFor(1_500);
  await heard('search');
  await page.clock.fastForward(25 * 60 * 60_000);
  await page.goto(search('промокод'));
  await page.clock.runFor(1_500);
  await heard('search', 2);
  assert.notEqual(counter.of('search')[0].session, counter.of('search')[1].session);
  assert.deepEqual(counter.requests.filter(({ continues }) => continues), []);
}));

test('who reads is not idle', () => withPage(desk, async (page) => {
  await page.clock.install();
  await page.goto(at('/ru/articles/refund'));
  await page.clock.runFor(1_500);
  await heard('open');
  for (let quarter = 0; quarter < 4; ++quarter) {
    await page.clock.runFor(15 * 60_000);
    await page.keyboard.press('ArrowDown');
  }
  await page.goto(search('промокод'));
  await page.clock.runFor(1_500);
  await heard('search');
  assert.equal(counter.of('search')[0].session, counter.of('open')[0].session);
}));

for (const [name, takeLocks] of [['', false], [', also where browsers know no locks', true]]) {
  test(`tabs that are opened together are one session${name}`, () => withPage(desk, async (page, context) => {
    if (takeLocks) await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    const tabs = [page, ...await Promise.all(Array.from({ length: 5 }, () => context.newPage()))];
    await Promise.all(tabs.map((tab, place) => tab.goto(at(['/ru/articles/refund', '/ru/articles/promo-code', '/ru/articles/points'][place % 3]))));
    await heard('open', 6);
    assert.equal(new Set(counter.of('open').map(({ session }) => session)).size, 1);
  }));
}

test('Global Privacy Control leaves counts without a session, and nothing in the browser', () => withPage(desk, async (page, context) => {
  await page.goto(search('вернуть деньги'));
  await heard('search');
  counter.forget();
  await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  await page.goto(search('вернуть деньги'));
  await page.locator('.hit h2 a').first().click();
  await page.waitForURL('**/ru/articles/**');
  await heard('open');
  assert.deepEqual(counter.events.map(({ kind }) => kind).sort(), ['open', 'search']);
  for (const request of counter.requests) assert.deepEqual(['session' in request, 'continues' in request], [false, false]);
  assert.deepEqual([await stored(page), await page.evaluate(() => Object.keys(sessionStorage))], [[], []]);
}));

test('where nothing may be stored the page goes on with a session of its own', async () => {
  const problems = await withPage(desk, async (page) => {
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new Error('refused'); } });
    });
    await page.goto(at('/ru/articles/refund'));
    await page.getByRole('button', { name: 'Да' }).click();
    await heard('vote');
    assert.equal(counter.of('open')[0].session, counter.of('vote')[0].session);
    assert.match(counter.of('vote')[0].session, /^[0-9a-f]{32}$/);
    await page.waitForTimeout(100);
    await leave(page);
    await heard('read');
  });
  assert.deepEqual(problems, []);
});

test('a page that is closed at once is told of, and not counted twice when it is sent again', () => withPage(desk, async (page, context) => {
  const other = await context.newPage();
  await page.goto(at('/ru/articles/refund'));
  await page.getByRole('button', { name: 'Нет' }).click();
  await page.close({ runBeforeUnload: true });
  await heard('vote');
  await until(() => context.pages().length === 1);
  await other.goto(at('/ru/'));
  await until(async () => (await queued(other)) === 0);
  const ids = counter.requests.flatMap(({ events }) => events.filter(({ kind }) => kind === 'vote').map(({ id }) => id));
  assert.ok(ids.length >= 2, 'a beacon and what is known to have arrived');
  assert.equal(new Set(ids).size, 1);
}));

test('what happens offline is sent when the line is back, under its own session', () => withPage(desk, async (page, context) => {
  await page.goto(at('/ru/articles/refund'));
  await heard('open');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Да' }).click();
  await settled(page);
  assert.equal(counter.of('vote').length, 0);
  assert.equal(await queued(page), 1);
  await context.setOffline(false);
  await heard('vote');
  assert.equal(counter.of('vote')[0].session, counter.of('open')[0].session);
  await until(async () => (await queued(page)) === 0);
}));

test('events of an ended session are sent as its own', () => withPage(desk, async (page) => {
  await page.clock.install();
  counter.reply = () => ({ status: 503, headers: { 'retry-after': '3000' } });
  await page.goto(search('вернуть деньги'));
  await page.clock.runFor(1_500);
  await until(() => counter.requests.length > 0);
  const refused = counter.requests.length;
  const { session } = counter.requests[0];
  // As long as it was asked to be left alone, nothing is sent, by no page.
  await page.clock.runFor(31 * 60_000);
  await page.goto(search('промокод'));
  await page.clock.runFor(1_500);
  assert.equal(counter.requests.length, refused);
  counter.reply = () => ({ status: 202 });
  await page.clock.runFor(20 * 60_000);
  await heard('search', 2);
  const [first, second] = counter.of('search');
  assert.equal(first.session, session);
  assert.notEqual(second.session, session);
  for (const request of counter.requests) assert.equal(request.continues, request.session === session ? undefined : session);
}));

test('what the server cannot read is given up, and holds up nothing', () => withPage(desk, async (page) => {
  counter.reply = ({ events }) => ({ status: events.some(({ kind }) => kind === 'search') ? 400 : 202 });
  await page.goto(search('вернуть деньги'));
  await until(() => counter.requests.length === 1);
  await until(async () => (await queued(page)) === 0);
  await page.goto(at('/ru/articles/refund'));
  await heard('open');
  assert.equal(counter.requests.filter(({ status }) => status === 400).length, 1);
}));

test('the queue is bounded, old events are dropped, and requests are small enough to be taken', () => withPage(desk, async (page) => {
  await page.goto(at('/ru/'));
  await page.evaluate(() => {
    const comment = 'я'.repeat(1_000);
    const now = Date.now();
    for (let place = 0; place < 260; ++place) {
      const event = { id: `event-of-the-test-${place}`, kind: 'vote', at: new Date(now - 300_000 + place).toISOString(), lang: 'ru', slug: 'refund', helpful: true, comment };
      localStorage[`otvet-event-${event.id}`] = JSON.stringify({ session: 'session-of-the-test', from: 0, event });
    }
    const old = { id: 'old', kind: 'vote', at: new Date(now - 25 * 3_600_000).toISOString(), lang: 'ru', slug: 'refund', helpful: true };
    localStorage['otvet-event-old'] = JSON.stringify({ session: 'session-of-the-test', from: 0, event: old });
    window.otvet.record('open', { slug: 'refund', source: 'link' });
  });
  await until(async () => (await queued(page)) === 0);
  assert.equal(counter.events.length, 200);
  assert.ok(counter.events.some(({ kind }) => kind === 'open'));
  assert.ok(!counter.events.some(({ id }) => id === 'old' || id === 'event-of-the-test-0'));
  for (const { events, bytes } of counter.requests) assert.ok(events.length <= 50 && bytes <= 60 * 1024, `${events.length} events, ${bytes} bytes`);
}));

test('the contact form tells that it was opened, what it showed and what came of that', () => withPage(desk, async (page) => {
  const letters = [];
  const asked = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/similar')) asked.push(request.postDataJSON());
    if (request.url().endsWith('/contact') && request.method() === 'POST') letters.push(request.postDataJSON());
  });
  await page.goto(at('/ru/contact'));
  await page.getByLabel('Сообщение').fill(question);
  const first = page.locator('.answer').first();
  await first.getByRole('button').first().click();
  await first.getByRole('button').first().click();
  await first.getByRole('button').first().click();
  await first.getByRole('button', { name: 'Это решило мой вопрос' }).click();
  await page.getByRole('button', { name: 'Всё-таки написать' }).click();
  await heard('contact_solved');
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  await page.waitForURL('**/contact/sent?**');
  await settled(page);
  assert.deepEqual(counter.events.map(({ kind }) => kind), ['contact_open', 'contact_shown', 'contact_suggestion', 'contact_solved']);
  const [opened, , suggestion, solved] = counter.events;
  assert.equal(suggestion.slug, solved.slug);
  assert.ok(suggestion.slug.length > 0);
  assert.equal(letters[0].session, opened.session);
  assert.deepEqual([asked[0].session, asked[0].source], [opened.session, 'contact']);
}));

test('who leaves the contact form without sending is told of', () => withPage(phone, async (page) => {
  await page.goto(at('/ru/contact'));
  await page.getByLabel('Сообщение').fill('Здравствуйте');
  await leave(page);
  await heard('contact_left');
  assert.deepEqual(counter.events.map(({ kind }) => kind), ['contact_open', 'contact_left']);
}));

test('who is held out sees no suggestions, and none are said to be shown', () => withPage(desk, async (page) => {
  let times = 0;
  await page.route('**/api/v1/similar', (route) => { ++times; return route.fulfill({ json: { articles: [], questions: [], held_out: true } }); });
  await page.goto(at('/ru/contact'));
  await page.getByLabel('Сообщение').fill(question);
  await until(() => times > 0);
  await settled(page);
  assert.ok(!(await page.getByRole('region', { name: 'Возможно, ответ уже есть' }).isVisible()));
  assert.deepEqual(counter.events.map(({ kind }) => kind), ['contact_open']);
}));

test('who comes back to the form after a pause belongs to the group that it was opened in', () => withPage(desk, async (page) => {
  await page.clock.install();
  const asked = [];
  page.on('request', (request) => request.url().endsWith('/similar') && asked.push(request.postDataJSON()));
  const write = async () => {
    const before = asked.length;
    await page.goto(at('/ru/contact'));
    await page.getByLabel('Сообщение').fill(`${question} ${before}`);
    await page.clock.runFor(2_000);
    await until(() => asked.length > before);
    return asked.at(-1).session;
  };
  const first = await write();
  await page.clock.runFor(40 * 60_000);
  assert.equal(await write(), first);
  await heard('contact_open', 2);
  assert.notEqual(counter.of('contact_open')[1].session, first);
  await page.clock.fastForward(25 * 60 * 60_000);
  assert.notEqual(await write(), first);
}));

test('with Global Privacy Control the contact form names no session', () => withPage(desk, async (page, context) => {
  await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && /similar|contact/.test(request.url()) && sent.push(request.postDataJSON()));
  await page.goto(at('/ru/contact'));
  await page.getByLabel('Сообщение').fill(question);
  await page.locator('.answer').first().waitFor();
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  await page.waitForURL('**/contact/sent?**');
  assert.ok(!('session' in sent[0]));
  assert.equal(sent.at(-1).session, '');
}));

test('an answer of the form that is opened on its own page comes from the form', () => withPage(desk, async (page, context) => {
  await page.goto(at('/ru/contact'));
  await page.getByLabel('Сообщение').fill(question);
  await page.locator('.answer button').first().click();
  await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Открыть на отдельной странице' }).first().click()]);
  await heard('open');
  assert.equal(counter.of('open')[0].source, 'contact');
}));
