import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import type { Tx } from '../db/client.server.ts';
import { type ActionResult, succeeded } from '../failure.ts';
import { addEntry } from '../timeline/write.server.ts';
import { PHASES, type Phase, REPORT_EVERY_MIN, type Severity } from './case.ts';
import { publishCase } from './changed.server.ts';
import { capital } from './cluster-words.ts';
import { passCriteria } from './criteria.server.ts';
import type { ChangeCadence, ChangePhase, ChangeSeverity } from './inputs.ts';
import { inOpenCase, type OpenCaseRow } from './open-case.server.ts';
import { say } from './say.server.ts';

type By = { person: SignedIn };

/**
 * Moves the case to a phase, with a reason; the history keeps both. Forward: the criteria of every phase that is left behind
 * are met or are overridden with it.
 */
export function changePhase(
  { caseId, phase, reason, overrides }: z.infer<typeof ChangePhase>,
  { person }: By,
): Promise<ActionResult<{ phase: Phase }>> {
  return inOpenCase(caseId, { change: true }, async (tx, row) => {
    if (row.phase === phase) return succeeded({ phase });
    const left = PHASES.slice(PHASES.indexOf(row.phase), PHASES.indexOf(phase)); // none on the way back
    const passed = await passCriteria(tx, caseId, left, overrides, person);
    if (!passed.ok) return passed;
    await enterPhase(tx, { caseId, from: row.phase, to: phase, personId: person.id, reason });
    await publishCase(tx, caseId);
    return succeeded({ phase });
  });
}

interface Move {
  caseId: string;
  from: Phase;
  to: Phase;
  personId: string;
  /** null: nobody was asked for one */
  reason: string | null;
}

/** Whoever acts on a suspect has left detection: the clock of containment starts with the first step sent. */
export async function leaveDetection(
  tx: Tx,
  { id, phase }: Pick<OpenCaseRow, 'id' | 'phase'>,
  personId: string,
): Promise<void> {
  if (phase === 'detection')
    await enterPhase(tx, { caseId: id, from: 'detection', to: 'containment', personId, reason: null });
}

async function enterPhase(tx: Tx, { caseId, from, to, personId, reason }: Move): Promise<void> {
  await tx.case.update({ where: { id: caseId }, data: { phase: to } });
  await addEntry(tx, {
    caseId,
    occurredAt: new Date(),
    occurredFrom: 'ours',
    source: 'phase',
    sentence: `Phase changed to ${capital(to)}${reason ? `: ${reason}` : ''}`,
    detail: { from, to, reason },
    personId,
  });
}

/** Another severity, with a reason. A case that follows its severity's interval of status reports then follows the new one's. */
export function changeSeverity(
  { caseId, severity, reason }: z.infer<typeof ChangeSeverity>,
  { person }: By,
): Promise<ActionResult<{ severity: Severity }>> {
  return inOpenCase(caseId, { change: true }, async (tx, row) => {
    if (row.severity === severity) return succeeded({ severity });
    await tx.case.update({ where: { id: caseId }, data: { severity } });
    await say(tx, caseId, person, `Severity changed from ${row.severity} to ${severity}: ${reason}`, {
      from: row.severity,
      to: severity,
      reason,
    });
    await publishCase(tx, caseId);
    return succeeded({ severity });
  });
}

/** How often a status report is due. */
export function changeCadence(
  { caseId, every }: z.infer<typeof ChangeCadence>,
  { person }: By,
): Promise<ActionResult<{ everyMin: number }>> {
  return inOpenCase(caseId, { change: true }, async (tx, row) => {
    const { updateEvery } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { updateEvery: true } });
    const everyMin = every ?? REPORT_EVERY_MIN[row.severity];
    if (updateEvery === every) return succeeded({ everyMin });
    await tx.case.update({ where: { id: caseId }, data: { updateEvery: every } });
    await say(
      tx,
      caseId,
      person,
      `Status report due every ${everyMin} min${every === null ? ', as its severity says' : ''}`,
      {
        every,
      },
    );
    await publishCase(tx, caseId);
    return succeeded({ everyMin });
  });
}
