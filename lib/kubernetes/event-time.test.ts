import { expect, test } from 'vitest';
import { event } from '../testing/builders.ts';
import { byEventTime, compareTimes, eventTime } from './event-time.ts';

const old = event({
  name: 'old',
  firstTimestamp: '2026-11-25T03:00:00Z',
  lastTimestamp: '2026-11-25T03:05:00Z',
  count: 3,
});
const micro = event({ name: 'micro', eventTime: '2026-11-25T03:04:00.123456Z' });
const series = event({
  name: 'series',
  eventTime: '2026-11-25T03:01:00.000000Z',
  series: { count: 40, lastObservedTime: '2026-11-25T03:06:00.000000Z' },
});
const bare = event({ name: 'bare', metadata: { creationTimestamp: '2026-11-25T03:03:00Z' } });

test('the best time, the field it was read from, first and count', () => {
  expect([old, micro, series, bare].map(eventTime)).toEqual([
    { at: '2026-11-25T03:05:00Z', field: 'lastTimestamp', first: '2026-11-25T03:00:00Z', count: 3 },
    { at: '2026-11-25T03:04:00.123456Z', field: 'eventTime', first: '2026-11-25T03:04:00.123456Z', count: 1 },
    {
      at: '2026-11-25T03:06:00.000000Z',
      field: 'series.lastObservedTime',
      first: '2026-11-25T03:01:00.000000Z',
      count: 40,
    },
    { at: '2026-11-25T03:03:00Z', field: 'metadata.creationTimestamp', first: '2026-11-25T03:03:00Z', count: 1 },
  ]);
  expect(eventTime(event({ lastTimestamp: 'yesterday' }))).toEqual({ at: null, field: null, first: null, count: 1 });
});

test('order of best time, with ties left as they were', () => {
  const twin = { ...old, metadata: { name: 'twin' } };
  expect([old, micro, twin, series, bare].toSorted(byEventTime).map(({ metadata }) => metadata.name)).toEqual([
    'bare',
    'micro',
    'old',
    'twin',
    'series',
  ]);
});

test.each([
  ['2026-11-25T03:00:00.000001Z', '2026-11-25T03:00:00.000002Z', -1],
  ['2026-11-25T03:00:00Z', '2026-11-25T04:00:00+01:00', 0],
  ['2026-11-25T03:00:00.5Z', '2026-11-25T03:00:00.50Z', 0],
  [null, '2026-11-25T03:00:00Z', -1],
  [null, null, 0],
])('%s against %s', (a, b, sign) => expect(Math.sign(compareTimes(a, b))).toBe(sign));
