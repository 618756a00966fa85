import { expect, test } from 'vitest';
import { bounded, cut } from './bounded.ts';

test('a cut text says so and never ends in half a character', () => {
  expect(bounded('short', 10)).toBe('short');
  expect(bounded('x'.repeat(1_000_000), 5)).toBe('xxxxx… (cut, 1,000,000 characters)');
  expect(cut('ab😀', 3)).toBe('ab');
});
