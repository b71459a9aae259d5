// A bare repository whose articles come in editions, so that half an edition would be seen: some articles of each bear its word.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const name = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' };
const env = { ...process.env, ...name, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

export class Editions {
  // Of `all` articles each edition changes `changing`.
  constructor(all = 60, changing = 20) {
    this.folder = mkdtempSync(join(tmpdir(), 'otvet-editions-'));
    this.place = join(this.folder, 'content.git');
    this.work = join(this.folder, 'work');
    this.changing = changing;
    this.edition = 0;
    mkdirSync(this.work);
    execFileSync('git', ['init', '-q', '--bare', '--initial-branch=main', this.place], { env });
    for (let i = changing; i < all; ++i) this.write(`en/steady/steady-${i}.md`, `---\ntitle: Steady ${i}\n---\nAlways here.\n`);
    this.commit();
  }
  git(...words) {
    // Nothing goes on in the background when all of it is removed.
    execFileSync('git', ['-c', 'gc.auto=0', '-C', this.work, `--git-dir=${this.place}`, '--work-tree=.', ...words], { env });
  }
  write(path, text) {
    mkdirSync(dirname(join(this.work, path)), { recursive: true });
    writeFileSync(join(this.work, path), text);
  }
  // In letters: of a word with digits its parts are found, too.
  word(edition = this.edition) {
    return `zq${String(edition).replace(/\d/g, (digit) => 'bcdfghjklm'[digit])}qz`;
  }
  // The next edition.
  commit() {
    ++this.edition;
    const word = this.word();
    const lines = `The word of this edition is ${word}.\n\n`.repeat(20);
    for (let i = 0; i < this.changing; ++i) this.write(`en/news/news-${i}.md`, `---\ntitle: News ${i}\n---\n${lines}`);
    this.git('add', '-A');
    this.git('commit', '-qm', word);
  }
  flags(index, ...more) {
    return ['build', '--json', '--content', this.place, '--ref', 'main', '--index', index, ...more];
  }
  async build(index) {
    return JSON.parse((await run(process.env.KB_INDEXER, this.flags(index))).stdout);
  }
  // Which edition an index holds; fails when it is none or a part of one.
  async held(index) {
    const total = async (edition) => JSON.parse((await run(process.env.KB_INDEXER, ['search', '--index', index, '--verbatim', '--json', this.word(edition)])).stdout).total;
    for (const edition of [this.edition, this.edition - 1]) {
      const found = await total(edition);
      if (found === 0) continue;
      assert.equal(found, this.changing, `a part of edition ${edition}`);
      return edition;
    }
    return assert.fail('neither the last edition nor the one before');
  }
  // After a failure the next build does everything, and leaves nothing unfinished.
  async recovers(index) {
    await this.build(index);
    assert.equal(await this.held(index), this.edition);
    assert.deepEqual(readdirSync(index).filter((entry) => entry.endsWith('.tmp')), []);
  }
  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
