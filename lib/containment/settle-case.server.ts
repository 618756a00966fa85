import 'server-only';
import { settleAssets } from '../cases/assets.server.ts';
import { publishCase } from '../cases/changed.server.ts';
import { isolationOf } from '../cases/isolation.ts';
import { inTransaction, type Tx } from '../db/client.server.ts';
import { addEntry } from '../timeline/write.server.ts';

/** Brings `containedAt` in line with the suspects' quarantines, says so on the timeline, and tells the browsers. */
export const settleCase = (caseId: string): Promise<void> => inTransaction((tx) => settleCaseIn(tx, caseId));

export async function settleCaseIn(tx: Tx, caseId: string): Promise<void> {
  // NO KEY: a timeline entry written before it in this transaction, or in another one, does not stand in the way
  await tx.$queryRaw`SELECT id FROM "Case" WHERE id = ${caseId}::uuid FOR NO KEY UPDATE`;
  const row = await tx.case.findUniqueOrThrow({
    where: { id: caseId },
    include: {
      suspects: {
        include: {
          steps: { select: { step: true, state: true, undoOf: true, result: true }, orderBy: { startedAt: 'desc' } },
        },
      },
    },
  });
  const contained = row.suspects.length > 0 && row.suspects.every(({ steps }) => isolationOf(steps) === 'verified');
  if (contained !== (row.containedAt !== null)) {
    const now = new Date();
    await tx.case.update({ where: { id: caseId }, data: { containedAt: contained ? now : null } });
    await addEntry(tx, {
      caseId,
      occurredAt: now,
      occurredFrom: 'ours',
      source: 'case',
      sentence: contained
        ? 'Contained: every suspect is quarantined and verified'
        : 'No longer contained: a quarantine was undone, is broken or cannot be verified',
      detail: { contained },
    });
  }
  if (!row.closedAt)
    await settleAssets(
      tx,
      caseId,
      row.suspects.map((suspect) => ({ ...suspect, verified: isolationOf(suspect.steps) === 'verified' })),
    );
  await publishCase(tx, caseId);
}
