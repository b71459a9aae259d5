// A connection to the server that is kept open: requests go out at once, one behind the other, answers come in their order.
import net from 'node:net';

export class Lane {
  constructor(port) {
    Object.assign(this, { port, waiting: [], unread: Buffer.alloc(0) });
  }
  connect() {
    const socket = net.connect(this.port, '127.0.0.1');
    this.socket = socket;
    this.unread = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on('data', (data) => this.take(data));
    socket.on('close', () => { if (socket === this.socket) this.fail(new Error('the server closed a connection')); });
    socket.on('error', () => {});
    return new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  }
  // The statuses and bodies of the answers to `requests`, of { path, headers, body }.
  async send(requests) {
    if (requests.length === 0) return [];
    if (!this.socket) await this.connect();
    if (!this.socket) throw new Error('the server takes no connection');
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
      if (/^connection: close/im.test(head)) this.socket?.end();
      this.waiting.shift()?.resolve({ status: Number(head.slice(9, 12)), body });
    }
  }
  fail(error) {
    for (const { reject } of this.waiting) reject(error);
    this.waiting = [];
    this.socket = undefined;
  }
  // Before a pause, after which the server might do so in the middle of a request.
  close() {
    this.socket?.destroy();
    this.socket = undefined;
  }
}

function bytesOf({ path, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
