import { expect, test } from 'vitest';
import { understandDue } from './due-time';

const NOW = Date.parse('2026-11-25T12:10:00Z'); // 13:10 in Vienna

test.each([
  ['30 min', '2026-11-25T12:40:00.000Z'],
  ['in 45 min', '2026-11-25T12:55:00.000Z'],
  ['20', '2026-11-25T12:30:00.000Z'],
  ['2 h', '2026-11-25T14:10:00.000Z'],
  ['1 day', '2026-11-26T12:10:00.000Z'],
  ['14:30', '2026-11-25T13:30:00.000Z'],
  ['9:00', '2026-11-26T08:00:00.000Z'],
  ['2026-11-27 08:00', '2026-11-27T07:00:00.000Z'],
  ['2026-11-27 08:00Z', '2026-11-27T08:00:00.000Z'],
])('%s in Vienna', (typed, at) => {
  const due = understandDue(typed, NOW, 'Europe/Vienna');
  expect(due.ok && new Date(due.at).toISOString()).toBe(at);
});

test.each([['soon'], ['25:00'], ['2026-11-24 08:00'], ['']])('%s is not understood, or is past', (typed) =>
  expect(understandDue(typed, NOW, 'Europe/Vienna').ok).toBe(false),
);
