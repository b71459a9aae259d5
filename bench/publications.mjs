// What searches feel of publications: kb-indexer watch publishes one generation after the other while searches come at a fixed rate, in
// turns with none. Each generation has a pair of words of its own, one in each of two articles: no answer may have halves of two.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { buildIndex, commonUsage, decimal, endWithThis, fail, median, pause, percentile, readArguments, readQueries, row, searchTarget, Server, temporaryFolder } from './serving.mjs';

const usage = `usage: node bench/publications.mjs --content DIR --queries FILE [--publications 300] [--rate 100] [--rounds 5]

${commonUsage}
  --publications N in all, spread over the rounds
  --rate N         searches a second
  --rounds N       with publications, and as many without`;

const allowedRatio = 1.5;
const patience = 5000;

// Words that stand for a number and are close to no other: no slip leads from one to the next.
const letters = 'bdfgklmnprstvz', vowels = 'aeiou';
function syllables(number, salt) {
  let rest = number * 7919 + salt * 104729 + 1000003;
  let word = '';
  for (let i = 0; i < 5; i++) {
    word += letters[rest % letters.length] + vowels[Math.floor(rest / letters.length) % vowels.length];
    rest = Math.floor(rest / 3) + number * 31 + salt;
  }
  return word;
}
const article = (side, edition) =>
  `---\ntitle: Planted ${side}\nslug: planted-${side}\n---\nplantedpair edition ${side}-${edition}-mark ${syllables(edition, side === 'left' ? 1 : 2)}.\n`;

// Searches at a steady pace: how long each took, what failed, and answers that mix.
class Searches {
  constructor(port, queries) {
    Object.assign(this, { port, queries });
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
    this.answers = 0;
    this.failures = {};
    this.mixed = [];
    this.editions = new Set();
  }
  ask(path) {
    const begin = performance.now();
    return new Promise((resolve) => {
      const request = http.get({ host: '127.0.0.1', port: this.port, path, agent: this.agent }, (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (text) => (body += text));
        answer.on('end', () => done(`${answer.statusCode}`, body));
        answer.on('error', ({ code }) => done(code));
      });
      const timer = setTimeout(() => { done('timeout'); request.destroy(); }, patience);
      const done = (outcome, body = '') => { clearTimeout(timer); resolve({ outcome, body, ms: performance.now() - begin }); };
      request.on('error', ({ code }) => done(code));
    });
  }
  judge(path, { outcome, body }) {
    ++this.answers;
    if (outcome !== '200') this.failures[outcome] = (this.failures[outcome] ?? 0) + 1;
    const sides = { left: new Set(), right: new Set() };
    for (const [, side, edition] of body.matchAll(/(left|right)-(\d+)-mark/g)) sides[side].add(edition);
    for (const side of Object.values(sides)) for (const edition of side) this.editions.add(edition);
    if (!path.includes('plantedpair') || outcome !== '200') return;
    const [left, right] = [[...sides.left].join(), [...sides.right].join()];
    if (left === '' || left !== right) this.mixed.push(`${left} and ${right}`);
  }
  // Every tenth asks for the pair; most of the others have not been asked before.
  path(i) {
    if (i % 10 === 0) return '/api/v1/search?lang=en&q=plantedpair';
    const query = this.queries[Math.floor(Math.random() * this.queries.length)];
    return searchTarget({ ...query, text: `${query.text} ${this.queries[i % this.queries.length].text.split(' ')[0]}` });
  }
  async run(rate, isOver) {
    const latencies = [], running = [];
    const begin = performance.now();
    for (let i = 0; !isOver(performance.now() - begin); i++) {
      const due = begin + (i * 1000) / rate;
      if (due > performance.now()) await pause(due - performance.now());
      const path = this.path(i);
      running.push(this.ask(path).then((answer) => { latencies.push(answer.ms); this.judge(path, answer); }));
    }
    await Promise.all(running);
    latencies.sort((a, b) => a - b);
    return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
  }
}

function watch(indexer, content, index) {
  const watcher = endWithThis(spawn(indexer, ['watch', '--content', content, '--index', index], { stdio: ['ignore', 'ignore', 'pipe'] }));
  const state = { published: 0, log: '', watcher };
  watcher.stderr.setEncoding('utf8');
  watcher.stderr.on('data', (text) => {
    state.log = (state.log + text).slice(-4000);
    state.published += (text.match(/ published generation /g) ?? []).length;
  });
  return state;
}

// Both articles at once: a link to their folder, which is no content by its own name, is replaced.
function plant(content, edition) {
  const folder = join(content, '_editions', `${edition}`), link = join(content, 'en', 'planted');
  mkdirSync(folder, { recursive: true });
  for (const side of ['left', 'right']) writeFileSync(join(folder, `${side}.md`), article(side, edition));
  const next = join(content, 'en', '.planted');
  symlinkSync(`../_editions/${edition}`, next);
  renameSync(next, link);
}

async function publish(content, state, edition) {
  const before = state.published;
  plant(content, edition);
  for (const begin = Date.now(); state.published === before; await pause(5)) {
    if (Date.now() - begin > 60_000) fail(`edition ${edition} was not published:\n${state.log}`);
  }
}

const options = readArguments(usage, { publications: { type: 'string', default: '300' }, rate: { type: 'string', default: '100' }, rounds: { type: 'string', default: '5' } });
const [publications, rate, rounds] = [options.publications, options.rate, options.rounds].map(Number);
const queries = readQueries(options.queries);
const folder = temporaryFolder();
const content = join(folder, 'content');
cpSync(options.content, content, { recursive: true });
plant(content, 0);
const index = await buildIndex(options.indexer, content, folder);
const server = await Server.start(options.server, index);
const state = watch(options.indexer, content, index);
const searches = new Searches(server.port, queries);
await searches.run(rate, (ms) => ms > 2000);  // this program and the server get warm

const widths = [-10, 10, 10, 10];
console.log(row(['round', 'p50, ms', 'p99, ms', 'published'], widths));
const measured = { without: [], with: [] };
let edition = 0;
for (let round = 0; round < rounds; round++) {
  const share = Math.ceil((publications - edition) / (rounds - round));
  let over = false;
  const begin = performance.now();
  const busy = searches.run(rate, () => over);
  for (const last = edition + share; edition < last;) await publish(content, state, ++edition);
  over = true;
  const took = performance.now() - begin;
  for (const [name, result, published] of [['with', await busy, share], ['without', await searches.run(rate, (ms) => ms > took), 0]]) {
    measured[name].push(result);
    console.log(row([name, decimal(result.p50, 2), decimal(result.p99, 2), published], widths));
  }
}
const [busy, calm] = [measured.with, measured.without].map((results) => median(results.map(({ p99 }) => p99)));
const ratio = busy / calm;
console.log(`\n${edition} publications, ${searches.answers} searches, ${searches.editions.size} editions seen; p99 ${decimal(busy, 2)} ms with, ${decimal(calm, 2)} ms without: ${decimal(ratio, 2)} (at most ${allowedRatio})`);
const failures = Object.entries(searches.failures).map(([what, times]) => `${what}: ${times}`);
console.log(`Failures: ${failures.join(', ') || 'none'}; answers of two generations: ${searches.mixed.length === 0 ? 'none' : searches.mixed.slice(0, 5).join('; ')}`);
process.exit(failures.length > 0 || searches.mixed.length > 0 || ratio > allowedRatio ? 1 : 0);
