// What load.mjs, siege.mjs, outbox.mjs, events.mjs and publishing.mjs share: arguments, the programs they start, what those take, and tables.
import { execFile, fork, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const built = (name) => fileURLToPath(new URL(`../build/dev/${name}`, import.meta.url));

export const commonOptions = {
  content: { type: 'string' },
  queries: { type: 'string' },
  server: { type: 'string', default: built('kb-server') },
  indexer: { type: 'string', default: built('kb-indexer') },
  seconds: { type: 'string' },
};

export const commonUsage = `  --content DIR    a folder of articles
  --queries FILE   JSONL, a query a line: {"id", "lang", "text"}
  --server FILE    else build/dev/kb-server
  --indexer FILE   else build/dev/kb-indexer`;

export function fail(message, status = 1) {
  console.error(message);
  process.exit(status);
}

// The values of the command line; ends the program when they make no sense.
export function readArguments(usage, options) {
  const refuse = (message) => fail(`${message}\n\n${usage}`, 2);
  let values;
  try {
    values = parseArgs({ options: { ...commonOptions, ...options, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    refuse(error.message);
  }
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  for (const name of ['content', 'queries']) if (!values[name]) refuse(`--${name} is needed`);
  const { content } = values;
  if (!statSync(content, { throwIfNoEntry: false })?.isDirectory()) refuse(`--content: '${content}' is not a folder`);
  for (const name of ['queries', 'server', 'indexer']) {
    if (!existsSync(values[name])) refuse(`--${name}: there is no file '${values[name]}'`);
  }
  if (values.seconds !== undefined) {
    if (!/^[1-9]\d*$/.test(values.seconds)) refuse('--seconds is a number from 1');
    values.seconds = Number(values.seconds);
  }
  return values;
}

// Of "1,16"; undefined when it is anything else.
export function positiveNumbers(text) {
  return /^[1-9]\d*(,[1-9]\d*)*$/.test(text) ? text.split(',').map(Number) : undefined;
}

export function readQueries(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');
  const queries = lines.map((line) => JSON.parse(line));
  if (queries.length === 0) fail(`'${file}' holds no queries`);
  return queries;
}

export const searchTarget = ({ lang, text }) => `/api/v1/search?lang=${lang}&q=${encodeURIComponent(text)}`;
export const suggestTarget = ({ lang, text }) => `/api/v1/suggest?lang=${lang}&q=${encodeURIComponent(text)}`;

// Every beginning of a query, as it is typed; each once.
export function prefixes(queries) {
  const typed = new Map();
  for (const { lang, text } of queries) {
    let prefix = '';
    for (const letter of text) {
      prefix += letter;
      typed.set(`${lang} ${prefix}`, { lang, text: prefix });
    }
  }
  return [...typed.values()];
}

// Ends with this program, however that ends.
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'otvet-serving-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill()));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

// A program or a part of one that must not outlive this.
export function endWithThis(child) {
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

// Warnings about articles are thousands of lines, and no concern of a benchmark.
export function buildIndex(indexer, content, folder) {
  const index = join(folder, 'index');
  return new Promise((resolve) => {
    const flags = ['build', '--content', content, '--index', index];
    const build = endWithThis(spawn(indexer, flags, { stdio: 'ignore' }));
    build.on('error', (error) => fail(notStarted(indexer, error)));
    build.on('exit', (status) => {
      if (status !== 0) fail(`kb-indexer build ended with ${status}; run it by itself to see why`);
      resolve(index);
    });
  });
}

function notStarted(program, { code, message }) {
  return code === 'ENOENT' ? `${program} is not installed; scripts/setup --bench installs it` : message;
}

// A program that serves, with the processes it consists of.
class Served {
  constructor(program, flags) {
    this.log = '';
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
    this.process = endWithThis(spawn(program, flags, { env }));
    this.process.stderr.on('data', (text) => (this.log = (this.log + text).slice(-2000)));
    this.process.on('error', (error) => fail(notStarted(program, error)));
    this.process.on('exit', (status, signal) => (this.ended = signal ?? `status ${status}`));
  }
  processes() {
    return descendants(this.process.pid);
  }
  // Processor time used so far, in microseconds.
  cpu() {
    return this.processes().reduce((sum, pid) => sum + ticks(pid), 0) * 10_000;
  }
  // Resident, in megabytes.
  memory(processes = this.processes()) {
    return processes.reduce((sum, pid) => sum + resident(pid), 0) / 1000;
  }
}

// kb-server on any free port.
export class Server extends Served {
  static async start(program, index, ...flags) {
    const data = mkdtempSync(join(index, '..', 'data-'));
    const server = new Server(program, ['--index', index, '--data', data, '--listen', '127.0.0.1:0', ...flags]);
    server.data = data;
    server.url = await new Promise((resolve) => {
      let output = '';
      server.process.stdout.on('data', (text) => {
        output += text;
        const line = output.match(/^kb-server: listening on (http:\S+)\n/);
        if (line) resolve(line[1]);
      });
      server.process.on('exit', (status) => {
        if (!server.url) fail(`kb-server ${flags.join(' ')} ended with ${status}: ${server.log}`);
      });
    });
    server.port = Number(new URL(server.url).port);
    return server;
  }
  // The bodies of the answers; all must be 200. Not compressed, as wrk and attackers ask, too: a server may keep what
  // is compressed by itself.
  async ask(targets) {
    const bodies = [];
    let next = 0;
    const visitor = async () => {
      while (next < targets.length) {
        const i = next++;
        const answer = await fetch(this.url + targets[i], { headers: { 'Accept-Encoding': 'identity' } });
        if (answer.status !== 200) fail(`${targets[i]} was answered with ${answer.status}`);
        bodies[i] = await answer.text();
      }
    };
    await Promise.all(Array.from({ length: 8 }, visitor));
    return bodies;
  }
}

// nginx with one file at /answer.
export class Nginx extends Served {
  static async start(folder, answer) {
    const port = await freePort();
    const configuration = join(folder, 'nginx.conf');
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const temporary = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`);
    writeFileSync(join(folder, 'answer'), answer);
    // As root its workers would be another user, who may not read the folder.
    writeFileSync(configuration, `
daemon off;
user ${userInfo().username};
worker_processes 2;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  default_type application/json;
  ${temporary.join('\n  ')}
  server { listen 127.0.0.1:${port} backlog=4096; root ${folder}; }
}
`);
    const nginx = new Nginx('nginx', ['-p', folder, '-c', configuration, '-e', join(folder, 'nginx.log')]);
    nginx.url = `http://127.0.0.1:${port}`;
    while (!(await connects(port))) {
      if (nginx.ended) fail(`nginx ended with ${nginx.ended}: ${nginx.log}`);
      await pause(20);
    }
    return nginx;
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort() {
  return new Promise((resolve) => {
    const listener = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });
}

function connects(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

// Empty when the process has ended.
function procFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

// What follows the name of the program, which may hold anything: state, parent, …
const statFields = (pid) => procFile(pid, 'stat').split(') ').at(-1).split(' ');
// In user and in kernel mode, in hundredths of a second.
const ticks = (pid) => (Number(statFields(pid)[11]) || 0) + (Number(statFields(pid)[12]) || 0);
const resident = (pid) => Number(procFile(pid, 'status').match(/^VmRSS:\s+(\d+) kB/m)?.[1] ?? 0) * 1.024;

function descendants(root) {
  const children = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    const parent = Number(statFields(pid)[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

// Looks until told to stop; that gives the most that a process and each of its descendants had in memory, added up, in megabytes. What
// they share counts for each. Looking for descendants takes time that others need, so that is done now and then.
export function peakMemory(pid) {
  const peaks = new Map();
  const look = (processes) => {
    for (const each of processes) {
      const peak = Number(procFile(each, 'status').match(/^VmHWM:\s+(\d+) kB/m)?.[1] ?? 0) * 1.024;
      if (peak > 0) peaks.set(each, peak);
    }
  };
  const timers = [setInterval(() => look([pid]), 10), setInterval(() => look(descendants(pid)), 200)];
  return { stop: () => { timers.forEach(clearInterval); return [...peaks.values()].reduce((sum, peak) => sum + peak, 0) / 1000; } };
}

// What a program prints when it ends well.
export function output(program, flags) {
  return new Promise((resolve, reject) => {
    const child = execFile(program, flags, (error, stdout, stderr) => {
      if (error?.syscall) fail(notStarted(program, error));
      if (error) reject(new Error(`${program} failed: ${stderr || stdout}`));
      else resolve(stdout);
    });
    endWithThis(child);
  });
}

// Of numbers in ascending order.
export const percentile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
export const median = (numbers) => percentile([...numbers].sort((a, b) => a - b), 0.5);

export const decimal = (number, digits = 0) =>
  number.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

// A row of a table: the first cell to the left, numbers to the right, texts behind them to the left.
export function row(cells, widths) {
  const shown = cells.map((cell, i) => (widths[i] > 0 ? `${cell}`.padStart(widths[i]) : `${cell}`.padEnd(-widths[i])));
  return shown.join('  ').trimEnd();
}

// What attackers and the visitor know of the content.
export async function explore(server, queries) {
  const answers = (await server.ask(queries.map(searchTarget))).map((answer) => JSON.parse(answer));
  const hits = answers.flatMap((answer) => answer.hits);
  const articles = [...new Set(hits.map((hit) => hit.url))];
  const sizes = (await server.ask(articles)).map((page) => page.length);
  const uses = new Map();
  for (const { text } of hits.flatMap((hit) => hit.snippet)) {
    for (const word of text.toLowerCase().match(/\p{L}{3,}/gu) ?? []) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  const words = [...uses.keys()].sort((a, b) => uses.get(b) - uses.get(a)).slice(0, 200);
  return { queries, lang: queries[0].lang, articles, largest: articles[sizes.indexOf(Math.max(...sizes))], words };
}

// A part of a siege as a process of its own; see asPartOfSiege().
export class Part {
  constructor(file, known, task) {
    this.process = endWithThis(fork(fileURLToPath(new URL(file, import.meta.url)), [known, JSON.stringify(task)]));
    this.process.on('exit', (status) => { if (status !== 0) fail(`${file} ended with ${status}`); });
  }
  message() {
    return new Promise((resolve) => this.process.once('message', resolve));
  }
  async result() {
    this.process.send('go');
    return this.message();
  }
}

// What a process that siege.mjs forks does: `prepare(known, task)` makes ready and gives what to do when told to go.
export async function asPartOfSiege(prepare) {
  const [known, task] = process.argv.slice(2);
  const run = await prepare(JSON.parse(readFileSync(known, 'utf8')), JSON.parse(task));
  process.once('message', async () => process.send(await run(), () => process.exit()));
  process.send('ready');
}
