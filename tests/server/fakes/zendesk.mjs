// Zendesk's Requests API as its reference has it: POST /api/v2/requests.json, and idempotency keys kept for two hours.
import assert from 'node:assert/strict';
import { FakeReceiver } from './receiver.mjs';

const isAllowed = (request, { user, token }) => {
  const given = request.headers.authorization;
  if (!token) return given === undefined;
  if (!user) return given === `Bearer ${token}`;
  return given === `Basic ${Buffer.from(`${user}/token:${token}`).toString('base64')}`;
};

function check({ request }) {
  assert.deepEqual(Object.keys(request).filter((name) => !['requester', 'subject', 'comment', 'custom_fields'].includes(name)), []);
  assert.ok(request.requester?.name, 'Requester: name is missing');
  assert.ok(request.subject, 'Subject: cannot be blank');
  assert.ok(!/[\r\n]/.test(request.subject));
  assert.ok(request.comment?.body, 'Description: cannot be blank');
  for (const { id, value } of request.custom_fields ?? []) assert.ok(Number.isInteger(id) && typeof value === 'string', 'custom_fields');
}

// `user` and `token` as in the settings; without a token anonymous requests are open to all, as an administrator may allow.
export function startZendesk({ user = '', token = '', ...switches } = {}) {
  let last = 1000;
  const answers = new Map();
  const take = ({ request, bytes, json, key }, keep) => {
    if (request.url !== '/api/v2/requests.json') return { status: 404, body: { error: 'InvalidEndpoint', description: 'Not found' } };
    if (!isAllowed(request, { user, token })) return { status: 401, body: { error: "Couldn't authenticate you" } };
    const known = answers.get(key);
    if (known && known.bytes !== bytes.toString())
      return { status: 400, body: { error: 'IdempotentRequestError', description: "Request parameters don't match" } };
    if (known) return { status: 201, headers: { 'x-idempotency-lookup': 'hit' }, body: known.body };
    check(json);
    if (json.request.requester.email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(json.request.requester.email))
      return { status: 422, body: { error: 'RecordInvalid', description: 'Record validation errors', details: { requester: [{ description: `Requester: Email: ${json.request.requester.email} is not properly formatted` }] } } };
    const body = { request: { id: ++last, status: 'new', subject: json.request.subject } };
    answers.set(key, { bytes: bytes.toString(), body });
    keep(json.request);
    return { status: 201, headers: { 'x-idempotency-lookup': 'miss' }, body };
  };
  return new FakeReceiver(take, switches).start();
}
