import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { SignedIn } from '../auth/session.server.ts';
import { reasonOf } from '../cases/cluster-words.ts';
import { readPodByUid } from '../cases/fresh-read.server.ts';
import { actionsEnabled, type Cluster } from '../cluster/clusters.server.ts';
import { runInContainer } from '../evidence/run.server.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { type ConnectionFinding, establishedIn, judgeConnections, segmentsIn } from './connections.ts';
import { readOtherKinds } from './other-kinds.server.ts';
import { readEnforcement, readPolicies } from './quarantine-facts.server.ts';
import { judgeQuarantine, unknownVerdict } from './quarantine-verdict.ts';
import type { ConnectionVerdict, Verification } from './step.ts';

/** Who acts. */
type Actor = Pick<SignedIn, 'id' | 'name' | 'role'>;

export interface VerifyTarget {
  cluster: Cluster;
  caseId: string;
  suspect: { namespace: string; podName: string; podUid: string };
  made: { policy: string; label: string };
  /** what an earlier look at open connections found; stands when nobody is there to look again */
  connections: ConnectionVerdict | null;
}

/**
 * Looks at the suspect and at every policy of its namespace by fresh reads. `person` set: also at connections that are
 * still open, by reading /proc/net in a container (on the record as that person's action).
 */
export async function verifyQuarantine(target: VerifyTarget, person: Actor | null): Promise<Verification> {
  const { cluster, suspect, made } = target;
  const checkedAt = new Date().toISOString();
  const pod = await readPodByUid(cluster, suspect.namespace, suspect.podName, suspect.podUid);
  const gone = !pod.ok && (pod.error.kind === 'replaced' || pod.error.kind === 'not-found');
  if (!pod.ok && pod.error.kind !== 'replaced' && !gone)
    return { checkedAt, ...unknownVerdict(`The pod could not be read: ${reasonOf(pod.error)}`, target.connections) };
  const [policies, enforcement, otherKinds] = await Promise.all([
    readPolicies(cluster, suspect.namespace),
    readEnforcement(cluster),
    readOtherKinds(cluster, suspect.namespace),
  ]);
  if (!policies.ok)
    return {
      checkedAt,
      ...unknownVerdict(`The policies could not be read: ${reasonOf(policies.error)}`, target.connections),
    };
  const connections =
    pod.ok && person
      ? { ...judgeConnections(await lookAtConnections(target, pod.value, person)), lookedAt: new Date().toISOString() }
      : target.connections;
  return {
    checkedAt,
    ...judgeQuarantine({
      pod: pod.ok ? pod.value : null,
      policies: policies.value,
      made,
      enforcement,
      otherKinds,
      connections,
    }),
  };
}

/** Between the two looks: long enough for a byte a second to be seen. */
const LOOK_MS = 1_500;
const TABLES = ['cat', '/proc/net/tcp', '/proc/net/tcp6'] as const;
const COUNTERS = ['cat', '/proc/net/snmp'] as const;

async function lookAtConnections(
  { cluster, caseId, suspect }: VerifyTarget,
  pod: Pod,
  person: Actor,
): Promise<ConnectionFinding> {
  if (!(await actionsEnabled(cluster.id))) return { seen: 'not-looked', why: 'actions are off for this cluster' };
  const running = (pod.status?.containerStatuses ?? []).filter(({ state }) => state?.running).map(({ name }) => name);
  if (running.length === 0)
    return pod.status?.containerStatuses
      ? { seen: 'nothing-runs' }
      : { seen: 'not-looked', why: 'the pod has no container status yet' };
  const context = { person, caseId, cluster, namespace: suspect.namespace, pod: suspect.podName };
  let why = '';
  for (const container of running) {
    const before = await runInContainer({ ...context, container }, COUNTERS);
    await wait(before.text === '' ? 0 : LOOK_MS);
    const after = before.text === '' ? before : await runInContainer({ ...context, container }, COUNTERS);
    const tables = await runInContainer({ ...context, container }, TABLES);
    const [from, to] = [segmentsIn(before.text), segmentsIn(after.text)];
    // tcp6 may be missing: then cat prints the other table and exits with 1
    if (tables.text.includes('local_address')) {
      return {
        seen: 'looked',
        connections: establishedIn(tables.text),
        arrived: from === null || to === null || to < from ? null : to - from,
        overMs: LOOK_MS,
      };
    }
    why = tables.words;
  }
  return { seen: 'not-looked', why };
}
