// What a visitor who searches feels while events come in at a steady rate, and whether all of them are stored.
import http from 'node:http';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { Part, Server, buildIndex, commonUsage, decimal, explore, fail, median, pause, readArguments, readQueries, row, temporaryFolder } from './serving.mjs';

const usage = `Usage: node bench/events.mjs --content DIR --queries FILE [options]

Sends events to a kb-server that it starts, four a request, at a fixed rate; beside it a visitor searches 100 times a second. Runs with
and without events take turns.

${commonUsage}
  --rate N         events a second; else 2000
  --seconds N      of each run; else 60
  --runs N         with events, and as many without; else 5
  --help           this text

Exit status 1 when an event is lost or refused, or the median p99 of searches is more than 1.5 times that without events.`;

const most = 1.5;
const eventsARequest = 4;
const port = {};
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

function send(body) {
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', port: port.number, path: '/api/v1/events', method: 'POST', agent, headers: { 'content-type': 'text/plain' } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
    });
    request.on('error', () => resolve(0));
    request.end(JSON.stringify(body));
  });
}

let made = 0;
function requestOf({ lang, text }, slugs) {
  const session = `bench-session-${Math.floor(made / 12)}`;
  const base = () => ({ id: `bench-event-${made++}`, at: Date.now(), lang });
  const search_id = `search${made}`;
  const slug = slugs[made % slugs.length];
  return { session, events: [
    { ...base(), kind: 'typeahead', query: text.slice(0, 4), results: 5, search_id }, { ...base(), kind: 'search', query: text, results: 5, search_id },
    { ...base(), kind: 'open', slug, search_id, rank: 1, source: 'search' }, { ...base(), kind: 'read', slug, visible_ms: 12_000 },
  ] };
}

// Until `isOver`, at the rate whatever the server does; the statuses by their number.
async function pour(known, rate, isOver) {
  const slugs = known.articles.map((path) => path.split('/').at(-1).replace(/[?#].*/, ''));
  const statuses = {};
  const sent = [];
  const begin = performance.now();
  for (let i = 0; !isOver(); i++) {
    const due = begin + (i * eventsARequest * 1000) / rate;
    if (due > performance.now()) await pause(due - performance.now());
    sent.push(send(requestOf(known.queries[i % known.queries.length], slugs)).then((status) => (statuses[status] = (statuses[status] ?? 0) + 1)));
  }
  await Promise.all(sent);
  return { statuses, requests: sent.length, seconds: (performance.now() - begin) / 1000 };
}

async function counters(server) {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const of = (name) => Number(text.match(new RegExp(`^otvet_events_${name} (\\d+)$`, 'm'))?.[1]);
  return { waiting: of('waiting'), stored: of('stored_total'), dropped: of('dropped_total') };
}

async function settled(server) {
  for (;;) {
    const counted = await counters(server);
    if (counted.waiting === 0) return counted;
    await pause(100);
  }
}

const options = readArguments(usage, { rate: { type: 'string', default: '2000' }, runs: { type: 'string', default: '5' } });
for (const name of ['rate', 'runs']) if (!/^[1-9]\d*$/.test(options[name])) fail(`--${name} is a number from 1\n\n${usage}`, 2);
const [rate, runs, seconds] = [Number(options.rate), Number(options.runs), options.seconds ?? 60];
const queries = readQueries(options.queries);
const folder = temporaryFolder();
const server = await Server.start(options.server, await buildIndex(options.indexer, options.content, folder));
port.number = server.port;
const known = await explore(server, queries);
const knownFile = join(folder, 'known.json');
writeFileSync(knownFile, JSON.stringify(known));

const widths = [-16, 9, 9, 8, 8, 9, 9];
console.log(row(['', 'searches', 'failures', 'p50, ms', 'p99, ms', 'events/s', 'lost'], widths));
const felt = { with: [], without: [] };
let sentInAll = 0, isWhole = true;
for (let run = 0; run < runs; run++) {
  for (const kind of ['without', 'with']) {
    const visitor = new Part('visitor.mjs', knownFile, { port: server.port, seconds, searchesOnly: true });
    await visitor.message();
    let isOver = false;
    const poured = kind === 'with' ? pour(known, rate, () => isOver) : undefined;
    const visit = await visitor.result();
    isOver = true;
    felt[kind].push(visit.p99);
    const failures = Object.values(visit.failures).reduce((a, b) => a + b, 0);
    const cells = [`${kind} events`, visit.requests, failures, decimal(visit.p50, 1), decimal(visit.p99, 1)];
    if (poured) {
      const { statuses, requests, seconds: took } = await poured;
      sentInAll += requests * eventsARequest;
      const { stored, dropped } = await settled(server);
      const lost = sentInAll - stored;
      isWhole &&= lost === 0 && dropped === 0 && statuses[202] === requests;
      cells.push(decimal((requests * eventsARequest) / took), lost);
    }
    console.log(row(cells, widths));
  }
}
const ratio = median(felt.with) / median(felt.without);
console.log(`\n${decimal(sentInAll)} events sent, server's memory ${decimal(server.memory())} MB`);
console.log(`None lost or refused: ${isWhole ? 'met' : 'not met'}`);
console.log(`Median p99 of searches ${decimal(median(felt.with), 1)} ms with events, ${decimal(median(felt.without), 1)} ms without; ratio ${decimal(ratio, 2)}, ${most} at most: ${ratio <= most ? 'met' : 'not met'}`);
process.exit(isWhole && ratio <= most ? 0 : 1);
