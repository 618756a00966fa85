import 'server-only';
import { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { type Cluster, clusterById } from '../cluster/clusters.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { addEntry } from '../timeline/write.server.ts';
import { verdictSentence } from './quarantine-verdict.ts';
import { RunRecord } from './run-record.ts';
import { settleCaseIn } from './settle-case.server.ts';
import { Verification } from './step.ts';
import { stored } from './stored.server.ts';
import { verifyQuarantine } from './verify.server.ts';
import { lockSuspectOf, publishContainment } from './view.server.ts';

export const VerifyInput = z.object({ caseId: z.uuid(), suspectId: z.uuid() });
type Actor = Pick<SignedIn, 'id' | 'name' | 'role'>;

/** Verifies the suspect's latest quarantine again, because a person asked. */
export async function verifyAgain(
  { caseId, suspectId }: z.infer<typeof VerifyInput>,
  { person }: { person: SignedIn },
): Promise<ActionResult<Verification>> {
  const run = await db.stepRun.findFirst({
    where: { caseId, suspectId, step: 'quarantine', undoOf: null },
    orderBy: { startedAt: 'desc' },
    select: { id: true, state: true, case: { select: { closedAt: true } } },
  });
  if (run?.case.closedAt)
    return failed('case-closed', 'The case is closed', 'The cluster was not looked at.', 'Reopen it first.');
  if (!run || run.state === 'undone') return failed('not-quarantined', 'There is no quarantine to verify');
  if (run.state === 'running')
    return failed('still-running', 'The quarantine is being sent', 'It is verified when that has ended.');
  const verification = await verifyRun(run.id, person);
  return verification
    ? succeeded(verification)
    : failed('no-such-cluster', 'The cluster of this case is not configured here');
}

/** Looks at the cluster and writes down what it says: for the run, the case, the timeline, the browsers. */
export async function verifyRun(runId: string, person: Actor | null): Promise<Verification | null> {
  const run = await db.stepRun.findUniqueOrThrow({ where: { id: runId }, include: { case: true, suspect: true } });
  const cluster = clusterById(run.case.clusterId);
  const made = RunRecord.parse(run.plan).quarantine;
  if (!cluster || !made || run.step !== 'quarantine') return null;
  const connections = Verification.safeParse(run.result).data?.connections ?? null;
  const target = { cluster, caseId: run.caseId, suspect: run.suspect, made, connections };
  const verification = await verifyQuarantine(target, person);
  await keep(runId, verification, person);
  return verification;
}

/** A look that ended after a later one began would say what was, so the newest look wins. */
async function keep(runId: string, verification: Verification, person: Actor | null): Promise<void> {
  await inTransaction(async (tx) => {
    await lockSuspectOf(tx, runId);
    const run = await tx.stepRun.findUniqueOrThrow({ where: { id: runId }, include: { suspect: true } });
    const before = Verification.safeParse(run.result).data;
    if (before && before.checkedAt > verification.checkedAt) return;
    await tx.stepRun.update({ where: { id: runId }, data: { result: stored(verification) } });
    if (before?.outcome !== verification.outcome || wordsOf(before) !== wordsOf(verification)) {
      await addEntry(tx, {
        caseId: run.caseId,
        occurredAt: new Date(verification.checkedAt),
        occurredFrom: 'ours',
        source: 'action',
        sentence: verdictSentence(`${run.suspect.namespace}/${run.suspect.podName}`, verification),
        detail: {
          outcome: verification.outcome,
          leaks: verification.leaks.map((leak) => ({ ...leak })),
          before: before?.outcome ?? null,
        },
        personId: person?.id ?? null,
      });
    }
    await publishContainment(tx, run.caseId, run.suspectId);
    await settleCaseIn(tx, run.caseId);
  });
}

const wordsOf = (verification: Verification | undefined): string =>
  (verification?.leaks ?? []).map(({ policy, direction, allows }) => `${policy} ${direction} ${allows}`).join('\n');

const QUIET_MS = 300;

/**
 * Looks at every standing quarantine of a cluster again when a policy of its namespace or the labels of its pod change, so
 * that a broken one is not shown as verified. Answers how to stop.
 */
export function watchQuarantines(cluster: Cluster): () => void {
  const due = new Map<string, NodeJS.Timeout>();
  const look = (namespace: string) => {
    clearTimeout(due.get(namespace));
    due.set(
      namespace,
      setTimeout(
        () =>
          void verifyNamespace(cluster.id, namespace).catch((error: unknown) =>
            console.error('Verifying again failed:', error),
          ),
        QUIET_MS,
      ),
    );
  };
  const stop = cluster.cache.onChange((change) => {
    if (change.type !== 'object') return;
    const { resource, object, before } = change;
    const namespace = object.metadata?.namespace;
    if (!namespace) return;
    if (resource === 'networkpolicies') look(namespace);
    if (resource === 'pods' && (change.change === 'DELETED' || labelsOf(object) !== labelsOf(before))) look(namespace);
  });
  return () => {
    stop();
    for (const timer of due.values()) clearTimeout(timer);
  };
}

const labelsOf = (object: { metadata?: { labels?: Record<string, string> } } | null): string =>
  JSON.stringify(Object.entries(object?.metadata?.labels ?? {}).sort());

/** Only quarantines that are not being sent at the moment: those look for themselves. */
export async function verifyNamespace(clusterId: string, namespace: string): Promise<void> {
  const suspects = await db.suspect.findMany({
    where: { namespace, case: { clusterId, closedAt: null } },
    select: {
      steps: {
        where: { step: 'quarantine', undoOf: null },
        orderBy: { startedAt: 'desc' },
        take: 1,
        select: { id: true, state: true, result: true },
      },
    },
  });
  for (const run of suspects.flatMap(({ steps }) => steps))
    if (run.result && run.state !== 'undone' && run.state !== 'running') await verifyRun(run.id, null);
}
