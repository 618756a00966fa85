import { expect, test } from 'vitest';
import { missed, percentile, table } from './figures.ts';

test.each([
  [[5, 1, 3], 0.5, 3],
  [[1, 2, 3, 4], 0.5, 2],
  [[4, 3, 2, 1], 0.95, 4],
  [[7], 0.95, 7],
  [[], 0.5, Number.NaN],
])('of %j, %d lie below', (samples, share, value) => expect(percentile(samples, share)).toBe(value));

test.each([
  ['at its aim', { value: 200, aim: 200 }, false],
  ['over its aim', { value: 200.1, aim: 200 }, true],
  ['not measured', { value: Number.NaN, aim: 200 }, true],
  ['without an aim', { value: 9_000 }, false],
])('a figure %s', (_, figure, isMissed) => expect(missed({ what: 'x', unit: 'ms', ...figure })).toBe(isMissed));

test('the table names a missed aim', () => {
  expect(table([{ what: 'first paint', value: 1_200, unit: 'ms', aim: 1_000 }])).toContain(
    '| first paint | 1200 ms | ≤ 1000 ms | missed |',
  );
});
