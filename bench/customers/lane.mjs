// A connection to the server that is kept open: requests go out at once, one behind the other, answers come in their order.
import net from 'node:net';

export class Lane {
  constructor(port) {
    Object.assign(this, { port, waiting: [], unread: Buffer.alloc(0) });
  }
  connect() {
    this.socket = net.connect(this.port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('data', (data) => this.take(data));
    this.socket.on('close', () => this.fail(new Error('the server closed a connection')));
    this.socket.on('error', () => {});
    return new Promise((resolve) => this.socket.once('connect', resolve));
  }
  // The statuses and bodies of the answers to `requests`, of { path, headers, body }.
  async send(requests) {
    if (requests.length === 0) return [];
    if (!this.socket || this.socket.destroyed) await this.connect();
    const answers = requests.map(() => new Promise((resolve, reject) => this.waiting.push({ resolve, reject })));
    this.socket.write(requests.map(bytesOf).join(''));
    return Promise.all(answers);
  }
  take(data) {
    this.unread = this.unread.length > 0 ? Buffer.concat([this.unread, data]) : data;
    for (;;) {
      const end = this.unread.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = this.unread.toString('latin1', 0, end);
      const length = Number(head.match(/^content-length: (\d+)/im)?.[1] ?? 0);
      if (this.unread.length < end + 4 + length) return;
      const body = this.unread.toString('utf8', end + 4, end + 4 + length);
      this.unread = this.unread.subarray(end + 4 + length);
      if (/^connection: close/im.test(head)) this.socket.end();
      this.waiting.shift()?.resolve({ status: Number(head.slice(9, 12)), body });
    }
  }
  fail(error) {
    for (const { reject } of this.waiting) reject(error);
    this.waiting = [];
    this.unread = Buffer.alloc(0);
    this.socket = undefined;
  }
  close() {
    this.socket?.destroy();
  }
}

function bytesOf({ path, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
