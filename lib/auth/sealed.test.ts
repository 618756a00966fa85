import { expect, test } from 'vitest';
import { seal, unseal } from './sealed.server.ts';

const SECRET = 'https://hooks.example.com/T0/B0/ä';
process.env.AUTH_SECRET = 'a secret of at least thirty-two characters';

test('what was sealed opens again, and its bytes do not show it', () => {
  const sealed = seal(SECRET, 'channel 1');
  expect(unseal(sealed, 'channel 1')).toBe(SECRET);
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('hooks');
  expect(seal(SECRET, 'channel 1')).not.toEqual(sealed);
});

test.each<[string, (sealed: Uint8Array) => string | null]>([
  ['a changed byte', (sealed) => unseal(sealed.with(sealed.length - 1, (sealed.at(-1) ?? 0) ^ 1), 'channel 1')],
  ['another place', (sealed) => unseal(sealed, 'channel 2')],
  ['cut short', (sealed) => unseal(sealed.subarray(0, 10), 'channel 1')],
  ['another version', (sealed) => unseal(sealed.with(0, 9), 'channel 1')],
  [
    'another AUTH_SECRET',
    (sealed) => {
      process.env.AUTH_SECRET = 'another secret of thirty-two characters';
      return unseal(sealed, 'channel 1');
    },
  ],
])('does not open: %s', (_, open) => {
  process.env.AUTH_SECRET = 'a secret of at least thirty-two characters';
  expect(open(seal(SECRET, 'channel 1'))).toBeNull();
});
