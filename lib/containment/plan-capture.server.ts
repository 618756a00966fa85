import 'server-only';
import { reasonOf } from '../cases/cluster-words.ts';
import { readPodByUid } from '../cases/fresh-read.server.ts';
import { request } from '../cluster/request.server.ts';
import { db } from '../db/client.server.ts';
import { COLLECTORS } from '../evidence/collectors/index.server.ts';
import { type ActionResult, succeeded } from '../failure.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { readGateFacts } from './gate-facts.server.ts';
import { gateOf, passes } from './gates.ts';
import { makePlan, type PlanTarget } from './plan-make.server.ts';
import type { MadePlan } from './run-record.ts';
import type { Check } from './step.ts';

/** What the collectors will do. Nothing is changed in the cluster, and nothing is written inside the containers. */
export async function planCapture(target: PlanTarget): Promise<ActionResult<MadePlan>> {
  const { suspect } = target;
  const gate = gateOf('capture', await readGateFacts(db, suspect.id));
  const checks = await captureChecks(target);
  const plan = makePlan(target, {
    step: 'capture',
    mode: null,
    undoOf: null,
    requests: [],
    checks,
    collectors: COLLECTORS.map(({ id, title, how }) => ({ id, title, how })),
    undo: 'A capture only reads: there is nothing to undo.',
    blocked: passes(gate) ? null : gate.words,
  });
  return succeeded({ plan, quarantine: null, scale: null });
}

async function captureChecks({ cluster, suspect }: PlanTarget): Promise<Check[]> {
  const [pod, exec, log] = await Promise.all([
    readPodByUid(cluster, suspect.namespace, suspect.podName, suspect.podUid),
    mayCheck(cluster, suspect.namespace, 'create', 'pods', 'exec', 'run the collectors in the containers'),
    mayCheck(cluster, suspect.namespace, 'get', 'pods', 'log', 'read the logs'),
  ]);
  if (!pod.ok) {
    const words =
      pod.error.kind === 'replaced'
        ? 'The pod is gone, and another one has its name: only records of it can be captured'
        : `The pod could not be read: ${reasonOf(pod.error)}`;
    return [{ state: 'failed', words }, exec, log];
  }
  return [
    ...containerChecks(pod.value),
    exec,
    log,
    { state: 'ok', words: 'Streams go out; nothing is written inside the containers' },
  ];
}

function containerChecks(pod: Pod): Check[] {
  const statuses = pod.status?.containerStatuses ?? [];
  const dead = statuses.filter(({ state }) => !state?.running).map(({ name }) => name);
  const running = statuses.length - dead.length;
  return [
    ...(running > 0
      ? [{ state: 'ok', words: `${running} running container${running === 1 ? '' : 's'} to read` } as const]
      : []),
    ...(dead.length > 0
      ? [{ state: 'caution', words: `Not running: ${dead.join(', ')}. Of these only logs can be captured` } as const]
      : []),
  ];
}

interface Review {
  status?: { allowed?: boolean; reason?: string };
}

/** Asks the API server whether we may (SelfSubjectAccessReview; it keeps nothing). */
async function mayCheck(
  cluster: PlanTarget['cluster'],
  namespace: string,
  verb: string,
  resource: string,
  subresource: string,
  what: string,
): Promise<Check> {
  const answer = await request<Review>(cluster, {
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    contentType: 'application/json',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { namespace, verb, resource, subresource } },
    },
  });
  const right = `${verb} ${resource}/${subresource}`;
  if (!answer.ok)
    return { state: 'unknown', words: `Whether Bulkhead may ${what} is not known: ${reasonOf(answer.error)}` };
  return answer.value.body.status?.allowed
    ? { state: 'ok', words: `Bulkhead may ${what}` }
    : { state: 'failed', words: `Bulkhead may not ${what}: the right ${right} in ${namespace} is missing` };
}
