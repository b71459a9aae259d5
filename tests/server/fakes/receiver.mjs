// What the fakes of receivers share: a server that reads JSON, keeps what it took by its key, and fails as it is told.
import assert from 'node:assert/strict';
import http from 'node:http';

const read = (request) => new Promise((resolve) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => resolve(Buffer.concat(parts)));
});

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// The switches, which set() changes at any time:
//   failures    share of requests answered `status` without being taken, 0 to 1
//   lost        share of requests that are taken, and the connection closed without an answer
//   status      of failures
//   headers     of failures
//   delay       milliseconds before anything happens
//   next        answers for the next requests, [{ status, headers, body }]; these are not taken
const defaults = { failures: 0, lost: 0, status: 503, headers: {}, delay: 0, next: [] };

// `take({ request, text, json, key }, keep)` checks a request and returns its answer, { status, body }; keep(value) keeps it. What
// it asserts in vain is answered `wrong` (400) and stands in `mistakes`, which a test should find empty.
export class FakeReceiver {
  constructor(take, switches = {}) {
    const { port = 0, wrong = 400, random = Math.random, ...others } = switches;
    Object.assign(this, { take, port, wrong, random, switches: { ...defaults, ...others } });
    this.received = []; // every request that was read, with what was answered
    this.byKey = new Map(); // what was taken
    this.mistakes = [];
  }
  set(switches) {
    Object.assign(this.switches, switches);
  }
  async start() {
    this.server = http.createServer((request, response) => this.answer(request, response));
    await new Promise((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }
  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
  async answer(request, response) {
    const bytes = await read(request);
    const { failures, lost, status, headers, delay, next } = this.switches;
    if (delay) await sleep(delay);
    let answer = next.shift();
    if (!answer && this.random() < failures) answer = { status, headers, body: { error: 'on purpose' } };
    answer ??= this.judge(request, bytes);
    const isLost = answer.isTaken && this.random() < lost;
    this.received.push({ method: request.method, path: request.url, headers: request.headers, body: bytes.toString(), status: answer.status, isLost });
    if (isLost) return response.destroy();
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(body);
  }
  judge(request, bytes) {
    try {
      assert.equal(request.method, 'POST');
      assert.match(request.headers['content-type'] ?? '', /^application\/json(;|$)/);
      assert.match(request.headers['user-agent'] ?? '', /^otvet\/\d/);
      assert.equal(request.headers.expect, undefined);
      const key = request.headers['idempotency-key'];
      const json = JSON.parse(bytes.toString());
      let isTaken = false;
      const keep = (value, as = key) => { isTaken = true; if (!this.byKey.has(as)) this.byKey.set(as, value); };
      const answer = this.take({ request, bytes, json, key, byKey: this.byKey }, keep);
      return { ...answer, isTaken };
    } catch (error) {
      this.mistakes.push(error.message);
      return { status: this.wrong, body: { error: 'BadRequest', description: error.message } };
    }
  }
}
