import { z } from 'zod';
import { storable } from '../action-log/canonical.ts';

const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment with its zone. Without one it is not a moment, and is refused rather than guessed. */
export const Moment = z
  .string()
  .trim()
  .regex(ZONED, 'must be a time with its zone, such as 2026-03-29T02:30:00+01:00')
  .refine((text) => isInReach(new Date(text)), 'is not a time that exists');

/** A time that PostgreSQL has and that has four digits of a year, also with a clock's skew taken off or in another zone. */
export const isInReach = (at: Date): boolean =>
  at.getTime() > Date.UTC(1000, 0, 1) && at.getTime() < Date.UTC(9999, 0, 1);

/** What somebody typed or pasted, as the database can hold it (no NUL, no half characters). */
export const typed = (schema: z.ZodString) => schema.transform((text) => String(storable(text)));

export const NoteText = typed(z.string().trim().min(1, 'is empty').max(10_000, 'is longer than 10,000 characters'));
export const NoteInput = z.object({ caseId: z.uuid(), occurredAt: Moment, text: NoteText });
export type NoteInput = z.infer<typeof NoteInput>;

/** Clocks of two machines differ a little; a note from further ahead is a mistake. */
export const FUTURE_TOLERANCE_MS = 60_000;

export const isFuture = (occurredAt: Date, now: Date): boolean =>
  occurredAt.getTime() > now.getTime() + FUTURE_TOLERANCE_MS;
