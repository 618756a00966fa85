import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import { unlessInProgress } from '../action-log/in-progress.server.ts';
import { RecordBody } from '../action-log/record.ts';
import { clusterById } from '../cluster/clusters.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { actionIdOf, runStep } from './run.server.ts';
import { type Progress, RunRecord } from './run-record.ts';
import { lookAtScale } from './scale-outcome.server.ts';
import { ScaleOutcome } from './step.ts';
import { stored } from './stored.server.ts';
import { verifyRun } from './watch-quarantine.server.ts';

/**
 * Takes up the steps of server processes that are no more; called at start, after the action log was settled. What the
 * log says was sent is not sent again; what was not begun goes on; what nobody can tell is unknown and ends the step.
 */
export async function resumeSteps(): Promise<void> {
  const left = await db.stepRun.findMany({
    where: { state: 'running' },
    orderBy: { startedAt: 'asc' },
    select: { id: true },
  });
  await Promise.all(left.map(({ id }) => unlessInProgress(id, () => resumeOne(id))));
  // Sent, but not, or not to its end, looked at.
  const sent = await db.stepRun.findMany({
    where: { step: { in: ['quarantine', 'scaleToZero'] }, undoOf: null, state: 'succeeded', case: { closedAt: null } },
    select: { id: true, step: true, result: true, startedById: true },
  });
  for (const { id, step, result, startedById } of sent) {
    if (step === 'quarantine' && result === null) await verifyRun(id, await personOf(startedById));
    if (step === 'scaleToZero' && ScaleOutcome.safeParse(result).data?.outcome !== 'at-zero') await lookAtScale(id);
  }
}

async function resumeOne(runId: string): Promise<void> {
  const run = await db.stepRun.findUniqueOrThrow({ where: { id: runId } });
  if (run.state !== 'running') return; // its own process, or another that resumed it, ended it meanwhile
  await clusterOf(run.caseId);
  const record = RunRecord.parse(run.plan);
  const progress = await Promise.all(record.plan.requests.map((_, index) => progressFromLog(runId, index, record)));
  await inTransaction(async (tx) => {
    await tx.stepRun.update({
      where: { id: runId },
      data: { plan: stored({ ...record, progress }) },
    });
  });
  const person = await personOf(run.startedById);
  if (person) await runStep(runId, person);
}

/** Who began a step goes on being who acts in it. */
const personOf = (id: string) => db.person.findUnique({ where: { id }, select: { id: true, name: true, role: true } });

const PATIENCE_MS = 60_000;

/** Waits until the case's cluster is connected; when it does not come, the step ends as unknown. */
async function clusterOf(caseId: string): Promise<void> {
  const { clusterId } = await db.case.findUniqueOrThrow({ where: { id: caseId }, select: { clusterId: true } });
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !clusterById(clusterId); ) await wait(200);
}

/** What the action log says of one request. Begun without an outcome: settlement could not tell, so nobody can. */
async function progressFromLog(runId: string, index: number, { progress }: RunRecord): Promise<Progress> {
  const actionId = actionIdOf(runId, index);
  const rows = await db.actionRecord.findMany({ where: { actionId }, orderBy: { seq: 'asc' } });
  const before = progress[index] ?? { state: 'waiting', answer: '', actionId: null, seqs: [], uid: null };
  if (rows.length === 0) return { ...before, state: 'waiting' };
  const outcome = rows.find(({ kind }) => kind === 'outcome');
  const body = outcome ? RecordBody.safeParse(JSON.parse(outcome.body)).data : undefined;
  const words = body?.answer?.words;
  return {
    state: body?.outcome ?? 'unknown',
    answer: typeof words === 'string' ? words : 'Begun before the server ended; what became of it is not known.',
    actionId,
    seqs: rows.slice(0, 1).map(({ seq }) => Number(seq)),
    uid: before.uid,
  };
}
