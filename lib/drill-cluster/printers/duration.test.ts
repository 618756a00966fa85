import { expect, test } from 'vitest';
import { humanDuration } from './duration.ts';

test.each([
  [1, '1s'],
  [119, '119s'],
  [125, '2m5s'],
  [600, '10m'],
  [3 * 3600 + 60, '3h1m'],
  [30 * 3600, '30h'],
  [3 * 86_400 + 3600, '3d1h'],
  [60 * 86_400, '60d'],
  [800 * 86_400, '2y70d'],
])('%i s is %s', (seconds, words) => expect(humanDuration(seconds * 1000)).toBe(words));
