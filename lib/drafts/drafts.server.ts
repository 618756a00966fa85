import 'server-only';
import { z } from 'zod';
import { storable } from '../action-log/canonical.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { db, inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { type DraftView, Place, TYPING_MS, type Typing } from './draft.ts';

type By = { person: SignedIn };

export const SaveDraft = z.object({
  caseId: z.uuid(),
  place: Place,
  text: z
    .string()
    .max(100_000, 'is longer than 100,000 characters')
    .transform((text) => String(storable(text))),
  baseVersion: z.int32().nullable(),
});

/** Keeps what somebody is typing; an empty text ends the draft. A closed case takes drafts too: nothing typed is lost. */
export async function saveDraft(
  { caseId, place, text, baseVersion }: z.infer<typeof SaveDraft>,
  { person }: By,
): Promise<ActionResult<null>> {
  const of = { caseId, personId: person.id, place };
  if (!(await db.case.findUnique({ where: { id: caseId }, select: { id: true } })))
    return failed('no-such-case', 'There is no such case', 'The draft is kept in this browser only.');
  await inTransaction(async (tx) => {
    if (text === '') await tx.draft.deleteMany({ where: of });
    else {
      const draft = { text, baseVersion, updatedAt: new Date() };
      await tx.draft.upsert({
        where: { caseId_personId_place: of },
        create: { ...of, ...draft },
        update: draft,
      });
    }
    await publish(tx, `case:${caseId}`, { type: 'typing.changed', caseId, typing: await typingIn(tx, caseId) });
  });
  return succeeded(null);
}

/** One's own drafts in a case, on whatever device they were typed. */
export async function ownDrafts(caseId: string, personId: string): Promise<DraftView[]> {
  const rows = await db.draft.findMany({ where: { caseId, personId }, orderBy: { updatedAt: 'desc' }, take: 200 });
  return rows.map(({ place, text, baseVersion, updatedAt }) => ({
    place,
    text,
    baseVersion,
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Who typed in a field of the case a moment ago; without what they typed. */
export const whoTypes = (caseId: string): Promise<Typing[]> => typingIn(db, caseId);

async function typingIn(tx: Tx, caseId: string): Promise<Typing[]> {
  const rows = await tx.draft.findMany({
    where: { caseId, updatedAt: { gt: new Date(Date.now() - TYPING_MS) } },
    orderBy: { updatedAt: 'asc' },
    select: { place: true, personId: true, updatedAt: true },
  });
  const people = await tx.person.findMany({
    where: { id: { in: [...new Set(rows.map(({ personId }) => personId))] } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ place, personId, updatedAt }) => ({
    place,
    person: { id: personId, name: names.get(personId) ?? 'unknown' },
    at: updatedAt.toISOString(),
  }));
}
