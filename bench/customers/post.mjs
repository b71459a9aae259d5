// How what customers did reaches the server: in pieces, late, twice, in any order, and some of it not to be counted at all.
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

const faults = [
  { kind: 'contact_sent' }, { kind: 'teleport' }, { kind: 'open', slug: 'refund', source: 'nowhere' },
  { kind: 'search', at: 'yesterday', query: 'x', results: 1, search_id: 'x' }, { kind: 'open', slug: 'refund', source: 'search', rank: -1 },
  { kind: 'vote', slug: 'refund', helpful: 'yes' }, { kind: 'search', id: 'no good' }, { kind: 'read', slug: 'refund', visible_ms: -5 },
];

// Requests at the ticks of the server's clock, which comes every `step` milliseconds after `begin`.
export class Post {
  constructor(dice, { begin, step }) {
    Object.assign(this, { dice, begin, step, sent: [], tickets: 0 });
  }
  tickFrom(moment) {
    return this.begin + Math.max(0, Math.ceil((moment - this.begin) / this.step)) * this.step;
  }
  // `by` is { headers, counts, isPrivate, isNameless }.
  send(due, path, by, body, more = {}) {
    this.sent.push({ arrival: this.tickFrom(due), due, path, by, body, ...more });
    return this.sent.at(-1);
  }
  // All requests for what `story` tells, those of one tick in their order.
  deliver(story) {
    this.sent = [];
    const by = this.sender();
    for (const session of story.sessions) this.deliverSession(session, by);
    return this.sent.sort((a, b) => a.due - b.due);
  }
  sender() {
    const role = this.dice.weighed({ customer: 940, private: 20, nameless: 15, agent: 8, writer: 5, crawler: 12 });
    const counts = ['customer', 'private', 'nameless'].includes(role);
    const headers = { 'user-agent': role === 'crawler' ? crawler : browser };
    const by = { role, counts, headers, isPrivate: role === 'private', isNameless: role === 'nameless' };
    if (by.isPrivate) by.headers['sec-gpc'] = '1';
    return by;
  }
  deliverSession(session, by) {
    const { dice } = this;
    const skew = dice.happens(0.04) ? dice.between(-30 * hour, 30 * hour) : 0;
    const tellsTime = dice.happens(0.6);
    const batches = this.cut(session.events);
    const naming = session.continues === undefined ? -1 : dice.happens(0.8) ? 0 : dice.below(batches.length);
    let earlier = [];
    for (const [i, batch] of batches.entries()) {
      const due = batch.at(-1).at + this.delay();
      for (const event of batch) event.at += skew;
      if (dice.happens(0.01)) this.putToEdge(dice.oneOf(batch), due);
      const events = [...(dice.happens(0.03) ? earlier : []), ...batch].slice(-50);
      const sent_at = tellsTime ? this.tickFrom(due) + skew + this.slip() : undefined;
      this.deliverBatch(due, by, { session: session.id, ...(i === naming ? { continues: session.continues } : {}), sent_at, events });
      earlier = batch;
    }
    for (const ticket of session.tickets) this.deliverTicket(session, ticket, by);
  }
  // On the way, or wrong by so little that nobody minds; and by what is just enough.
  slip() {
    return this.dice.happens(0.9) ? -this.dice.about(300) : this.dice.oneOf([-1, 1]) * (5000 + this.dice.between(-1, 1));
  }
  cut(events) {
    const batches = [];
    for (let i = 0; i < events.length;) {
      const size = this.dice.happens(0.1) ? 50 : 1 + this.dice.about(2);
      batches.push(events.slice(i, i + size));
      i += size;
    }
    return batches;
  }
  delay() {
    const { dice } = this;
    return {
      atOnce: () => dice.about(5 * second), soon: () => dice.about(5 * minute),
      late: () => dice.between(10 * minute, 23 * hour + 50 * minute), tooLate: () => dice.between(24 * hour, 72 * hour),
    }[dice.weighed({ atOnce: 76, soon: 10, late: 11, tooLate: 3 })]();
  }
  // As old, or as far ahead, as may be; or a millisecond beyond.
  putToEdge(event, due) {
    event.at = this.tickFrom(due) + this.dice.oneOf([-1, 1]) * (24 * hour + this.dice.between(-1, 1));
  }
  deliverBatch(due, by, body) {
    const { dice } = this;
    if (dice.happens(0.01)) this.sendSpoilt(due, by, body);
    const turnsPrivate = by.role === 'customer' && body.continues === undefined && dice.happens(0.005);
    const sender = turnsPrivate ? { ...by, isPrivate: true, headers: { ...by.headers, 'sec-gpc': '1' } } : by;
    const isAnonymous = sender.isPrivate || sender.isNameless;
    // Of what is anonymous nothing is remembered by which a repetition would show.
    const events = body.events.filter((event) => !event.isAnonymous && !(isAnonymous && event.wasSent));
    if (events.length === 0) return;
    for (const event of events) Object.assign(event, { wasSent: true, isAnonymous });
    const send = (moment, what) => {
      const request = this.send(moment, '/api/v1/events', sender, { ...body, events: what });
      if (body.sent_at !== undefined) request.body.sent_at += request.arrival - this.tickFrom(due);
    };
    send(due, events);
    if (isAnonymous) return;
    if (dice.happens(0.04)) send(due + dice.oneOf([0, dice.about(minute), dice.between(hour, 70 * hour)]), events);
    if (dice.happens(0.01)) send(due, [...events, dice.oneOf(events)].slice(-50));
  }
  // With one event that is none, among others that are and come again later; or with too many.
  sendSpoilt(due, by, body) {
    const { dice } = this;
    const fault = { id: dice.identifier(12), at: body.events[0].at, lang: 'ru', ...dice.oneOf(faults) };
    const many = Array.from({ length: 51 }, () => ({ ...body.events[0], id: dice.identifier(12) }));
    if (by.counts) this.send(due, '/api/v1/events', by, { ...body, events: dice.happens(0.1) ? many : [...body.events.slice(-49), fault] }, { isRefused: true });
  }
  deliverTicket(session, { at, lang }, by) {
    const number = ++this.tickets;
    const body = {
      id: `ticket-${number}-${session.id}`.slice(0, 100), session: by.isNameless ? '' : session.id, lang,
      subject: 'Вопрос', message: `Вопрос номер ${number}`, email: '', fields: {}, page: '/ru/', shown: [],
    };
    const send = (moment, isRepeat) => this.send(moment, '/api/v1/contact', by, body, { isTicket: true, isRepeat });
    send(at, false);
    if (this.dice.happens(0.1)) send(at + this.dice.oneOf([0, minute, 30 * minute]), true);
  }
}

// What some browser would write; the truth keeps to milliseconds. `kind` is any number.
export function moment(at, kind) {
  return [at, new Date(at).toISOString(), new Date(at + 3 * hour).toISOString().replace('Z', '+03:00')][kind % 3];
}

export function written({ wasSent, isAnonymous, typed, at, ...event }, kind) {
  return { ...event, at: typeof at === 'number' ? moment(at, kind) : at, ...(typed === undefined ? {} : { query: typed }) };
}
