import 'server-only';
import { z } from 'zod';
import { readList, readObject } from '../cases/fresh-read.server.ts';
import type { Cluster } from '../cluster/clusters.server.ts';
import { type ClusterError, err, ok, type Result } from '../cluster/errors.ts';
import { db } from '../db/client.server.ts';
import type { KubeObject, Pod } from '../kubernetes/objects.ts';
import { controllerOf } from '../kubernetes/owners.ts';
import { OwnerRef } from '../triage/row.ts';
import type { ScaleRecord } from './run-record.ts';
import { isScalable, type Workload, workloadPath } from './scale-plan.ts';

type Listed<T> = T & KubeObject;

export interface ScaleFacts {
  workload: Workload;
  /** for a CronJob: its Jobs that run now. Suspending the CronJob alone would let them run on. */
  jobs: Workload[];
  /** all pods of the namespace */
  pods: Pod[];
  /** whether a pod belongs to the workload, by owner UIDs */
  belongs: (pod: Pod) => boolean;
  autoscalers: KubeObject[] | null;
}

export interface WorkloadRef {
  namespace: string;
  kind: string;
  name: string;
  uid: string;
}

const list = (cluster: Cluster, base: string, namespace: string, plural: string) =>
  readList(cluster, `${base}/namespaces/${encodeURIComponent(namespace)}/${plural}`);

/** The workload as it is now; `replaced` when another one has its name. */
export async function readWorkload(
  cluster: Cluster,
  { namespace, kind, name, uid }: WorkloadRef,
): Promise<Result<Workload, ClusterError | { kind: 'replaced' }>> {
  if (!isScalable(kind)) return err({ kind: 'invalid', message: `${kind} cannot be scaled from here` });
  const path = workloadPath(kind, namespace, name);
  const object = await readObject(cluster, path);
  if (!object.ok) return object;
  if (object.value.metadata?.uid !== uid) return err({ kind: 'replaced' });
  if (!['Deployment', 'StatefulSet', 'ReplicaSet'].includes(kind))
    return ok({ kind, object: object.value, scale: null });
  const scale = await readObject(cluster, `${path}/scale`);
  return scale.ok ? ok({ kind, object: object.value, scale: scale.value }) : scale;
}

/** All that scaling to zero depends on, from fresh reads. */
export async function readScaleFacts(
  cluster: Cluster,
  ref: WorkloadRef,
): Promise<Result<ScaleFacts, ClusterError | { kind: 'replaced' }>> {
  const workload = await readWorkload(cluster, ref);
  if (!workload.ok) return workload;
  const owned = await readOwned(cluster, ref);
  if (!owned.ok) return owned;
  const pods = await readList<Listed<Pod>>(cluster, `/api/v1/namespaces/${encodeURIComponent(ref.namespace)}/pods`);
  if (!pods.ok) return pods;
  const uids = new Set([ref.uid, ...owned.value.map((one) => one.metadata?.uid ?? '')]);
  const autoscalers = await list(cluster, '/apis/autoscaling/v2', ref.namespace, 'horizontalpodautoscalers');
  return ok({
    workload: workload.value,
    jobs:
      ref.kind === 'CronJob'
        ? owned.value.filter(isRunning).map((object) => ({ kind: 'Job', object, scale: null }))
        : [],
    pods: pods.value,
    belongs: (pod) => uids.has(controllerOf({ ...pod })?.uid ?? '-'),
    autoscalers: autoscalers.ok ? autoscalers.value : autoscalers.error.kind === 'not-found' ? [] : null,
  });
}

/** What stands between the workload and its pods: ReplicaSets of a Deployment, Jobs of a CronJob. */
async function readOwned(cluster: Cluster, { kind, namespace, uid }: WorkloadRef): Promise<Result<KubeObject[]>> {
  if (kind !== 'Deployment' && kind !== 'CronJob') return ok([]);
  const all =
    kind === 'Deployment'
      ? await list(cluster, '/apis/apps/v1', namespace, 'replicasets')
      : await list(cluster, '/apis/batch/v1', namespace, 'jobs');
  return all.ok ? ok(all.value.filter((one) => controllerOf(one)?.uid === uid)) : all;
}

const isRunning = (job: KubeObject): boolean => {
  const status = job.status;
  return typeof status !== 'object' || status === null || !('completionTime' in status && status.completionTime);
};

/** Suspects of open cases of a cluster. `of`: belongs to the workload, or did when it was added. */
export async function readSuspects(clusterId: string, workloadUid: string) {
  const all = await db.suspect.findMany({
    where: { case: { closedAt: null, clusterId } },
    select: { id: true, podUid: true, namespace: true, podName: true, ownerChain: true },
  });
  const owners = (chain: unknown) => z.array(OwnerRef).catch([]).parse(chain);
  return all.map(({ ownerChain, ...rest }) => ({
    ...rest,
    of: owners(ownerChain).some(({ uid }) => uid === workloadUid),
  }));
}

/** The record of what will be changed, for undo. */
export const recordOf = (ref: WorkloadRef, changed: ScaleRecord['changed']): ScaleRecord => ({ ...ref, changed });
