import { expect, test } from 'vitest';
import type { Phase } from '@/lib/cases/case';
import type { ChecklistStepView, ChecklistView } from '@/lib/playbooks/checklist';
import { countsOf, neighbour, nextStep, type Show, shownPhases, toggled } from './model';

const step = (id: string, state: ChecklistStepView['state'], owner: string | null = null): ChecklistStepView => ({
  key: id,
  title: id,
  why: '',
  who: 'Analyst',
  commands: [],
  instead: null,
  doneWhen: 'x',
  auto: null,
  id,
  state,
  owner: owner ? { id: owner, name: owner } : null,
  proof: null,
  own: false,
});
const phase = (name: Phase, steps: ChecklistStepView[]): ChecklistView['phases'][number] => ({
  phase: name,
  title: name,
  version: 0,
  steps,
  criteria: [],
  enteredAt: null,
  endedAt: null,
  endedBy: null,
});
const view: ChecklistView = {
  caseId: 'c',
  subjects: [],
  phases: [
    phase('detection', [step('d1', 'done', 'me'), step('d2', 'skipped')]),
    phase('containment', [step('c1', 'done'), step('c2', 'open', 'me'), step('c3', 'doing', 'ada')]),
    phase('recovery', [step('r1', 'open')]),
  ],
};
const shown = (show: Show, unfold = '', selected = '') =>
  shownPhases(view, { show, me: 'me', now: 'containment', unfold, selected });
const looks = (phases: ReturnType<typeof shown>) =>
  phases.map(
    ({ phase: name, shown: steps, unfolded }) =>
      `${name}${unfolded ? '' : ' folded'}: ${steps.map(({ id }) => id).join(' ')}`,
  );

test.each([
  [
    'all, the present phase unfolded',
    'all',
    '',
    '',
    ['detection folded: d1 d2', 'containment: c1 c2 c3', 'recovery folded: r1'],
  ],
  [
    'all, two unfolded by hand',
    'all',
    'detection,recovery',
    '',
    ['detection: d1 d2', 'containment folded: c1 c2 c3', 'recovery: r1'],
  ],
  ['all folded', 'all', 'none', '', ['detection folded: d1 d2', 'containment folded: c1 c2 c3', 'recovery folded: r1']],
  [
    'a link to a step unfolds its phase',
    'all',
    'none',
    'r1',
    ['detection folded: d1 d2', 'containment folded: c1 c2 c3', 'recovery: r1'],
  ],
  ['mine is what I still have to do', 'mine', '', '', ['containment: c2']],
  ['open is what nobody has settled', 'open', '', '', ['containment: c2 c3', 'recovery: r1']],
] as const)('%s', (_, show, unfold, selected, rows) => expect(looks(shown(show, unfold, selected))).toEqual(rows));

test.each([
  ['folding the only one', '', 'containment', 'none'],
  ['unfolding another', '', 'recovery', 'containment,recovery'],
  ['folding one of two', 'detection,recovery', 'detection', 'recovery'],
] as const)('%s', (_, unfold, one, after) => expect(toggled(shown('all', unfold), one)).toBe(after));

test('counts say what is settled, skipped, mine and open', () =>
  expect(
    countsOf(
      view.phases.flatMap(({ steps }) => steps),
      'me',
    ),
  ).toEqual({ total: 6, settled: 3, skipped: 1, mine: 1, open: 3 }));

test('what is under way comes before what is open, and a finished phase shows its first step', () => {
  expect(nextStep(view, 'containment')?.id).toBe('c3');
  expect(nextStep(view, 'recovery')?.id).toBe('r1');
  expect(nextStep(view, 'detection')?.id).toBe('d1');
  expect(nextStep(view, 'review')).toBeNull();
});

test.each([
  ['down', 'c1', 1, 'c2'],
  ['past the end it stays', 'c3', 1, 'c3'],
  ['up from the first it stays', 'c1', -1, 'c1'],
  ['from a folded step to the first in sight', 'r1', 1, 'c1'],
] as const)('j and k: %s', (_, from, by, to) => expect(neighbour(shown('all'), from, by)).toBe(to));
