import { expect, test } from 'vitest';
import type { ChecklistView, CriterionView } from '@/lib/playbooks/checklist';
import { criteriaHold, openCriteria, overridesOf, phasesLeft } from './criteria';

const criterion = (id: string, state: CriterionView['state'] = 'open'): CriterionView => ({
  id,
  key: id,
  words: id,
  auto: null,
  state,
  reason: '',
  proof: null,
});

const phase = (name: ChecklistView['phases'][number]['phase'], criteria: CriterionView[]) => ({
  phase: name,
  criteria,
});

test.each([
  ['detection', 'containment', ['detection']],
  ['detection', 'recovery', ['detection', 'containment', 'forensics']],
  ['recovery', 'containment', []],
] as const)('from %s to %s the criteria of %j are asked', (from, to, phases) =>
  expect(phasesLeft(from, to)).toEqual(phases),
);

test('open is what is neither met nor overridden, in the phases that are left', () => {
  const checklist = {
    phases: [
      phase('detection', [criterion('named', 'met'), criterion('severity')]),
      phase('containment', [criterion('isolated', 'overridden'), criterion('sealed')]),
      phase('forensics', [criterion('hashes')]),
    ],
  };
  expect(openCriteria(checklist, ['detection', 'containment']).map(({ id }) => id)).toEqual(['severity', 'sealed']);
});

test.each([
  ['nothing open', [], {}, null],
  ['one without a reason', ['a'], {}, '1 criterion is neither met nor overridden'],
  ['two, one with a reason', ['a', 'b'], { a: 'false alarm' }, '1 criterion is neither met nor overridden'],
  ['one reason for all', ['a', 'b'], { all: 'false alarm' }, null],
  ['too short', ['a'], { a: 'no' }, 'The reason of an override has 10 characters or more'],
] as const)('%s', (_, open, reasons, words) =>
  expect(
    criteriaHold(
      open.map((id) => criterion(id)),
      reasons,
    ),
  ).toBe(words),
);

test('a reason of its own stands before the one for all', () =>
  expect(overridesOf([criterion('a'), criterion('b')], { a: ' mine alone ', all: 'for all of them' })).toEqual([
    { criterionId: 'a', reason: 'mine alone' },
    { criterionId: 'b', reason: 'for all of them' },
  ]));
