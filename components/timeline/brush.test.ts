import { expect, test } from 'vitest';
import { gripAt, nudged, pulled, timeAt, xOf } from './brush';

const view = { from: 0, to: 100_000 };
const extent = { from: -50_000, to: 200_000 };
const brush = { from: 20_000, to: 60_000 };
const WIDTH = 1_000; // 100 ms a pixel

test('a moment and its place on the screen are one', () => {
  expect(xOf(25_000, view, WIDTH)).toBe(250);
  expect(timeAt(250, view, WIDTH)).toBe(25_000);
});

test.each([
  [203, 'from'],
  [596, 'to'],
  [400, 'all'],
  [100, 'new'],
  [700, 'new'],
] as const)('a pointer at %d px takes hold of %s', (x, grip) => expect(gripAt(x, brush, view, WIDTH)).toBe(grip));
test('without a brush it draws one', () => expect(gripAt(400, null, view, WIDTH)).toBe('new'));

test.each([
  ['a new brush to the right', 'new', 10_000, 30_000, { from: 10_000, to: 30_000 }],
  ['a new brush to the left', 'new', 30_000, 10_000, { from: 10_000, to: 30_000 }],
  ['its left edge', 'from', 20_000, 30_000, { from: 30_000, to: 60_000 }],
  ['its left edge over the right one', 'from', 20_000, 80_000, { from: 60_000, to: 80_000 }],
  ['its right edge', 'to', 60_000, 50_000, { from: 20_000, to: 50_000 }],
  ['all of it', 'all', 30_000, 40_000, { from: 30_000, to: 70_000 }],
  ['all of it, not out of what there is', 'all', 30_000, 500_000, { from: 160_000, to: 200_000 }],
  ['nowhere: it has the least width', 'new', 30_000, 30_000, { from: 30_000, to: 31_000 }],
] as const)('pulled: %s', (_, grip, start, now, expected) =>
  expect(pulled(grip, brush, start, now, extent)).toEqual(expected),
);

test.each([
  ['the left edge', 'from', -5_000, { from: 15_000, to: 60_000 }],
  ['the left edge, not over the right one', 'from', 90_000, { from: 59_000, to: 60_000 }],
  ['the right edge', 'to', 5_000, { from: 20_000, to: 65_000 }],
  ['the right edge, not out of what there is', 'to', 900_000, { from: 20_000, to: 200_000 }],
] as const)('nudged: %s', (_, edge, ms, expected) => expect(nudged(edge, brush, ms, extent)).toEqual(expected));
