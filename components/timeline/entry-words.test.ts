import { expect, test } from 'vitest';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { foldArtifacts, knownAfter, skewOf, skewWords } from './entry-words';

const entry = (over: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id: '018f0000-0000-7000-8000-000000000001',
  caseId: '018f0000-0000-7000-8000-000000000002',
  occurredAt: '2026-11-25T03:00:00.000Z',
  recordedAt: '2026-11-25T03:00:00.400Z',
  source: 'kubernetes',
  occurredFrom: 'lastTimestamp',
  sentence: 'Back-off pulling image',
  detail: { reason: 'BackOff' },
  by: null,
  count: 1,
  firstAt: null,
  goneFromSource: null,
  emitter: '',
  sortAt: '2026-11-25T03:00:00.000Z',
  version: 1,
  group: null,
  hidden: null,
  annotations: [],
  ...over,
});

test.each([
  ['a source with its own clock', entry(), { words: '+0.4 s', late: false }],
  ['more than a minute is late', entry({ recordedAt: '2026-11-25T03:05:12.000Z' }), { words: '+5 min', late: true }],
  ['our own clock', entry({ occurredFrom: 'ours' }), { words: 'ours', late: false }],
  ['a source whose clock is ahead', entry({ recordedAt: '2026-11-25T02:59:59.000Z' }), { words: '+0 s', late: false }],
])('known after: %s', (_, given, expected) => expect(knownAfter(given)).toEqual(expected));

test.each([
  [12, '12 ms'],
  [-250, '−250 ms'],
  [1_400, '1.4 s'],
  [-185_000, '−3 min 5 s'],
])('a clock that is off by %d ms is off by %s', (ms, words) => expect(skewWords(ms)).toBe(words));

test('the skew of an entry is what lies between its own clock and where it stands', () => {
  expect(skewOf({ occurredAt: '2026-11-25T03:00:00.012Z', sortAt: '2026-11-25T03:00:00.000Z' })).toBe(12);
});

const artifact = (id: string, state = 'sealed') =>
  entry({ id, source: 'action', sentence: `Artifact ${id} ${state}`, detail: { artifactId: id, state } });

test('what was sealed one after another is one line; what failed, and what lies between, stays apart', () => {
  const note = entry({ id: 'n', source: 'person' });
  const given = [artifact('5'), artifact('4'), artifact('3', 'partial'), note, artifact('2'), artifact('1')];
  expect(
    foldArtifacts(given).map((one) => (one.kind === 'entry' ? one.entry.id : one.entries.map(({ id }) => id))),
  ).toEqual([['5', '4'], '3', 'n', ['2', '1']]);
  expect(foldArtifacts([artifact('1')])).toEqual([{ kind: 'entry', entry: artifact('1') }]);
});
