// The desk over HTTP: its pages, templates and drafts. What each role gets is in roles.tsv.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createTokens } from '../../bench/customers/site.mjs';
import { ContentFolder, files, secretWord } from './content.mjs';
import { build, runServer, Server, temporaryIndex, until } from './programs.mjs';

const content = new ContentFolder({
  ...files,
  'ru/_templates/refund.md': '---\ntitle: Возврат оформлен\ntags: [деньги]\n---\nВозврат по заказу {{order}}: [{{article}}]({{link}})\n',
  'en/_templates/refund.md': '---\ntitle: Refund started\n---\nOrder {{order}}.\n',
});
const folder = mkdtempSync(join(tmpdir(), 'otvet-desk-'));
const index = temporaryIndex();
const command = join(folder, 'take-draft');
const took = join(folder, 'took');
let server, agent;

// What the command of the server does next.
const teach = (script) => {
  writeFileSync(command, `#!/bin/sh\n${script}\n`);
  chmodSync(command, 0o755);
};
const call = async (method, address, body) => {
  const answer = await server.get(address, { method, headers: { ...agent, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
};
const draft = (more = {}) => call('POST', '/api/v1/drafts', { subject: 'Возврат', body: 'Не пришёл возврат, мой номер +7 912 345-67-89. Когда ждать?', answer: 'Подождите пять дней. Позвоните в банк.', lang: 'ru', ...more });

before(async () => {
  await build(content.path, index.path);
  teach('cat > /dev/null');
  server = await Server.startWith(`desk: { origins: [https://desk.example.com, "http://127.0.0.1:1"] }\ndrafts: { command: ["${command}", "${took}"] }\n`, index.path);
  agent = { authorization: `Bearer ${(await createTokens(process.env.KB_SERVER, server.dataFolder)).agent}` };
});
after(async () => {
  await server?.stop();
  index.remove();
  content.remove();
  rmSync(folder, { recursive: true });
});

test('who is no agent is led to sign in, and back to the desk from there', async () => {
  const answer = await server.get('/ru/desk');
  assert.equal(answer.headers.get('location'), '/ru/sign-in?to=desk');
  assert.match(await server.text('/ru/sign-in?to=desk'), /<input type="hidden" name="to" value="desk">/);
  assert.doesNotMatch(await server.text('/ru/sign-in?to=https://elsewhere.example'), /name="to"/);
  const signIn = (to) => server.get('/ru/sign-in', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `token=${agent.authorization.slice(7)}&to=${to}` });
  assert.equal((await signIn('desk')).headers.get('location'), '/ru/desk');
  assert.equal((await signIn('https://elsewhere.example')).headers.get('location'), '/ru/');
  assert.equal((await server.get('/desk', { headers: { ...agent, 'accept-language': 'en' } })).headers.get('location'), '/en/desk');
});

test('the desk keeps to the policy of all pages, and is kept nowhere', async () => {
  const answer = await server.get('/ru/desk', { headers: agent });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-security-policy'), /script-src 'self'.*frame-ancestors 'self'$/);
  assert.equal(answer.headers.get('x-frame-options'), 'SAMEORIGIN');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const text = await answer.text();
  assert.doesNotMatch(text, /events-[0-9a-f]+\.js/);
  for (const [address] of text.matchAll(/\/static\/desk[^"]*/g)) assert.equal((await server.get(address)).status, 200, address);
});

test('the frame may be shown by the origins that are named, and by no other', async () => {
  const answer = await server.get('/desk/embed');
  assert.equal(answer.status, 200);
  const policy = answer.headers.get('content-security-policy');
  assert.match(policy, /frame-ancestors https:\/\/desk\.example\.com http:\/\/127\.0\.0\.1:1$/);
  assert.equal(answer.headers.get('x-frame-options'), null);
  const bare = await Server.start(index.path);
  try {
    const none = await bare.get('/desk/embed');
    assert.equal(none.status, 404);
    assert.equal(none.headers.get('x-frame-options'), 'SAMEORIGIN');
  } finally {
    await bare.stop();
  }
});

test('templates are for agents, by language', async () => {
  const { body } = await call('GET', '/api/v1/templates?lang=ru');
  assert.deepEqual(body.templates, [{ slug: 'refund', lang: 'ru', title: 'Возврат оформлен', tags: ['деньги'], markdown: 'Возврат по заказу {{order}}: [{{article}}]({{link}})', text: 'Возврат по заказу {{order}}: {{article}} ({{link}})',
    html: '<p>Возврат по заказу {{order}}: <a href="{{link}}">{{article}}</a></p>', fields: ['order', 'article', 'link'] }]);
  assert.deepEqual((await call('GET', '/api/v1/templates')).body.templates.map(({ lang }) => lang), ['en', 'ru']);
  assert.equal((await server.get('/api/v1/templates')).status, 404);
});

test('a template alone that changes is published', async () => {
  content.write('en/_templates/refund.md', '---\ntitle: Refund on its way\n---\nOrder {{order}}.\n');
  const { generation } = await build(content.path, index.path);
  await until('it is served', async () => (await server.json('/readyz')).generation === generation);
  assert.equal((await call('GET', '/api/v1/templates?lang=en')).body.templates[0].title, 'Refund on its way');
});

test('customers meet no template where articles are', async () => {
  for (const word of ['оформлен заказу', 'its way order']) {
    for (const address of [`/api/v1/search?q=${word}`, `/api/v1/suggest?q=${word}`, '/llms.txt', '/ru/', '/ru/articles/refund']) assert.doesNotMatch(await server.text(encodeURI(address)), /Возврат оформлен|Refund on its way|_templates|\{\{/);
  }
  for (const address of ['/ru/articles/_templates', '/ru/categories/_templates', '/en/articles/refund-started']) assert.equal((await server.get(address)).status, 404, address);
});

test('an internal article says so to agents', async () => {
  assert.equal((await call('GET', '/api/v1/articles/ru/discount')).body.internal, true);
  assert.equal('internal' in (await call('GET', '/api/v1/articles/ru/refund')).body, false);
});

test('a draft passes the check of the content, and says nothing of the customer', async () => {
  const { status, body } = await draft({ article: 'ru/receipt' });
  assert.equal(status, 200);
  assert.equal(body.committed, null);
  assert.match(body.path, /^ru\/drafts\/vozvrat-[0-9a-f]{8}\.md$/);
  assert.match(body.markdown, /^---\ntitle: "Возврат"\nlang: ru\nvisibility: draft\nquestions:\n {2}- "Возврат"\n {2}- "Когда ждать\?"\nrelated: \["receipt"\]\n---\n1\. Подождите пять дней\.\n2\. Позвоните в банк\.\n$/);
  content.write(body.path, body.markdown);
  const nasty = await draft({ subject: '"}: [x]\n---\n&a *b {{c}}', body: '- #\t`x`', answer: '---\n<script>\n![a](b.png)\n| a | b |\n|---|---|', lang: 'en' });
  content.write(nasty.body.path, nasty.body.markdown);
  const { errors, problems } = JSON.parse(execFileSync(process.env.KB_INDEXER, ['check', '--content', content.path, '--json']));
  assert.equal(errors, 0, JSON.stringify(problems));
  // Nor does it name what customers must not see.
  assert.doesNotMatch((await draft({ article: 'ru/discount' })).body.markdown, new RegExp(`related|${secretWord}`));
});

test('what cannot be a draft says why', async () => {
  for (const [more, code] of [[{ subject: ' ', body: '' }, 'missing_text'], [{ lang: 'xx' }, 'unknown_language'], [{ article: 'ru/nothing' }, 'invalid_parameter'], [{ answer: 7 }, 'invalid_parameter'], [{ commit: 'yes' }, 'invalid_parameter']]) {
    const { status, body } = await draft(more);
    assert.deepEqual([status, body.error.code], [400, code]);
  }
});

test('a draft is committed by the command, which gets path, branch and text', async () => {
  teach(`echo "$#|$2|$3" > "$1" && cat >> "$1" && echo refs/heads/drafts`);
  const { status, body } = await draft({ commit: true });
  assert.equal(status, 200);
  assert.deepEqual(body.committed, { branch: 'drafts' });
  assert.equal(readFileSync(took, 'utf8'), `3|${body.path}|drafts\n${body.markdown}`);
  assert.match(readFileSync(join(server.dataFolder, 'audit.log'), 'utf8'), /"action":"commit draft","about":\{"branch":"drafts"\}/);
});

test('a command that fails, or wrote to a branch that is published, commits nothing', async () => {
  for (const script of ['cat > /dev/null; exit 1', 'cat > /dev/null; echo main', 'cat > /dev/null; echo refs/heads/master', 'cat > /dev/null; echo "a b"']) {
    teach(script);
    const { status, body } = await draft({ commit: true });
    assert.deepEqual([status, body.error.code], [502, 'not_committed'], script);
  }
  assert.match(server.log, /a draft was not committed: .*take-draft ended with 1/);
  assert.match(server.log, /says that it wrote to 'main'/);
  assert.doesNotMatch(server.log, /Возврат|912/);
});

test('a draft that writers changed since stays as they left it, and the agent hears so', async () => {
  teach('cat > /dev/null; exit 3');
  const { status, body } = await draft({ commit: true });
  assert.deepEqual([status, body.error.code], [409, 'changed_since']);
});

test('the sample command commits to a branch of a bare repository, never to the one that it publishes', async () => {
  const bare = join(folder, 'content.git');
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' };
  const git = (...words) => execFileSync('git', ['-C', bare, ...words], { env }).toString().trim();
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', bare], { env });
  const empty = git('mktree', '--missing');
  git('update-ref', 'refs/heads/main', execFileSync('git', ['-C', bare, 'commit-tree', '-m', 'first', empty], { env }).toString().trim());
  const script = fileURLToPath(new URL('../../deploy/commit-draft', import.meta.url));
  const commit = (path, branch, input) => execFileSync(script, [bare, path, branch], { env, input, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
  assert.equal(commit('ru/drafts/a.md', 'drafts', 'А\n'), 'drafts\n');
  assert.equal(commit('ru/drafts/b.md', 'drafts', 'Б\n'), 'drafts\n');
  assert.equal(git('ls-tree', '-r', '--name-only', 'drafts'), 'ru/drafts/a.md\nru/drafts/b.md');
  assert.equal(git('show', 'drafts:ru/drafts/b.md'), 'Б');
  assert.throws(() => commit('ru/drafts/c.md', 'main', 'В\n'));
  // Once more changes nothing, and what writers did since stays.
  const head = git('rev-parse', 'drafts');
  assert.equal(commit('ru/drafts/a.md', 'drafts', 'А\n'), 'drafts\n');
  assert.equal(git('rev-parse', 'drafts'), head);
  const work = join(folder, 'work');
  const inWork = (...words) => execFileSync('git', ['-C', work, ...words], { env });
  execFileSync('git', ['clone', '-q', '-b', 'drafts', bare, work], { env });
  writeFileSync(join(work, 'ru/drafts/a.md'), 'А, но лучше\n');
  inWork('rm', '-q', 'ru/drafts/b.md');
  inWork('commit', '-qam', 'better');
  inWork('push', '-q', 'origin', 'drafts');
  for (const [path, text] of [['ru/drafts/a.md', 'А\n'], ['ru/drafts/b.md', 'Б\n']]) assert.throws(() => commit(path, 'drafts', text), ({ status }) => status === 3, path);
  assert.equal(git('show', 'drafts:ru/drafts/a.md'), 'А, но лучше');
  assert.equal(commit('ru/drafts/c.md', 'drafts', 'В\n'), 'drafts\n');
  assert.equal(git('ls-tree', '-r', '--name-only', 'drafts'), 'ru/drafts/a.md\nru/drafts/c.md');
  assert.equal(git('ls-tree', '-r', '--name-only', 'main'), '');
});

test('a server that would let drafts go live does not start', async () => {
  const config = join(folder, 'bad.yaml');
  writeFileSync(config, 'drafts: { command: [/bin/true], branch: main }\n');
  const { status, stderr } = await runServer('--index', index.path, '--data', folder, '--config', config);
  assert.equal(status, 1);
  assert.match(stderr, /bad\.yaml:1:41: drafts must not get to the branch 'main', which is published/);
  writeFileSync(config, 'drafts: { command: [/nowhere/commit-draft] }\n');
  assert.match((await runServer('--index', index.path, '--data', folder, '--config', config, '--check-config')).stderr, /there is no program \/nowhere\/commit-draft to take drafts; correct drafts in kb-server\.yaml/);
});
