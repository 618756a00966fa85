import { expect, test } from 'vitest';
import type { Status } from '@/lib/readiness/check';
import { assess, type Said } from '@/lib/readiness/score';
import { trendOf } from '@/lib/readiness/trend';
import { countsSentence, dayWords, dueWords, endOfDay, minutesSeconds, trendSentence } from './words';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-17T09:00:00Z');
const on = (days: number) => new Date(NOW + days * DAY).toISOString();
const said = (check: string, status: Status, from: number, days = 90): Said => ({
  check,
  status,
  attestedAt: on(from),
  validUntil: on(from + days),
});
const sentences = (all: Said[]) => {
  const { byStatus, score } = assess(all, NOW);
  const day = (at: number) => dayWords(at, NOW, 'UTC');
  return [countsSentence(byStatus), trendSentence(trendOf(all, NOW), score, day)];
};

test.each([
  ['nothing', [], '10 are unknown.', ''],
  ['a first one', [said('war-room', 'pass', -8)], '1 passes, 9 are unknown.', 'Unchanged since 10 Nov.'],
  [
    'one that expired',
    [said('war-room', 'pass', -185, 180), said('secrets', 'partial', -185, 300), said('image-signing', 'fail', -1)],
    '1 is partial, 1 fails, 8 are unknown.',
    'Down 8 points in 26 weeks. Down 8 from the best, because the attestation of War room ready expired, and unknown scores nothing.',
  ],
  [
    'one that became worse',
    [said('secrets', 'pass', -30), said('audit-logging', 'pass', -30), said('audit-logging', 'partial', -1)],
    '1 passes, 1 is partial, 8 are unknown.',
    'Down 6 points since 20 Oct. Down 6 from the best, because Audit logging was attested as partial.',
  ],
  [
    'growth',
    [said('secrets', 'fail', -183, 300), said('audit-logging', 'pass', -3)],
    '1 passes, 1 fails, 8 are unknown.',
    'Up 12 points in 26 weeks.',
  ],
])('%s', (_, all, counts, trend) => expect(sentences(all)).toEqual([counts, trend]));

test.each([
  ['never said anything', [], null, 'no date', 'plain'],
  ['a due date ahead', [said('war-room', 'fail', -1)], on(40), '27 Dec', 'plain'],
  ['a due date soon', [said('war-room', 'fail', -1)], on(3), '20 Nov', 'soon'],
  ['a due date missed', [said('war-room', 'partial', -1)], on(-9), 'overdue 9 d', 'late'],
  ['expired without a date', [said('war-room', 'pass', -100)], null, 'attest now', 'late'],
  ['a pass holds', [said('war-room', 'pass', -1)], on(-9), 'until 14 Feb 2027', 'plain'],
  ['a pass that ends soon', [said('war-room', 'pass', -85)], null, 'until 22 Nov', 'soon'],
])('due: %s', (_, all, dueAt, words, tone) => {
  const standing = assess(all, NOW).standings.at(-1);
  expect(standing && dueWords(standing, dueAt, NOW, 'UTC')).toEqual({ words, tone });
});

test('times as people say them', () => {
  expect(minutesSeconds(14 * 60_000 + 58_400)).toBe('14:58');
  expect(dayWords(NOW, NOW, 'Pacific/Kiritimati')).toBe('17 Nov');
  expect(endOfDay('2026-11-17')).toMatch(/:59\.000Z$/);
  expect(endOfDay('')).toBe('');
});
