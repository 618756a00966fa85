import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { addEntry } from '../timeline/write.server.ts';
import type { Phase, Severity } from './case.ts';
import { publishCase } from './changed.server.ts';
import { capital } from './cluster-words.ts';
import type { ChangePhase, ChangeSeverity } from './inputs.ts';

type By = { person: SignedIn };
const noSuchCase = failed('no-such-case', 'There is no such case', 'Nothing was changed.');

/** Moves the case to a phase, forwards or back; the history keeps both. */
export function changePhase(
  { caseId, phase }: z.infer<typeof ChangePhase>,
  { person }: By,
): Promise<ActionResult<{ phase: Phase }>> {
  return inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<
      { phase: Phase }[]
    >`SELECT phase FROM "Case" WHERE id = ${caseId}::uuid FOR UPDATE`;
    if (!row) return noSuchCase;
    if (row.phase !== phase) await enterPhase(tx, { caseId, from: row.phase, to: phase, personId: person.id });
    return succeeded({ phase });
  });
}

interface Move {
  caseId: string;
  from: Phase;
  to: Phase;
  personId: string;
}

/** Whoever acts on a suspect has left detection: the clock of containment starts with the first step sent. */
export async function leaveDetection(tx: Tx, caseId: string, personId: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ phase: Phase }[]>`SELECT phase FROM "Case" WHERE id = ${caseId}::uuid FOR UPDATE`;
  if (row?.phase === 'detection') await enterPhase(tx, { caseId, from: row.phase, to: 'containment', personId });
}

async function enterPhase(tx: Tx, { caseId, from, to, personId }: Move): Promise<void> {
  await tx.case.update({ where: { id: caseId }, data: { phase: to } });
  await addEntry(tx, {
    caseId,
    occurredAt: new Date(),
    occurredFrom: 'ours',
    source: 'phase',
    sentence: `Phase changed to ${capital(to)}`,
    detail: { from, to },
    personId,
  });
  await publishCase(tx, caseId);
}

export function changeSeverity(
  { caseId, severity }: z.infer<typeof ChangeSeverity>,
  { person }: By,
): Promise<ActionResult<{ severity: Severity }>> {
  return inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<
      { severity: Severity }[]
    >`SELECT severity FROM "Case" WHERE id = ${caseId}::uuid FOR UPDATE`;
    if (!row) return noSuchCase;
    if (row.severity === severity) return succeeded({ severity });
    await tx.case.update({ where: { id: caseId }, data: { severity } });
    await addEntry(tx, {
      caseId,
      occurredAt: new Date(),
      occurredFrom: 'ours',
      source: 'case',
      sentence: `Severity changed from ${row.severity} to ${severity}`,
      detail: { from: row.severity, to: severity },
      personId: person.id,
    });
    await publishCase(tx, caseId);
    return succeeded({ severity });
  });
}
