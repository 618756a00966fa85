import { expect, test } from 'vitest';
import type { ContainmentView, StepKind, StepView } from '@/lib/containment/step';
import { waitingStep } from './waiting';

type Run = NonNullable<StepView['run']>['state'];
const step = (kind: StepKind, run: Run | null, verified = false): StepView => ({
  step: kind,
  chip: { words: '', tone: 'waits' },
  run: run
    ? { id: kind, state: run, startedAt: '', endedAt: null, by: '', actions: [], requests: [], error: null }
    : null,
  verification: verified
    ? { outcome: 'verified', checkedAt: '', leaks: [], checks: [], policiesRead: 1, connections: null }
    : null,
  scale: null,
  undoable: false,
});
type Gate = 'closed' | 'open' | 'overridden';
const suspect = (
  id: string,
  { runs = [null, null, null], verified = false, gates = ['closed', 'closed'] }: Partial<Facts> = {},
): ContainmentView => ({
  suspectId: id,
  steps: [step('quarantine', runs[0], verified), step('capture', runs[1]), step('scaleToZero', runs[2])],
  gates: [
    { kind: 'capture', state: gates[0], words: '', loses: '', override: null },
    { kind: 'scaleToZero', state: gates[1], words: '', loses: '', override: null },
  ],
});
interface Facts {
  runs: [Run | null, Run | null, Run | null];
  verified: boolean;
  gates: [Gate, Gate];
}

test.each([
  ['no suspect', [], null],
  ['a fresh one', [suspect('a')], ['a', 'quarantine']],
  ['sent, but leaking', [suspect('a', { runs: ['succeeded', null, null] })], ['a', 'quarantine']],
  [
    'verified',
    [suspect('a', { runs: ['succeeded', null, null], verified: true, gates: ['open', 'closed'] })],
    ['a', 'capture'],
  ],
  ['gate passed by override', [suspect('a', { gates: ['overridden', 'closed'] })], ['a', 'capture']],
  [
    'captured',
    [suspect('a', { runs: ['succeeded', 'succeeded', null], verified: true, gates: ['open', 'open'] })],
    ['a', 'scaleToZero'],
  ],
  [
    'at zero',
    [suspect('a', { runs: ['succeeded', 'succeeded', 'succeeded'], verified: true, gates: ['open', 'open'] })],
    null,
  ],
  [
    'of two the one that is not isolated',
    [suspect('a', { runs: ['succeeded', null, null], verified: true, gates: ['open', 'closed'] }), suspect('b')],
    ['b', 'quarantine'],
  ],
  [
    'what runs comes first',
    [suspect('a'), suspect('b', { runs: ['succeeded', 'running', null], verified: true, gates: ['open', 'closed'] })],
    ['b', 'capture'],
  ],
] as const)('%s', (_, containment, expected) => {
  const found = waitingStep(containment);
  expect(found && [found.suspectId, found.step.step]).toEqual(expected);
});
