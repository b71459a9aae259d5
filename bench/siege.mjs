// What a visitor feels while kb-server is attacked.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attacks } from './attacks.mjs';
import { Part, Server, buildIndex, commonUsage, decimal, explore, fail, readArguments, readQueries, row, temporaryFolder } from './serving.mjs';

const usage = `Usage: node bench/siege.mjs --content DIR --queries FILE [options]

Attacks a kb-server that it starts, in one way after another, while a visitor sends 100 requests a second: searches,
suggestions, articles. Prints the visitor's failures and milliseconds, and the server's memory.

${commonUsage}
  --attack NAME    only this one
  --seconds N      for each attack; else 6, and 12 where the server's deadlines matter
  --help           this text

Attacks: ${Object.keys(attacks).join(', ')}.
Exit status 1 when the visitor or the server's memory suffers more than they should.`;

const most = { p99: 50, memory: 300 };
const openFiles = 4500;

function checkOpenFiles() {
  const allowed = Number(readFileSync('/proc/self/limits', 'utf8').match(/^Max open files +(\d+)/m)?.[1] ?? Infinity);
  if (allowed >= openFiles) return;
  fail(`the attacks take ${openFiles} open files, and ${allowed} are allowed; raise the limit: ulimit -n ${openFiles}
(as root when the hard limit, ulimit -Hn, is lower)`);
}

// The most memory, looked at all the time.
class MemoryPeak {
  constructor(server) {
    this.peak = 0;
    const processes = server.processes();
    this.timer = setInterval(() => (this.peak = Math.max(this.peak, server.memory(processes))), 200);
  }
  stop() {
    clearInterval(this.timer);
    return this.peak;
  }
}

async function attack(server, name, known, seconds) {
  const task = { port: server.port, attack: name, seconds };
  const parts = [new Part('visitor.mjs', known, task), new Part('attacker.mjs', known, task)];
  await Promise.all(parts.map((part) => part.message()));
  const memory = new MemoryPeak(server);
  const [visitor, attackers] = await Promise.all(parts.map((part) => part.result()));
  return { name, visitor, attackers, memory: memory.stop() };
}

const tally = (counts) =>
  Object.entries(counts).map(([what, times]) => `${what} × ${decimal(times)}`).join(', ');

const widths = [-16, 8, 8, 7, 7, 7, 7, -1];

function printRow({ name, visitor, attackers, memory }, ended) {
  const failed = Object.values(visitor.failures).reduce((sum, times) => sum + times, 0);
  const notes = [attackers.opened > 0 ? `opened × ${decimal(attackers.opened)}` : '', tally(attackers.got)];
  if (failed > 0) notes.push(`visitor: ${tally(visitor.failures)}`);
  if (ended) notes.push(`the server ended with ${ended}`);
  const latencies = [visitor.p50, visitor.p99, visitor.worst].map((ms) => decimal(ms, 1));
  const got = notes.filter((note) => note !== '').join('; ');
  console.log(row([name, visitor.requests, failed, ...latencies, decimal(memory), got], widths));
}

function verdict(what, offenders) {
  const names = offenders.map(({ name }) => name).join(', ');
  console.log(`${what}: ${offenders.length === 0 ? 'met' : `not met: ${names}`}`);
}

const options = readArguments(usage, { attack: { type: 'string' } });
const names = options.attack ? [options.attack] : Object.keys(attacks);
if (!names.every((name) => Object.hasOwn(attacks, name))) fail(`there is no attack '${options.attack}'\n\n${usage}`, 2);
checkOpenFiles();
const queries = readQueries(options.queries);

const folder = temporaryFolder();
const index = await buildIndex(options.indexer, options.content, folder);
let server = await Server.start(options.server, index);
const known = await explore(server, queries);
const knownFile = join(folder, 'known.json');
writeFileSync(knownFile, JSON.stringify(known));

console.log(row(['', 'visitor', '', 'ms', '', '', 'server', ''], widths));
console.log(row(['attack', 'requests', 'failures', 'p50', 'p99', 'worst', 'MB', 'what the attackers got'], widths));
const attacked = [];
for (const name of names) {
  const seconds = options.seconds ?? attacks[name](known, 6).seconds ?? 6;
  const result = await attack(server, name, knownFile, seconds);
  attacked.push(result);
  printRow(result, server.ended);
  if (server.ended) server = await Server.start(options.server, index);
}

const fails = ({ failures }) => Object.keys(failures).length > 0;
const suffering = attacked.filter(({ visitor }) => visitor.p99 > most.p99 || fails(visitor));
const large = attacked.filter(({ memory }) => memory > most.memory);
const unanswered = attacked.filter(({ attackers }) => attackers.unanswered > 0);
console.log('');
verdict(`p99 of ${most.p99} ms at most and no failure`, suffering);
verdict(`Memory of ${most.memory} MB at most`, large);
if (names.includes('burst')) verdict('Every search of a burst answered', unanswered);
process.exit(suffering.length + large.length + unanswered.length > 0 ? 1 : 0);
