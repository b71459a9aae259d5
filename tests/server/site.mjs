// A help center for all tests of a file.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex } from './programs.mjs';

// Its server, running while tests do, on the index of a folder, `index`; `report` is what the build said.
export function serveFolder(path) {
  const server = new Server();
  const index = temporaryIndex();
  before(async () => {
    server.index = index.path;
    server.report = await build(path, index.path);
    await server.begin(index.path);
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
    index.remove();
  });
  return server;
}

// The same for a content folder of its own.
export function serve(contents) {
  const content = new ContentFolder(contents);
  after(() => content.remove());
  return serveFolder(content.path);
}

// The same for the articles of this repository.
export const serveSample = () => serveFolder(fileURLToPath(new URL('../../articles', import.meta.url)));
