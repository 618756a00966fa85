import type { ReadinessCheck, Status } from './check.ts';
import { CHECKS } from './checks/index.ts';
import { pointsOf, type Said, type Step, stepsOf } from './score.ts';

export const TREND_WEEKS = 26;
const WEEK_MS = 7 * 86_400_000;

export interface Fall {
  readonly at: number;
  readonly check: ReadinessCheck;
  /** points lost */
  readonly by: number;
  readonly why: 'expired' | 'said';
  readonly status: Status;
  /** the score afterwards */
  readonly score: number;
}

export interface Trend {
  /** one a week, the last is now; null: nothing had been attested yet */
  readonly weeks: readonly { at: number; score: number | null }[];
  /** oldest first */
  readonly falls: readonly Fall[];
  /** the highest score of these weeks, and when it was reached last */
  readonly best: { at: number; score: number };
}

/** The score over the last weeks, with the reason of each fall. */
export function trendOf(said: readonly Said[], now: number, weeks = TREND_WEEKS): Trend {
  const begin = now - weeks * WEEK_MS;
  const first = Math.min(...said.map(({ attestedAt }) => Date.parse(attestedAt)));
  const histories = CHECKS.map((check) => ({
    check,
    steps: stepsOf(said.filter((one) => one.check === check.key)),
  }));
  const scoreAt = (at: number) =>
    histories.reduce((sum, { check, steps }) => {
      const step = steps.findLast((each) => each.at <= at);
      return sum + pointsOf(step?.status ?? 'unknown', check.weight);
    }, 0);
  const samples = Array.from({ length: weeks + 1 }, (_, index) => {
    const at = now - (weeks - index) * WEEK_MS;
    return { at, score: first <= at ? scoreAt(at) : null };
  });
  const changes = histories
    .flatMap(({ check, steps }) =>
      steps.map((step, index) => ({ check, step, loss: lossOf(check, steps[index - 1], step) })),
    )
    .filter(({ step }) => step.at > begin && step.at <= now);
  const falls = changes
    .filter(({ loss }) => loss > 0)
    .map(({ check, step, loss }): Fall => {
      const { at, because: why, status } = step;
      return { at, check, by: loss, why, status, score: scoreAt(at) };
    })
    .sort((a, b) => a.at - b.at || a.check.number - b.check.number);
  const moments = [begin, ...changes.map(({ step }) => step.at).sort((a, b) => a - b)];
  const best = moments
    .map((at) => ({ at, score: scoreAt(at) }))
    .reduce((highest, one) => (one.score >= highest.score ? one : highest), { at: begin, score: 0 });
  return { weeks: samples, falls, best };
}

const lossOf = (check: ReadinessCheck, before: Step<Said> | undefined, after: Step<Said>): number =>
  (before ? pointsOf(before.status, check.weight) : 0) - pointsOf(after.status, check.weight);

/** "attestation of War room ready expired", "Audit logging attested as partial" */
export const fallWords = ({ check, why, status }: Fall): string =>
  why === 'expired' ? `attestation of ${check.title} expired` : `${check.title} attested as ${status}`;
