// Past questions beside the articles: solved ones for agents, and what agents confirm at their desks.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from './programs.mjs';
import { serve } from './site.mjs';
import { files } from './content.mjs';

const server = serve(files);
const keys = {};
const roles = { anna: 'agent', boris: 'agent', wera: 'writer' };
// Made once the server runs, when somebody first needs it.
const tokenOf = (name) => (keys[name] ??= execFileSync(process.env.KB_SERVER, ['token', 'create', '--data', server.dataFolder, '--role', roles[name], '--name', name], { encoding: 'utf8' }).trim());
const headers = (name) => ({ 'content-type': 'application/json', ...(name ? { authorization: `Bearer ${tokenOf(name)}` } : {}) });
const send = (method, address, role, body) => server.get(address, { method, headers: headers(role), body: body && JSON.stringify(body) });
const confirm = (role, body) => send('POST', '/api/v1/confirmations', role, body);
const similar = async (body, role) => (await send('POST', '/api/v1/similar', role, { body })).json();
const list = async (role, query = '') => (await send('GET', `/api/v1/confirmations${query}`, role)).json();
const slugs = ({ articles }) => articles.map(({ slug }) => slug);


function importQuestions(questions, ...flags) {
  const file = join(server.data, 'tickets.jsonl');
  writeFileSync(file, questions.map((question) => JSON.stringify(question) + '\n').join(''));
  execFileSync(process.env.KB_INDEXER, ['import', 'questions', file, '--index', server.index, ...flags]);
}

test('solved questions are served to agents as soon as they are imported, and speak for articles to everybody', async () => {
  const message = 'Шлагбаум мигает красным';
  assert.deepEqual(slugs(await similar(message)), []);
  importQuestions([{ id: '17', lang: 'ru', message, answer: 'Подождите', article: 'ru/receipt', at: '2026-05-31' }, { id: '18', lang: 'ru', message: 'Турникет сломан', answer: 'Да' }]);
  await until('the questions count', async () => slugs(await similar(message)).length > 0);
  const forCustomer = await similar(message);
  assert.deepEqual(slugs(forCustomer), ['receipt']);
  // What somebody once wrote must not be told by the words that were found.
  assert.deepEqual([forCustomer.articles[0].confirmed, forCustomer.articles[0].why, forCustomer.questions, forCustomer.staff], [undefined, [], [], undefined]);
  const forAgent = await similar(message, 'anna');
  assert.deepEqual([forAgent.articles[0].confirmed, forAgent.articles[0].why, forAgent.staff], [1, ['Шлагбаум', 'мигает', 'красным'], true]);
  const [question] = (await similar(message, 'anna')).questions;
  assert.deepEqual({ ...question, score: 0 }, { id: '17', lang: 'ru', subject: '', message, answer: 'Подождите', reply: 'Подождите', article: 'ru/receipt', solved: true, at: '2026-05-31T00:00:00Z', score: 0, why: ['Шлагбаум', 'мигает', 'красным'] });
  assert.equal((await similar('турникет', 'anna')).questions[0].article, null);
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'similar_questions', arguments: { text: message } } };
  const told = async (name) => (await (await send('POST', '/mcp', name, call)).json()).result.structuredContent;
  assert.deepEqual((await told('anna')).questions.map(({ id, answer }) => [id, answer]), [['17', 'Подождите']]);
  assert.deepEqual((await told()).questions, []);
  assert.deepEqual([(await told()).articles[0].confirmed, (await told('anna')).articles[0].confirmed], [undefined, 1]);
  importQuestions([], '--remove-missing');
  await until('the questions are gone', async () => slugs(await similar(message)).length === 0);
});

test('customers have no confirmations', async () => {
  for (const [method, address] of [['POST', '/api/v1/confirmations'], ['GET', '/api/v1/confirmations'], ['DELETE', '/api/v1/confirmations/1']])
    assert.equal((await send(method, address, undefined, method === 'POST' ? { body: 'x', article: null } : undefined)).status, 404);
});

test('a link is stored once, scrubbed, listed and noted without the text', async () => {
  const body = 'Меня зовут Анна Иванова, почта anna@example.ru, турникет не пускает';
  const first = await confirm('anna', { subject: 'Вход', body, lang: 'ru', article: 'ru/refund' });
  assert.equal(first.status, 201);
  const stored = await first.json();
  assert.equal(stored.message, 'Меня зовут [name], почта [email], турникет не пускает');
  assert.equal(stored.agent, 'anna');
  const again = await confirm('anna', { subject: 'Вход', body, lang: 'ru', article: 'ru/refund' });
  assert.equal(again.status, 200);
  assert.equal((await again.json()).id, stored.id);
  assert.equal((await list('boris', '?article=ru/refund')).confirmations.length, 1);
  assert.equal((await list('boris', '?article=ru/receipt')).confirmations.length, 0);
  const audit = readFileSync(join(server.dataFolder, 'audit.log'), 'utf8');
  assert.match(audit, /"confirm"/);
  assert.doesNotMatch(audit, /турникет|Иванова|Вход/);
  assert.equal((await send('DELETE', `/api/v1/confirmations/${stored.id}`, 'anna')).status, 204);
});

test('what is confirmed helps the next message like it, more by two agents than by one, until it is taken back', async () => {
  const message = 'Когда вернутся деньги за подписку';
  const before = slugs(await similar(message));
  assert.equal(before[0], 'refund');
  const first = await (await confirm('anna', { body: message, lang: 'ru', article: 'ru/cvc' })).json();
  await until('it counts', async () => (await similar(message, 'anna')).articles.some(({ slug, confirmed }) => slug === 'cvc' && confirmed === 1));
  assert.equal(slugs(await similar(message))[0], 'refund');
  const second = await (await confirm('boris', { body: message, lang: 'ru', article: 'ru/cvc' })).json();
  await until('two agents count', async () => slugs(await similar(message))[0] === 'cvc');
  assert.equal((await send('DELETE', `/api/v1/confirmations/${first.id}`, 'boris')).status, 403);
  assert.equal((await send('DELETE', `/api/v1/confirmations/${first.id}`, 'anna')).status, 204);
  assert.equal((await send('DELETE', `/api/v1/confirmations/${second.id}`, 'wera')).status, 204);
  assert.equal((await send('DELETE', `/api/v1/confirmations/${second.id}`, 'wera')).status, 404);
  await until('nothing is left of it', async () => JSON.stringify(slugs(await similar(message))) === JSON.stringify(before));
});

test('a message that nothing fits is a gap in every form of the report', async () => {
  assert.equal((await confirm('anna', { body: 'Здравствуйте!\nКак застраховать шлагбаум?\n\n12 мая вы писали:\n> Сколько будет стоить доставка?\n', lang: 'ru', article: null })).status, 201);
  const gaps = (await (await send('GET', '/api/v1/stats/gaps', 'wera')).json()).gaps;
  assert.equal(gaps.find(({ query }) => query === 'Как застраховать шлагбаум?')?.messages, 1);
  for (const address of ['/api/v1/stats/gaps?format=csv', '/api/v1/stats/gaps?format=md', '/ru/stats/gaps', '/en/stats/gaps'])
    assert.match(await (await send('GET', address, 'wera')).text(), /застраховать шлагбаум/, address);
  const { stdout } = { stdout: execFileSync(process.env.KB_INDEXER, ['report', 'gaps', '--index', server.index, '--data', server.dataFolder], { encoding: 'utf8' }) };
  assert.match(stdout, /застраховать шлагбаум/);
});

test('lists go on from page to page, and slips are refused with a hint', async () => {
  for (let i = 0; i < 3; ++i) await confirm('boris', { body: `Сообщение ${i}`, lang: 'ru', article: 'ru/refund' });
  const first = await list('boris', '?limit=2&article=ru/refund');
  assert.equal(first.confirmations.length, 2);
  const rest = await list('boris', `?article=ru/refund&cursor=${first.next}`);
  assert.equal(rest.confirmations.length, 1);
  assert.equal(rest.next, null);
  for (const query of ['?limit=0', '?limit=101', '?limit=x', '?cursor=x']) assert.equal((await send('GET', `/api/v1/confirmations${query}`, 'anna')).status, 400);
  for (const body of [{}, { body: 'x' }, { body: 'x', article: 5 }, { body: 'x', article: 'nothing' }, { body: 'x', article: 'ru/nothing' }, { body: ' ', article: null }, { body: 'x', lang: 'de', article: null }]) {
    const answer = await confirm('anna', body);
    assert.equal(answer.status, 400);
    assert.ok((await answer.json()).error.hint);
  }
  assert.equal((await send('DELETE', '/api/v1/confirmations/x', 'anna')).status, 404);
});
