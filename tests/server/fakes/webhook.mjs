// An operator's own program: checks the signature and knows a ticket again by its key.
import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { FakeReceiver } from './receiver.mjs';

const members = ['ticket', 'received', 'lang', 'subject', 'message', 'email', 'fields', 'page', 'session', 'search_id', 'shown'];

function isSigned(request, bytes, secret) {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`);
  const given = Buffer.from(request.headers['x-otvet-signature'] ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

// Without a secret there must be no signature. `isTemplate`: the body may be any JSON.
export function startWebhook({ secret = '', isTemplate = false, path = '/tickets', ...switches } = {}) {
  const take = ({ request, bytes, json, key }, keep) => {
    assert.equal(request.url, path);
    assert.ok(key, 'no Idempotency-Key');
    if (!secret) assert.equal(request.headers['x-otvet-signature'], undefined);
    else if (!isSigned(request, bytes, secret)) return { status: 401, body: { error: 'signature' } };
    if (!isTemplate) assert.deepEqual(Object.keys(json), members);
    keep(json);
    return { status: 200, body: { ok: true } };
  };
  return new FakeReceiver(take, switches).start();
}
