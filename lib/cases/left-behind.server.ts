import 'server-only';
import { db, type Tx } from '../db/client.server.ts';
import { type LeftBehind, leftBehind } from './left-behind.ts';
import { presenceOf } from './presence.server.ts';

/** What the steps of a case have left in its cluster, not undone. */
export const listLeftBehind = (caseId: string): Promise<LeftBehind[]> => leftBehindIn(db, caseId);

export async function leftBehindIn(tx: Tx, caseId: string): Promise<LeftBehind[]> {
  const runs = await tx.stepRun.findMany({
    where: { caseId, undoOf: null, step: { in: ['quarantine', 'scaleToZero'] }, state: { not: 'undone' } },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
    include: { suspect: true, case: { select: { clusterId: true } } },
  });
  return leftBehind(runs.map((run) => ({ ...run, presence: presenceOf(run.case.clusterId, run.suspect.podUid) })));
}
