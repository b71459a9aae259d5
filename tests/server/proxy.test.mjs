// The set-ups in deploy/, in front of a running server. Each is tried where its proxy is installed.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ContentFolder, files } from './content.mjs';
import { build, Server, temporaryIndex, until } from './programs.mjs';

const host = 'help.example.com';
const content = new ContentFolder({ ...files, 'kb.yaml': `${files['kb.yaml']}base_url: https://${host}\n` });
const index = temporaryIndex();
const folder = mkdtempSync(join(tmpdir(), 'otvet-proxy-'));

before(() => build(content.path, index.path));
after(() => {
  content.remove();
  index.remove();
  rmSync(folder, { recursive: true, force: true });
});

const sample = (name) => readFileSync(fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url)), 'utf8');
const isThere = (program) => spawnSync(program, ['-h']).error === undefined;

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// The sample, but for the names of this place: ports and certificate.
function nginx(port, behind, plainPort) {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${host}`, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const configuration = sample('nginx.conf').replace(/^.*\[::\].*\n/gm, '').replace('listen 80;', `listen 127.0.0.1:${plainPort};`).replace('listen 443', `listen 127.0.0.1:${port}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${behind}`).replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`).replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`).join(' ');
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, `daemon off; user ${userInfo().username}; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'error.log')};\nevents {}\nhttp { access_log off; ${paths}\n${configuration}}\n`);
  return spawn('nginx', ['-c', file], { stdio: 'ignore' });
}

function caddy(port, behind) {
  const home = join(folder, 'caddy');
  mkdirSync(home);
  const configuration = sample('Caddyfile').replace(`${host} {`, `https://${host}:${port} {\n\ttls internal`).replace('127.0.0.1:8080', `127.0.0.1:${behind}`);
  const file = join(home, 'Caddyfile');
  writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tstorage file_system ${home}\n}\n${configuration}`);
  return spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], { stdio: 'ignore', env: { ...process.env, HOME: home } });
}

const ask = (port, path, headers = {}, body = undefined) => new Promise((resolve, reject) => {
  // From another address than the proxy's, which is trusted.
  https.request({ method: body ? 'POST' : 'GET', host: '127.0.0.1', localAddress: '127.0.0.2', port, path, servername: host, headers: { host, ...headers }, rejectUnauthorized: false, agent: false }, (answer) => {
    const parts = [];
    answer.on('data', (part) => parts.push(part));
    answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
  }).on('error', reject).end(body);
});

for (const [name, start] of Object.entries({ nginx, caddy })) {
  test(`behind ${name} a visitor gets what the server answers, and cannot pretend to be another`, { skip: !isThere(name) && `${name} is not installed` }, async () => {
    const settings = sample('kb-server.yaml').replace(/^per_address_limits.*$/m, 'per_address_limits: { requests_per_second: 0.01, burst: 5 }');
    const server = await Server.startWith(settings, index.path);
    const port = await freePort();
    const proxy = start(port, server.port, await freePort());
    try {
      // Which the proxy answers itself, so it counts against nobody.
      await until(`${name} listens`, () => ask(port, '/metrics').then(() => true, () => false));
      const page = await ask(port, '/ru/', { 'accept-encoding': 'br' });
      assert.equal(page.status, 200);
      assert.equal(page.headers['content-encoding'], 'br');
      assert.match(page.headers['strict-transport-security'], /max-age/);
      assert.doesNotMatch(page.headers.server ?? '', /\d/);
      assert.match(page.headers['content-security-policy'], /default-src 'none'/);
      assert.equal((await ask(port, '/ru/', { 'accept-encoding': 'br', 'if-none-match': page.headers.etag })).status, 304);
      assert.equal((await ask(port, '/ru/articles/nothing')).status, 404);
      assert.equal((await ask(port, '/metrics')).status, 404);
      // As long as a message may be, percent-encoded.
      const long = String(new URLSearchParams({ step: 'answers', message: 'я'.repeat(20_000) }));
      assert.equal((await ask(port, '/ru/contact', { 'content-type': 'application/x-www-form-urlencoded', 'content-length': long.length }, long)).status, 200);
      // Each claims to be somebody else.
      const found = [];
      for (let i = 0; i < 3; ++i) found.push((await ask(port, '/ru/', { 'x-forwarded-for': `203.0.113.${i}` })).status);
      assert.deepEqual(found, [200, 429, 429]);
    } finally {
      proxy.kill();
      await server.stop();
    }
  });
}
