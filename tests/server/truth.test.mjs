// The truth that statistics.test.mjs holds the server against: little cases counted by hand from docs/statistics.md.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Comparison, Rows, Share } from '../../bench/customers/comparison.mjs';
import { Calendar } from '../../bench/customers/calendar.mjs';
import { Reports } from '../../bench/customers/reports.mjs';
import { isHeldOut, Truth } from '../../bench/customers/truth.mjs';

const hour = 3_600_000;
const noon = Date.parse('2026-10-24T12:00:00Z');
const later = noon + 100 * 24 * hour;
let made = 0;

const at = (hours, kind, more = {}) => ({ id: `e${++made}`, kind, at: noon + hours * hour, lang: 'ru', ...more });
const search = (hours, query, more = {}) => at(hours, 'search', { query, results: 3, search_id: `s-${query}`, ...more });
const open = (hours, slug, query, more = {}) => at(hours, 'open', { slug, source: query ? 'search' : 'link', search_id: query && `s-${query}`, ...more });

// Sessions by name, each with the one it continues and its events; all arrive in time, in their order.
function tell(sessions, { timezone = 'Europe/Moscow', now = later, groupOf = (query) => query, tickets = [] } = {}) {
  const truth = new Truth({ timezone, window: 24 * hour, holdoutPercent: 10, groupOf });
  for (const [name, { continues, events }] of Object.entries(sessions)) {
    for (const [i, event] of events.entries()) truth.receive({ session: name, ...(i === 0 ? { continues } : {}), events: [event] }, event.at);
  }
  for (const { session, hours } of tickets) truth.ticket({ session, lang: 'ru' }, noon + hours * hour);
  return truth.count(now);
}
const outcomes = ({ questions }) => questions.map(({ day, outcome }) => `${day} ${outcome}`);

test('a question covers its session, and those continuing it, until before the window has passed', () => {
  const one = tell({ first: { events: [search(0, 'a'), at(24 - 1 / hour, 'search')] } });
  assert.deepEqual(outcomes(one), ['2026-10-24 silent']);
  const two = tell({ first: { events: [search(0, 'a'), at(24, 'search'), at(24.1, 'open', { slug: 'x' })] } });
  assert.deepEqual(outcomes(two), ['2026-10-24 silent', '2026-10-25 potential']);
  const chain = tell({ a: { events: [search(0, 'a')] }, b: { continues: 'a', events: [at(2, 'contact_open')] }, c: { continues: 'b', events: [at(20, 'contact_open')] } }, { tickets: [{ session: 'c', hours: 21 }] });
  assert.deepEqual(outcomes(chain), ['2026-10-24 ticket']);
  const apart = tell({ a: { events: [search(0, 'a')] }, b: { events: [at(2, 'contact_open')] } }, { tickets: [{ session: 'b', hours: 3 }] });
  assert.deepEqual(outcomes(apart), ['2026-10-24 silent', '2026-10-24 ticket']);
});

test('a ticket that no question covers is counted apart', () => {
  const counted = tell({ a: { events: [search(0, 'a')] }, b: { events: [open(0, 'x')] } }, { tickets: [{ session: 'a', hours: 1 }, { session: 'b', hours: 1 }, { session: 'a', hours: 24 }] });
  assert.equal(counted.unasked.length, 2);
});

test('what continues a session says nothing of the session before, nor of its sibling', () => {
  const counted = tell({ a: { events: [search(0, 'a')] }, b: { continues: 'a', events: [search(25, 'b')] }, c: { continues: 'a', events: [search(26, 'c')] } }, { tickets: [{ session: 'c', hours: 27 }] });
  assert.deepEqual(outcomes(counted), ['2026-10-24 silent', '2026-10-25 silent', '2026-10-25 ticket']);
});

test('what two questions cover counts for the one that began first', () => {
  // The session that goes on began its question before the tab that was left open asked again.
  const counted = tell({ a: { events: [search(0, 'a'), search(25, 'b')] }, b: { continues: 'a', events: [search(24.5, 'c'), open(26, 'x')] } }, { tickets: [{ session: 'b', hours: 27 }] });
  assert.deepEqual(outcomes(counted), ['2026-10-24 silent', '2026-10-25 ticket', '2026-10-25 silent']);
});

test('outcomes have an order, and only the last vote on an article counts', () => {
  const vote = (hours, helpful, slug = 'x') => at(hours, 'vote', { slug, helpful });
  const outcome = (...events) => tell({ a: { events: [search(0, 'a'), ...events] } }).questions[0];
  assert.equal(outcome().outcome, 'silent');
  assert.equal(outcome(open(0.1, 'x')).outcome, 'potential');
  assert.equal(outcome(open(0.1, 'x'), vote(0.2, true)).outcome, 'confirmed');
  assert.equal(outcome(vote(0.2, true), vote(0.3, false)).outcome, 'silent');
  assert.equal(outcome(vote(0.2, true), vote(0.3, false, 'y')).outcome, 'confirmed');
  assert.equal(outcome(at(0.1, 'contact_suggestion', { slug: 'x' })).outcome, 'potential');
  assert.equal(outcome(at(0.1, 'contact_solved', { slug: 'x' }), at(0.2, 'contact_sent')).outcome, 'ticket');
  assert.equal(outcome(vote(0.2, true), open(0.5, 'y')).credited.slug, 'x');
  assert.equal(outcome(open(0.1, 'x'), open(0.5, 'y')).credited.slug, 'y');
  assert.equal(outcome(at(0.1, 'contact_solved', { slug: 'z' }), vote(0.2, true), vote(0.3, false)).credited.slug, 'z');
});

test('a question is open while its window runs', () => {
  const begun = { a: { events: [search(0, 'a')] } };
  assert.equal(tell(begun, { now: noon + 24 * hour - 1 }).questions[0].isRunning, true);
  assert.equal(tell(begun, { now: noon + 24 * hour }).questions[0].isRunning, false);
});

test('an open is credited to the latest search that it can be from', () => {
  const ends = ({ searches }) => searches.map(({ end }) => end);
  assert.deepEqual(ends(tell({ a: { events: [search(0, 'a'), search(1, 'a'), open(2, 'x', 'a')] } })), ['no_click', 'clicked']);
  assert.deepEqual(ends(tell({ a: { events: [search(0, 'a'), open(0.5, 'x', 'a'), search(1, 'a'), open(2, 'x', 'a')] } })), ['clicked', 'clicked']);
  assert.deepEqual(ends(tell({ a: { events: [search(0, 'a'), open(24, 'x', 'a')] } })), ['no_click']);
  assert.deepEqual(ends(tell({ a: { events: [open(0, 'x', 'a'), search(1, 'a')] } })), ['no_click']);
  assert.deepEqual(ends(tell({ a: { events: [search(0, 'a')] }, b: { continues: 'a', events: [open(3, 'x', 'a')] } })), ['clicked']);
  assert.deepEqual(ends(tell({ a: { events: [open(3, 'x', 'a')] }, b: { continues: 'a', events: [search(0, 'a')] } })), ['no_click']);
  assert.deepEqual(ends(tell({ a: { events: [search(0, 'a', { results: 0 })] } })), ['no_result']);
});

test('the first click is the earliest, in whole seconds, half an hour at most', () => {
  const seconds = (...opens) => tell({ a: { events: [search(0, 'a'), ...opens] } }).searches[0].firstClick;
  assert.equal(seconds(open(2.9 / 3600, 'x', 'a'), open(1.999 / 3600, 'y', 'a')), 1);
  assert.equal(seconds(open(3, 'x', 'a')), 1800);
});

test('a search is re-tried when it led nowhere and its session asks something else next', () => {
  const retried = (...events) => tell({ a: { events } }).searches.map(({ isRetried }) => isRetried);
  assert.deepEqual(retried(search(0, 'a'), search(1, 'b')), [true, false]);
  assert.deepEqual(retried(search(0, 'a'), search(1, 'a'), search(2, 'b')), [false, true, false]);
  assert.deepEqual(retried(search(0, 'a'), open(0.5, 'x', 'a'), search(1, 'b')), [false, false]);
});

test('sessions of a query and of a gap count on the day they first asked', () => {
  const counted = tell({ a: { events: [search(0, 'a'), search(30, 'a'), search(31, 'A')] } }, { groupOf: (query) => query.toLowerCase() });
  assert.deepEqual(counted.asked.map(({ key, day }) => `${key} ${day}`), ['a 2026-10-24', 'A 2026-10-25']);
  assert.deepEqual(counted.missed.map(({ key, day }) => `${key} ${day}`), ['a 2026-10-24']);
});

test('a gap has the tickets of questions that hold one of its searches', () => {
  const sent = (...events) => tell({ a: { events } }).tickets.map(({ group, day }) => `${group} ${day}`);
  assert.deepEqual(sent(search(0, 'a'), search(1, 'a'), search(2, 'b'), open(3, 'x', 'b'), at(20, 'contact_sent')), ['a 2026-10-24']);
  assert.deepEqual(sent(search(0, 'a'), search(25, 'b'), at(26, 'contact_sent')), ['b 2026-10-25']);
});

test('exits go to the article opened last in the session, votes to the last of a session', () => {
  const counted = tell({ a: { events: [open(0, 'x'), open(1, 'y'), at(2, 'contact_open'), at(3, 'contact_open'), at(4, 'vote', { slug: 'x', helpful: true }), at(30, 'vote', { slug: 'x', helpful: false })] }, b: { continues: 'a', events: [at(5, 'contact_open')] } });
  assert.deepEqual(counted.exits.map(({ slug }) => slug), ['y', 'y']);
  assert.deepEqual(counted.votes.map(({ slug, isHelpful, day }) => `${slug} ${isHelpful} ${day}`), ['x false 2026-10-25']);
});

test('visits of the form begin and end as questions do', () => {
  const counted = tell({ a: { events: [search(0, 'a'), at(20, 'contact_open'), at(21, 'contact_shown')] }, b: { continues: 'a', events: [at(26, 'contact_open'), at(43, 'contact_suggestion', { slug: 'x' }), at(44, 'contact_open')] } });
  assert.deepEqual(counted.visits.map(({ day, outcome, wasShown, hasOpened }) => [day, outcome, wasShown, hasOpened]), [['2026-10-25', 'implicit', true, true], ['2026-10-26', 'left', false, false]]);
  assert.deepEqual(outcomes(counted), ['2026-10-24 silent', '2026-10-25 potential']);
});

test('who is held out follows from SHA-256', () => {
  // SHA-256("abc") begins with ba7816bf: 3128432319.
  assert.equal(isHeldOut('abc', 19), false);
  assert.equal(isHeldOut('abc', 20), true);
});

test('an event counts once, at its own time unless that is more than a day away', () => {
  const truth = new Truth({ timezone: 'UTC', window: 24 * hour, holdoutPercent: 0, groupOf: String });
  const early = search(0, 'a'), late = search(0, 'b'), ahead = search(100, 'c');
  truth.receive({ session: 'a', events: [early, early] }, noon + 24 * hour);
  truth.receive({ session: 'a', events: [early, late, ahead] }, noon + 24 * hour + 1);
  assert.deepEqual(truth.count(later).searches.map(({ event }) => event.at - noon), [0, 24 * hour + 1, 24 * hour + 1]);
  assert.equal(truth.repeated, 2);
});

test('a private request leaves only counts', () => {
  const truth = new Truth({ timezone: 'UTC', window: 24 * hour, holdoutPercent: 0, groupOf: String });
  truth.receive({ session: 'a', isPrivate: true, events: [search(0, 'a', { results: 0 }), open(0, 'x')] }, noon);
  truth.receive({ events: [search(0, 'a')] }, noon);
  truth.ticket({ session: 'a', lang: 'ru', isPrivate: true }, noon);
  const summary = new Reports(truth.count(later), { articles: [] }).expected({ from: '2026-10-24', to: '2026-10-24' }).summary;
  assert.equal(summary.questions, 0);
  assert.deepEqual(summary.without_session, { searches: 2, no_result: 1, opens: 1, votes: 0, contact_opens: 0, tickets: 1 });
});

test('days are those of the time zone, with its summer time', () => {
  const berlin = new Calendar('Europe/Berlin');
  assert.equal(berlin.dayOf(Date.parse('2026-10-24T21:59:59.999Z')), '2026-10-24');
  assert.equal(berlin.dayOf(Date.parse('2026-10-24T22:00:00Z')), '2026-10-25');
  assert.equal(berlin.dayOf(Date.parse('2026-10-25T22:59:59.999Z')), '2026-10-25');
  assert.equal(berlin.midnight('2026-10-26') - berlin.midnight('2026-10-25'), 25 * hour);
  assert.deepEqual(outcomes(tell({ a: { events: [search(9 - 1 / hour, 'a')] }, b: { events: [search(9, 'a')] } })), ['2026-10-24 silent', '2026-10-25 silent']);
});

test('coverage credits each answered question to one article', () => {
  const counted = tell({ a: { events: [search(0, 'a'), open(1, 'x')] }, b: { events: [search(0, 'a'), open(1, 'x')] }, c: { events: [search(0, 'a'), open(1, 'y')] }, d: { events: [search(0, 'a')] } });
  const { answered, credited, articles } = new Reports(counted, { articles: [] }).expected({ from: '2026-10-24', to: '2026-10-24' }).coverage;
  assert.deepEqual([answered, credited, articles.rows], [3, 3, [{ name: 'ru/x', answered: 2, share: 2 / 3 }, { name: 'ru/y', answered: 1, share: 1 / 3 }]]);
});

test('every difference between an answer and the truth is found', () => {
  const expected = { n: 3, part: new Share(1, 4), rows: new Rows('slug', [{ slug: 'x', n: 1 }, { slug: 'y', n: 2 }]), top: new Rows('q', [{ q: 'a', n: 5 }, { q: 'b', n: 4 }, { q: 'c', n: 4 }], { most: 2, of: ({ n }) => n }) };
  const right = { n: 3, part: { n: 1, share: 0.25, low: 0.0456, high: 0.6994 }, rows: [{ slug: 'y', n: 2 }, { slug: 'x', n: 1 }, { slug: 'z', n: 0 }], top: [{ q: 'a', n: 5 }, { q: 'c', n: 4 }] };
  const differences = (got) => {
    const comparison = new Comparison();
    comparison.compare('', expected, got);
    return comparison.differences.map(({ path }) => path);
  };
  assert.deepEqual(differences(right), []);
  assert.deepEqual(differences({ ...right, n: 4 }), ['.n']);
  assert.deepEqual(differences({ ...right, n: undefined }), ['.n']);
  assert.deepEqual(differences({ ...right, part: { ...right.part, low: 0.05 } }), ['.part.low']);
  assert.deepEqual(differences({ ...right, rows: [{ slug: 'y', n: 2 }] }), ['.rows[x]']);
  assert.deepEqual(differences({ ...right, rows: [...right.rows, { slug: 'v', n: 1 }, { slug: 'y', n: 2 }] }), ['.rows[v]', '.rows[y]']);
  assert.deepEqual(differences({ ...right, top: [{ q: 'b', n: 4 }, { q: 'c', n: 4 }] }), ['.top[a]']);
});
