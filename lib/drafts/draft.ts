import { z } from 'zod';
import { PersonRef } from '../cases/case.ts';

/** The field somebody types in: "note", "report:<id>", "entry:<id>", "comment:<entryId>". */
export const Place = z.string().regex(/^[a-z][a-z-]*(:[0-9a-zA-Z-]{1,64})?$/);

/** One's own text that is not saved yet. */
export const DraftView = z.object({
  place: Place,
  text: z.string(),
  baseVersion: z.number().int().nullable(),
  updatedAt: z.string(),
});
export type DraftView = z.infer<typeof DraftView>;

/** That somebody is typing in a field; what they type stays theirs. */
export const Typing = z.object({ place: Place, person: PersonRef, at: z.string() });
export type Typing = z.infer<typeof Typing>;
