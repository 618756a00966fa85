import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { db, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import type { TimelineEntry } from './entry.ts';
import { changeEntries, type HeldEntry } from './held.server.ts';
import type { CorrectEntry, EntryWording, Saved } from './inputs.ts';
import { inFuture } from './note.server.ts';
import { isFuture } from './note.ts';
import { publishEntry, skewOf } from './write.server.ts';

/**
 * Corrects what a person wrote, or when it happened; what it said before stays. Only notes of people: what a machine said is
 * annotated, never rewritten. When somebody corrected it meanwhile nothing is written, and both texts come back.
 */
export const correctEntry = (
  { caseId, entryId, version, text, occurredAt, reason }: z.infer<typeof CorrectEntry>,
  { person }: { person: SignedIn },
): Promise<ActionResult<Saved<TimelineEntry>>> =>
  changeEntries<Saved<TimelineEntry>>(caseId, [entryId], async (tx, [entry]) => {
    const at = new Date(occurredAt);
    const now = new Date();
    const why = whyNotCorrected(entry, person);
    if (why) return why;
    if (isFuture(at, now)) return inFuture(at, now);
    const author = await authorOf(tx, entry);
    if (entry.version !== version)
      return succeeded({
        state: 'conflict',
        yours: text,
        theirs: {
          version: entry.version,
          text: entry.sentence,
          by: await nameIn(tx, author.id),
          at: author.since.toISOString(),
        },
      });
    await tx.entryVersion.create({
      data: {
        entryId,
        version,
        sentence: entry.sentence,
        occurredAt: entry.occurredAt,
        personId: author.id,
        replacedAt: now,
        replacedById: person.id,
        reason,
      },
    });
    const sortAt = new Date(
      at.getTime() - (await skewOf(tx, { caseId, source: entry.source, emitter: entry.emitter })),
    );
    await tx.timelineEntry.update({
      where: { id: entryId },
      data: { sentence: text, occurredAt: at, sortAt, version: version + 1 },
    });
    return succeeded({ state: 'saved', value: await publishEntry(tx, entryId) });
  });

function whyNotCorrected(entry: HeldEntry, person: SignedIn): ReturnType<typeof failed> | null {
  if (entry.source !== 'person')
    return failed(
      'not-a-note',
      'Only notes of people are corrected',
      'What a machine said stays as it was said. Nothing was changed.',
      'Add a comment to it.',
    );
  if (person.role === 'manager' && entry.personId !== person.id)
    return failed(
      'not-yours',
      'This note is not yours',
      'A manager corrects only their own notes. Nothing was changed.',
      'Add a comment to it.',
    );
  return null;
}

/** Who wrote what it says now, and when: the last who corrected it, or whose note it is. */
async function authorOf(tx: Tx, entry: HeldEntry): Promise<{ id: string | null; since: Date }> {
  const last = await tx.entryVersion.findFirst({ where: { entryId: entry.id }, orderBy: { version: 'desc' } });
  return last ? { id: last.replacedById, since: last.replacedAt } : { id: entry.personId, since: entry.recordedAt };
}

async function nameIn(tx: Tx, id: string | null): Promise<string> {
  if (!id) return 'Bulkhead';
  return (await tx.person.findUnique({ where: { id }, select: { name: true } }))?.name ?? 'unknown';
}

/** All wordings of an entry, newest first. Null: there is no such entry in this case. */
export async function entryHistory(caseId: string, entryId: string): Promise<EntryWording[] | null> {
  const entry = await db.timelineEntry.findFirst({
    where: { id: entryId, caseId },
    include: { versions: { orderBy: { version: 'desc' } } },
  });
  if (!entry) return null;
  const earlier = entry.versions.map(({ version, sentence, occurredAt, personId, reason }) => ({
    version,
    text: sentence,
    occurredAt,
    personId,
    reason,
  }));
  const now = { version: entry.version, text: entry.sentence, occurredAt: entry.occurredAt, reason: null };
  const personId = entry.versions[0] ? entry.versions[0].replacedById : entry.personId;
  const people = await db.person.findMany({ select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return [{ ...now, personId }, ...earlier].map((wording, index) => ({
    version: wording.version,
    text: wording.text,
    occurredAt: wording.occurredAt.toISOString(),
    by: wording.personId ? (names.get(wording.personId) ?? 'unknown') : 'Bulkhead',
    at: (entry.versions[index]?.replacedAt ?? entry.recordedAt).toISOString(), // written when the one before it was replaced
    reason: wording.reason,
  }));
}
