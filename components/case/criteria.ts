import { PHASES, type Phase } from '@/lib/cases/case';
import { MIN_REASON } from '@/lib/containment/step';
import type { ChecklistView, CriterionView, PhaseChecklist } from '@/lib/playbooks/checklist';

/** The phases that must be done before a case may enter `to`; none on the way back. */
export const phasesLeft = (from: Phase, to: Phase): readonly Phase[] =>
  PHASES.slice(PHASES.indexOf(from), PHASES.indexOf(to));

/** What is asked of a checklist here. */
interface Criteria {
  readonly phases: readonly Pick<PhaseChecklist, 'phase' | 'criteria'>[];
}

export const criteriaOf = (checklist: Criteria, phases: readonly Phase[]): Criteria['phases'] =>
  checklist.phases.filter(({ phase }) => phases.includes(phase));

/** What is neither met nor overridden in these phases. */
export const openCriteria = (checklist: Criteria, phases: readonly Phase[]): CriterionView[] =>
  criteriaOf(checklist, phases).flatMap(({ criteria }) => criteria.filter(({ state }) => state === 'open'));

/** Reasons that were typed for criteria, by their ids; the one under `all` is for those that have none of their own. */
export type Reasons = Readonly<Record<string, string>>;

/** What the server is told: each open criterion with its own reason, else with the one for all. */
export function overridesOf(
  open: readonly CriterionView[],
  reasons: Reasons,
): { criterionId: string; reason: string }[] {
  return open.flatMap(({ id }) => {
    const reason = (reasons[id] || reasons.all || '').trim();
    return reason === '' ? [] : [{ criterionId: id, reason }];
  });
}

/** Why criteria still hold up what is about to be done, or null. */
export function criteriaHold(open: readonly CriterionView[], reasons: Reasons): string | null {
  const overrides = overridesOf(open, reasons);
  const left = open.length - overrides.length;
  if (left > 0) return `${left} ${left === 1 ? 'criterion is' : 'criteria are'} neither met nor overridden`;
  return overrides.some(({ reason }) => reason.length < MIN_REASON)
    ? `The reason of an override has ${MIN_REASON} characters or more`
    : null;
}

/** "6/31": steps done or skipped of all. */
export function stepCount(checklist: Pick<ChecklistView, 'phases'>): string {
  const steps = checklist.phases.flatMap((phase) => phase.steps);
  return `${steps.filter(({ state }) => state === 'done' || state === 'skipped').length}/${steps.length}`;
}
