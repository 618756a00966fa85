import type { ReviewState } from '../../playbooks/versions.ts';
import type { Status } from '../check.ts';
import type { Finding } from '../view.ts';

export interface Reviewed {
  readonly title: string;
  readonly review: Pick<ReviewState, 'version' | 'reviewedAt' | 'reviewedVersion' | 'nextDueAt' | 'stale'>;
}

/** What the review dates of the five playbooks say. Whether they were exercised on staging is for people to attest. */
export function playbookFinding(playbooks: readonly Reviewed[], now: Date): Finding {
  const objects = playbooks.map(({ title, review }) => ({
    name: title,
    status: statusOf(review),
    words: wordsOf(review),
  }));
  const current = objects.filter(({ status }) => status === 'pass').length;
  const status = current === objects.length ? 'pass' : current > 0 ? 'partial' : 'fail';
  const words = `${current} of ${objects.length} playbooks have a review that still holds`;
  return { status, words, foundAt: now.toISOString(), objects };
}

const statusOf = ({ reviewedAt, stale }: Reviewed['review']): Status =>
  reviewedAt === null ? 'unknown' : stale ? 'fail' : 'pass';

function wordsOf({ version, reviewedAt, reviewedVersion, nextDueAt, stale }: Reviewed['review']): string {
  if (reviewedAt === null || nextDueAt === null) return 'never reviewed';
  const reviewed = `reviewed ${reviewedAt.slice(0, 10)}`;
  if (!stale) return `${reviewed}, next by ${nextDueAt.slice(0, 10)}`;
  if (reviewedVersion !== version) return `${reviewed} as version ${reviewedVersion}; version ${version} is in force`;
  return `${reviewed}, overdue`;
}
