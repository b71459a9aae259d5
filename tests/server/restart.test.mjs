// Stopping and starting again while visitors keep coming.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const content = new ContentFolder();
const index = temporaryIndex();
const data = temporaryIndex();

before(() => build(content.path, index.path));
after(() => [content, index, data].forEach((each) => each.remove()));

// A shell in the place of systemd: it holds the socket, and starts the server anew for every line it reads.
const manager = `
  start() { sh -c 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"' sh "$@" & pid=$!; }
  stop() { [ -z "$pid" ] || { kill -TERM $pid; wait $pid || exit $?; }; }
  while read -r line; do stop; start "$@"; done
  stop`;

async function managed(...flags) {
  const socket = net.createServer();
  await new Promise((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  const process_ = spawn('sh', ['-c', manager, 'sh', process.env.KB_SERVER, '--index', index.path, '--data', data.path, ...flags], { stdio: ['pipe', 'pipe', 'pipe', socket._handle.fd] });
  let said = '';
  process_.stdout.on('data', (text) => (said += text));
  const begun = () => said.match(/listening on/g)?.length ?? 0;
  await new Promise((resolve) => socket.close(resolve));
  return {
    port,
    async restart() {
      const before = begun();
      process_.stdin.write('\n');
      await until('the server listens', () => begun() > before);
    },
    async stop() {
      process_.stdin.end();
      return new Promise((resolve) => process_.on('exit', resolve));
    },
    said: () => said,
  };
}

const fresh = (port) => new Promise((resolve) => {
  const request = http.get({ port, host: '127.0.0.1', path: '/api/v1/search?q=refund', agent: false }, (answer) => {
    answer.resume();
    answer.on('end', () => resolve(answer.statusCode));
  });
  request.on('error', (error) => resolve(error.code));
});

test('with a socket that a service manager holds, a restart refuses nobody', async () => {
  const server = await managed();
  await server.restart();
  assert.match(server.said(), new RegExp(`listening on http://127\\.0\\.0\\.1:${server.port}\n`));
  const found = [];
  let going = true;
  const visitors = Array.from({ length: 4 }, async () => { while (going) found.push(await fresh(server.port)); });
  for (let i = 0; i < 3; ++i) await server.restart();
  going = false;
  await Promise.all(visitors);
  assert.ok(found.length > 10);
  assert.deepEqual([...new Set(found)], [200]);
  assert.equal(await server.stop(), 0);
});

test('who was asking when it stopped is answered, and told that it was the last time', async () => {
  const server = await Server.start(index.path);
  const socket = net.connect(server.port, '127.0.0.1');
  await new Promise((resolve) => socket.write('GET /ru/ HTTP/1.1\r\nHo', resolve));
  await until('it is taken', async () => /^otvet_connections 2$/m.test(await server.text('/metrics')));
  let answer = '';
  socket.on('data', (text) => (answer += text));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  const stopped = server.stop();
  setTimeout(() => socket.write('st: x\r\n\r\n'), 200);
  await closed;
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(answer, /\r\nConnection: close\r\n/);
  assert.equal(await stopped, 0);
});

test('who only waits does not keep it from stopping', async () => {
  const server = await Server.start(index.path);
  const sockets = Array.from({ length: 20 }, () => net.connect(server.port, '127.0.0.1'));
  await until('they are taken', async () => /^otvet_connections 2[1-9]$/m.test(await server.text('/metrics')));
  const closed = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve).on('error', () => {}).resume())));
  assert.equal(await server.stop(), 0);
  await closed;
});

test('a socket that is not one to listen on is refused', async () => {
  const child = spawn('sh', ['-c', 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"', 'sh', process.env.KB_SERVER, '--index', index.path, '--data', data.path], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  assert.equal(await new Promise((resolve) => child.on('exit', resolve)), 1);
  assert.match(said, /listening TCP socket; write ListenStream=/);
});
