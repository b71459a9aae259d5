// How long a help center of 10,000 articles takes from `git commit` to the answer being live, and the memory of a build.
import { execFile, spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import { Server, commonOptions, decimal, endWithThis, fail, median, pause, peakMemory, row, temporaryFolder } from './serving.mjs';

const usage = `Usage: node bench/publishing.mjs --docs FILE [options]

Makes a git repository of 10,000 articles and publishes it with kb-indexer beside a kb-server, from a bare repository as a hook does
after a push, and from the work tree. Prints how long one changed article, 1,000 of them and a rebuild take until the server answers
with them, and the most memory that kb-indexer and its workers had together.

  --docs FILE      JSONL, a document a line: {"id", "lang", "title", "body"}; repeated when there are too few
  --articles N     else 10000
  --tries N        with one changed article; else 7
  --server FILE    else build/dev/kb-server
  --indexer FILE   else build/dev/kb-indexer
  --help           this text

Exit status 1 when a median is above its bar: 1 s for one article, 8 s for a tenth of them, 30 s for a rebuild, 400 MB.`;

const bars = { one: 1, many: 8, rebuild: 30, memory: 400 };
const run = promisify(execFile);
const wordsAParagraph = 80;

function readOptions() {
  const options = { docs: { type: 'string' }, articles: { type: 'string', default: '10000' }, tries: { type: 'string', default: '7' },
    server: commonOptions.server, indexer: commonOptions.indexer, help: { type: 'boolean', short: 'h' } };
  try {
    const { values } = parseArgs({ options });
    if (values.help) { console.log(usage); process.exit(0); }
    for (const name of ['articles', 'tries']) if (!/^[1-9]\d*$/.test(values[name])) throw new Error(`--${name} is a number from 1`);
    for (const name of ['docs', 'server', 'indexer']) if (!existsSync(values[name] ?? '')) throw new Error(`--${name}: there is no file '${values[name] ?? ''}'`);
    return { ...values, articles: Number(values.articles), tries: Number(values.tries) };
  } catch (error) {
    return fail(`${error.message}\n\n${usage}`, 2);
  }
}

async function readDocuments(file, most) {
  const documents = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.trim() !== '') documents.push(JSON.parse(line));
    if (documents.length === most) break;
  }
  if (documents.length === 0) fail(`'${file}' holds no documents`);
  return documents;
}

// A document as a file: paragraphs, since a text of one line would be no article that anybody writes.
function articleOf({ title, body }) {
  const words = body.split(/\s+/);
  const paragraphs = [];
  for (let i = 0; i < words.length; i += wordsAParagraph) paragraphs.push(words.slice(i, i + wordsAParagraph).join(' '));
  return `---\ntitle: ${JSON.stringify(title || 'Untitled')}\n---\n${paragraphs.join('\n\n')}\n`;
}

function writeArticles(folder, documents, count) {
  writeFileSync(join(folder, 'kb.yaml'), 'title: Bench\nlanguages: [ru, en]\n');
  const paths = [];
  for (let i = 0; i < count; i++) {
    const document = documents[i % documents.length];
    const name = document.id.replace(/\.\w+$/, '').replace(/[^\w/-]+/g, '-').replace(/(^|\/)[_.]+/g, '$1');
    paths.push(join(folder, document.lang === 'en' ? 'en' : 'ru', `${name}-${i}.md`));
    mkdirSync(dirname(paths[i]), { recursive: true });
    writeFileSync(paths[i], articleOf(document));
  }
  return paths;
}

const identity = Object.fromEntries(['AUTHOR', 'COMMITTER'].flatMap((who) => [[`GIT_${who}_NAME`, 'bench'], [`GIT_${who}_EMAIL`, 'bench@example.com']]));
const gitIn = (folder) => (...words) => run('git', ['-C', folder, ...words], { env: { ...process.env, ...identity, GIT_CONFIG_GLOBAL: '/dev/null' }, maxBuffer: 1 << 26 });

// Runs kb-indexer; its report and the most memory it had.
async function build(indexer, index, place, ...flags) {
  const child = endWithThis(spawn(indexer, ['build', '--json', '--content', ...place, '--index', index, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] }));
  const memory = peakMemory(child.pid);
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status !== 0) fail(`kb-indexer build ended with ${status}: ${output}`);
  return { ...JSON.parse(output), memory: memory.stop() };
}

async function until(condition) {
  while (!(await condition())) await pause(5);
}

const found = async (server, word) => (await (await fetch(`${server.url}/api/v1/search?limit=1&verbatim=1&q=${word}`)).json()).total;
const generation = async (server) => (await (await fetch(`${server.url}/readyz`)).json()).generation;

const options = readOptions();
const folder = temporaryFolder();
const work = join(folder, 'work'), bare = join(folder, 'content.git');
mkdirSync(work);
const git = gitIn(work);
const paths = writeArticles(work, await readDocuments(options.docs, options.articles), options.articles);
await git('init', '-q', '--initial-branch=main');
await git('init', '-q', '--bare', '--initial-branch=main', bare);
await git('remote', 'add', 'origin', bare);
await git('add', '-A');
await git('commit', '-qm', 'all');
await git('push', '-q', 'origin', 'main');

const kinds = {
  'bare repository': { place: [bare, '--ref', 'main'], arrive: () => git('push', '-q', 'origin', 'main') },
  'work tree': { place: [work], arrive: async () => {} },
};
const widths = [-16, -14, 7, 10, 10, 9, 9, 9];
console.log(row(['', 'what', 'tries', 'median, s', 'worst, s', 'git, s', 'build, s', 'memory'], widths));
let edition = 0, met = true;

async function measure(name, { place, arrive }, server, index, what, changed, tries) {
  const times = [], gits = [], builds = [];
  let memory = 0;
  for (let i = 0; i < tries; i++) {
    const word = `zqedition${++edition}`;
    for (let k = 0; k < changed; k++) {
      const path = paths[(edition * 7919 + k * 3) % paths.length];
      writeFileSync(path, `${readFileSync(path, 'utf8')}\n${word}\n`);
    }
    if (changed > 0) await git('add', '-A');
    const begin = performance.now();
    if (changed > 0) {
      await git('commit', '-qm', word);
      await arrive();
    }
    gits.push((performance.now() - begin) / 1000);
    const report = await build(options.indexer, index, place, ...(changed > 0 ? [] : ['--rebuild']));
    if (changed > 0) await until(async () => (await found(server, word)) >= changed);
    else await until(async () => (await generation(server)) === report.generation);
    times.push((performance.now() - begin) / 1000);
    builds.push(report.seconds);
    memory = Math.max(memory, report.memory);
  }
  const bar = changed === 0 ? bars.rebuild : changed === 1 ? bars.one : bars.many;
  met &&= median(times) <= bar && memory <= bars.memory;
  console.log(row([name, what, tries, decimal(median(times), 2), decimal(Math.max(...times), 2), decimal(median(gits), 2), decimal(median(builds), 2), `${decimal(memory)} MB`], widths));
}

for (const [name, kind] of Object.entries(kinds)) {
  const index = join(folder, `index of ${name}`, 'index');
  const { seconds, articles, memory } = await build(options.indexer, index, kind.place);
  console.log(row([name, 'first build', 1, '', '', '', decimal(seconds, 2), `${decimal(memory)} MB`], widths) + `, ${decimal(articles)} articles`);
  const server = await Server.start(options.server, index);
  const many = Math.max(2, Math.floor(options.articles / 10));
  await measure(name, kind, server, index, 'one changed', 1, options.tries);
  await measure(name, kind, server, index, `${decimal(many)} changed`, many, 2);
  await measure(name, kind, server, index, 'rebuild', 0, 1);
  server.process.kill();
}
console.log(`\nOne article in ${bars.one} s, a tenth in ${bars.many} s, a rebuild in ${bars.rebuild} s, within ${bars.memory} MB: ${met ? 'met' : 'not met'}`);
process.exit(met ? 0 : 1);
