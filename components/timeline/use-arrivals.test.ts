import { expect, test } from 'vitest';
import { cursorOf } from '@/lib/timeline/page';
import { entry } from '@/lib/timeline/test-entry';
import { newerThan } from './use-arrivals';

const at = (minute: number) =>
  entry({ id: `0192f0c1-0000-7000-8000-00000000000${minute}`, occurredAt: `2026-11-25T03:0${minute}:00.000Z` });
const [a, b, c] = [at(1), at(2), at(3)];

test.each([
  ['nothing came', [b, a], b, 0],
  ['two came', [c, b, a], a, 2],
  ['an older one came, which is not above', [b, a], b, 0],
  ['what was the newest is gone, and one came', [c, a], b, 1],
  ['all of them came', [c, b], a, 2],
])('new above: %s', (_, entries, seen, count) => expect(newerThan(entries, cursorOf(seen))).toBe(count));
