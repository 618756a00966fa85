import type { Phase } from '@/lib/cases/case';
import type { ChecklistStepView, ChecklistView, PhaseChecklist } from '@/lib/playbooks/checklist';

export const SHOWS = ['all', 'mine', 'open'] as const;
export type Show = (typeof SHOWS)[number];

/** Nothing is left to do: done, or skipped with a reason. */
export const isSettled = ({ state }: ChecklistStepView): boolean => state === 'done' || state === 'skipped';

/** Whether a step is in a view: mine and open leave out what is settled. */
const isShown = (step: ChecklistStepView, show: Show, me: string): boolean =>
  show === 'all' || (!isSettled(step) && (show === 'open' || step.owner?.id === me));

export interface ShownPhase extends PhaseChecklist {
  /** steps of this view, whether unfolded or not */
  shown: ChecklistStepView[];
  unfolded: boolean;
}

/**
 * The phases of one view. In mine and open only those with a step in it, unfolded; in all each of them, and unfolded those
 * that `unfold` names, or the present one when it names none, and the one that the selected step is in.
 */
export function shownPhases(
  view: ChecklistView,
  { show, me, now, unfold, selected }: { show: Show; me: string; now: Phase; unfold: string; selected: string },
): ShownPhase[] {
  const named = unfold === '' ? [now] : unfold.split(',');
  const phases = view.phases.map((phase) => ({
    ...phase,
    shown: phase.steps.filter((step) => isShown(step, show, me)),
    unfolded: show !== 'all' || named.includes(phase.phase) || phase.steps.some(({ id }) => id === selected),
  }));
  return show === 'all' ? phases : phases.filter(({ shown }) => shown.length > 0);
}

/** What stands in the address after one phase was folded or unfolded; "none" when all are folded. */
export function toggled(phases: readonly ShownPhase[], phase: Phase): string {
  const open = phases.filter(({ phase: one, unfolded }) => (one === phase) !== unfolded).map((one) => one.phase);
  return open.length > 0 ? open.join(',') : 'none';
}

export interface Counts {
  total: number;
  settled: number;
  skipped: number;
  mine: number;
  open: number;
}

export function countsOf(steps: readonly ChecklistStepView[], me: string): Counts {
  const count = (test: (step: ChecklistStepView) => boolean) => steps.filter(test).length;
  return {
    total: steps.length,
    settled: count(isSettled),
    skipped: count(({ state }) => state === 'skipped'),
    mine: count((step) => isShown(step, 'mine', me)),
    open: count((step) => isShown(step, 'open', me)),
  };
}

/** The step that is looked at when nobody chose one: what is under way in this phase, else what comes next. */
export function nextStep(view: ChecklistView, now: Phase): ChecklistStepView | null {
  const steps = view.phases.find(({ phase }) => phase === now)?.steps ?? [];
  return (
    steps.find(({ state }) => state === 'doing') ?? steps.find(({ state }) => state === 'open') ?? steps[0] ?? null
  );
}

/** The id of the step `by` places further among those that are in sight. */
export function neighbour(phases: readonly ShownPhase[], selected: string, by: 1 | -1): string {
  const steps = phases.flatMap(({ shown, unfolded }) => (unfolded ? shown : []));
  const at = steps.findIndex(({ id }) => id === selected);
  const next = at === -1 ? steps[by === 1 ? 0 : steps.length - 1] : steps[at + by];
  return next?.id ?? selected;
}
