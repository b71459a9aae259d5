// kb-indexer and kb-server as a test runs them. Waits are long: sanitizers make programs several times slower.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { check } from './openapi.mjs';

const path = (name) => process.env[name] ?? (() => { throw new Error(`set ${name} to the program's path`); })();
const run = promisify(execFile);

export async function build(content, index, ...flags) {
  const { stdout } = await run(path('KB_INDEXER'), ['build', '--content', content, '--index', index, '--json', ...flags]);
  return JSON.parse(stdout);
}

// What the server does when it is not meant to go on running.
export function runServer(...flags) {
  return new Promise((resolve) => {
    execFile(path('KB_SERVER'), flags, { timeout: 60_000 }, (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout, stderr }));
  });
}

export class Server {
  static async start(index, ...flags) {
    const server = new Server();
    await server.begin(index, ...flags);
    return server;
  }
  // With a kb-server.yaml of this text.
  static startWith(settings, index, ...flags) {
    const folder = mkdtempSync(join(tmpdir(), 'otvet-settings-'));
    writeFileSync(join(folder, 'kb-server.yaml'), settings);
    return Server.start(index, '--config', join(folder, 'kb-server.yaml'), ...flags).finally(() => rmSync(folder, { recursive: true }));
  }
  // Begins to serve `index` at any free port and waits until it listens.
  async begin(index, ...flags) {
    this.data ??= mkdtempSync(join(tmpdir(), 'otvet-data-'));
    this.log = '';
    this.process = spawn(path('KB_SERVER'), ['--index', index, '--data', this.dataFolder, '--listen', '127.0.0.1:0', ...flags]);
    this.process.stderr.on('data', (text) => (this.log += text));
    this.url = await new Promise((resolve, reject) => {
      let output = '';
      this.process.stdout.on('data', (text) => {
        output += text;
        const line = output.match(/^kb-server: listening on (http:\S+)\n/);
        if (line) resolve(line[1]);
      });
      this.process.on('exit', (status) => reject(new Error(`kb-server ended with ${status}: ${this.log}`)));
    });
    this.port = Number(new URL(this.url).port);
  }
  get dataFolder() {
    return join(this.data, 'made-by-server');
  }
  // As a crash would end it; begin() goes on with the same data.
  async kill() {
    const ended = new Promise((resolve) => this.process.on('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
  }
  // Every answer must be as the interface is described.
  async get(address, options = {}) {
    const response = await fetch(this.url + address, { redirect: 'manual', ...options });
    await check(options.method ?? 'GET', address, response);
    return response;
  }
  async json(address) {
    return (await this.get(address)).json();
  }
  async text(address, options) {
    return (await this.get(address, options)).text();
  }
  // Bytes as they are; resolves with everything that came back when the server closes, or after `patience` ms.
  raw(bytes, patience = 20_000) {
    return new Promise((resolve) => {
      const socket = net.connect(this.port, '127.0.0.1', () => socket.write(bytes));
      let answer = '';
      const end = () => { socket.destroy(); resolve(answer); };
      socket.on('data', (data) => (answer += data));
      socket.on('close', end);
      socket.on('error', end);
      setTimeout(end, patience).unref();
    });
  }
  // The exit status.
  async stop(signal = 'SIGTERM') {
    const ended = new Promise((resolve) => this.process.on('exit', (status, by) => resolve(status ?? by)));
    this.process.kill(signal);
    const status = await ended;
    rmSync(this.data, { recursive: true, force: true });
    this.data = undefined;
    return status;
  }
}

export const temporaryIndex = () => {
  const folder = mkdtempSync(join(tmpdir(), 'otvet-index-'));
  return { path: join(folder, 'index'), remove: () => rmSync(folder, { recursive: true, force: true }) };
};

export async function until(what, condition, patience = 10_000) {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
