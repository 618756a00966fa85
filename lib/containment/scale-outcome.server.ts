import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../cases/cluster-words.ts';
import { clusterById } from '../cluster/clusters.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { addEntry } from '../timeline/write.server.ts';
import { RunRecord, type ScaleRecord } from './run-record.ts';
import { readScaleFacts, readSuspects } from './scale-facts.server.ts';
import { settleCaseIn } from './settle-case.server.ts';
import { ScaleOutcome } from './step.ts';
import { stored } from './stored.server.ts';
import { lockSuspectOf, publishContainment } from './view.server.ts';

/** While the click waits; after that the pods are followed in the background. */
const FIRST_LOOKS_MS = [0, 500, 1_000, 2_000];
const EVERY_MS = 5_000;
const FOLLOW_FOR_MS = 15 * 60_000;

/** Looks until the pods are gone: a few times at once, then in the background. What is known is written down each time. */
export async function followScale(runId: string): Promise<void> {
  for (const delayMs of FIRST_LOOKS_MS) {
    await wait(delayMs);
    if ((await lookAtScale(runId)) !== 'ending') return;
  }
  void followOn(runId).catch((error: unknown) => console.error('Following the scale-down failed:', error));
}

async function followOn(runId: string): Promise<void> {
  for (const end = Date.now() + FOLLOW_FOR_MS; Date.now() < end; ) {
    await wait(EVERY_MS, undefined, { ref: false });
    if ((await lookAtScale(runId)) === 'at-zero') return;
  }
}

/** One fresh look at what is left of the workload. */
export async function lookAtScale(runId: string): Promise<ScaleOutcome['outcome']> {
  const run = await db.stepRun.findUniqueOrThrow({ where: { id: runId }, include: { case: true } });
  const scale = RunRecord.parse(run.plan).scale;
  if (!scale || run.state === 'undone') return 'at-zero';
  const suspects = await readSuspects(run.case.clusterId, scale.uid);
  const found = await outcomeOf(
    run.case.clusterId,
    scale,
    new Set(suspects.filter((one) => one.of).map(({ podUid }) => podUid)),
  );
  await keep(runId, scale, found);
  return found.outcome;
}

async function outcomeOf(
  clusterId: string,
  scale: ScaleRecord,
  suspectUids: ReadonlySet<string>,
): Promise<ScaleOutcome & { why: string | null }> {
  const checkedAt = new Date().toISOString();
  const unknown = (why: string) => ({ outcome: 'unknown' as const, checkedAt, remaining: [], survivors: [], why });
  const cluster = clusterById(clusterId);
  if (!cluster) return unknown('the cluster is not configured here');
  const facts = await readScaleFacts(cluster, scale);
  if (!facts.ok)
    return unknown(facts.error.kind === 'replaced' ? 'another workload has its name now' : reasonOf(facts.error));
  const { pods, belongs } = facts.value;
  const name = (pod: (typeof pods)[number]) => `${pod.metadata?.namespace}/${pod.metadata?.name}`;
  // a pod that has ended runs nothing; a suspended Job and a Deployment at zero leave such pods behind
  const ended = (pod: (typeof pods)[number]) => ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
  const remaining = pods
    .filter((pod) => belongs(pod) && !ended(pod))
    .map(name)
    .sort();
  const survivors = pods
    .filter((pod) => !belongs(pod) && suspectUids.has(pod.metadata?.uid ?? ''))
    .map(name)
    .sort();
  return { outcome: remaining.length === 0 ? 'at-zero' : 'ending', checkedAt, remaining, survivors, why: null };
}

async function keep(
  runId: string,
  scale: ScaleRecord,
  { why, ...outcome }: ScaleOutcome & { why: string | null },
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockSuspectOf(tx, runId);
    const run = await tx.stepRun.findUniqueOrThrow({ where: { id: runId } });
    const before = ScaleOutcome.safeParse(run.result).data;
    await tx.stepRun.update({ where: { id: runId }, data: { result: stored(outcome) } });
    if (before?.outcome !== outcome.outcome)
      await addEntry(tx, {
        caseId: run.caseId,
        occurredAt: new Date(outcome.checkedAt),
        occurredFrom: 'ours',
        source: 'action',
        sentence: sentence(`${scale.kind} ${scale.namespace}/${scale.name}`, outcome, why),
        detail: { ...outcome },
      });
    await publishContainment(tx, run.caseId, run.suspectId);
    await settleCaseIn(tx, run.caseId);
  });
}

function sentence(workload: string, { outcome, remaining, survivors }: ScaleOutcome, why: string | null): string {
  const alive = survivors.length > 0 ? `; ${survivors.join(', ')} lives on, detached` : '';
  switch (outcome) {
    case 'at-zero':
      return `${workload} is at zero${alive}`;
    case 'ending':
      return `${workload}: ${remaining.length} ${remaining.length === 1 ? 'pod is' : 'pods are'} still ending${alive}`;
    case 'unknown':
      return `Whether ${workload} is at zero is not known: ${why ?? 'not read'}`;
  }
}
