import { expect, test } from 'vitest';
import type { Phase } from '../cases/case.ts';
import { criterionState, phaseTime, stepState, type Ticked } from './derive.ts';
import type { CaseFacts } from './facts.ts';

const facts = (named: boolean): CaseFacts => ({
  severity: 'high',
  commander: { name: 'Ines', disabled: false },
  openedAt: '',
  suspects: named ? [{ name: 'a', podUid: 'u', addedAt: '2026-11-24T03:00:00Z', ownerUids: [], runs: [] }] : [],
  report: null,
  tasks: { open: 0, ended: 0 },
});
const left = <S extends string>(state: S, words = ''): Ticked<S> => ({
  state,
  words,
  artifact: null,
  by: 'Ada',
  at: '2026-11-24T03:10:00Z',
});

test.each([
  ['by a person stays as they left it', null, left('done' as const, 'seen'), true, 'done', 'seen'],
  [
    'by Bulkhead is done while the record is there',
    'suspects-named',
    left('open' as const),
    true,
    'done',
    '1 suspect named by UID',
  ],
  [
    'by Bulkhead is open again when it is not',
    'suspects-named',
    left('open' as const),
    false,
    'open',
    'No suspect is named',
  ],
  [
    'by Bulkhead may be begun by a person',
    'suspects-named',
    left('doing' as const),
    false,
    'doing',
    'No suspect is named',
  ],
  [
    'by Bulkhead, skipped because done elsewhere',
    'suspects-named',
    left('skipped' as const, 'by hand'),
    false,
    'skipped',
    'by hand',
  ],
  [
    'by Bulkhead, skipped and then done after all',
    'suspects-named',
    left('skipped' as const, 'by hand'),
    true,
    'done',
    '1 suspect named by UID',
  ],
] as const)('a step %s', (_, auto, ticked, named, state, words) => {
  expect(stepState(auto, ticked, facts(named))).toMatchObject({ state, proof: { words } });
});

test.each([
  ['that a person judged', null, left('met' as const, 'tried it'), false, 'met', '', 'tried it'],
  ['that Bulkhead sees', 'suspects-named', left('open' as const), true, 'met', '', '1 suspect named by UID'],
  ['that Bulkhead no longer sees', 'suspects-named', left('open' as const), false, 'open', '', 'No suspect is named'],
  [
    'that was overridden',
    'suspects-named',
    left('overridden' as const, 'a drill'),
    false,
    'overridden',
    'a drill',
    'a drill',
  ],
  [
    'that was overridden and came true',
    'suspects-named',
    left('overridden' as const, 'a drill'),
    true,
    'met',
    '',
    '1 suspect named by UID',
  ],
] as const)('a criterion %s', (_, auto, ticked, named, state, reason, words) => {
  expect(criterionState(auto, ticked, facts(named))).toMatchObject({ state, reason, proof: { words } });
});

const move = (from: Phase, to: Phase, at: string) => ({ from, to, at, by: 'Ines' });
const forwards = [move('detection', 'containment', '03:05'), move('containment', 'recovery', '03:40')];
const back = [...forwards, move('recovery', 'containment', '03:50')];

test.each([
  [
    'the first begins with detection',
    'detection',
    'recovery',
    forwards,
    { enteredAt: '03:00', endedAt: '03:05', endedBy: 'Ines' },
  ],
  [
    'the present one has not ended',
    'recovery',
    'recovery',
    forwards,
    { enteredAt: '03:40', endedAt: null, endedBy: null },
  ],
  [
    'one that was jumped over ended with the jump',
    'forensics',
    'recovery',
    forwards,
    { enteredAt: null, endedAt: '03:40', endedBy: 'Ines' },
  ],
  [
    'a way back opens it again',
    'containment',
    'containment',
    back,
    { enteredAt: '03:05', endedAt: null, endedBy: null },
  ],
  [
    'and leaves the earlier one ended',
    'detection',
    'containment',
    back,
    { enteredAt: '03:00', endedAt: '03:05', endedBy: 'Ines' },
  ],
  ['what lies ahead has no time', 'review', 'recovery', forwards, { enteredAt: null, endedAt: null, endedBy: null }],
] as const)('phases: %s', (_, phase, now, moves, time) => {
  expect(phaseTime(phase, now, '03:00', moves)).toEqual(time);
});
