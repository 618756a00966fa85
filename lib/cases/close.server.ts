import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import type { Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { PHASES } from './case.ts';
import { publishCase } from './changed.server.ts';
import { withdrawStanding } from './command.server.ts';
import { passCriteria } from './criteria.server.ts';
import type { CloseCase, ReopenCase } from './inputs.ts';
import { leftBehindIn } from './left-behind.server.ts';
import { inOpenCase, inTransactionOrNot } from './open-case.server.ts';
import { caseHref, caseWords, say, tell } from './say.server.ts';

type By = { person: SignedIn };

/**
 * Closes a case, which freezes it. The criteria of all phases are met or overridden with it, nothing is running, and what is
 * left behind in the cluster was seen by the person who closes.
 */
export function closeCase(
  { caseId, result, overrides, leftBehind }: z.infer<typeof CloseCase>,
  { person }: By,
): Promise<ActionResult<{ closedAt: string }>> {
  return inOpenCase(caseId, { change: true }, async (tx, row) => {
    const running = await whatRuns(tx, caseId);
    if (running)
      return failed(
        'still-running',
        'Something is still running',
        `${running}. Nothing was changed.`,
        'Wait for it to end.',
      );
    const left = await leftBehindIn(tx, caseId);
    const unseen = left.filter(({ id }) => !leftBehind.includes(id));
    if (unseen.length > 0)
      return failed(
        'left-behind',
        unseen.length === 1
          ? 'One thing is left behind in the cluster'
          : `${unseen.length} things are left behind in the cluster`,
        `${unseen.map(({ words }) => words).join('; ')}. Nothing was changed.`,
        'Undo them, or say that they stay.',
      );
    const passed = await passCriteria(tx, caseId, PHASES, overrides, person);
    if (!passed.ok) return passed;
    await withdrawStanding(tx, caseId);
    await say(tx, caseId, person, `Case closed: ${result}`, {
      result,
      leftBehind: left.map(({ words }) => words),
      overridden: overrides.length,
    });
    const closedAt = new Date();
    await tx.case.update({ where: { id: caseId }, data: { closedAt, closedById: person.id, result } });
    await tell(tx, person, row.commanderId, `${person.name} closed ${caseWords(row)}: ${result}`, caseHref(row));
    await publishCase(tx, caseId);
    return succeeded({ closedAt: closedAt.toISOString() });
  });
}

/** What would go on in a frozen case. */
async function whatRuns(tx: Tx, caseId: string): Promise<string | null> {
  const steps = await tx.stepRun.findMany({
    where: { caseId, state: 'running' },
    select: { step: true, suspect: { select: { namespace: true, podName: true } } },
  });
  const step = steps[0];
  if (step) return `A step (${step.step}) on ${step.suspect.namespace}/${step.suspect.podName} has not ended`;
  const collecting = await tx.artifact.count({ where: { caseId, state: 'collecting' } });
  return collecting > 0 ? `${collecting} ${collecting === 1 ? 'artifact is' : 'artifacts are'} being collected` : null;
}

interface Closed {
  number: number;
  title: string;
  commanderId: string;
  closedAt: Date | null;
  result: string | null;
}

/** Opens a closed case again, as it was; what was said when it was closed stays on the timeline. */
export function reopenCase(
  { caseId, reason }: z.infer<typeof ReopenCase>,
  { person }: By,
): Promise<ActionResult<null>> {
  return inTransactionOrNot(async (tx) => {
    const [row] = await tx.$queryRaw<Closed[]>`
      SELECT number, title, "commanderId", "closedAt", result FROM "Case" WHERE id = ${caseId}::uuid FOR NO KEY UPDATE`;
    if (!row) return failed('no-such-case', 'There is no such case', 'Nothing was changed.');
    if (!row.closedAt) return failed('not-closed', 'The case is open', 'Nothing was changed.');
    await tx.case.update({ where: { id: caseId }, data: { closedAt: null, closedById: null, result: null } });
    await say(tx, caseId, person, `Case reopened: ${reason}`, {
      reason,
      closedAt: row.closedAt.toISOString(),
      result: row.result,
    });
    await tell(tx, person, row.commanderId, `${person.name} reopened ${caseWords(row)}: ${reason}`, caseHref(row));
    await publishCase(tx, caseId);
    return succeeded(null);
  });
}
