// What one customer does, as it would be recorded: sessions that continue each other, with events at their true times.
import { isHeldOut } from './truth.mjs';
import { queries } from './topics.mjs';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const asked = { ru: queries.filter(([{ lang }]) => lang === 'ru'), en: queries.filter(([{ lang }]) => lang === 'en') };
const sources = ['suggest', 'category', 'related', 'link', 'widget'];
const comments = ['Спасибо!', 'Не помогло', 'It helped', 'Пишите на anna@example.com', 'Непонятно, что дальше'];

// `world` is what all customers share: { articles, calendar, window, holdoutPercent }.
export class Story {
  constructor(dice, world, begin) {
    Object.assign(this, { dice, world, now: begin, sessions: [], ids: 0 });
    this.key = dice.identifier(10);
  }
  static tell(dice, world, begin) {
    const story = new Story(dice, world, begin);
    story.tell();
    for (const session of story.sessions) session.events.sort((a, b) => a.at - b.at);
    return story;
  }
  tell() {
    const { dice } = this;
    const shape = dice.weighed({ one: 66, paused: 10, two: 13, three: 6, forked: 3, tangled: 2 });
    const first = this.begin();
    this.use(first);
    if (shape === 'paused') this.useAfterPause(first);
    if (['two', 'three', 'forked', 'tangled'].includes(shape)) {
      const second = this.continue(first);
      if (shape === 'three') this.continue(second);
      if (shape === 'forked') this.continue(first);
      if (shape === 'tangled') {
        this.useAfterPause(first);  // a tab of the former session that was still open
        this.useAfterPause(second);
      }
    }
  }
  begin(continues) {
    const lang = this.dice.happens(0.7) ? 'ru' : 'en';
    const session = { id: this.dice.identifier(this.dice.between(8, 64)), continues: continues?.id, lang, events: [], tickets: [] };
    this.sessions.push(session);
    return session;
  }
  continue(earlier) {
    this.pause();
    const session = this.begin(earlier);
    session.lang = earlier.lang;
    this.use(session);
    return session;
  }
  useAfterPause(session) {
    this.pause();
    this.use(session);
  }
  pause() {
    const { dice, world } = this;
    const edge = dice.between(-1, 1);
    const midnight = world.calendar.midnight(world.calendar.dayOf(this.now + 24 * hour));
    const lengths = {
      short: () => this.now + dice.between(31 * minute, 3 * hour),
      long: () => this.now + dice.between(3 * hour, 23 * hour),
      beyond: () => this.now + dice.between(24 * hour, 60 * hour),
      window: () => (this.question ?? this.now) + world.window + edge,
      midnight: () => midnight + edge,
    };
    this.now = Math.max(lengths[dice.weighed({ short: 40, long: 20, beyond: 10, window: 20, midnight: 10 })](), this.now + 1);
  }
  // One tab, or several at once.
  use(session) {
    const { dice } = this;
    if (dice.happens(0.03)) session.lang = session.lang === 'ru' ? 'en' : 'ru';
    const begin = this.now;
    let end = begin;
    const tabs = dice.happens(0.15) ? dice.between(2, 3) : 1;
    for (let tab = 0; tab < tabs; tab++) {
      this.now = begin + (tab > 0 ? dice.about(40 * second) : 0);
      this.useTab(new Tab(this, session));
      end = Math.max(end, this.now);
    }
    this.now = end;
  }
  useTab(tab) {
    const { dice } = this;
    for (let left = 1 + dice.about(4); left > 0; left--) {
      const canClick = tab.searched?.results > 0;
      tab[dice.weighed({ search: 34, click: canClick ? 30 : 0, open: 7, read: tab.slug ? 12 : 0, vote: tab.slug ? 10 : 0, contact: 5 })]();
      this.now += dice.about(dice.happens(0.9) ? 15 * second : 4 * minute);
    }
  }
  record(session, kind, more) {
    if (kind === 'search' || kind === 'contact_open') {
      if (this.question === undefined || this.now >= this.question + this.world.window) this.question = this.now;
    }
    const event = { id: `${this.key}${this.ids++}`, kind, at: this.now, lang: session.lang, ...more };
    session.events.push(event);
    return event;
  }
}

class Tab {
  constructor(story, session) {
    Object.assign(this, { story, session, dice: story.dice });
  }
  record(kind, more) {
    return this.story.record(this.session, kind, more);
  }
  passes(mean) {
    this.story.now += this.dice.about(mean);
  }
  // Most first tries are for what many want; those who do not find it say it differently.
  search() {
    const { dice } = this;
    const all = asked[this.session.lang];
    if (!this.spellings || dice.happens(0.4)) this.spellings = dice.happens(0.6) ? all[dice.below(Math.min(9, all.length))] : dice.oneOf(all);
    const { text, stored, results } = dice.oneOf(this.spellings);
    for (let typed = dice.below(3); typed > 0; typed--) {
      const part = stored.slice(0, typed + 2);
      this.record('typeahead', { query: part, typed: part, results: 3, search_id: markOf(part) });
      this.passes(400);
    }
    this.searched = this.record('search', { query: stored, typed: text, results, search_id: markOf(stored) });
  }
  // What was found, now or a moment ago; seldom with a search that nobody made.
  click() {
    const { dice, searched } = this;
    const search_id = dice.happens(0.02) ? markOf(dice.identifier(4)) : searched.search_id;
    this.slug = dice.oneOf(this.story.world.articles[this.session.lang]);
    this.record('open', { slug: this.slug, search_id, rank: 1 + dice.about(2), source: 'search' });
  }
  open() {
    this.slug = this.dice.oneOf(this.story.world.articles[this.session.lang]);
    this.record('open', { slug: this.slug, source: this.dice.oneOf(sources) });
  }
  read() {
    this.passes(20 * second);
    this.record('read', { slug: this.slug, visible_ms: this.dice.between(1000, 200_000) });
  }
  vote() {
    const { dice } = this;
    const comment = dice.happens(0.2) ? { comment: dice.oneOf(comments) } : {};
    this.record('vote', { slug: this.slug, helpful: dice.happens(0.6), ...comment });
    if (dice.happens(0.25)) {
      this.passes(5 * second);
      this.record('vote', { slug: this.slug, helpful: dice.happens(0.5) });
    }
  }
  contact() {
    const { dice, story } = this;
    this.record('contact_open', {});
    this.passes(30 * second);
    const slug = dice.oneOf(story.world.articles[this.session.lang]);
    if (!isHeldOut(this.session.id, story.world.holdoutPercent) && dice.happens(0.8)) {
      this.record('contact_shown', {});
      this.passes(8 * second);
      if (dice.happens(0.4)) this.record('contact_suggestion', { slug });
      this.passes(20 * second);
      if (dice.happens(0.2)) return void this.record('contact_solved', { slug });
    }
    if (dice.happens(0.4)) this.session.tickets.push({ at: story.now, lang: this.session.lang });
    else if (dice.happens(0.5)) this.record('contact_left', {});
  }
}

// As the answer to a search has it: the same for the same query.
function markOf(query) {
  let mark = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(query)) mark = BigInt.asUintN(64, (mark ^ BigInt(byte)) * 0x100000001b3n);
  return mark.toString(16).padStart(16, '0');
}
