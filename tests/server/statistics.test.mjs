// Customers whose truth is known: each figure of each report must be what docs/statistics.md makes of what they did.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Simulation } from '../../bench/customers/simulation.mjs';
import { Site, createTokens, publicArticles } from '../../bench/customers/site.mjs';
import { Server } from './programs.mjs';

const articles = fileURLToPath(new URL('../../articles', import.meta.url));
const shown = ({ as, path, expected, got }) => `as of ${as} ${path}: expected ${expected}, got ${got}`;

async function play(options) {
  const folder = mkdtempSync(join(tmpdir(), 'otvet-customers-'));
  try {
    const site = await Site.prepare(folder, { content: articles, indexer: process.env.KB_INDEXER, ...options, clock: Simulation.clockAtFirst(options) });
    const server = await Server.start(site.index, '--config', site.settings);
    const tokens = await createTokens(process.env.KB_SERVER, server.dataFolder);
    const atServer = { url: server.url, port: server.port, clockFile: site.clock, tokens, change: (settings) => site.change(server.url, settings) };
    const simulation = new Simulation(atServer, { ...options, articles: await publicArticles(server.url) });
    await simulation.run();
    assert.equal(await server.stop(), 0);
    return simulation;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('each figure of each report equals the truth, across the end of summer time and of a month', async () => {
  const { differences, figures } = await play({ sessions: 2000, days: 10, seed: 7, firstDay: '2026-10-23', timezone: 'Europe/Berlin', holdoutPercent: 10 });
  assert.deepEqual(differences.slice(0, 20).map(shown), []);
  assert.ok(figures.comparisons > 10_000 && figures.repeated > 500 && figures.refused > 10 && figures.uncounted > 100, JSON.stringify(figures));
});

// An event that is ahead of the clock when the settings change stays on the day that it had before.
test('a changed time zone, window and holdout count from when the server learned of them', async () => {
  const later = { timezone: 'Asia/Kathmandu', window: 12 * 60 * 60_000, holdoutPercent: 30 };
  const { differences } = await play({ sessions: 600, days: 6, seed: 5, firstDay: '2026-10-29', timezone: 'Europe/Moscow', holdoutPercent: 10, later });
  assert.deepEqual(differences.slice(0, 20).map(shown), []);
});
