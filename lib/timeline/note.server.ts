import 'server-only';
import type { SignedIn } from '../auth/session.server.ts';
import { openCaseIn } from '../cases/open-case.server.ts';
import { inTransaction } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import type { TimelineEntry } from './entry.ts';
import { isFuture, type NoteInput } from './note.ts';
import { addEntry } from './write.server.ts';

/** Adds what a person saw, at the time it happened. A time that has not come yet is refused. */
export async function addNote(
  { caseId, occurredAt, text }: NoteInput,
  { person }: { person: SignedIn },
): Promise<ActionResult<TimelineEntry>> {
  const at = new Date(occurredAt);
  const now = new Date();
  if (isFuture(at, now)) return inFuture(at, now);
  return inTransaction(async (tx) => {
    const open = await openCaseIn(tx, caseId);
    if (!open.ok) return open;
    return succeeded(
      await addEntry(tx, {
        caseId,
        occurredAt: at,
        occurredFrom: 'person',
        source: 'person',
        sentence: text,
        detail: { asWritten: occurredAt },
        personId: person.id,
      }),
    );
  });
}

export const inFuture = (at: Date, now: Date): ReturnType<typeof failed> =>
  failed(
    'note-in-future',
    'That time has not come yet',
    `${at.toISOString()} is after ${now.toISOString()}. Nothing was saved.`,
    'Correct the time or its zone.',
  );
