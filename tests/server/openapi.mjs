// The description of the interface, held against what the server really answers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export const description = JSON.parse(readFileSync(new URL('../../server/api/openapi.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'openapi', components: description.components });

// What any address may answer (server/api/openapi.cpp).
export const everywhere = ['400', '401', '413', '421', '429', '500', '503'];
const validators = new Map();
function validatorOf(schema) {
  const text = JSON.stringify(schema).replaceAll('"#/', '"openapi#/');
  if (!validators.has(text)) validators.set(text, ajv.compile(JSON.parse(text)));
  return validators.get(text);
}

// Addresses without names in them come first.
const patterns = Object.keys(description.paths).sort((a, b) => a.split('{').length - b.split('{').length || b.length - a.length).map((path) => {
  const many = ['/api/v1/events/{session}', '/{lang}/categories/{path}'].includes(path);
  const text = path.replace(/[.]/g, '\\.').replace(/\{(?!lang\})\w+\}/g, many ? '.+' : '[^/]+').replace('{lang}', '[a-z]{2}');
  return { path, expression: new RegExp(`^${text}$`) };
});
export function pathOf(address) {
  return patterns.find(({ expression }) => expression.test(address))?.path;
}

// As it is sent; what cannot be read, or leads elsewhere, is no address.
function pathnameOf(address) {
  const { pathname } = new URL(address, 'http://localhost');
  try {
    return pathname === address.split(/[?#]/)[0] || encodeURI(address).startsWith(pathname) ? decodeURI(pathname) : '';
  } catch {
    return '';
  }
}

const error = { $ref: '#/components/schemas/Error' };

// Throws when an answer is not as described. What is no address of the description is nobody's business here.
export async function check(method, address, response) {
  const path = pathOf(pathnameOf(address));
  const operation = description.paths[path]?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
  if (operation === undefined || [301, 302, 304, 405].includes(response.status)) return;  // former and misspelt addresses lead on
  const status = String(response.status);
  const described = operation.responses[status] ?? (everywhere.includes(status) ? { content: { 'application/json': { schema: error }, 'text/html': {} } } : undefined);
  assert.ok(described, `${method} ${path} answers ${status}, which openapi.json does not say`);
  const type = response.headers.get('content-type')?.split(';')[0];
  if (method === 'HEAD' || !type || described.content?.['*/*']) return;
  // A wrong token, and what is refused before a page could be made, is told in JSON.
  const content = described.content?.[type] ?? (type === 'application/json' && everywhere.includes(status) ? { schema: error } : undefined);
  assert.ok(content, `${method} ${path} answers ${status} as ${type}, which openapi.json does not say`);
  if (!content.schema) return;
  const body = await response.clone().json();
  const fits = validatorOf(content.schema);
  assert.ok(fits(body), `${method} ${path} ${status}: ${ajv.errorsText(fits.errors)}`);
}
