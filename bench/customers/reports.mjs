// Every report as it must be: what was counted, in the shape of the answers of GET /api/v1/stats/{report}.
import { Rows, Share } from './comparison.mjs';

// `span` is `{ from, to, lang }`, days inclusive, no lang for all languages.
export const reportNames = ['summary', 'searches', 'gaps', 'articles', 'funnel', 'coverage', 'experiment'];

export class Reports {
  // `articles` are the public ones, `{ slug, lang }`; `counted` as of a moment.
  constructor(counted, { articles: published, holdoutPercent }) {
    Object.assign(this, { counted, published, holdoutPercent });
  }
  // All reports of a span, by name.
  expected(span) {
    const isWithin = ({ day, lang }) => span.from <= day && day <= span.to && (!span.lang || span.lang === lang);
    const within = Object.fromEntries(Object.entries(this.counted).map(([what, list]) => [what, list.filter(isWithin)]));
    return Object.fromEntries(reportNames.map((name) => [name, this[name](within, span)]));
  }
  summary({ questions, typed, unasked, anonymous }) {
    const kinds = count(anonymous, ({ kind }) => kind);
    const daily = by(questions, ({ day }) => day, (list) => ({ questions: list.length, outcomes: outcomes(list, questionOutcomes) }));
    return {
      questions: questions.length,
      outcomes: outcomes(questions, questionOutcomes),
      days: new Rows('day', daily),
      typeahead: typed.length,
      without_session: {
        searches: kinds('search'), no_result: anonymous.filter(({ kind, results }) => kind === 'search' && results === 0).length,
        opens: kinds('open'), votes: kinds('vote'), contact_opens: kinds('contact_open'), tickets: kinds('contact_sent'),
      },
      tickets_without_question: unasked.length,
    };
  }
  searches({ searches, typed, clicks, asked }) {
    const sessions = count(asked, ({ key }) => key);
    const firstClicks = searches.filter(({ firstClick }) => firstClick !== undefined).map(({ firstClick }) => firstClick).sort((a, b) => a - b);
    const queries = by(searches, ({ query }) => query, (list, query) => ({ query, searches: list.length, sessions: sessions(query), ...ends(list) }), 'query');
    const daily = by(searches, ({ day }) => day, (list) => ({ searches: list.length, ...ends(list) }));
    return {
      searches: searches.length,
      ...shared(ends(searches), searches.length),
      retried: new Share(searches.filter(({ isRetried }) => isRetried).length, searches.filter(({ end }) => end !== 'clicked').length),
      typeahead: typed.length,
      ranks: new Rows('rank', by(clicks, ({ rank }) => rank, (list) => ({ n: list.length }), 'rank')),
      first_click: {
        n: firstClicks.length, median_seconds: quantile(firstClicks, 0.5), p90_seconds: quantile(firstClicks, 0.9),
        seconds: new Rows('seconds', by(firstClicks, (seconds) => seconds, (list) => ({ n: list.length }), 'seconds')),
      },
      days: new Rows('day', daily),
      frequent: new Rows('query', queries, { most: 100, of: (row) => row.searches }),
      failing: new Rows('query', queries.filter((row) => row.no_result + row.no_click > 0), { most: 100, of: (row) => row.no_result + row.no_click }),
    };
  }
  gaps({ searches, missed, tickets }) {
    const sessions = count(missed, ({ key }) => key);
    const sent = count(tickets.filter(({ isRunning }) => !isRunning), ({ group }) => group);
    const failed = searches.filter(({ end }) => end !== 'clicked');
    const groups = by(failed, ({ group }) => group, (list, group) => {
      const spellings = by(list, ({ query }) => query, (same) => ({ searches: same.length }), 'query');
      const { no_result, no_click } = ends(list);
      return { group, spellings: new Rows('query', spellings), searches: list.length, no_result, no_click, sessions: sessions(group), tickets: sent(group), messages: 0 };
    }, 'group');
    return { gaps: new Rows('group', groups, { most: 100, of: (row) => row.sessions }), total: groups.length };
  }
  articles({ views, reads, votes, exits, comments }, { lang }) {
    const of = (list) => count(list, nameOf);
    const found = views.filter(({ isFromSearch }) => isFromSearch);
    const [viewed, searched, read, voted, helped, left] =
      [views, found, reads, votes, votes.filter(({ isHelpful }) => isHelpful), exits].map(of);
    const visible = new Map();
    for (const each of reads) visible.set(nameOf(each), (visible.get(nameOf(each)) ?? 0) + each.visible);
    const rows = [...new Set([views, reads, votes, exits].flat().map(nameOf))].map((name) => ({
      name, views: viewed(name), from_search: searched(name), reads: read(name), votes: voted(name),
      helpful: new Share(helped(name), voted(name)), exits: left(name), ...(read(name) > 0 ? { read_seconds: visible.get(name) / read(name) / 1000 } : {}),
    }));
    const neverFound = this.published.filter((article) => (!lang || article.lang === lang) && searched(nameOf(article)) === 0);
    const latest = [...comments].sort((a, b) => b.at - a.at).slice(0, mostComments);
    return {
      articles: new Rows('name', rows), never_found: new Rows('name', neverFound.map((article) => ({ name: nameOf(article) }))),
      comments: commentRows(latest.map((comment) => ({ ...comment, text: storedComment(comment.comment) }))),
    };
  }
  funnel({ visits }) {
    const free = visits.filter(({ isHeldOut }) => !isHeldOut);
    const done = finished(free);
    const daily = by(free, ({ day }) => day, (list) => ({ opened: list.length, ...outcomes(list, visitOutcomes, Number) }));
    return {
      opened: free.length, held_out: visits.length - free.length, running: free.length - done.length,
      shown: free.filter(({ wasShown }) => wasShown).length, opened_suggestion: free.filter(({ hasOpened }) => hasOpened).length,
      outcomes: outcomes(free, visitOutcomes), days: new Rows('day', daily),
    };
  }
  coverage({ questions }) {
    const answered = finished(questions).filter(({ outcome }) => outcome === 'confirmed' || outcome === 'potential');
    const credited = answered.filter((question) => question.credited);
    const rows = by(credited, (question) => nameOf({ lang: question.lang, slug: question.credited.slug }), (list) => ({ answered: list.length, share: list.length / answered.length }), 'name');
    rows.sort((a, b) => b.answered - a.answered);
    let sum = 0;
    const first = answered.length === 0 ? [] : Array.from({ length: Math.max(rows.length, 100) }, (_, i) => {
      sum += rows[i]?.answered ?? 0;
      return { articles: i + 1, share: sum / answered.length };
    });
    return {
      answered: answered.length, credited: credited.length,
      articles: new Rows('name', rows), first: new Rows('articles', first, { isSample: true }),
    };
  }
  experiment({ visits }) {
    const done = finished(visits);
    const part = (list) => ({ n: list.length, submitted: list.filter(({ outcome }) => outcome === 'submitted').length });
    return {
      holdout_percent: this.holdoutPercent,
      shown: part(done.filter(({ isHeldOut }) => !isHeldOut)),
      held_out: part(done.filter(({ isHeldOut }) => isHeldOut)),
      running: visits.length - done.length,
    };
  }
}

const questionOutcomes = ['confirmed', 'potential', 'silent', 'ticket'];
const visitOutcomes = ['submitted', 'explicit', 'implicit', 'left'];

const mostComments = 200;
const storedComment = (text) => text.replace(/\S+@\S+/, '[email]');

// By what they say and when, to the second. Of a full list without those of its last second: others of that may be missing.
export function commentRows(comments) {
  const seconds = ({ at }) => Math.floor((typeof at === 'number' ? at : Date.parse(at)) / 1000);
  const last = comments.length === mostComments ? seconds(comments.at(-1)) : -Infinity;
  const said = (comment) => `${seconds(comment)} ${nameOf(comment)} ${comment.helpful} ${comment.text}`;
  const named = comments.filter((comment) => seconds(comment) > last).map(said);
  return new Rows('name', by(named, String, (list) => ({ n: list.length }), 'name'));
}

const nameOf = ({ lang, slug }) => `${lang}/${slug}`;
const finished = (cases) => cases.filter(({ isRunning }) => !isRunning);

function outcomes(cases, names, made = (n, all) => new Share(n, all)) {
  const done = finished(cases);
  const each = names.map((name) => [name, made(done.filter(({ outcome }) => outcome === name).length, done.length)]);
  return { ...Object.fromEntries(each), open: cases.length - done.length };
}

function ends(searches) {
  const of = count(searches, ({ end }) => end);
  return { no_result: of('no_result'), no_click: of('no_click'), clicked: of('clicked') };
}

const shared = (counts, all) => Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, new Share(n, all)]));

function grouped(list, keyOf) {
  const groups = new Map();
  for (const each of list) {
    const key = keyOf(each);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(each);
  }
  return groups;
}

const by = (list, keyOf, rowOf, name = 'day') => [...grouped(list, keyOf)].map(([key, same]) => ({ [name]: key, ...rowOf(same, key) }));

function count(list, keyOf) {
  const groups = grouped(list, keyOf);
  return (key) => groups.get(key)?.length ?? 0;
}

// The smallest that at least this part of all do not exceed.
const quantile = (sorted, part) => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? null;
