// Usedesk's POST /create/ticket as its documentation has it. It knows no repeats: each request that it takes is a ticket.
import assert from 'node:assert/strict';
import { FakeReceiver } from './receiver.mjs';

const known = ['api_token', 'subject', 'message', 'client_email', 'client_id', 'client_name', 'additional_id', 'from', 'field_id', 'field_value'];
const tags = /<(?!br>)/;

function check(json) {
  assert.deepEqual(Object.keys(json).filter((name) => !known.includes(name)), []);
  for (const [name, value] of Object.entries(json)) assert.equal(typeof value, 'string', name);
  assert.ok(json.subject && json.subject.length <= 255, 'subject');
  assert.ok(json.message, 'message');
  // It is HTML there: what the customer wrote must not become tags.
  assert.ok(!tags.test(json.message) && !/&(?!(amp|lt|gt|quot);)/.test(json.message), 'message has HTML');
  assert.ok(json.client_email || (json.client_id === 'new_client' && json.client_name), 'client');
  assert.equal(json.from, 'client');
  assert.ok(json.additional_id && json.additional_id.length <= 255, 'additional_id');
  assert.equal((json.field_id ?? '').split(';').length, (json.field_value ?? '').split(';').length, 'fields');
}

// `tickets` of what it returns counts every ticket, repeats included; byKey has the first for each additional_id.
export async function startUsedesk({ token = 'usedesk-token', path = '/create/ticket', ...switches } = {}) {
  const tickets = [];
  const take = ({ request, json }, keep) => {
    if (request.url !== path) return { status: 404, body: { error: 'Not found' } };
    if (json.api_token !== token) return { status: 200, body: { error: 'Неверный токен', code: 112 } };
    check(json);
    tickets.push(json);
    keep(json, json.additional_id);
    return { status: 200, body: { status: 'success', ticket_id: 5000 + tickets.length } };
  };
  const fake = await new FakeReceiver(take, { wrong: 200, ...switches }).start();
  return Object.assign(fake, { tickets });
}
