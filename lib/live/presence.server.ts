import 'server-only';
import { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { db, inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { PRESENCE_MS, type PresenceView } from './presence.ts';
import { publish } from './publish.server.ts';

export const SeenInput = z.object({
  caseId: z.uuid(),
  /** which room of the case: "timeline"; null: this browser left the case */
  screen: z.string().max(40).nullable(),
});

/** A browser says that its person looks at a case; it says so again well within PRESENCE_MS. Others hear of changes only. */
export async function seen(
  { caseId, screen }: z.infer<typeof SeenInput>,
  { person }: { person: SignedIn },
): Promise<ActionResult<null>> {
  if (!(await db.case.findUnique({ where: { id: caseId }, select: { id: true } })))
    return failed('no-such-case', 'There is no such case');
  const of = { caseId, sessionId: person.sessionId };
  await inTransaction(async (tx) => {
    const before = await tx.presence.findUnique({ where: { caseId_sessionId: of } });
    if (screen === null) await tx.presence.deleteMany({ where: of });
    else {
      const now = { screen, seenAt: new Date() };
      await tx.presence.upsert({
        where: { caseId_sessionId: of },
        create: { ...of, ...now, personId: person.id },
        update: now,
      });
    }
    if ((before?.screen ?? null) !== screen) await tell(tx, caseId);
  });
  return succeeded(null);
}

/** Who is in the room of a case, by name. */
export const whoIsIn = (caseId: string): Promise<PresenceView[]> => presentIn(db, caseId);

async function presentIn(tx: Tx, caseId: string): Promise<PresenceView[]> {
  const rows = await tx.presence.findMany({
    where: { caseId, seenAt: { gt: new Date(Date.now() - PRESENCE_MS) } },
    orderBy: { seenAt: 'asc' },
  });
  const latest = new Map(rows.map((row) => [row.personId, row]));
  const people = await tx.person.findMany({
    where: { id: { in: [...latest.keys()] } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
  return people.flatMap((person) => {
    const row = latest.get(person.id);
    return row ? [{ person, screen: row.screen, seenAt: row.seenAt.toISOString() }] : [];
  });
}

const tell = async (tx: Tx, caseId: string): Promise<void> =>
  publish(tx, `case:${caseId}`, { type: 'presence.changed', caseId, present: await presentIn(tx, caseId) });

/** Takes out who was not heard of, and tells the others. Several server processes may do so: each row goes once. */
export async function sweepPresence(now = new Date()): Promise<void> {
  await inTransaction(async (tx) => {
    const gone = await tx.$queryRaw<{ caseId: string }[]>`
      DELETE FROM "Presence" WHERE "seenAt" <= ${new Date(now.getTime() - PRESENCE_MS)} RETURNING "caseId"`;
    for (const caseId of new Set(gone.map((row) => row.caseId))) await tell(tx, caseId);
  });
}

const SWEEP_MS = 15_000;
const shared = globalThis as typeof globalThis & { bulkheadPresence?: NodeJS.Timeout };

/** Sweeps until the process ends. */
export function keepPresence(): void {
  clearInterval(shared.bulkheadPresence);
  shared.bulkheadPresence = setInterval(
    () =>
      void sweepPresence().catch((error: unknown) =>
        console.error('Who is in a room was not brought up to date:', error instanceof Error ? error.message : error),
      ),
    SWEEP_MS,
  );
  shared.bulkheadPresence.unref();
}
