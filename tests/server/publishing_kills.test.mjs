// kb-indexer killed while it publishes from a bare repository: what is served is a whole edition, and the next build mends everything.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, test } from 'node:test';
import { Editions } from './editions.mjs';
import { Server, temporaryIndex, until } from './programs.mjs';

const kills = Number(process.env.KB_BUILD_KILLS ?? 5);
const content = new Editions();
const index = temporaryIndex();
after(() => { content.remove(); index.remove(); });

// Ends the build at a random moment, if it is not done by then; whether it was killed.
function killedBuild(within, ...flags) {
  return new Promise((resolve) => {
    const build = spawn(process.env.KB_INDEXER, content.flags(index.path, ...flags), { stdio: 'ignore' });
    setTimeout(() => build.kill('SIGKILL'), Math.random() * within);
    build.on('exit', (status, signal) => resolve(signal === 'SIGKILL'));
  });
}

test('a build that is killed leaves a whole edition, and the next one finishes and cleans up', async (context) => {
  const begin = performance.now();
  await content.build(index.path);
  const once = performance.now() - begin;
  const server = await Server.start(index.path);
  const served = async () => (await server.json(`/api/v1/search?verbatim=1&q=${content.word()}`)).total;
  let builds = 0, killed = 0, early = 0;
  try {
    for (; killed < kills && builds < 10 + 4 * kills; ++builds) {
      content.commit();
      killed += await killedBuild(once * 1.3, ...(builds % 3 === 2 ? ['--rebuild'] : []));
      early += (await content.held(index.path)) < content.edition;
      assert.ok([0, content.changing].includes(await served()), 'a part of an edition is served');
      await content.recovers(index.path);
      await until('the edition', async () => (await served()) === content.changing);
    }
  } finally {
    assert.equal(await server.stop(), 0);
  }
  assert.equal(killed, kills);
  context.diagnostic(`${killed} of ${builds} builds killed, ${early} before they published`);
});
