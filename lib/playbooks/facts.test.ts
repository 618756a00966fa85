import { expect, test } from 'vitest';
import { type ArtifactFact, type CaseFacts, judge, type RunFact, type SuspectFact } from './facts.ts';
import type { Auto } from './playbook.ts';

const AT = '2026-11-24T03:12:00.000Z';

const run = (over: Partial<RunFact> = {}): RunFact => ({
  step: 'quarantine',
  state: 'succeeded',
  undoOf: null,
  result: { outcome: 'verified' },
  by: 'Ines Okafor',
  at: AT,
  seqs: [12, 14],
  collectors: [],
  workloadUid: null,
  artifacts: [],
  ...over,
});
const artifact = (number: number, over: Partial<ArtifactFact> = {}): ArtifactFact => ({
  id: `00000000-0000-7000-8000-00000000000${number}`,
  number,
  state: 'sealed',
  reason: null,
  sha256: 'aa',
  custody: [{ kind: 'collected', sha256: 'aa' }],
  ...over,
});
const capture = (...artifacts: ArtifactFact[]): RunFact =>
  run({ step: 'capture', result: null, collectors: artifacts.map(({ state }) => state), artifacts });
const scale = (over: Partial<RunFact> = {}): RunFact =>
  run({ step: 'scaleToZero', result: { outcome: 'at-zero' }, workloadUid: 'dep', ...over });
const suspect = (name: string, runs: RunFact[] = []): SuspectFact => ({
  name,
  podUid: name,
  addedAt: AT,
  ownerUids: ['rs', 'dep'],
  runs,
});
const facts = (over: Partial<CaseFacts> = {}): CaseFacts => ({
  severity: 'critical',
  commander: { name: 'Ines Okafor', disabled: false },
  openedAt: AT,
  suspects: [suspect('a')],
  report: null,
  tasks: { open: 0, ended: 0 },
  ...over,
});
const of = (...runs: RunFact[]) => facts({ suspects: [suspect('a', runs)] });

test.each<[string, Auto, CaseFacts, boolean, string]>([
  ['a suspect is named', 'suspects-named', facts(), true, '1 suspect named by UID'],
  ['none is', 'suspects-named', facts({ suspects: [] }), false, 'No suspect is named'],
  ['a case has a severity', 'severity-set', facts(), true, 'Severity is critical'],
  ['somebody commands', 'commander-named', facts(), true, 'Ines Okafor commands'],
  [
    'whoever commands cannot sign in',
    'commander-named',
    facts({ commander: { name: 'Ines Okafor', disabled: true } }),
    false,
    'The account of Ines Okafor, who commands, is switched off',
  ],
  ['a quarantine is verified', 'quarantine-verified', of(run()), true, 'Quarantine verified'],
  [
    'it leaks',
    'quarantine-verified',
    of(run({ result: { outcome: 'leaking' } })),
    false,
    'a without a verified quarantine',
  ],
  [
    'it is not known',
    'quarantine-verified',
    of(run({ result: { outcome: 'unknown' } })),
    false,
    'a without a verified quarantine',
  ],
  ['it was undone', 'quarantine-verified', of(run({ state: 'undone' })), false, 'a without a verified quarantine'],
  [
    'one suspect of two',
    'quarantine-verified',
    facts({ suspects: [suspect('a', [run()]), suspect('b')] }),
    false,
    'b without a verified quarantine',
  ],
  [
    'without a suspect nothing is quarantined',
    'quarantine-verified',
    facts({ suspects: [] }),
    false,
    'No suspect is named',
  ],
  ['all is sealed', 'evidence-sealed', of(capture(artifact(1), artifact(2))), true, 'All collectors sealed'],
  [
    'one is partial',
    'evidence-sealed',
    of(capture(artifact(1), artifact(2, { state: 'partial', reason: 'cut' }))),
    false,
    'a without a capture that is sealed as a whole',
  ],
  [
    'a capture without collectors',
    'evidence-sealed',
    of(capture()),
    false,
    'a without a capture that is sealed as a whole',
  ],
  [
    'partial with its reason',
    'collectors-ended',
    of(capture(artifact(1, { state: 'partial', reason: 'cut' }))),
    true,
    'Every collector has ended',
  ],
  [
    'failed without a reason',
    'collectors-ended',
    of(capture(artifact(1, { state: 'failed' }))),
    false,
    'a without a capture that has ended, each part sealed or with its reason',
  ],
  [
    'still collecting',
    'collectors-ended',
    of(capture(artifact(1, { state: 'collecting', reason: 'x' }))),
    false,
    'a without a capture that has ended, each part sealed or with its reason',
  ],
  [
    'the run goes on',
    'collectors-ended',
    of({ ...capture(artifact(1)), state: 'running' }),
    false,
    'a without a capture that has ended, each part sealed or with its reason',
  ],
  ['at zero', 'workload-at-zero', of(scale()), true, 'Workload at zero'],
  [
    'still ending',
    'workload-at-zero',
    of(scale({ result: { outcome: 'ending' } })),
    false,
    'a with a workload that is not at zero',
  ],
  ['brought back', 'workload-at-zero', of(scale({ state: 'undone' })), false, 'a with a workload that is not at zero'],
  [
    'two suspects of one Deployment are at zero together',
    'workload-at-zero',
    facts({ suspects: [suspect('a', [scale()]), suspect('b')] }),
    true,
    'Workload at zero, 2 suspects',
  ],
  [
    'a suspect of another workload is not',
    'workload-at-zero',
    facts({ suspects: [suspect('a', [scale()]), { ...suspect('b'), ownerUids: ['other'] }] }),
    false,
    'b with a workload that is not at zero',
  ],
  ['each has a hash', 'hashes-recorded', of(capture(artifact(1), artifact(2))), true, '2 artifacts looked at'],
  [
    'one has none',
    'hashes-recorded',
    of(capture(artifact(1, { state: 'partial', sha256: null }))),
    false,
    'A-01 has no hash',
  ],
  [
    'a failed one has nothing to hash',
    'hashes-recorded',
    of(capture(artifact(1, { state: 'failed', sha256: null }))),
    true,
    '1 artifact looked at',
  ],
  ['no artifact, no hash', 'hashes-recorded', of(), false, 'No artifact was collected'],
  ['who collected it is known', 'custody-complete', of(capture(artifact(1))), true, '1 artifact looked at'],
  [
    'who collected it is not',
    'custody-complete',
    of(capture(artifact(1, { custody: [{ kind: 'viewed', sha256: 'aa' }] }))),
    false,
    'A-01 has a gap in its custody',
  ],
  [
    'its bytes are others now',
    'custody-complete',
    of(
      capture(
        artifact(1, {
          custody: [
            { kind: 'collected', sha256: 'aa' },
            { kind: 'verified', sha256: 'bb' },
          ],
        }),
      ),
    ),
    false,
    'A-01 has a gap in its custody',
  ],
  ['a report went out', 'report-sent', facts({ report: { number: 2, at: AT, by: 'Mel' } }), true, 'Report 2 sent'],
  ['none did', 'report-sent', facts(), false, 'No report was sent'],
  ['a task is open', 'tasks-ended', facts({ tasks: { open: 1, ended: 4 } }), false, '1 task open'],
  ['all tasks ended', 'tasks-ended', facts({ tasks: { open: 0, ended: 4 } }), true, '4 tasks ended, none open'],
])('%s', (_, auto, given, met, words) => {
  const found = judge(auto, given);
  expect([found.met, found.proof.words]).toEqual([met, words]);
});

test('the proof of a quarantine is its actions, of a capture its artifacts, with who and when', () => {
  expect(judge('quarantine-verified', of(run())).proof).toMatchObject({ actions: [12, 14], by: 'Ines Okafor', at: AT });
  expect(judge('evidence-sealed', of(capture(artifact(1)))).proof).toMatchObject({ artifacts: [{ number: 1 }] });
});
