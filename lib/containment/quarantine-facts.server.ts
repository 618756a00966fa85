import 'server-only';
import { reasonOf } from '../cases/cluster-words.ts';
import { readList, readOwners, readPodByUid } from '../cases/fresh-read.server.ts';
import type { Cluster } from '../cluster/clusters.server.ts';
import { type ClusterError, ok, type Result } from '../cluster/errors.ts';
import type { KubeObject, NetworkPolicy, Pod, Service } from '../kubernetes/objects.ts';
import type { Owner } from '../kubernetes/owners.ts';
import { QUARANTINE_LABEL } from '../kubernetes/quarantine-label.ts';
import { type Enforcement, enforcement } from './cni.ts';
import { readOtherKinds } from './other-kinds.server.ts';
import type { Check } from './step.ts';

type Listed<T> = T & KubeObject;

export interface QuarantineFacts {
  pod: Pod;
  policies: NetworkPolicy[];
  owners: Owner[];
  services: Result<Service[]>;
  labelsInUse: Set<string>;
  enforcement: Enforcement;
  otherKinds: Check[];
}

const inNamespace = (base: string, namespace: string, plural: string) =>
  `${base}/namespaces/${encodeURIComponent(namespace)}/${plural}`;

export const readPolicies = (cluster: Cluster, namespace: string): Promise<Result<NetworkPolicy[]>> =>
  readList<Listed<NetworkPolicy>>(cluster, inNamespace('/apis/networking.k8s.io/v1', namespace, 'networkpolicies'));

/** All that a quarantine plan depends on, from the API server and not from the cache. */
export async function readQuarantineFacts(
  cluster: Cluster,
  { namespace, podName, podUid }: { namespace: string; podName: string; podUid: string },
): Promise<Result<QuarantineFacts, ClusterError | { kind: 'replaced' }>> {
  const pod = await readPodByUid(cluster, namespace, podName, podUid);
  if (!pod.ok) return pod;
  const [policies, marked, owners, services, enforced, otherKinds] = await Promise.all([
    readPolicies(cluster, namespace),
    readList<Listed<Pod>>(cluster, inNamespace('/api/v1', namespace, 'pods'), { labelSelector: QUARANTINE_LABEL }),
    readOwners(cluster, { ...pod.value }),
    readList<Listed<Service>>(cluster, inNamespace('/api/v1', namespace, 'services')),
    readEnforcement(cluster),
    readOtherKinds(cluster, namespace),
  ]);
  if (!policies.ok) return policies;
  if (!marked.ok) return marked;
  const others = marked.value.filter((one) => one.metadata?.uid !== podUid);
  return ok({
    pod: pod.value,
    policies: policies.value,
    owners,
    services,
    labelsInUse: new Set(others.map((one) => one.metadata?.labels?.[QUARANTINE_LABEL] ?? '')),
    enforcement: enforced,
    otherKinds,
  });
}

/** Whether a plugin that enforces policies is seen. */
export async function readEnforcement(cluster: Cluster): Promise<Enforcement> {
  if (cluster.drill) return enforcement(true, null, null);
  const sets = await readList(cluster, '/apis/apps/v1/daemonsets');
  return sets.ok ? enforcement(false, sets.value, null) : enforcement(false, null, reasonOf(sets.error));
}
