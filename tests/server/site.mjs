// A help center for all tests of a file.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { ContentFolder } from './content.mjs';
import { build, Server, temporaryIndex } from './programs.mjs';

// Its server, running while tests do, on the index of a content folder of its own; `report` is what the build said.
export function serve(contents) {
  const server = new Server();
  const content = new ContentFolder(contents), index = temporaryIndex();
  before(async () => {
    server.report = await build(content.path, index.path);
    await server.begin(index.path);
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
    content.remove();
    index.remove();
  });
  return server;
}
