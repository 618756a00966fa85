import 'server-only';
import { createHash } from 'node:crypto';
import { type Performed, perform } from '../action-log/perform.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { nextOf } from '../cases/cluster-words.ts';
import { type Cluster, clusterById } from '../cluster/clusters.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { capture } from '../evidence/capture.server.ts';
import { type Progress, RunRecord } from './run-record.ts';
import { followScale } from './scale-outcome.server.ts';
import { settleCase } from './settle-case.server.ts';
import type { PlannedRequest } from './step.ts';
import { stored } from './stored.server.ts';
import { lockSuspectOf, publishContainment } from './view.server.ts';
import { verifyRun } from './watch-quarantine.server.ts';

/** Who acts; for a run that was taken up again, who began it. */
export type Actor = Pick<SignedIn, 'id' | 'name' | 'role'>;

/**
 * Carries a run out, from where its record says it is: each request once, in order, up to the first that fails; then looks
 * at the cluster. Called again after a crash it goes on; a request that was begun is never sent a second time.
 */
export async function runStep(runId: string, person: Actor): Promise<void> {
  const run = await db.stepRun.findUniqueOrThrow({ where: { id: runId }, include: { case: true, suspect: true } });
  const cluster = clusterById(run.case.clusterId);
  const record = RunRecord.parse(run.plan);
  if (!cluster)
    return finish(
      runId,
      'unknown',
      'The cluster of this case is not configured here: what became of this step is not known.',
    );
  if (run.step === 'capture') {
    const outcome = await capture(
      { run, suspect: run.suspect, cluster, person, collectors: record.plan.collectors.map(({ id }) => id) },
      () => tell(run.caseId, run.suspectId),
    );
    return finish(runId, outcome.state, outcome.words);
  }
  const sent = await sendAll(runId, run.caseId, cluster, record, person);
  if (run.undoOf) return finishUndo(runId, run.undoOf, sent);
  await finish(runId, sent.state, sent.error);
  // Also after a failure: what was sent before it may isolate the pod already, and what is so is to be said.
  if (run.step === 'quarantine' && sent.anySent) await verifyRun(runId, person);
  if (run.step === 'scaleToZero' && sent.anySent) await followScale(runId);
}

interface Sent {
  state: 'succeeded' | 'failed' | 'unknown';
  error: string | null;
  anySent: boolean;
}

async function sendAll(
  runId: string,
  caseId: string,
  cluster: Cluster,
  record: RunRecord,
  person: Actor,
): Promise<Sent> {
  const { requests } = record.plan;
  for (const [index, request] of requests.entries()) {
    const before = record.progress[index];
    if (before?.state === 'succeeded') continue;
    const actionId = actionIdOf(runId, index);
    await note(runId, index, { state: 'sent', answer: '', actionId, seqs: [], uid: null });
    const done = await perform({ person, caseId, words: wordsOf(request) }, cluster, request, { actionId });
    await note(runId, index, {
      state: done.outcome,
      answer: done.words,
      actionId,
      seqs: done.seq === null ? [] : [done.seq],
      uid: uidOf(done.body),
    });
    if (done.outcome !== 'succeeded')
      return {
        state: done.outcome,
        error: stopWords(index, requests, done),
        anySent: index > 0 || done.sent !== 'nothing',
      };
  }
  return { state: 'succeeded', error: null, anySent: true };
}

/** The same for one request of one run, whoever asks and however often: the action log takes each id once. */
export function actionIdOf(runId: string, index: number): string {
  const hex = createHash('sha256').update(`${runId}#${index}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const VERBS = { POST: 'Create', PATCH: 'Change', DELETE: 'Remove' } as const;

function wordsOf({ verb, target, path, note }: PlannedRequest): string {
  const namespace = decodeURIComponent(/\/namespaces\/([^/]+)\//.exec(path)?.[1] ?? '');
  const how = verb === 'PATCH' ? `: ${note.split(',')[0]}` : '';
  return `${VERBS[verb]} ${namespace ? `${namespace}/` : ''}${target}${how}`;
}

/** Cause, state, next step. */
function stopWords(index: number, requests: readonly PlannedRequest[], { words, error, outcome }: Performed): string {
  const before = requests.slice(0, index).map(({ target }) => target);
  const after = requests.slice(index + 1).map(({ target }) => target);
  const state = [
    before.length > 0 ? `Done before it: ${before.join(', ')}.` : 'Nothing was changed before it.',
    after.length > 0 ? `Not sent: ${after.join(', ')}.` : '',
  ];
  const failure = `${requests[index]?.verb} ${requests[index]?.target}: ${words}`;
  const next =
    outcome === 'unknown'
      ? 'Do not repeat it: look at what the cluster shows, then verify again.'
      : error
        ? nextOf(error)
        : '';
  return [failure, ...state, next].filter(Boolean).join(' ');
}

const uidOf = (body: unknown): string | null => {
  const metadata = typeof body === 'object' && body !== null && 'metadata' in body ? body.metadata : null;
  const uid = typeof metadata === 'object' && metadata !== null && 'uid' in metadata ? metadata.uid : null;
  return typeof uid === 'string' ? uid : null;
};

/** Keeps how far one request came, and tells the browsers. */
async function note(runId: string, index: number, progress: Progress): Promise<void> {
  await change(runId, (record) => ({ ...record, progress: record.progress.with(index, progress) }));
}

async function change(
  runId: string,
  edit: (record: RunRecord) => RunRecord,
  rest: { state?: Sent['state'] | 'undone'; endedAt?: Date } = {},
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockSuspectOf(tx, runId);
    const run = await tx.stepRun.findUniqueOrThrow({ where: { id: runId } });
    const plan = stored(edit(RunRecord.parse(run.plan)));
    await tx.stepRun.update({ where: { id: runId }, data: { plan, ...rest } });
    await publishContainment(tx, run.caseId, run.suspectId);
  });
}

async function finish(runId: string, state: Sent['state'], error: string | null): Promise<void> {
  await change(runId, (record) => ({ ...record, error }), { state, endedAt: new Date() });
  const run = await db.stepRun.findUniqueOrThrow({ where: { id: runId }, select: { caseId: true } });
  await settleCase(run.caseId);
}

/** What was undone is no longer so, and the case is no longer contained by it. */
async function finishUndo(runId: string, undoOf: string, sent: Sent): Promise<void> {
  await finish(runId, sent.state, sent.error);
  if (!sent.anySent) return;
  if (sent.state === 'succeeded') {
    const run = await db.stepRun.findUniqueOrThrow({ where: { id: undoOf } });
    // earlier runs of the step stood on the same policy and label, so they are undone with it
    const standing = {
      suspectId: run.suspectId,
      step: run.step,
      undoOf: null,
      startedAt: { lt: run.startedAt },
      state: { not: 'running' },
    } as const;
    await db.stepRun.updateMany({ where: standing, data: { state: 'undone' } });
    await change(undoOf, (record) => record, { state: 'undone' });
    await settleCase(run.caseId);
  } else {
    await verifyRun(undoOf, null); // half undone: say what is so
  }
}

const tell = (caseId: string, suspectId: string): Promise<void> =>
  inTransaction((tx) => publishContainment(tx, caseId, suspectId));
