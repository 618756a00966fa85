import { expect, test } from 'vitest';
import { quarantineRun, scaleRun } from '../testing/runs.ts';
import { leftBehind, type RunLeft } from './left-behind.ts';

const suspect = {
  id: '01990000-0000-7000-8000-000000000001',
  caseId: '01990000-0000-7000-8000-000000000002',
  namespace: 'finance',
  podName: 'web-1',
  ownerChain: [{ kind: 'StatefulSet', name: 'web', uid: 'sts' }],
};
const run = (plan: unknown, rest: Partial<RunLeft> = {}): RunLeft => ({
  id: '01990000-0000-7000-8000-000000000003',
  suspectId: suspect.id,
  step: 'quarantine',
  state: 'succeeded',
  undoOf: null,
  plan,
  suspect,
  presence: 'present',
  ...rest,
});
const deployment = (value: number) => ({
  kind: 'Deployment',
  name: 'pay',
  uid: 'dep',
  before: { field: 'replicas' as const, value },
});
const kinds = (...runs: RunLeft[]) => leftBehind(runs).map(({ kind, certain }) => `${kind}${certain ? '' : '?'}`);
const replaced = { mode: 'replace' as const, takenOff: { app: 'web' } };

test('a quarantined pod that was replaced: its policy, its label, and the pod that lives on detached', () =>
  expect(leftBehind([run(quarantineRun(suspect, replaced))])).toMatchObject([
    { kind: 'policy', words: 'Policy finance/bulkhead-q-web-1 denies all traffic of finance/web-1', certain: true },
    { kind: 'label', words: 'Pod finance/web-1 carries the quarantine label q-1' },
    {
      kind: 'detached-pod',
      words: 'Pod finance/web-1 runs on, detached from its workload: labels app taken off',
      target: 'pods/web-1',
    },
  ]));

test.each([
  ['in place', [run(quarantineRun(suspect))], ['policy', 'label']],
  [
    'in place, with other labels off',
    [run(quarantineRun(suspect, { takenOff: { tier: 'x' } }))],
    ['policy', 'label', 'label'],
  ],
  [
    'a pod without an owner is not detached from anything',
    [run(quarantineRun(suspect, replaced), { suspect: { ...suspect, ownerChain: [] } })],
    ['policy', 'label', 'label'],
  ],
  ['undone', [run(quarantineRun(suspect), { state: 'undone' })], []],
  ['the run of an undo', [run(quarantineRun(suspect), { undoOf: suspect.id })], []],
  [
    'an undo that failed leaves the step standing',
    [run(quarantineRun(suspect)), run(quarantineRun(suspect), { undoOf: suspect.id, state: 'failed' })],
    ['policy', 'label'],
  ],
  [
    'stopped after the policy',
    [run(quarantineRun(suspect, { states: ['succeeded', 'failed', 'waiting'] }), { state: 'failed' })],
    ['policy'],
  ],
  ['nothing arrived', [run(quarantineRun(suspect, { states: ['failed', 'waiting'] }), { state: 'failed' })], []],
  [
    'nobody knows what became of the policy',
    [run(quarantineRun(suspect, { states: ['unknown', 'waiting'] }), { state: 'unknown' })],
    ['policy?'],
  ],
  [
    'a second try found the policy there',
    [
      run(quarantineRun(suspect, { states: ['unknown', 'waiting'] })),
      run(quarantineRun(suspect, { policyThere: true })),
    ],
    ['policy', 'label'],
  ],
  [
    'the pod is gone, and with it what was on it',
    [run(quarantineRun(suspect, replaced), { presence: 'gone' })],
    ['policy'],
  ],
  ['the pod was not looked at', [run(quarantineRun(suspect), { presence: 'unknown' })], ['policy', 'label']],
  ['a workload at zero', [run(scaleRun(suspect, [deployment(3)]), { step: 'scaleToZero' })], ['at-zero']],
  [
    'a workload that was not reached',
    [run(scaleRun(suspect, [deployment(3)], ['failed']), { step: 'scaleToZero' })],
    [],
  ],
  ['a record that cannot be read', [run({ nonsense: true })], []],
])('%s', (_, runs, left) => expect(kinds(...runs)).toEqual(left));

test('a workload at zero says what it was', () =>
  expect(leftBehind([run(scaleRun(suspect, [deployment(3)]), { step: 'scaleToZero' })])[0]).toMatchObject({
    target: 'Deployment finance/pay',
    words: 'Deployment finance/pay is at zero (was 3 replicas)',
  }));

test('asked twice, one thing has one id; two suspects of one Deployment leave it at zero once', () => {
  const other = { ...suspect, id: '01990000-0000-7000-8000-000000000009', podName: 'web-2' };
  const runs = [
    run(scaleRun(suspect, [deployment(3)]), { step: 'scaleToZero' }),
    run(scaleRun(other, [deployment(0)]), { step: 'scaleToZero', suspectId: other.id, suspect: other }),
  ];
  expect(leftBehind(runs)).toMatchObject([
    { id: 'at-zero Deployment dep', words: 'Deployment finance/pay is at zero (was 3 replicas)' },
  ]);
  expect(leftBehind(runs)).toEqual(leftBehind(runs));
});
