import { expect, test } from 'vitest';
import {
  ageWords,
  byteWords,
  clockWords,
  knownZone,
  memoryWords,
  remainingWords,
  timeWords,
  tPlusWords,
  zoneWords,
} from './format';

test.each([
  ['tenths below ten seconds', ageWords(449), '0.4 s'],
  ['whole seconds', ageWords(12_900), '12 s'],
  ['minutes are not rounded up', ageWords(5 * 60_000 + 59_000), '5 min'],
  ['days', ageWords(6.9 * 86_400_000), '6 d'],
  ['a clock ahead of ours', ageWords(-4000), '0 s'],
  ['a running clock', clockWords(7 * 60_000 + 14_999), '00:07:14'],
  ['a clock past a day keeps its hours', clockWords(26 * 3_600_000), '26:00:00'],
  ['what is left of a goal', remainingWords(58_400), '00:58'],
  ['over the goal by an hour', remainingWords(-3_661_000), '1:01:01'],
  ['before detection', tPlusWords(-4000), 'T−0:04'],
  ['after detection', tPlusWords(445_000), 'T+7:25'],
  ['bytes', byteWords(999), '999 B'],
  ['megabytes', byteWords(71_430_000), '71.4 MB'],
  ['memory', memoryWords(212 * 2 ** 20), '212 Mi'],
])('%s', (_, is, expected) => expect(is).toBe(expected));

const NOW = Date.UTC(2026, 10, 24, 2, 11, 37);

test.each([
  ['today', NOW - 60_000, 'Europe/Berlin', '03:10:37'],
  ['yesterday there, today in UTC', NOW - 2 * 3_600_000 - 20 * 60_000, 'America/New_York', '18:51:37'],
  ['the day before', NOW - 86_400_000, 'Europe/Berlin', '23 Nov 03:11:37'],
  ['last year', Date.UTC(2025, 0, 2), 'UTC', '2 Jan 2025 00:00:00'],
])('%s', (_, at, zone, expected) => expect(timeWords(at, NOW, zone)).toBe(expected));

test('the zone is named with its offset', () => {
  expect(zoneWords(NOW, 'UTC')).toBe('UTC');
  expect(zoneWords(NOW, 'Europe/Berlin')).toMatch(/UTC\+1/);
});

test('a zone nobody knows is UTC', () => {
  expect(knownZone('Europe/Berlin')).toBe('Europe/Berlin');
  expect(knownZone('<script>')).toBe('UTC');
});
