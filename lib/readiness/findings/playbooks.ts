import { PHASES, type Phase } from '../../cases/case.ts';
import type { Status } from '../check.ts';
import type { Finding } from '../view.ts';

export interface Reviewed {
  readonly phase: Phase;
  readonly title: string;
  readonly reviewedAt: Date | null;
  readonly nextDueAt: Date | null;
}

/** What the review dates of the five playbooks say. Whether they were exercised on staging is for people to attest. */
export function playbookFinding(reviews: readonly Reviewed[], now: Date): Finding {
  const objects = PHASES.flatMap((phase) => reviews.filter((one) => one.phase === phase)).map((one) => ({
    name: one.title,
    status: statusOf(one, now),
    words: wordsOf(one, now),
  }));
  const current = objects.filter(({ status }) => status === 'pass').length;
  const status = current === objects.length ? 'pass' : current > 0 ? 'partial' : 'fail';
  const words = `${current} of ${objects.length} playbooks have a review that is not overdue`;
  return { status, words, foundAt: now.toISOString(), objects };
}

const statusOf = ({ reviewedAt, nextDueAt }: Reviewed, now: Date): Status =>
  reviewedAt === null || nextDueAt === null ? 'unknown' : nextDueAt > now ? 'pass' : 'fail';

const day = (at: Date) => at.toISOString().slice(0, 10);

function wordsOf({ reviewedAt, nextDueAt }: Reviewed, now: Date): string {
  if (reviewedAt === null || nextDueAt === null) return 'never reviewed';
  return nextDueAt > now
    ? `reviewed ${day(reviewedAt)}, next by ${day(nextDueAt)}`
    : `reviewed ${day(reviewedAt)}, overdue since ${day(nextDueAt)}`;
}
