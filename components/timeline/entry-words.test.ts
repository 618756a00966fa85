import { expect, test } from 'vitest';
import { entry } from '@/lib/timeline/test-entry';
import { foldArtifacts, knownAfter, skewOf, skewWords, whoOf } from './entry-words';

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

test.each([
  ['a person', entry({ by: 'Ines Okafor', source: 'action' }), 'Ines Okafor'],
  ['the component that reported it', entry({ detail: { component: 'kubelet' } }), 'kubelet'],
  [
    'the user of the API',
    entry({ source: 'audit', detail: { user: { username: 'system:serviceaccount:finance:payments' } } }),
    'finance:payments',
  ],
  ['the detector on its node', entry({ source: 'alert', emitter: 'falco worker-3' }), 'falco worker-3'],
  ['Bulkhead itself', entry({ source: 'phase' }), 'Bulkhead'],
  ['nobody who is named', entry({ source: 'audit' }), 'not said'],
])('who: %s', (_, given, who) => expect(whoOf(given)).toBe(who));
