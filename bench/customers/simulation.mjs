// Customers at a running server, day after day by a clock that is set here, and what its reports must say of them.
import { renameSync, writeFileSync } from 'node:fs';
import { Calendar, dayAfter } from './calendar.mjs';
import { Comparison } from './comparison.mjs';
import { Dice } from './dice.mjs';
import { Lane } from './lane.mjs';
import { Post, moment, written } from './post.mjs';
import { Reports, commentRows, reportNames } from './reports.mjs';
import { Story } from './story.mjs';
import { groupOf } from './topics.mjs';
import { Truth } from './truth.mjs';

const minute = 60_000;
const dayLength = 24 * 60 * minute;
const lanes = 16;
const deepest = 20;  // requests on their way in one lane
const mostAhead = 10_000;  // events that may wait to be stored

// `site` is { url, port, clockFile, tokens: { agent, writer } }, its server the simulation's alone; `options`
// { sessions, days, firstDay, timezone, seed, holdoutPercent, articles: [{ slug, lang }] }, and with `later` the settings that the
// site gets after half of the days, by site.change(): { timezone, window, holdoutPercent }.
export class Simulation {
  constructor(site, options) {
    Object.assign(this, { site, options: { ...options }, calendar: new Calendar(options.timezone) });
    this.begin = this.calendar.midnight(options.firstDay) - 10 * minute;
    this.figures = { sessions: 0, requests: 0, events: 0, repeated: 0, refused: 0, uncounted: 0, tickets: 0, comparisons: 0 };
    this.differences = [];
    this.settled = 0;
    this.truth = new Truth({ ...options, window: dayLength, groupOf: (query) => groupOf.get(query) });
    this.lanes = Array.from({ length: lanes }, () => new Lane(site.port));
  }
  static clockAtFirst(options) {
    return new Calendar(options.timezone).midnight(options.firstDay) / 1000 - 10 * 60;
  }
  async run(report = () => {}) {
    const ticks = this.plan();
    let change = this.options.later && this.begin + 0.5 * this.options.days * dayLength;
    const checks = [0.3, 0.6, 0.9].map((part) => this.begin + part * this.options.days * dayLength);
    for (const [i, arrival] of [...ticks.keys()].sort((a, b) => a - b).entries()) {
      if (checks.length > 0 && arrival > checks[0]) await this.check(report, checks.shift());
      if (arrival > change) {
        change = undefined;
        await this.change(arrival, this.options.later);
      }
      await this.tick(arrival, ticks.get(arrival));
      ticks.delete(arrival);
      if (i % 500 === 0) report(`${new Date(arrival).toISOString().slice(0, 10)}: ${this.figures.requests} requests`);
    }
    await this.check(report, this.now);
    this.setClock(this.now + 4 * dayLength);
    await this.check(report, this.now);
    this.lanes.forEach((lane) => lane.close());
  }
  // Requests by the time at which they arrive, and then by lane: all of one customer take the same.
  plan() {
    const { sessions, days, seed, articles, holdoutPercent, step = 5 * minute } = this.options;
    const dice = new Dice(seed);
    const post = new Post(dice, { begin: this.begin, step });
    const slugs = Object.fromEntries(['ru', 'en'].map((lang) => [lang, articles.filter((article) => article.lang === lang).map(({ slug }) => slug)]));
    const world = { calendar: this.calendar, articles: slugs, holdoutPercent, window: dayLength };
    const ticks = new Map();
    for (let told = 0; this.figures.sessions < sessions; told++) {
      const story = Story.tell(dice, world, this.begin + 10 * minute + Math.floor(dice.fraction() * days * dayLength));
      this.figures.sessions += story.sessions.length;
      for (const request of post.deliver(story)) {
        if (!ticks.has(request.arrival)) ticks.set(request.arrival, Array.from({ length: lanes }, () => []));
        ticks.get(request.arrival)[told % lanes].push(request);
      }
    }
    return ticks;
  }
  // Everybody's requests of one moment; the next one begins when all are answered.
  async tick(arrival, byLane) {
    this.setClock(arrival);
    await Promise.all(byLane.map(async (requests, i) => {
      for (let from = 0; from < requests.length; from += deepest) {
        const part = requests.slice(from, from + deepest);
        const answers = await this.lanes[i].send(part.map((request) => this.written(request)));
        part.forEach((request, k) => this.judge(request, answers[k]));
      }
    }));
    for (const request of byLane.flat()) this.account(request, arrival);
    if (this.figures.events - this.settled > mostAhead) await this.settle();
  }
  async change(moment, settings) {
    this.setClock(moment);
    await this.settle();
    await this.site.change(settings);
    this.truth.change(settings, moment);
    this.options.holdoutPercent = settings.holdoutPercent;
  }
  setClock(moment) {
    this.now = moment;
    writeFileSync(`${this.site.clockFile}.new`, `${moment / 1000}`);
    renameSync(`${this.site.clockFile}.new`, this.site.clockFile);
  }
  written({ path, by, body, isTicket }) {
    const token = this.site.tokens[by.role];
    const headers = token ? { ...by.headers, authorization: `Bearer ${token}` } : by.headers;
    if (isTicket) return { path, headers, body: JSON.stringify(body) };
    const { session, sent_at, ...rest } = { ...body, events: body.events.map((event, i) => written(event, i + this.figures.requests)) };
    if (sent_at !== undefined) rest.sent_at = moment(sent_at, this.figures.requests);
    return { path, headers, body: JSON.stringify(by.isNameless ? rest : { session, ...rest }) };
  }
  judge(request, { status, body }) {
    const due = request.isRefused ? 400 : 202;
    const mustTake = !request.isTicket && !request.isRefused && request.by.counts;
    if (status === due && (!mustTake || JSON.parse(body).accepted === request.body.events.length)) return;
    throw new Error(`${request.path} was answered ${status}, not ${due}: ${body}\n${JSON.stringify(request.body).slice(0, 2000)}`);
  }
  account({ by, body, isTicket, isRepeat, isRefused }, arrival) {
    const { figures, truth } = this;
    figures.requests++;
    if (isRefused) return void figures.refused++;
    if (!by.counts) return void (figures.uncounted += isTicket ? 1 : body.events.length);
    const sender = { isPrivate: by.isPrivate || by.isNameless };
    if (isTicket && !isRepeat) {
      figures.tickets++;
      truth.ticket({ ...body, ...sender }, arrival);
    } else if (!isTicket) {
      figures.events += body.events.length;
      truth.receive({ ...body, ...sender }, arrival);
    }
    figures.repeated = truth.repeated;
  }
  // Every report, for several spans, as of now.
  async check(report, moment) {
    if (moment > this.now) this.setClock(Math.floor(moment / 1000) * 1000);
    await this.settle();
    const counted = this.truth.count(this.now);
    const reports = new Reports(counted, this.options);
    const comparison = new Comparison();
    for (const span of this.spans()) {
      const expected = reports.expected(span);
      for (const name of reportNames) {
        const address = `/api/v1/stats/${name}?from=${span.from}&to=${span.to}${span.lang ? `&lang=${span.lang}` : ''}`;
        const answer = await fetch(this.site.url + address, { headers: { authorization: `Bearer ${this.site.tokens.writer}`, connection: "close" } });  // counting takes longer than connections wait
        if (answer.status !== 200) comparison.differ(address, 200, `${answer.status}: ${(await answer.text()).slice(0, 200)}`);
        else comparison.compare(address, expected[name], prepared(name, await answer.json()));
      }
    }
    this.figures.comparisons += comparison.compared;
    const as = new Date(this.now).toISOString();
    this.differences.push(...comparison.differences.map((difference) => ({ as, ...difference })));
    report(`as of ${as}: ${comparison.compared} figures, ${comparison.differences.length} differences`);
  }
  spans() {
    const { firstDay, days } = this.options;
    const [from, to] = [dayAfter(firstDay, -2), dayAfter(firstDay, days + 5)];
    const monthsEnd = Array.from({ length: days }, (_, i) => dayAfter(firstDay, i)).find((day) => day.endsWith('-01')) ?? firstDay;
    const one = dayAfter(firstDay, Math.floor(days / 2));
    return [
      { from, to }, { from, to, lang: 'ru' }, { from, to, lang: 'en' }, { from: one, to: one }, { from: firstDay, to: firstDay },
      { from: dayAfter(monthsEnd, -4), to: dayAfter(monthsEnd, 2) }, { from: dayAfter(monthsEnd, -4), to: dayAfter(monthsEnd, 2), lang: 'en' },
      { from: firstDay, to: dayAfter(monthsEnd, -1) }, { from: dayAfter(firstDay, -20), to: dayAfter(firstDay, -10) },
    ].filter(({ from: first, to: last }) => first <= last);
  }
  // Until what was answered is stored.
  async settle() {
    this.lanes.forEach((lane) => lane.close());
    for (;;) {
      const metrics = await (await fetch(`${this.site.url}/metrics`)).text();
      if (/^otvet_events_waiting 0$/m.test(metrics)) return void (this.settled = this.figures.events);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

// The answer with names for what has none of its own.
function prepared(name, answer) {
  if (name === 'gaps') for (const gap of answer.gaps ?? []) gap.group = groupOf.get(gap.query);
  for (const article of [...(answer.articles ?? []), ...(answer.never_found ?? [])]) article.name = `${article.lang}/${article.slug}`;
  if (name === 'articles') answer.comments = commentRows(answer.comments ?? []).rows;
  return answer;
}
