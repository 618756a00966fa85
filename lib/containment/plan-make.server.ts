import 'server-only';
import { capital, reasonOf } from '../cases/cluster-words.ts';
import type { Cluster } from '../cluster/clusters.server.ts';
import type { ClusterError } from '../cluster/errors.ts';
import { request } from '../cluster/request.server.ts';
import { type ActionResult, failed } from '../failure.ts';
import type { OwnerRef } from '../triage/row.ts';
import type { DraftRequest } from './draft.ts';
import { planHash } from './plan-hash.server.ts';
import type { Plan, PlannedRequest } from './step.ts';

/** What a plan is made for. */
export interface PlanTarget {
  cluster: Cluster;
  actionsEnabled: boolean;
  case: { id: string; number: number; clusterId: string; closedAt: Date | null };
  suspect: { id: string; namespace: string; podName: string; podUid: string; owners: OwnerRef[] };
  /** runs of this step that are over: a wanted second try is another plan */
  runsBefore: number;
}

type Given = Pick<Plan, 'step' | 'mode' | 'undoOf' | 'requests' | 'undo' | 'blocked'> &
  Partial<Pick<Plan, 'checks' | 'dies' | 'survives' | 'collectors'>>;

/** Fills in what all plans have, what stands in the way of all of them, and the hash. */
export function makePlan(target: PlanTarget, given: Given): Plan {
  const blocked = target.case.closedAt
    ? 'The case is closed'
    : target.actionsEnabled
      ? given.blocked
      : `Actions are off for cluster ${target.cluster.name}: it is read-only until a commander turns them on`;
  const plan = {
    checks: [],
    dies: [],
    survives: [],
    collectors: [],
    ...given,
    caseId: target.case.id,
    suspectId: target.suspect.id,
    madeAt: new Date().toISOString(),
    blocked,
  };
  return { ...plan, hash: planHash(plan, target.suspect.podUid, target.runsBefore) };
}

/** Asks the API server for its verdict on each request with dryRun=All: admission included, nothing kept. */
export async function dryRun(target: PlanTarget, drafts: readonly DraftRequest[]): Promise<PlannedRequest[]> {
  const planned: PlannedRequest[] = [];
  for (const draft of drafts)
    planned.push({ ...draft, dryRun: target.actionsEnabled ? await verdict(target.cluster, draft) : NOT_RUN });
  return planned;
}

const NOT_RUN: PlannedRequest['dryRun'] = {
  outcome: 'not-run',
  message: 'Actions are off for this cluster, so nothing was asked of it',
};

async function verdict(
  cluster: Cluster,
  { verb, path, body, contentType }: DraftRequest,
): Promise<PlannedRequest['dryRun']> {
  // a DELETE with a body heeds the options in the body alone
  const sent = verb === 'DELETE' && typeof body === 'object' ? { ...body, dryRun: ['All'] } : body;
  const answer = await request(cluster, { method: verb, path, query: { dryRun: 'All' }, body: sent, contentType });
  if (answer.ok) return { outcome: 'accepted', message: `The API server would accept it (${answer.value.status})` };
  const refused = ['forbidden', 'invalid', 'conflict', 'not-found'].includes(answer.error.kind);
  return { outcome: refused ? 'refused' : 'not-run', message: `${capital(reasonOf(answer.error))}` };
}

/** Refused by the API server already in the dry run: sending would stop there. */
export function refusedBy(requests: readonly PlannedRequest[]): string | null {
  const refused = requests.find(({ dryRun: { outcome } }) => outcome === 'refused');
  return refused ? `The API server refuses ${refused.verb} ${refused.target}: ${refused.dryRun.message}` : null;
}

/** Why no plan could be made. */
export function unreadable(what: string, error: ClusterError | { kind: 'replaced' }): ActionResult<never> {
  if (error.kind === 'replaced')
    return failed(
      'replaced',
      `${what} is another one now`,
      'Its UID has changed: the one that this case is about is gone. Nothing was sent.',
      'Look at what is there now, and add it to the case if it is suspect.',
    );
  if (error.kind === 'not-found')
    return failed('gone', `${what} is gone`, 'It no longer exists in the cluster. Nothing was sent.');
  return failed(
    `cluster-${error.kind}`,
    `${what} could not be read`,
    `${capital(reasonOf(error))}. Nothing was sent.`,
    'No plan can be made from what is not known.',
  );
}
