// The help center that customers come to: articles in a time zone, its index, and what the simulation needs of its server.
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const hour = 60 * 60_000;

// Below `folder`: a copy of the content, its index, kb-server.yaml and the clock it names.
export class Site {
  constructor(folder, indexer) {
    Object.assign(this, { folder, indexer });
    for (const name of ['content', 'index', 'clock', 'kb-server.yaml']) this[name.replace('kb-server.yaml', 'settings')] = join(folder, name);
  }
  static async prepare(folder, { content, indexer, clock, ...settings }) {
    const site = new Site(folder, indexer);
    cpSync(content, site.content, { recursive: true });
    writeFileSync(site.settings, 'clock_file: clock\n');
    writeFileSync(site.clock, `${clock}`);
    await site.build(settings);
    return site;
  }
  // With these settings in kb.yaml; the window in milliseconds.
  async build({ timezone, holdoutPercent, window = 24 * hour }) {
    const file = join(this.content, 'kb.yaml');
    const others = readFileSync(file, 'utf8').replace(/^(timezone|holdout_percent|outcome_window):.*\n/gm, '');
    writeFileSync(file, `${others}timezone: ${timezone}\nholdout_percent: ${holdoutPercent}\noutcome_window: ${window / hour} hours\n`);
    await run(this.indexer, ['build', '--content', this.content, '--index', this.index], { maxBuffer: 2 ** 26 });
  }
  // Other settings, once the server at `url` has taken them over.
  async change(url, settings) {
    const served = async () => (await (await fetch(`${url}/readyz`)).json()).generation;
    const before = await served();
    await this.build(settings);
    while ((await served()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function createTokens(program, data, roles = ['agent', 'writer']) {
  const tokens = {};
  for (const role of roles) {
    const { stdout } = await run(program, ['token', 'create', '--data', data, '--role', role, '--name', `simulation ${role}`]);
    tokens[role] = stdout.match(/otvet-token-[0-9a-f]+/)[0];
  }
  return tokens;
}

// Public articles, `{ slug, lang }`, as the sitemap has them.
export async function publicArticles(url) {
  const map = await (await fetch(`${url}/sitemap.xml`)).text();
  return [...new Set(map.match(/\/[a-z]{2}\/articles\/[^<"?]+/g))].map((path) => ({ lang: path.slice(1, 3), slug: path.slice('/ru/articles/'.length) }));
}
