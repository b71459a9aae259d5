// kb-indexer watch as a test runs it.
import { spawn } from 'node:child_process';
import { until } from './programs.mjs';

export class Watcher {
  constructor(content, index, ...flags) {
    this.log = '';
    this.process = spawn(process.env.KB_INDEXER, ['watch', '--content', content, '--index', index, ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.process.stderr.setEncoding('utf8');
    this.process.stderr.on('data', (text) => (this.log += text));
    this.ended = new Promise((resolve) => this.process.on('exit', (status, by) => resolve(status ?? by)));
  }
  // How often a pattern was logged; what the server shows may be there first.
  count(pattern) {
    return (this.log.match(new RegExp(pattern, 'g')) ?? []).length;
  }
  says(pattern, times = 1) {
    return until(`the log to say ${pattern}:\n${this.log}`, () => this.count(pattern) >= times, 60_000);
  }
  // The exit status.
  stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    return this.ended;
  }
}
