// Customers whose truth is known, at a kb-server that this starts: each figure of each report must be equal to the truth.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Server, decimal, fail, temporaryFolder } from '../serving.mjs';
import { Simulation } from './simulation.mjs';
import { Site, createTokens, publicArticles } from './site.mjs';

const usage = `Usage: node bench/customers/run.mjs --server FILE --indexer FILE [options]

Plays customers through days of a clock that it sets: sessions that continue each other, several tabs, pauses, events that come late,
twice or out of order, and requests that must not count. Then it asks for every report and prints what differs from the truth.

  --sessions N     else 100000
  --days N         over which they come; else 60
  --seed N         else 1
  --content DIR    a folder of articles; else those of this repository
  --timezone ZONE  of the site; else Europe/Moscow
  --first DAY      else 2026-09-05
  --change         after half of the days the site gets another time zone, window and holdout_percent
  --help           this text

Exit status 1 when anything differs.`;

const text = (otherwise) => ({ type: 'string', default: otherwise });
const options = {
  server: text(), indexer: text(), sessions: text('100000'), days: text('60'), seed: text('1'), timezone: text('Europe/Moscow'),
  content: text(fileURLToPath(new URL('../../articles', import.meta.url))), first: text('2026-09-05'), change: { type: 'boolean' }, help: { type: 'boolean' },
};

function readOptions() {
  try {
    const { values } = parseArgs({ options });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    for (const name of ['sessions', 'days', 'seed']) if (!/^[1-9]\d*$/.test(values[name])) fail(`--${name} is a number from 1\n\n${usage}`, 2);
    if (!values.server || !values.indexer) fail(`--server and --indexer are needed\n\n${usage}`, 2);
    return values;
  } catch (error) {
    return fail(`${error.message}\n\n${usage}`, 2);
  }
}

const values = readOptions();
const holdoutPercent = 10;
const later = values.change ? { timezone: 'America/New_York', window: 12 * 60 * 60_000, holdoutPercent: 25 } : undefined;
const plan = { later, sessions: Number(values.sessions), days: Number(values.days), seed: Number(values.seed), firstDay: values.first, timezone: values.timezone, holdoutPercent };
const folder = temporaryFolder();
const site = await Site.prepare(folder, { ...values, holdoutPercent, clock: Simulation.clockAtFirst(plan) });
const server = await Server.start(values.server, site.index, '--config', site.settings);
const tokens = await createTokens(values.server, server.data);
const atServer = { url: server.url, port: server.port, clockFile: site.clock, tokens, change: (settings) => site.change(server.url, settings) };
const simulation = new Simulation(atServer, { ...plan, articles: await publicArticles(server.url) });

const begin = performance.now();
await simulation.run((line) => console.log(line));
const seconds = (performance.now() - begin) / 1000;
const { figures, differences } = simulation;
for (const { as, path, expected, got } of differences.slice(0, 200)) console.log(`as of ${as} ${path}: expected ${expected}, got ${got}`);
console.log(`\n${decimal(figures.sessions)} sessions in ${values.timezone}, ${decimal(figures.requests)} requests, ${decimal(figures.refused)} of them refused`);
console.log(`${decimal(figures.events)} events sent, ${decimal(figures.repeated)} of them again; ${decimal(figures.uncounted)} more of staff and crawlers; ${decimal(figures.tickets)} tickets`);
console.log(`${decimal(seconds)} s, ${decimal(figures.events / seconds)} events a second; server's memory ${decimal(server.memory())} MB`);
console.log(`${decimal(figures.comparisons)} figures compared: ${decimal(differences.length)} differ`);
process.exit(differences.length === 0 ? 0 : 1);
