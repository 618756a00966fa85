import { z } from 'zod';
import { VERDICT_TAGS } from './annotation.ts';
import { TIMELINE_SOURCES } from './entry.ts';
import { Moment, NoteText, typed } from './note.ts';
import { TECHNIQUE } from './techniques.ts';

/** Entries of one case that are changed together. */
export const BULK_MAX = 500;
const Entries = z.object({
  caseId: z.uuid(),
  entryIds: z.array(z.uuid()).min(1, 'choose at least one entry').max(BULK_MAX, `at most ${BULK_MAX} entries at once`),
});
/** true: add it; false: take it back. What is so already stays so. */
const on = z.boolean();

const Reason = typed(z.string().trim().min(3, 'say why, in a few words').max(500, 'is longer than 500 characters'));

/** Lower case, single blanks: one tag is written in one way. Verdicts have an action of their own. */
export const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/\s+/g, ' '))
  .pipe(
    z
      .string()
      .min(1, 'is empty')
      .max(50, 'is longer than 50 characters')
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} :._/-]*$/u, 'takes letters, digits and blanks : . _ / -')
      .refine((tag) => !tag.startsWith('verdict:'), 'is a verdict: set it as one'),
  );

export const AddComment = z.object({ caseId: z.uuid(), entryId: z.uuid(), text: NoteText });
/** `version`: of the comment that was on screen when editing began */
export const EditComment = z.object({
  caseId: z.uuid(),
  annotationId: z.uuid(),
  version: z.number().int().min(1),
  text: NoteText,
});
export const RemoveComment = z.object({ caseId: z.uuid(), annotationId: z.uuid() });
export const TagEntries = Entries.extend({ tag: Tag, on });
export const MarkEntries = Entries.extend({ on });
export const SetTechnique = Entries.extend({
  technique: z.string().trim().toUpperCase().regex(TECHNIQUE, 'is not a technique such as T1048 or T1552.007'),
  on,
});
export const LinkEntries = Entries.extend({
  to: z
    .string()
    .regex(/^(artifact|asset):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'links to an artifact or an asset'),
  on,
});
/** null: no verdict */
export const SetVerdict = Entries.extend({ verdict: z.enum(VERDICT_TAGS).nullable() });

/** `version`: of the entry that was on screen when editing began */
export const CorrectEntry = z.object({
  caseId: z.uuid(),
  entryId: z.uuid(),
  version: z.number().int().min(1),
  text: NoteText,
  occurredAt: Moment,
  reason: Reason,
});

export const GroupEntries = Entries.extend({
  title: typed(z.string().trim().min(1, 'is empty').max(200, 'is longer than 200 characters')),
});
export const Ungroup = z.object({ caseId: z.uuid(), groupId: z.uuid() });
export const HideEntries = Entries.extend({ reason: Reason });
export const ShowEntries = Entries;

/** A day either way: a clock that is further off is wrong in another way. */
const SKEW_MAX_MS = 86_400_000;
export const SetSkew = z.object({
  caseId: z.uuid(),
  source: z.enum(TIMELINE_SOURCES),
  emitter: typed(z.string().max(300)).default(''),
  /** how far the source's clock is ahead of ours; negative: behind */
  skewMs: z.number().int().min(-SKEW_MAX_MS).max(SKEW_MAX_MS),
  reason: Reason,
});

/** What became of a save: it is on the server, or somebody was faster and both texts are here. */
export type Saved<T> = { state: 'saved'; value: T } | { state: 'conflict'; theirs: Wording; yours: string };

/** What an entry or a comment said at one version. */
export interface Wording {
  version: number;
  text: string;
  by: string;
  at: string; // when it was written, RFC 3339 UTC
}

/** One wording of an entry, newest first in its history. */
export const EntryWording = z.object({
  version: z.number().int(),
  text: z.string(),
  occurredAt: z.string(),
  by: z.string(),
  at: z.string(),
  /** why it was corrected into the next one; null: it is what the entry says now */
  reason: z.string().nullable(),
});
export type EntryWording = z.infer<typeof EntryWording>;
