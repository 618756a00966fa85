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

/** After this without a key pressed somebody no longer counts as typing. */
export const TYPING_MS = 15_000;

/** One text as a browser knows it, or as the server does. */
export interface Version {
  text: string;
  baseVersion: number | null;
  /** RFC 3339 */
  at: string;
}

/**
 * What to show when a field opens: the text that was typed last, and the other one when it says something else, so that
 * neither is lost. `local`: from this browser; `remote`: from the server, typed on whatever device.
 */
export function reconcile(
  local: Version | null,
  remote: Version | null,
): { shown: Version | null; other: Version | null } {
  if (!local || !remote) return { shown: local ?? remote, other: null };
  if (local.text === remote.text) return { shown: remote, other: null };
  const [shown, other] = local.at >= remote.at ? [local, remote] : [remote, local];
  // What was typed on and only grew is one text, not two.
  return { shown, other: shown.text.startsWith(other.text) ? null : other };
}
