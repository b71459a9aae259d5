// The help center that customers come to: articles in a time zone, its index, and what the simulation needs of its server.
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Below `folder`: a copy of the content with other settings, its index, kb-server.yaml and the clock it names.
export async function prepareSite(folder, { content, indexer, timezone, holdoutPercent, clock }) {
  const paths = { content: join(folder, 'content'), index: join(folder, 'index'), settings: join(folder, 'kb-server.yaml'), clockFile: join(folder, 'clock') };
  cpSync(content, paths.content, { recursive: true });
  const yaml = readFileSync(join(paths.content, 'kb.yaml'), 'utf8').replace(/^(timezone|holdout_percent|outcome_window):.*\n/gm, '');
  writeFileSync(join(paths.content, 'kb.yaml'), `${yaml}timezone: ${timezone}\nholdout_percent: ${holdoutPercent}\n`);
  writeFileSync(paths.settings, 'clock_file: clock\n');
  writeFileSync(paths.clockFile, `${clock}`);
  await run(indexer, ['build', '--content', paths.content, '--index', paths.index], { maxBuffer: 2 ** 26 });
  return paths;
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
