// Throughput and latency of kb-server, beside nginx with a static file on the same machine.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Nginx, Server, buildIndex, commonUsage, decimal, fail, median, output, positiveNumbers, prefixes,
  readArguments, readQueries, row, searchTarget, suggestTarget, temporaryFolder } from './serving.mjs';

const usage = `Usage: node bench/load.mjs --content DIR --queries FILE [options]

Prints requests a second, latency and processor time of kb-server under load, beside nginx with a static file.

${commonUsage}
  --seconds N      for each figure, after a second to warm up; else 5
  --connections N,…
                   at a time; else 1,16,64,256
  --help           this text

Answers are not compressed, as wrk does not ask for that. "computed" ones come from a second server that keeps none; of
the others all have been given before. Exit status 1 when an answer is an error or a connection fails.`;

const decidingConnections = 16;
const bars = [
  { workload: 'search, computed', rate: 2500, p99: 20, ofNginx: 0.04 },
  { workload: 'search, cached', rate: 30_000, p99: Infinity, ofNginx: 0.5 },
  { workload: 'suggestions, cached', rate: 35_000, p99: Infinity, ofNginx: 0.6 },
];

// wrk shares the processors with the server: requests are made before it starts, and only picked while it runs.
const luaScript = `
local requests, at = {}, 0

function init(args)
  for target in io.lines(args[1]) do requests[#requests + 1] = wrk.format("GET", target) end
  at = math.floor(tonumber(args[2]) * #requests)
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  local format = 'result {"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "statuses": %d, "sockets": %d}'
  print(format:format(summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
`;

class Wrk {
  constructor(folder) {
    this.folder = folder;
    this.script = join(folder, 'wrk.lua');
    writeFileSync(this.script, luaScript);
  }
  async run({ name, server, targets }, connections, seconds) {
    const file = join(this.folder, `${name}.targets`);
    writeFileSync(file, targets.map((target) => `${target}\n`).join(''));
    const begin = `${Math.random()}`;
    const flags = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', this.script, server.url, '--', file, begin];
    const printed = await output('wrk', flags).catch((error) => {
      fail(server.ended ? `${name}: the server ended with ${server.ended}: ${server.log}` : error.message);
    });
    return JSON.parse(printed.match(/^result (.*)$/m)[1]);
  }
}

// Suggestions, searches and pages as 4 : 3 : 3, each in turn.
function mix(suggestions, searches, articles) {
  const inTurn = (targets, i) => targets[i % targets.length];
  const mixed = [];
  for (let i = 0; 4 * i < suggestions.length; i++) {
    for (const k of [0, 1, 2]) {
      mixed.push(inTurn(suggestions, 4 * i + k), inTurn(searches, 3 * i + k), inTurn(articles, 3 * i + k));
    }
    mixed.push(inTurn(suggestions, 4 * i + 3));
  }
  return mixed;
}

async function measure(wrk, workload, connections, seconds) {
  await wrk.run(workload, connections, 1);
  const before = workload.server.cpu();
  const result = await wrk.run(workload, connections, seconds);
  const cpu = (workload.server.cpu() - before) / result.requests;
  return { ...result, rate: result.requests / result.seconds, cpu };
}

// A function from results to cells, for each line of a workload.
const lines = {
  'requests/s': (results) => results.map(({ rate }) => decimal(rate)),
  'p50, ms': (results) => results.map(({ p50 }) => decimal(p50, 2)),
  'p99, ms': (results) => results.map(({ p99 }) => decimal(p99, 2)),
  'CPU, µs a request': (results) => results.map(({ cpu }) => decimal(cpu)),
  'of nginx': (results, nginx) => results.map(({ rate }, i) => decimal(rate / nginx[i].rate, 3)),
};

function printBars(results, at) {
  console.log(`\nBars, at ${decidingConnections} connections`);
  for (const { workload, rate, p99, ofNginx } of bars) {
    const measured = results.get(workload)[at];
    const ratio = measured.rate / results.get('nginx, static file')[at].rate;
    const ways = [];
    if (measured.rate >= rate && measured.p99 <= p99) ways.push('requests/s');
    if (ratio >= ofNginx) ways.push('ratio to nginx');
    const within = p99 < Infinity ? ` with p99 of ${p99} ms` : '';
    const met = ways.length > 0 ? `met, by ${ways.join(' and ')}` : 'not met';
    console.log(`  ${workload}: ${decimal(rate)} requests/s${within}, or ${ofNginx} of nginx: ${met}`);
  }
}

const options = readArguments(usage, { connections: { type: 'string', default: '1,16,64,256' } });
const connections = positiveNumbers(options.connections);
if (!connections) fail(`--connections is numbers with commas between\n\n${usage}`, 2);
const seconds = options.seconds ?? 5;
const queries = readQueries(options.queries);

const folder = temporaryFolder();
const index = await buildIndex(options.indexer, options.content, folder);
const withoutCache = join(folder, 'without-cache.yaml');
writeFileSync(withoutCache, 'cache: off\n');
const cached = await Server.start(options.server, index);
const computed = await Server.start(options.server, index, '--config', withoutCache);

const searches = queries.map(searchTarget);
const answers = await cached.ask(searches);
const articles = [...new Set(answers.flatMap((answer) => JSON.parse(answer).hits.map((hit) => hit.url)))];
const suggestions = prefixes(queries).map(suggestTarget);
const size = median(answers.map((answer) => Buffer.byteLength(answer)));
const nginx = await Nginx.start(folder, Buffer.alloc(size, ' '));

// What was asked before is asked again right before it is measured: other workloads may have pushed it out of the cache.
const workloads = [
  { name: 'nginx, static file', server: nginx, targets: ['/answer'] },
  { name: 'search, cached', server: cached, targets: searches, asked: true },
  { name: 'search, computed', server: computed, targets: searches },
  { name: 'suggestions, cached', server: cached, targets: suggestions, asked: true },
  { name: 'suggestions, computed', server: computed, targets: suggestions },
  { name: 'articles', server: cached, targets: articles, asked: true },
  { name: 'mixed', server: cached, targets: mix(suggestions, searches, articles), asked: true },
];

const wrk = new Wrk(folder);
const widths = [-24, ...connections.map(() => 10)];
const asked = `${searches.length} searches, ${suggestions.length} suggestions, ${articles.length} articles`;
console.log(`${asked}; the static file has ${size} bytes\n`);
console.log(row(['connections', ...connections], widths));
const results = new Map();
const errors = [];
for (const workload of workloads) {
  const measured = [];
  if (workload.asked) await workload.server.ask([...new Set(workload.targets)]);
  for (const number of connections) {
    const result = await measure(wrk, workload, number, seconds);
    measured.push(result);
    if (result.statuses + result.sockets === 0) continue;
    const what = `${result.statuses} answers with an error, ${result.sockets} socket errors`;
    errors.push(`${workload.name}, ${number} connections: ${what}`);
  }
  results.set(workload.name, measured);
  console.log(workload.name);
  for (const [name, cells] of Object.entries(lines)) {
    console.log(row([`  ${name}`, ...cells(measured, results.get('nginx, static file'))], widths));
  }
}

const deciding = connections.indexOf(decidingConnections);
if (deciding >= 0) printBars(results, deciding);
else console.log(`\nBars are for ${decidingConnections} connections, which were not among these`);
const [memory, withoutOne] = [cached, computed].map((server) => decimal(server.memory()));
console.log(`\nMemory: ${memory} MB, and ${withoutOne} MB without a cache`);
console.log(errors.length > 0 ? `Errors\n  ${errors.join('\n  ')}` : 'Errors: none');
process.exit(errors.length > 0 ? 1 : 0);
