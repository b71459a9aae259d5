// What the reports must say, by docs/statistics.md, from everything that was sent: all events in memory, looked at in the plainest way.
import { createHash } from 'node:crypto';
import { Calendar } from './calendar.mjs';

const tolerance = 24 * 60 * 60_000;  // of an event's own time
const leastSkew = 5000;  // of a sender's clock: less is the way here

export class Truth {
  // `groupOf` is a function from stored queries to what they mean; the rest are the site's settings.
  constructor({ groupOf, ...settings }) {
    this.groupOf = groupOf;
    this.rules = [];
    this.change(settings, -Infinity);
    this.sessions = new Map();
    this.known = new Set();
    this.anonymous = [];
    this.arrived = 0;
    this.repeated = 0;
  }
  // Other settings count from a moment on, behind all events that there are.
  change({ timezone, window, holdoutPercent }, from) {
    const behind = Math.max(from, (this.latest ?? -Infinity) + 1);
    this.rules.push({ from: behind, window, holdoutPercent, calendar: new Calendar(timezone) });
  }
  rulesAt(moment) {
    return this.rules.findLast(({ from }) => from <= moment);
  }
  dayOf(moment) {
    return this.rulesAt(moment).calendar.dayOf(moment);
  }
  // What a request brings that reaches the server at `arrival`, in milliseconds. Requests are received in their order.
  receive({ session, continues, sent_at, events, isPrivate }, arrival) {
    const skew = sent_at === undefined || Math.abs(arrival - sent_at) <= leastSkew ? 0 : arrival - sent_at;
    const isNamed = session !== undefined && !isPrivate;
    if (isNamed && continues !== undefined) this.session(session).parent ??= this.session(continues);
    for (const event of events) {
      if (this.known.has(event.id)) {
        this.repeated++;
        continue;
      }
      this.known.add(event.id);
      const at = event.at + skew;
      this.keep(isNamed ? session : undefined, event, Math.abs(at - arrival) > tolerance ? arrival : at);
    }
  }
  // A ticket that was stored.
  ticket({ session, lang, isPrivate }, arrival) {
    this.keep(isPrivate ? undefined : session, { kind: 'contact_sent', lang }, arrival);
  }
  keep(id, event, at) {
    const kept = { ...event, at, order: this.arrived++ };
    if (id === undefined) return void this.anonymous.push(kept);
    this.latest = Math.max(this.latest ?? at, at);
    kept.session = this.session(id);
    kept.session.events.push(kept);
  }
  session(id) {
    let session = this.sessions.get(id);
    if (!session) this.sessions.set(id, (session = { id, events: [], parent: undefined }));
    return session;
  }
  // Everything that counts, each thing with its day and language. `now` only decides which windows still run.
  count(now) {
    const counted = {
      questions: [], visits: [], tickets: [], searches: [], clicks: [], asked: [], missed: [], typed: [],
      views: [], reads: [], votes: [], exits: [], comments: [], unasked: [], anonymous: this.anonymous,
    };
    for (const event of this.anonymous) event.day = this.dayOf(event.at);
    for (const family of this.families()) this.countFamily(family, now, counted);
    return counted;
  }
  // Sessions that hang together, in lists.
  families() {
    const byRoot = new Map();
    for (const session of this.sessions.values()) {
      let root = session;
      while (root.parent) root = root.parent;
      if (!byRoot.has(root)) byRoot.set(root, []);
      byRoot.get(root).push(session);
    }
    return byRoot.values();
  }
  countFamily(sessions, now, counted) {
    for (const { events } of sessions) for (const event of events.sort(byTime)) event.day = this.dayOf(event.at);
    const events = sessions.flatMap((session) => session.events).sort(byTime);
    const searches = ofKind(events, 'search').map((event) => ({ event, day: event.day, lang: event.lang, opens: [] }));
    for (const open of ofKind(events, 'open')) this.credit(open, searches, counted);
    for (const session of sessions) this.countSession(session, searches.filter(({ event }) => event.session === session), counted);
    counted.searches.push(...searches);
    const questions = this.cases(events, ['search', 'contact_open'], now);
    const asked = new Set(questions.flatMap((begun) => begun.events));
    counted.unasked.push(...ofKind(events, 'contact_sent').filter((event) => !asked.has(event)));
    for (const begun of questions) {
      const questioned = question(begun);
      const missed = new Set(searches.filter((search) => isGap(search) && begun.events.includes(search.event)).map(({ group }) => group));
      counted.questions.push(questioned);
      const { day, lang, isRunning } = questioned;
      if (questioned.outcome === 'ticket') for (const group of missed) counted.tickets.push({ day, lang, group, isRunning });
    }
    for (const begun of this.cases(events, ['contact_open'], now)) {
      counted.visits.push({ ...visit(begun), isHeldOut: isHeldOut(begun.session.id, this.rulesAt(begun.begins).holdoutPercent) });
    }
  }
  // Questions or visits of the form: what begins them, and what they cover. `events` are of all sessions that hang together, in order.
  cases(events, beginnings, now) {
    const begun = [];
    for (const event of events) {
      if (!beginnings.includes(event.kind) || begun.some((earlier) => covers(earlier, event))) continue;
      const { session, at: begins, day, lang } = event;
      const ends = begins + this.rulesAt(begins).window;
      begun.push({ session, begins, ends, day, lang, isRunning: now < ends });
    }
    // What two cover is of the one that began first.
    for (const each of begun) each.events = events.filter((event) => begun.find((earlier) => covers(earlier, event)) === each);
    return begun;
  }
  credit(open, searches, counted) {
    const isSource = ({ event }) => event.search_id === open.search_id && continues(open.session, event.session)
      && event.at <= open.at && open.at < event.at + this.rulesAt(event.at).window;
    const asked = open.search_id === undefined ? undefined : searches.filter(isSource).at(-1);
    if (!asked) return;
    asked.opens.push(open);
    if (open.rank !== undefined) counted.clicks.push({ day: asked.day, lang: asked.lang, rank: open.rank });
  }
  countSession(session, searches, counted) {
    searches.forEach((search, i) => {
      const { event } = search;
      search.group = this.groupOf(event.query);
      search.query = event.query;
      search.end = search.opens.length > 0 ? 'clicked' : event.results === 0 ? 'no_result' : 'no_click';
      search.isRetried = search.end !== 'clicked' && i + 1 < searches.length && searches[i + 1].event.query !== event.query;
      if (search.opens.length === 0) return;
      const first = Math.min(...search.opens.map(({ at }) => at));
      search.firstClick = Math.min(1800, Math.floor((first - event.at) / 1000));
    });
    counted.asked.push(...firstOfEach(searches, ({ query }) => query));
    counted.missed.push(...firstOfEach(searches.filter(isGap), ({ group }) => group));
    const place = ({ day, lang, slug }) => ({ day, lang, slug });
    for (const event of session.events) {
      if (event.kind === 'typeahead') counted.typed.push(place(event));
      if (event.kind === 'open') counted.views.push({ ...place(event), isFromSearch: event.source === 'search' });
      if (event.kind === 'read') counted.reads.push({ ...place(event), visible: event.visible_ms });
      if (event.kind === 'vote' && event.comment !== undefined) counted.comments.push(event);
      if (event.kind === 'contact_open') {
        const before = session.events.filter((other) => other.kind === 'open' && byTime(other, event) < 0).at(-1);
        if (before) counted.exits.push({ day: event.day, lang: event.lang, slug: before.slug });
      }
    }
    const last = new Map(ofKind(session.events, 'vote').map((vote) => [vote.slug, vote]));
    for (const vote of last.values()) counted.votes.push({ ...place(vote), isHelpful: vote.helpful });
  }
}

const byTime = (a, b) => a.at - b.at || a.order - b.order;
const ofKind = (events, ...kinds) => events.filter(({ kind }) => kinds.includes(kind));
const isGap = ({ end }) => end !== 'clicked';
const covers = (begun, event) => begun.begins <= event.at && event.at < begun.ends && continues(event.session, begun.session);

// Whether `session` is `earlier` or continues it, directly or not.
function continues(session, earlier) {
  for (let each = session; each; each = each.parent) if (each === earlier) return true;
  return false;
}

function firstOfEach(searches, keyOf) {
  const first = new Map();
  for (const search of searches) {
    const key = keyOf(search);
    if (!first.has(key)) first.set(key, { key, day: search.day, lang: search.lang });
  }
  return first.values();
}

function question({ events, ...begun }) {
  const votes = new Map(ofKind(events, 'vote').map((vote) => [vote.slug, vote]));
  const standing = [...votes.values()].filter(({ helpful }) => helpful);
  const confirmations = [...standing, ...ofKind(events, 'contact_solved')].sort(byTime);
  const opened = ofKind(events, 'open', 'contact_suggestion');
  const outcome = ofKind(events, 'contact_sent').length > 0 ? 'ticket'
    : confirmations.length > 0 ? 'confirmed' : opened.length > 0 ? 'potential' : 'silent';
  return { ...begun, outcome, credited: confirmations.at(-1) ?? opened.at(-1) };
}

function visit({ events, ...begun }) {
  const has = (kind) => ofKind(events, kind).length > 0;
  const outcome = has('contact_sent') ? 'submitted'
    : has('contact_solved') ? 'explicit' : has('contact_suggestion') ? 'implicit' : 'left';
  return { ...begun, outcome, wasShown: has('contact_shown'), hasOpened: has('contact_suggestion') };
}

export function isHeldOut(session, percent) {
  return createHash('sha256').update(session).digest().readUInt32BE(0) % 100 < percent;
}
