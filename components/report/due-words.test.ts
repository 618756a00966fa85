import { expect, test } from 'vitest';
import { dueState, dueWords } from './due-words';

const NOW = Date.parse('2026-11-25T03:38:18Z');
const MINUTE = 60_000;

test.each([
  ['well ahead', 95 * MINUTE, 'due in 1 h', 'in 1 h', 'ahead'],
  ['in minutes', 12 * MINUTE + 5_000, 'due in 12 min', 'in 12 min', 'soon'],
  ['in seconds', 20_000, 'due in 20 s', 'in 20 s', 'soon'],
  ['this minute', -20_000, 'due now', 'now', 'late'],
  ['missed', -3 * MINUTE, 'late by 3 min', 'late by 3 min', 'late'],
  ['long missed', -26 * 60 * MINUTE, 'late by 1 d', 'late by 1 d', 'late'],
])('%s', (_, left, words, bare, state) => {
  expect(dueWords(NOW + left, NOW)).toBe(words);
  expect(dueWords(NOW + left, NOW, true)).toBe(bare);
  expect(dueState(NOW + left, NOW)).toBe(state);
});
