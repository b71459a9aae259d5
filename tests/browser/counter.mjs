// Stands before a help center and takes the events that its pages send, also those of pages that are being closed, which no
// route of Playwright sees.
import http from 'node:http';
import { after, before } from 'node:test';

export class Counter {
  requests = [];  // what was sent: the body of each, with `type` of its content and whether a session could be told from its headers
  erased = [];    // sessions
  over = new Set();  // sessions of earlier tests: a page that is closed sends once more what was not answered yet
  reply = () => ({ status: 202 });  // to each body; a status and headers

  async begin(server) {
    this.front = http.createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => this.answer(server, request, Buffer.concat(chunks), response));
    });
    await new Promise((resolve) => { this.front.listen(0, '127.0.0.1', resolve); });
    this.url = `http://127.0.0.1:${this.front.address().port}`;
  }

  answer(server, request, body, response) {
    const [, rest] = request.url.split('/api/v1/events');
    if (rest === undefined) return this.pass(server, request, body, response);
    if (request.method === 'DELETE') {
      this.erased.push(rest.slice(1));
      const { status = 204 } = this.onErase?.() ?? {};
      return response.writeHead(status).end();
    }
    const sent = JSON.parse(body);
    const { status, headers = {} } = this.reply(sent);
    if (!this.over.has(sent.session)) this.requests.push({ ...sent, status, cookie: request.headers.cookie, bytes: body.length });
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"accepted":0}');
  }

  pass(server, { method, url, headers }, body, response) {
    const to = http.request(server.url + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    to.on('error', () => response.destroy());
    to.end(body);
  }

  // Of all requests that were taken, each once, with the session of its request.
  get events() {
    const known = new Map();
    for (const { session, events, status } of this.requests) {
      for (const event of events) if (status === 202 && !known.has(event.id)) known.set(event.id, { ...event, session });
    }
    return [...known.values()];
  }
  of(kind) {
    return this.events.filter((event) => event.kind === kind);
  }
  forget() {
    for (const { session } of this.requests) if (session) this.over.add(session);
    this.requests = [];
    this.erased = [];
    this.reply = () => ({ status: 202 });
    delete this.onErase;
  }
  end() {
    this.front.closeAllConnections();
    this.front.close();
  }
}

// For all tests of a file.
export function count(server) {
  const counter = new Counter();
  before(() => counter.begin(server));
  after(() => counter.end());
  return counter;
}
