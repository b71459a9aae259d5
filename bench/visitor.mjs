// A process of siege.mjs, outbox.mjs and events.mjs: a visitor who asks at a steady pace, and how long each answer took. In a process of its own,
// so that the clock does not wait for the attackers.
import http from 'node:http';
import { asPartOfSiege, pause, percentile, suggestTarget } from './serving.mjs';

const requestsPerSecond = 100;
const patience = 5000;
const interval = 1000 / requestsPerSecond;

class Visitor {
  constructor({ queries, words, articles }, { port, searchesOnly = false }) {
    Object.assign(this, { queries, words, articles, port, searchesOnly });
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  }
  anyOf(list) {
    return list[Math.floor(Math.random() * list.length)];
  }
  suggestion() {
    const { lang, text } = this.anyOf(this.queries);
    return suggestTarget({ lang, text: text.slice(0, 1 + Math.floor(Math.random() * text.length)) });
  }
  // Most of them have not been asked before.
  search() {
    const { lang, text } = this.anyOf(this.queries);
    const asked = Math.random() < 0.8 ? `${text} ${this.anyOf(this.words)}` : text;
    return `/${lang}/search?q=${encodeURIComponent(asked)}`;
  }
  target(i) {
    if (this.searchesOnly) return this.search();
    return [
      () => this.suggestion(), () => this.search(), () => this.anyOf(this.articles), () => this.suggestion(),
      () => this.search(), () => this.suggestion(), () => this.anyOf(this.articles), () => this.search(),
      () => this.suggestion(), () => '/healthz',
    ][i % 10]();
  }
  // What came of it, "200", another status, "timeout" or the code of an error, and after how many ms. Waiting for a
  // connection counts, so that one slow answer does not hide what waits behind it.
  ask(path, agent) {
    const begin = performance.now();
    return new Promise((resolve) => {
      const request = http.get({ host: '127.0.0.1', port: this.port, path, agent }, (answer) => {
        answer.resume();
        answer.on('end', () => done(`${answer.statusCode}`));
        answer.on('error', ({ code }) => done(code));
      });
      const timer = setTimeout(() => { done('timeout'); request.destroy(); }, patience);
      const done = (outcome) => { clearTimeout(timer); resolve({ outcome, ms: performance.now() - begin }); };
      request.on('error', ({ code }) => done(code));
    });
  }
  async visit(seconds) {
    const latencies = [];
    const failures = {};
    const visits = [];
    const begin = performance.now();
    for (let i = 0; i < seconds * requestsPerSecond; i++) {
      const due = begin + i * interval;
      if (due > performance.now()) await pause(due - performance.now());
      const fresh = i % 23 === 0;
      visits.push(this.ask(this.target(i), fresh ? false : this.agent).then(({ outcome, ms }) => {
        latencies.push(ms);
        if (outcome !== '200') failures[outcome] = (failures[outcome] ?? 0) + 1;
      }));
    }
    await Promise.all(visits);
    latencies.sort((a, b) => a - b);
    const [p50, p99] = [0.5, 0.99].map((part) => percentile(latencies, part));
    return { requests: visits.length, failures, p50, p99, worst: latencies.at(-1) };
  }
}

asPartOfSiege(async (known, task) => {
  const { seconds } = task;
  const visitor = new Visitor(known, task);
  await visitor.visit(0.5);  // this program gets warm
  return () => visitor.visit(seconds);
});
