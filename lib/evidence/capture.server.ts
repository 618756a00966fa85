import 'server-only';
import type { SignedIn } from '../auth/session.server.ts';
import { capital, reasonOf } from '../cases/cluster-words.ts';
import { readPodByUid } from '../cases/fresh-read.server.ts';
import { inOpenCase } from '../cases/open-case.server.ts';
import { type Cluster, clusterById } from '../cluster/clusters.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { addEntry } from '../timeline/write.server.ts';
import { artifactLabel } from './artifact.ts';
import type { CollectEnd, Collector, Target } from './collector.ts';
import { COLLECTORS } from './collectors/index.server.ts';
import { recordCustody } from './custody.server.ts';
import { publishArtifact } from './read.server.ts';
import { streamFrom } from './run.server.ts';
import { keepUnfinished, type Stored, Writer } from './store.server.ts';

export interface CaptureJob {
  run: { id: string; caseId: string };
  suspect: { id: string; namespace: string; podName: string; podUid: string };
  cluster: Cluster;
  person: Pick<SignedIn, 'id' | 'name' | 'role'>;
  /** ids, in order */
  collectors: readonly string[];
}

/**
 * Runs the collectors one after another, the most volatile first. What was begun by a process that died is kept as far as it came
 * and said to be partial; collectors that have an artifact in this run are not run again. `onProgress` after each artifact.
 */
export async function capture(
  job: CaptureJob,
  onProgress: () => Promise<void>,
): Promise<{ state: 'succeeded' | 'failed' | 'unknown'; words: string | null }> {
  await keepInterrupted(job);
  const done = new Set(
    (await db.artifact.findMany({ where: { stepRunId: job.run.id }, select: { collector: true } })).map(
      ({ collector }) => collector,
    ),
  );
  for (const collector of COLLECTORS.filter(({ id }) => job.collectors.includes(id) && !done.has(id))) {
    const now = await readSuspect(job);
    for (const target of collector.targets(now.pod)) {
      const begun = await beginArtifact(job, collector, target);
      if (!begun.ok) return { state: 'failed', words: `${begun.failure.title}. ${begun.failure.detail}` };
      await collectInto(begun.value, job, collector, target, now);
      await onProgress();
    }
  }
  return summaryOf(job.run.id);
}

interface SuspectNow {
  pod: Pod | null;
  /** why it could not be read */
  failure: string | null;
}

/** The pod by UID, before each collector: another pod of the same name is another matter. */
async function readSuspect({ cluster, suspect }: CaptureJob): Promise<SuspectNow> {
  const pod = await readPodByUid(cluster, suspect.namespace, suspect.podName, suspect.podUid);
  if (pod.ok) return { pod: pod.value, failure: null };
  if (pod.error.kind === 'replaced') return { pod: null, failure: 'The pod is gone, and another one has its name' };
  return {
    pod: null,
    failure: pod.error.kind === 'not-found' ? 'The pod is gone' : `The pod could not be read: ${reasonOf(pod.error)}`,
  };
}

const NEEDS_NO_POD = new Set(['events']);

/** Fills an artifact that was begun, and ends it. */
async function collectInto(
  id: string,
  job: CaptureJob,
  collector: Collector,
  target: Target,
  { pod, failure }: SuspectNow,
): Promise<void> {
  const { run, suspect, cluster, person } = job;
  const writer = await Writer.open(id);
  let end: CollectEnd;
  try {
    if (failure !== null && !NEEDS_NO_POD.has(collector.id)) end = { state: 'failed', reason: failure };
    else
      end = await collector.collect({
        cluster,
        namespace: suspect.namespace,
        podName: suspect.podName,
        pod,
        target,
        write: (bytes) => writer.write(bytes),
        exec: (argv, onStdout) =>
          streamFrom(
            {
              cluster,
              namespace: suspect.namespace,
              pod: suspect.podName,
              container: target.container ?? '',
              caseId: run.caseId,
              person,
            },
            argv,
            onStdout,
          ),
        signal: AbortSignal.timeout(COLLECTOR_TIMEOUT_MS),
      });
  } catch (error) {
    // a full disk, say: what came is kept, and the next collector has its own chance
    end = {
      state: 'partial',
      reason: `Bulkhead itself failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  await endArtifact(job, id, end, await writer.close());
}

const COLLECTOR_TIMEOUT_MS = 15 * 60_000;

function beginArtifact(
  { run, suspect, person }: CaptureJob,
  collector: Collector,
  target: Target,
): Promise<ActionResult<string>> {
  // held for itself alone: numbers without gaps
  return inOpenCase(run.caseId, { change: true }, async (tx) => {
    const last = await tx.artifact.findFirst({
      where: { caseId: run.caseId },
      orderBy: { number: 'desc' },
      select: { number: true },
    });
    const { id } = await tx.artifact.create({
      data: {
        caseId: run.caseId,
        suspectId: suspect.id,
        stepRunId: run.id,
        number: (last?.number ?? 0) + 1,
        collector: collector.id,
        title: target.title,
        container: target.container,
        command: target.command,
        contentType: collector.contentType,
        sensitive: collector.sensitive,
        collectedById: person.id,
      },
      select: { id: true },
    });
    await publishArtifact(tx, id);
    return succeeded(id);
  });
}

/** Ends an artifact once and for all: state, hash, custody and timeline in one transaction. Nothing empty is sealed. */
async function endArtifact(
  { run, suspect, person }: Pick<CaptureJob, 'run' | 'suspect' | 'person'>,
  id: string,
  end: CollectEnd,
  stored: Stored,
): Promise<void> {
  const state = stored.sha256 === null ? 'failed' : end.state;
  const reason =
    stored.sha256 === null && end.state !== 'failed'
      ? `Nothing came${end.reason ? `: ${end.reason}` : ''}`
      : end.reason;
  await inTransaction(async (tx) => {
    const row = await tx.artifact.findUniqueOrThrow({ where: { id } });
    if (row.state !== 'collecting') return;
    const sealedAt = new Date();
    // PostgreSQL's text holds no NUL, and a reason may quote what a cluster said
    const words = reason?.toWellFormed().replaceAll('\0', '\uFFFD').slice(0, 2_000) ?? null;
    await tx.artifact.update({
      where: { id },
      data: { state, reason: words, sha256: stored.sha256, sizeBytes: BigInt(stored.sizeBytes), sealedAt },
    });
    await recordCustody(tx, {
      artifactId: id,
      kind: 'collected',
      personId: person.id,
      sha256: stored.sha256,
      detail: words ?? '',
    });
    await addEntry(tx, {
      caseId: run.caseId,
      occurredAt: sealedAt,
      occurredFrom: 'ours',
      source: 'action',
      sentence: `Artifact ${artifactLabel(row.number)} ${state}: ${row.title} of ${suspect.namespace}/${suspect.podName}${row.container ? `, container ${row.container}` : ''}${words ? `. ${words}` : ''}`,
      detail: { artifactId: id, collector: row.collector, sha256: stored.sha256, sizeBytes: stored.sizeBytes, state },
      personId: person.id,
      dedupeKey: `artifact:${id}`,
    });
  });
}

/** Artifacts that a process left behind when it died: what came is kept, and said to be incomplete. */
async function keepInterrupted(job: CaptureJob): Promise<void> {
  const left = await db.artifact.findMany({
    where: { stepRunId: job.run.id, state: 'collecting' },
    select: { id: true },
  });
  for (const { id } of left)
    await endArtifact(
      job,
      id,
      { state: 'partial', reason: 'Bulkhead ended while this was collected: incomplete. Retry makes a new one' },
      await keepUnfinished(id),
    );
}

async function summaryOf(runId: string): Promise<{ state: 'succeeded' | 'failed'; words: string | null }> {
  const rows = await db.artifact.findMany({ where: { stepRunId: runId }, select: { state: true } });
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  const [partial, bad] = [count('partial'), count('failed')];
  const words = [partial > 0 ? `${partial} partial` : '', bad > 0 ? `${bad} failed` : ''].filter(Boolean).join(', ');
  return {
    state: count('sealed') + partial > 0 ? 'succeeded' : 'failed',
    words:
      words === '' ? null : `${capital(words)}: each artifact says why. Retry makes a new one, the old one is kept.`,
  };
}

/**
 * Collects one artifact again, as a new one of the same run; the old one is kept. `unbounded`: without the bound of the
 * standard profile, where the collector has one. Runs in the background.
 */
export async function retryArtifact(
  artifactId: string,
  caseId: string,
  person: SignedIn,
  unbounded: boolean,
  onProgress: (suspectId: string) => Promise<void>,
): Promise<ActionResult<{ artifactId: string; ended: Promise<void> }>> {
  const row = await db.artifact.findFirst({
    where: { id: artifactId, caseId },
    include: { suspect: true, case: true },
  });
  if (!row) return failed('no-such-artifact', 'There is no such artifact in this case', 'Nothing was collected.');
  if (row.state === 'collecting')
    return failed('still-collecting', 'It is still being collected', '', 'Wait for it to end.');
  const cluster = clusterById(row.case.clusterId);
  const collector = COLLECTORS.find(({ id }) => id === row.collector);
  if (!cluster || !collector)
    return failed(
      'cannot-collect',
      cluster ? 'There is no such collector any more' : 'The cluster of this case is not configured here',
      'Nothing was collected.',
    );
  const job: CaptureJob = {
    run: { id: row.stepRunId, caseId },
    suspect: row.suspect,
    cluster,
    person,
    collectors: [collector.id],
  };
  const again: Target = { container: row.container, title: row.title, command: row.command };
  const target = unbounded ? (collector.unbounded?.(again) ?? again) : again;
  const begun = await beginArtifact(job, collector, target);
  if (!begun.ok) return begun;
  const id = begun.value;
  const ended = readSuspect(job)
    .then((now) => collectInto(id, job, collector, target, now))
    .then(() => onProgress(row.suspectId));
  return succeeded({ artifactId: id, ended });
}
