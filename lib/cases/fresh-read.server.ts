import 'server-only';
import type { Cluster } from '../cluster/clusters.server.ts';
import { type ClusterError, err, ok, type Result } from '../cluster/errors.ts';
import { request } from '../cluster/request.server.ts';
import type { KubeObject, OwnerReference, Pod } from '../kubernetes/objects.ts';
import { byUid, controllerOf, type Owner, ownerChain } from '../kubernetes/owners.ts';

const PLURALS: Readonly<Record<string, string>> = {
  'apps/ReplicaSet': 'replicasets',
  'apps/Deployment': 'deployments',
  'apps/StatefulSet': 'statefulsets',
  'apps/DaemonSet': 'daemonsets',
  'batch/Job': 'jobs',
  'batch/CronJob': 'cronjobs',
  '/ReplicationController': 'replicationcontrollers',
};

/** GET of one object, from the API server and not from the cache. `path` is already encoded. */
export async function readObject<T extends KubeObject>(cluster: Cluster, path: string): Promise<Result<T>> {
  const answer = await request<T>(cluster, { method: 'GET', path });
  return answer.ok ? ok(answer.value.body) : answer;
}

/** GET of all objects of a collection, page by page. */
export async function readList<T extends KubeObject>(
  cluster: Cluster,
  path: string,
  query: Record<string, string> = {},
): Promise<Result<T[]>> {
  const items: T[] = [];
  for (let token = ''; ; ) {
    const answer = await request<{ items?: T[]; metadata?: { continue?: string } }>(cluster, {
      method: 'GET',
      path,
      query: { ...query, limit: 500, ...(token ? { continue: token } : {}) },
    });
    if (!answer.ok) return answer;
    items.push(...(answer.value.body.items ?? []));
    token = answer.value.body.metadata?.continue ?? '';
    if (!token) return ok(items);
  }
}

export const podPath = (namespace: string, name: string) =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;

/** The pod with this UID; `replaced` when another pod has its name now. */
export async function readPodByUid(
  cluster: Cluster,
  namespace: string,
  name: string,
  uid: string,
): Promise<Result<Pod, ClusterError | { kind: 'replaced' }>> {
  // a Pod has all that a KubeObject has, but its interface has no index signature
  const pod = await readObject<Pod & KubeObject>(cluster, podPath(namespace, name));
  if (!pod.ok) return pod;
  return pod.value.metadata?.uid === uid ? pod : err({ kind: 'replaced' });
}

/** Where an owner is read; null for kinds that are not looked at. */
export function ownerPath(
  reference: Pick<OwnerReference, 'apiVersion' | 'kind' | 'name'>,
  namespace: string,
): string | null {
  const [group, version] = reference.apiVersion.includes('/')
    ? reference.apiVersion.split('/')
    : ['', reference.apiVersion];
  const plural = PLURALS[`${group}/${reference.kind}`];
  if (!plural) return null;
  const base = group ? `/apis/${group}/${encodeURIComponent(version ?? '')}` : '/api/v1';
  return `${base}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(reference.name)}`;
}

const MAX_OWNERS = 10;

/** The owner chain from fresh reads, nearest first. An owner that could not be read is the last link, without its object. */
export async function readOwners(cluster: Cluster, pod: KubeObject): Promise<Owner[]> {
  const namespace = pod.metadata?.namespace ?? '';
  const found: KubeObject[] = [];
  for (let object = pod; found.length < MAX_OWNERS; ) {
    const reference = controllerOf(object);
    const path = reference ? ownerPath(reference, namespace) : null;
    if (!reference || !path || found.some((one) => one.metadata?.uid === reference.uid)) break;
    const answer = await readObject(cluster, path);
    if (!answer.ok || answer.value.metadata?.uid !== reference.uid) break;
    object = { kind: reference.kind, apiVersion: reference.apiVersion, ...answer.value };
    found.push(object);
  }
  return ownerChain(pod, byUid(found));
}
