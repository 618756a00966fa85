import type { ReadinessCheck } from './check.ts';
import type { Said, Standing } from './score.ts';
import type { PlanView } from './view.ts';

export interface Todo {
  readonly check: ReadinessCheck;
  /** points that it brings */
  readonly gain: number;
  readonly words: string;
  readonly plan: PlanView | null;
  readonly overdue: boolean;
}

/** What is left to do: the largest gain first; of two alike the overdue one, then the one that is due sooner. */
export function todoOf(standings: readonly Standing<Said>[], plans: readonly PlanView[], now: number): Todo[] {
  return standings
    .filter(({ points, check }) => points < check.weight)
    .map((standing): Todo => {
      const { check, points } = standing;
      const plan = plans.find((one) => one.check === check.key) ?? null;
      return { check, gain: check.weight - points, words: wordsOf(standing), plan, overdue: isOverdue(plan, now) };
    })
    .sort(
      (a, b) =>
        b.gain - a.gain ||
        Number(b.overdue) - Number(a.overdue) ||
        dueOf(a.plan) - dueOf(b.plan) ||
        a.check.number - b.check.number,
    );
}

export const isOverdue = (plan: PlanView | null, now: number): boolean => plan?.dueAt != null && dueOf(plan) < now;

const dueOf = (plan: PlanView | null): number => (plan?.dueAt ? Date.parse(plan.dueAt) : Number.MAX_SAFE_INTEGER);

function wordsOf({ check, because, said }: Standing<Said>): string {
  if (because === 'never') return 'Look at it and attest what you find';
  if (because === 'expired' && said?.status === 'pass') return 'Confirm that it still holds, and attest it again';
  return check.next;
}
