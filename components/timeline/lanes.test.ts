import { expect, test } from 'vitest';
import type { TimelineOverview } from '@/lib/timeline/page';
import { barsPath, mostOf, summed } from './lanes';

const at = { from: 0, bucketMs: 1_000, view: { from: 0, to: 10_000 }, width: 1_000, middle: 10, height: 10, most: 100 };
const heights = (path: string) => [...path.matchAll(/v([\d.]+)/g)].map(([, height]) => Number(height));

test('each bucket that is not empty is a bar; the fullest is as high as the lane, one entry is half of it at least', () => {
  const drawn = heights(barsPath([1, 0, 100], at));
  expect(drawn).toHaveLength(2);
  expect(drawn[0]).toBeGreaterThan(5);
  expect(drawn[1]).toBe(10);
});

test('what is out of sight is not drawn', () => {
  expect(barsPath([1, 0, 0], { ...at, view: { from: 5_000, to: 10_000 } })).toBe('');
});

test('in months a bar of one minute is still seen', () => {
  const path = barsPath([1], { ...at, bucketMs: 60_000, view: { from: 0, to: 90 * 86_400_000 } });
  expect(path).toContain('h2.5');
});

const overview: TimelineOverview = {
  from: '2026-11-25T03:00:00.000Z',
  to: '2026-11-25T03:00:02.000Z',
  bucketMs: 1_000,
  lanes: { alert: [1, 2], audit: [], kubernetes: [7, 0], action: [], person: [0, 1] },
  phases: [],
  total: 11,
  matching: 11,
  hidden: 0,
  first: null,
  last: null,
};
test('lanes are compared on one scale, and summed for the whole', () => {
  expect(mostOf(overview)).toBe(7);
  expect(summed(overview)).toEqual([8, 3]);
});
