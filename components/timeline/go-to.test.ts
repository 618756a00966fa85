import { expect, test } from 'vitest';
import { understandPlace } from './go-to';

const of = {
  zone: 'Europe/Vienna',
  detectedAt: Date.parse('2026-11-25T02:04:12Z'),
  near: Date.parse('2026-11-24T23:30:00Z'), // already the 25th in Vienna
};

test.each([
  ['T+7:25', '2026-11-25T02:11:37.000Z'],
  ['T-1 h', '2026-11-25T01:04:12.000Z'],
  ['03:11', '2026-11-25T02:11:00.000Z'],
  ['3:11:37', '2026-11-25T02:11:37.000Z'],
  ['2026-11-20 03:11', '2026-11-20T02:11:00.000Z'],
  ['2026-11-20 03:11Z', '2026-11-20T03:11:00.000Z'],
])('%s is understood as %s', (typed, at) =>
  expect(new Date(understandPlace(typed, of).at ?? 0).toISOString()).toBe(at),
);

test.each(['', 'yesterday', '25:99', '2026-03-29 02:30'])('%j is no time, and why is said', (typed) => {
  const { at, words } = understandPlace(typed, of);
  expect(at).toBeNull();
  expect(words).not.toBe('');
});
