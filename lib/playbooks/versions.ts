import { z } from 'zod';
import { PersonRef, Phase } from '../cases/case.ts';
import { Playbook } from './playbook.ts';

/** One version of the playbook of a phase. Version 0 is Bulkhead's own, from the repository. */
export const PlaybookVersionView = z.object({
  phase: Phase,
  version: z.number().int(),
  /** null for version 0 */
  basedOn: z.number().int().nullable(),
  createdBy: PersonRef.nullable(),
  createdAt: z.string().nullable(),
  /** null: a draft. Version 0 counts as published from the beginning */
  publishedAt: z.string().nullable(),
  publishedBy: PersonRef.nullable(),
  /** what changed and why */
  changeNote: z.string(),
  /** counts the saves of a draft: hand it back with the next one */
  edition: z.number().int(),
  draft: z.boolean(),
});
export type PlaybookVersionView = z.infer<typeof PlaybookVersionView>;

/** The same with its text. */
export const PlaybookVersionText = PlaybookVersionView.extend({ content: Playbook });
export type PlaybookVersionText = z.infer<typeof PlaybookVersionText>;

/** When the playbook of a phase was read and found right last. */
export const ReviewState = z.object({
  phase: Phase,
  /** the version in force */
  version: z.number().int(),
  reviewedAt: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  /** the version that was read; null: none ever */
  reviewedVersion: z.number().int().nullable(),
  nextDueAt: z.string().nullable(),
  note: z.string(),
  /** never, of an earlier version, more than 90 days ago, or past the date that was set */
  stale: z.boolean(),
});
export type ReviewState = z.infer<typeof ReviewState>;

export const PlaybookSummary = z.object({
  phase: Phase,
  title: z.string(),
  steps: z.number().int(),
  current: PlaybookVersionView,
  draft: PlaybookVersionView.nullable(),
  /** published ones, the newest first, version 0 last */
  versions: z.array(PlaybookVersionView),
  review: ReviewState,
});
export type PlaybookSummary = z.infer<typeof PlaybookSummary>;

const ChangeNote = z.string().trim().min(3, 'says what changed and why').max(2_000, 'is longer than 2,000 characters');
const Due = z.iso.datetime({ offset: true });

export const SavePlaybookDraft = z.object({
  phase: Phase,
  content: Playbook,
  /** of the draft that was edited; 0: there was none, and one is begun from version `basedOn` */
  edition: z.number().int().min(0),
  basedOn: z.number().int().min(0),
});
export type SavePlaybookDraft = z.infer<typeof SavePlaybookDraft>;

export const DiscardPlaybookDraft = z.object({ phase: Phase, edition: z.number().int().min(1) });
export type DiscardPlaybookDraft = z.infer<typeof DiscardPlaybookDraft>;

export const PublishPlaybook = z.object({
  phase: Phase,
  edition: z.number().int().min(1),
  changeNote: ChangeNote,
  /** when it is to be reviewed next; publishing counts as a review */
  nextDueAt: Due,
});
export type PublishPlaybook = z.infer<typeof PublishPlaybook>;

export const ReviewPlaybook = z.object({
  phase: Phase,
  version: z.number().int().min(0),
  nextDueAt: Due,
  note: z.string().trim().max(2_000, 'is longer than 2,000 characters'),
});
export type ReviewPlaybook = z.infer<typeof ReviewPlaybook>;

/** Days after which a review counts no more, whatever date was set (readiness check 2). */
export const REVIEW_HOLDS_DAYS = 90;

/** Whether a review no longer says that the version in force is right. */
export function isStale(
  review: { reviewedAt: Date; version: number; nextDueAt: Date } | null,
  inForce: number,
  now: Date,
): boolean {
  if (!review || review.version < inForce) return true;
  const holdsUntil = review.reviewedAt.getTime() + REVIEW_HOLDS_DAYS * 86_400_000;
  return now.getTime() > Math.min(holdsUntil, review.nextDueAt.getTime());
}
