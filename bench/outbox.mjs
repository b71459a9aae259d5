// What a visitor feels while thousands of tickets queue up and go out, and whether all arrive, in order.
import http from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Part, Server, buildIndex, commonUsage, decimal, explore, fail, pause, readArguments, readQueries, row, temporaryFolder } from './serving.mjs';

const usage = `Usage: node bench/outbox.mjs --content DIR --queries FILE [options]

Sends tickets to a kb-server that it starts while their receiver is away, lets the receiver come back, and waits until all
have arrived. Meanwhile a visitor sends 100 requests a second: searches, suggestions, articles.

${commonUsage}
  --tickets N      else 10000, of N / 100 senders
  --seconds N      how long the visitor's latency is measured at rest; else 6
  --help           this text

Exit status 1 when a ticket is missing, doubled or out of order, or the visitor waits more than they should.`;

const mostMilliseconds = 50;  // of the visitor's p99
const atATime = 8;

// Away until told otherwise; then takes every ticket, once by its key.
class Receiver {
  constructor() {
    this.attempts = 0;
    this.isAway = true;
    this.taken = new Map();
  }
  async start() {
    this.server = http.createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      this.attempts++;
      if (!this.isAway) {
        const key = request.headers['idempotency-key'];
        if (!this.taken.has(key)) this.taken.set(key, JSON.parse(Buffer.concat(parts)));
      }
      response.writeHead(this.isAway ? 503 : 200).end('{}');
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}/`;
    return this;
  }
  // Whether each sender's messages came in the order in which they were sent.
  inOrder() {
    const last = new Map();
    return [...this.taken.values()].every(({ email, message }) => {
      const number = Number(message.split(' ').at(-1));
      const isNext = number === (last.get(email) ?? -1) + 1;
      last.set(email, number);
      return isNext;
    });
  }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: atATime });

function send(port, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: '/api/v1/contact', method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode === 202 ? resolve() : reject(new Error(`a ticket was answered ${answer.statusCode}`))));
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

async function sendAll(port, tickets, lang) {
  const senders = Math.max(1, Math.round(tickets / 100));
  let next = 0;
  const sender = async () => {
    while (next < senders) {
      const email = `customer${next++}@example.com`;
      for (let number = 0; number < tickets / senders; number++)
        await send(port, { id: `${email}-${number}`, session: '', lang, subject: 'Bench', message: `A question of some length about the delivery of an order, number ${number}`, email, fields: {}, page: '', shown: [] });
    }
  };
  await Promise.all(Array.from({ length: atATime }, sender));
}

// `work` until it is done, and what the visitor felt meanwhile.
async function felt(known, port, work) {
  const visits = [];
  let isDone = false;
  const begin = performance.now();
  const worked = work().finally(() => (isDone = true));
  while (!isDone) {
    const visitor = new Part('visitor.mjs', known, { port, seconds: 2 });
    await visitor.message();
    visits.push(await visitor.result());
  }
  await worked;
  const failures = visits.reduce((sum, visit) => sum + Object.values(visit.failures).reduce((a, b) => a + b, 0), 0);
  return { requests: visits.reduce((sum, visit) => sum + visit.requests, 0), failures, p50: Math.max(...visits.map(({ p50 }) => p50)), p99: Math.max(...visits.map(({ p99 }) => p99)), seconds: (performance.now() - begin) / 1000 };
}

const widths = [-24, 9, 9, 8, 8, 9];
function print(name, visitor) {
  console.log(row([name, visitor.requests, visitor.failures, decimal(visitor.p50, 1), decimal(visitor.p99, 1), decimal(visitor.seconds, 1)], widths));
}

const options = readArguments(usage, { tickets: { type: 'string', default: '10000' } });
const tickets = /^[1-9]\d*00$/.test(options.tickets) ? Number(options.tickets) : fail(`--tickets is a multiple of 100\n\n${usage}`, 2);
const queries = readQueries(options.queries);
const folder = temporaryFolder();
const index = await buildIndex(options.indexer, options.content, folder);
const receiver = await new Receiver().start();
writeFileSync(join(folder, 'kb-server.yaml'), `receiver: { kind: webhook, url: "${receiver.url}" }\n`);
const server = await Server.start(options.server, index, '--config', join(folder, 'kb-server.yaml'));
const known = await explore(server, queries);
const knownFile = join(folder, 'known.json');
writeFileSync(knownFile, JSON.stringify(known));

console.log(row(['', 'visitor', '', 'ms', '', ''], widths));
console.log(row(['', 'requests', 'failures', 'p50', 'p99', 'seconds'], widths));
print('at rest', await felt(knownFile, server.port, () => pause((options.seconds ?? 6) * 1000)));
let begin = performance.now();
const queueing = await felt(knownFile, server.port, async () => { await sendAll(server.port, tickets, known.lang); begin = performance.now() - begin; });
print(`${decimal(tickets)} queue`, queueing);
console.log(`  stored in ${decimal(begin / 1000, 1)} s, ${decimal(tickets / (begin / 1000))} a second; ${receiver.attempts} attempts at a receiver that is away`);

receiver.isAway = false;
receiver.attempts = 0;
const opened = performance.now();
let first;
const draining = await felt(knownFile, server.port, async () => {
  while (receiver.taken.size < tickets && performance.now() - opened < 300_000) {
    if (receiver.taken.size > 0) first ??= performance.now();
    await pause(20);
  }
  begin = (performance.now() - (first ?? opened)) / 1000;
});
print(`${decimal(receiver.taken.size)} go out`, draining);
console.log(`  ${decimal(((first ?? opened) - opened) / 1000, 1)} s until it was tried again; then ${decimal(begin, 1)} s, ${decimal(receiver.taken.size / begin)} a second; ${receiver.attempts} attempts; server's memory ${decimal(server.memory())} MB`);

const failures = queueing.failures + draining.failures;
const isSlow = Math.max(queueing.p99, draining.p99) > mostMilliseconds || failures > 0;
const isWhole = receiver.taken.size === tickets && receiver.inOrder();
console.log(`\nAll tickets once, in order of each sender: ${isWhole ? 'met' : 'not met'}`);
console.log(`p99 of ${mostMilliseconds} ms at most and no failure: ${isSlow ? 'not met' : 'met'}`);
process.exit(isWhole && !isSlow ? 0 : 1);
