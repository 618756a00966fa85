import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clockTickWords,
  durationWords,
  fromDetection,
  lengthOf,
  MIN_SPAN_MS,
  panned,
  readFromDetection,
  ticksOf,
  within,
  zoomed,
} from './time-axis';

const T0 = Date.parse('2026-11-25T02:04:12Z');
const MIN = 60_000;
const DAY = 86_400_000;

describe('ticks stand at round distances from detection', () => {
  test.each([
    ['52 minutes', { from: T0 - 5 * MIN, to: T0 + 47 * MIN }, ['T−5', 'T+0', 'T+5', 'T+10']],
    ['40 seconds', { from: T0 - 10_000, to: T0 + 30_000 }, ['T−0:10', 'T−0:05', 'T+0:00', 'T+0:05']],
    ['10 hours', { from: T0, to: T0 + 600 * MIN }, ['T+0 h', 'T+1 h', 'T+2 h', 'T+3 h']],
    [
      '20 minutes, ten days before',
      { from: T0 - 11 * DAY, to: T0 - 11 * DAY + 20 * MIN },
      ['T−11 d 0:00', 'T−10 d 23:58', 'T−10 d 23:56', 'T−10 d 23:54'],
    ],
    ['3 months', { from: T0 - 30 * DAY, to: T0 + 60 * DAY }, ['T−28 d', 'T−21 d', 'T−14 d', 'T−7 d']],
  ])('%s', (_, span, first) =>
    expect(
      ticksOf(span, T0, 14)
        .ticks.slice(0, 4)
        .map(({ words }) => words),
    ).toEqual(first),
  );
});

test.each([
  [30_000, '02:04:12', 'UTC'],
  [5 * MIN, '03:04:12', 'Europe/Vienna'],
  [180 * MIN, '25 Nov 03:04', 'Europe/Vienna'],
  [7 * DAY, '25 Nov', 'Europe/Vienna'],
  [364 * DAY, 'Nov 2026', 'Europe/Vienna'],
])('at a step of %d ms the clock says %s', (step, words, zone) => expect(clockTickWords(T0, step, zone)).toBe(words));

test.each([
  [445_000, 'T+7:25'],
  [-4_000, 'T−0:04'],
  [11 * 60 * MIN + 12 * MIN, 'T+11 h 12'],
  [3 * DAY + 4 * 60 * MIN, 'T+3 d 4 h'],
])('%d ms from detection is %s', (ms, words) => expect(fromDetection(ms)).toBe(words));

test.each([
  [509_000, '8 min 29 s'],
  [12_000, '12 s'],
  [3 * 60 * MIN + 5 * MIN, '3 h 5 min'],
  [12 * DAY, '12 d 0 h'],
])('%d ms took %s', (ms, words) => expect(durationWords(ms)).toBe(words));

test.each([
  ['T+7:25', 445_000],
  ['T-0:30', -30_000],
  ['T−5', -5 * MIN],
  ['+90 s', 90_000],
  ['t+2 h', 120 * MIN],
  ['T+1d', DAY],
  ['7:25', null],
  ['yesterday', null],
])('typed %j is %s', (typed, ms) => expect(readFromDetection(typed)).toBe(ms));

const extent = { from: T0, to: T0 + 90 * DAY };
const inner = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.0001, max: 1, noNaN: true }))
  .map(([at, share]) => {
    const length = lengthOf(extent) * share;
    return within({ from: T0 + at * 90 * DAY, to: T0 + at * 90 * DAY + length }, extent);
  });

test('zooming and moving never leave what there is, nor come closer than can be seen', () => {
  fc.assert(
    fc.property(inner, fc.double({ min: 0.01, max: 10, noNaN: true }), fc.boolean(), (span, factor, nearer) => {
      const next = nearer ? zoomed(span, factor, span.from + lengthOf(span) / 3, extent) : panned(span, factor, extent);
      expect(next.from).toBeGreaterThanOrEqual(extent.from - 1);
      expect(next.to).toBeLessThanOrEqual(extent.to + 1);
      expect(lengthOf(next)).toBeGreaterThanOrEqual(Math.min(MIN_SPAN_MS, lengthOf(span)) - 1);
    }),
  );
});

test('what is under the pointer stays there', () => {
  const span = { from: T0 + 10 * DAY, to: T0 + 20 * DAY };
  const at = T0 + 12 * DAY;
  const next = zoomed(span, 0.5, at, extent);
  expect((at - next.from) / lengthOf(next)).toBeCloseTo(0.2);
});
