// The disk fills up while kb-indexer publishes from a bare repository. The disk is a small one in memory, in a namespace of its own.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Editions } from './editions.mjs';

const fills = Number(process.env.KB_DISK_FULLS ?? 3);
const isInside = process.env.KB_INSIDE_NAMESPACE === '1';

if (isInside) {
  const content = new Editions();
  const disk = join(content.folder, 'disk'), index = join(disk, 'index'), filler = join(disk, 'filler');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'none', disk]);
  const free = () => Number(execFileSync('stat', ['-f', '-c', '%f %S', disk], { encoding: 'utf8' }).split(' ').reduce((a, b) => a * b));
  try {
    const empty = free();
    await content.build(index);
    const generation = empty - free();
    let failed = 0;
    for (let i = 0; i < fills; ++i) {
      content.commit();
      writeFileSync(filler, Buffer.alloc(Math.max(0, free() - Math.floor(Math.random() * generation))));
      const { status, stderr } = spawnSync(process.env.KB_INDEXER, content.flags(index, ...(i % 2 ? ['--rebuild'] : [])), { encoding: 'utf8' });
      assert.ok(status === 0 || (status === 1 && /no space|disk is full/i.test(stderr)), `status ${status}: ${stderr}`);
      failed += status;
      assert.equal(await content.held(index), content.edition - status);
      rmSync(filler);
      await content.recovers(index);
    }
    assert.ok(failed > 0, 'the disk was never full');
    console.log(`${failed} of ${fills} builds had no room`);
  } finally {
    execFileSync('umount', [disk]);
    content.remove();
  }
} else {
  const isAllowed = spawnSync('unshare', ['-rm', 'true']).status === 0;
  test('a build on a full disk says so, leaves the edition before, and the next one with room finishes and cleans up', { skip: !isAllowed && 'needs namespaces' }, (context) => {
    const { status, stdout, stderr } = spawnSync('unshare', ['-rm', process.execPath, fileURLToPath(import.meta.url)], { encoding: 'utf8', env: { ...process.env, KB_INSIDE_NAMESPACE: '1' } });
    assert.equal(status, 0, stderr);
    context.diagnostic(stdout.trim());
  });
}
