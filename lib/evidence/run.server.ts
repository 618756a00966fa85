import 'server-only';
import { recordIntent, recordOutcome } from '../action-log/log.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { capital, mayHaveHappened, reasonOf } from '../cases/cluster-words.ts';
import { actionsEnabled, type Cluster } from '../cluster/clusters.server.ts';
import { exec } from '../cluster/exec.server.ts';
import type { ExecEnd } from '../cluster/exec-end.ts';
import { cut } from '../text/bounded.ts';
import { endWords } from './text-collector.ts';

/** Where to run something, for whom, and for which case. */
export interface Place {
  cluster: Cluster;
  namespace: string;
  pod: string;
  container: string;
  caseId: string;
  person: Pick<SignedIn, 'id' | 'name' | 'role'>;
  signal?: AbortSignal;
}

export interface Ran {
  /** null: it was not let through, or we were cut off before it began */
  end: ExecEnd | null;
  words: string;
  actionId: string | null;
}

const TIMEOUT_MS = 10 * 60_000;
const MAX_BYTES = 4_000_000_000;

/** Runs a reading command in a container: intent recorded, then run, then the outcome. Stdout goes to `onStdout` only. */
export async function streamFrom(
  place: Place,
  argv: readonly string[],
  onStdout: (bytes: Uint8Array) => Promise<void>,
  limits: { timeoutMs?: number; maxBytes?: number } = {},
): Promise<Ran> {
  const { cluster, namespace, pod, container, caseId, person } = place;
  if (!(await actionsEnabled(cluster.id)))
    return { end: null, words: `Actions are off for cluster ${cluster.name}`, actionId: null };
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec`;
  const intent = await recordIntent({
    person,
    clusterId: cluster.id,
    caseId,
    words: `Read in ${namespace}/${pod}, container ${container}: ${cut(argv.join(' '), 200)}`,
    request: { method: 'EXEC', path, contentType: null, body: { container, command: [...argv] } },
  });
  const { actionId } = intent;
  const ran = await exec(
    cluster,
    {
      namespace,
      pod,
      container,
      command: argv,
      actionId,
      timeoutMs: limits.timeoutMs ?? TIMEOUT_MS,
      maxBytes: limits.maxBytes ?? MAX_BYTES,
      ...(place.signal ? { signal: place.signal } : {}),
    },
    onStdout,
  );
  if (!ran.ok) {
    const words = capital(reasonOf(ran.error));
    await recordOutcome({
      actionId,
      outcome: mayHaveHappened(ran.error) ? 'unknown' : 'failed',
      answer: { words, error: ran.error },
    });
    return { end: null, words, actionId };
  }
  const end = ran.value;
  const words = endWords(end);
  const outcome =
    end.how === 'exited'
      ? end.exitCode === 0
        ? 'succeeded'
        : 'failed'
      : end.how === 'failed-to-start'
        ? 'failed'
        : 'unknown';
  await recordOutcome({
    actionId,
    outcome,
    answer: { words, how: end.how, bytes: end.stdoutBytes, stderr: cut(end.stderr, 1_000) },
  });
  return { end, words, actionId };
}

const SMALL = 1_000_000;

/** The same for small outputs: all of it as text. What did not come is in `words`. */
export async function runInContainer(place: Place, argv: readonly string[]): Promise<{ text: string; words: string }> {
  const chunks: Uint8Array[] = [];
  const { words } = await streamFrom(place, argv, async (bytes) => void chunks.push(bytes), {
    timeoutMs: 10_000,
    maxBytes: SMALL,
  });
  return { text: Buffer.concat(chunks).toString('utf8'), words };
}
