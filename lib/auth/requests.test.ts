import { expect, test } from 'vitest';
import { addressOf } from './address.ts';
import { isOwnOrigin } from './origin.ts';
import { withoutSecrets } from './refusals.server.ts';
import { contentSecurityPolicy } from './security-headers.ts';

test.each([
  ['the configured address', 'https://bulkhead.example', 'internal:3000', true],
  ['the host it was sent to', 'http://127.0.0.1:3000', '127.0.0.1:3000', true],
  ['another site', 'https://evil.example', 'bulkhead.example', false],
  ['another port of the same machine', 'http://localhost:8080', 'localhost:3000', false],
  ['a longer name that begins alike', 'https://bulkhead.example.evil.example', 'bulkhead.example', false],
  ['a missing Origin', null, 'bulkhead.example', false],
  ['an opaque Origin', 'null', 'bulkhead.example', false],
  ['an extension', 'chrome-extension://bulkhead.example', 'bulkhead.example', false],
])('an action from %s', (_, origin, host, own) =>
  expect(isOwnOrigin(origin, host, 'https://bulkhead.example')).toBe(own),
);

test.each([
  ['the nearest proxy speaks last', { 'x-forwarded-for': '6.6.6.6, 10.0.0.7' }, '10.0.0.7'],
  ['no header', {}, 'unknown'],
  ['a header of megabytes', { 'x-forwarded-for': 'x'.repeat(1e6) }, 'x'.repeat(64)],
])('address of a request: %s', (_, headers, address) => expect(addressOf(headers)).toBe(address));

test.each([
  ['postgresql://bulkhead:hunter2@db/x refused', 'postgresql://bulkhead:***@db/x refused'],
  ['authorization: Bearer abc.def-1', 'authorization: Bearer ***'],
  ['{"password":"hunter2","a":1}', '{"password":"***","a":1}'],
  ['/start?token=abc&x=1', '/start?token=***&x=1'],
])('a logged fault has no secrets: %s', (text, clean) => expect(withoutSecrets(text)).toBe(clean));

test('in production no script runs without the nonce, none by eval, and nothing may frame us', () => {
  const policy = contentSecurityPolicy('abc', { development: false, https: true });
  const directives = new Map(policy.split('; ').map((each) => [each.split(' ')[0], each]));
  expect(directives.get('script-src')).toBe(`script-src 'self' 'nonce-abc' 'strict-dynamic'`);
  expect(directives.get('style-src-elem')).toBe(`style-src-elem 'self' 'nonce-abc'`);
  for (const name of ['object-src', 'base-uri', 'frame-ancestors']) expect(directives.get(name)).toBe(`${name} 'none'`);
  expect(policy).not.toContain('unsafe-eval');
  expect(directives.get('default-src')).not.toContain('unsafe-inline');
});
