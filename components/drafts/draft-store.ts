import { z } from 'zod';
import type { Version } from '@/lib/drafts/draft';

const Stored = z.object({
  text: z.string(),
  baseVersion: z.number().int().nullable(),
  at: z.string(),
  synced: z.boolean(),
});
type Stored = z.infer<typeof Stored>;

/** By person too: on a shared computer nobody finds the text of another in their field. */
const keyOf = (personId: string, caseId: string, place: string) => `bulkhead.draft ${personId} ${caseId} ${place}`;

/** What this browser holds of a text that is not saved. `synced`: the server has it too. */
export function readLocal(personId: string, caseId: string, place: string): Stored | null {
  try {
    return Stored.safeParse(JSON.parse(localStorage.getItem(keyOf(personId, caseId, place)) ?? 'null')).data ?? null;
  } catch {
    return null; // storage is off, or holds what is not ours
  }
}

/** False when the browser cannot keep it (storage off or full): then only the server can. */
export function writeLocal(
  personId: string,
  caseId: string,
  place: string,
  draft: (Version & { synced: boolean }) | null,
): boolean {
  try {
    const key = keyOf(personId, caseId, place);
    if (draft) localStorage.setItem(key, JSON.stringify(draft satisfies Stored));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}
