// A process of siege.mjs: runs one attack and tells what came of it.
import net from 'node:net';
import { attacks } from './attacks.mjs';
import { asPartOfSiege, pause } from './serving.mjs';

// Reads answers, which may follow each other, as far as to count them.
class Answers {
  constructor(answered) {
    this.answered = answered;
    this.rest = Buffer.alloc(0);
    this.body = 0;  // bytes of it that are still to come
  }
  take(chunk) {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    for (let at = 0; ; ) {
      const skipped = Math.min(this.body, bytes.length - at);
      this.body -= skipped;
      at += skipped;
      const end = bytes.indexOf('\r\n\r\n', at);
      this.rest = bytes.subarray(at);
      if (end < 0) return;
      const head = bytes.latin1Slice(at, end);
      at = end + 4;
      this.body = Number(head.match(/^content-length: *(\d+)/im)?.[1] ?? 0);
      this.answered(head.slice(9, 12));
    }
  }
}

class Attack {
  constructor(plan, port) {
    this.plan = plan;
    this.port = port;
    this.sockets = new Set();
    this.opened = 0;
    this.got = {};
  }
  count(what) {
    this.got[what] = (this.got[what] ?? 0) + 1;
  }
  open() {
    // Half open, so that attackers do not close just because the server did.
    const socket = net.connect({ port: this.port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    this.opened++;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', ({ code }) => this.count(code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : code));
    if (!this.plan.neverReads) this.read(socket);
    this.plan.begin?.(socket);
  }
  read(socket) {
    socket.answers = 0;
    const answers = new Answers((status) => {
      socket.answers++;
      this.count(status);
      if (socket.writable) this.plan.answered?.(socket);
    });
    socket.on('data', (bytes) => answers.take(bytes));
    socket.on('end', () => {
      if (!socket.writableEnded) this.count('closed');
      if (!this.plan.ignoresEnd) socket.end();
    });
  }
  fill() {
    const { connections, batch = 100, most = Infinity } = this.plan;
    const missing = Math.min(batch, connections - this.sockets.size, most - this.opened);
    for (let i = 0; i < missing; i++) this.open();
  }
  tick() {
    for (const socket of this.sockets) if (socket.writable) this.plan.tick(socket);
  }
  async run(seconds) {
    const { every = 50, tickEvery } = this.plan;
    this.fill();
    const timers = [setInterval(() => this.fill(), every)];
    if (tickEvery) timers.push(setInterval(() => this.tick(), tickEvery));
    await pause(seconds * 1000);
    timers.forEach(clearInterval);
    if (this.plan.allAnswered) await this.allAnswered();
    const open = this.sockets.size;
    const unanswered = this.plan.allAnswered ? this.opened - (this.got[200] ?? 0) : 0;
    return { opened: this.opened, got: { ...this.got, ...(open > 0 && { open }) }, unanswered };
  }
  async allAnswered() {
    for (let patience = 50; patience > 0 && this.sockets.size > 0; patience--) await pause(100);
  }
}

asPartOfSiege((known, { port, seconds, attack }) => {
  const planned = new Attack(attacks[attack](known, seconds), port);
  return () => planned.run(seconds);
});
