import type {
  CronJob,
  DaemonSet,
  Deployment,
  Event,
  Job,
  KubeObject,
  Namespace,
  NetworkPolicy,
  Node,
  OwnerReference,
  Pod,
  ReplicaSet,
  StatefulSet,
} from '../../kubernetes/objects.ts';
import type { Resource, Store } from '../contract.ts';

const core = (plural: string): Resource => ({ group: '', plural });
const apps = (plural: string): Resource => ({ group: 'apps', plural });

export const PODS = core('pods');
export const NODES = core('nodes');
export const NAMESPACES = core('namespaces');
export const EVENTS = core('events');
export const SERVICES = core('services');
export const SERVICE_ACCOUNTS = core('serviceaccounts');
export const SECRETS = core('secrets');
export const CONFIG_MAPS = core('configmaps');
export const DEPLOYMENTS = apps('deployments');
export const REPLICA_SETS = apps('replicasets');
export const STATEFUL_SETS = apps('statefulsets');
export const DAEMON_SETS = apps('daemonsets');
export const JOBS: Resource = { group: 'batch', plural: 'jobs' };
export const CRON_JOBS: Resource = { group: 'batch', plural: 'cronjobs' };
export const NETWORK_POLICIES: Resource = { group: 'networking.k8s.io', plural: 'networkpolicies' };

/** The kinds that a resource's objects are of; a store holds nothing else under it. */
interface Kinds {
  pods: Pod;
  nodes: Node;
  namespaces: Namespace;
  events: Event;
  deployments: Deployment;
  replicasets: ReplicaSet;
  statefulsets: StatefulSet;
  daemonsets: DaemonSet;
  jobs: Job;
  cronjobs: CronJob;
  networkpolicies: NetworkPolicy;
}
const RESOURCES: Record<keyof Kinds, Resource> = {
  pods: PODS,
  nodes: NODES,
  namespaces: NAMESPACES,
  events: EVENTS,
  deployments: DEPLOYMENTS,
  replicasets: REPLICA_SETS,
  statefulsets: STATEFUL_SETS,
  daemonsets: DAEMON_SETS,
  jobs: JOBS,
  cronjobs: CRON_JOBS,
  networkpolicies: NETWORK_POLICIES,
};

// The three casts below hold because a store keeps objects of one kind per resource, validated on their way in.
export const list = <K extends keyof Kinds>(store: Store, kind: K, namespace: string | null) =>
  store.list(RESOURCES[kind], namespace) as readonly unknown[] as readonly Kinds[K][];
export const get = <K extends keyof Kinds>(store: Store, kind: K, namespace: string | null, name: string) =>
  store.get(RESOURCES[kind], namespace, name) as unknown as Kinds[K] | null;
export const read = <K extends keyof Kinds>(_kind: K, object: KubeObject) => object as unknown as Kinds[K];
export const create = <K extends keyof Kinds>(store: Store, kind: K, object: Kinds[K]) =>
  read(kind, store.create(RESOURCES[kind], asObject(object)));

/** Every kind has the fields of KubeObject; its interface only lacks the index signature. */
export const asObject = (object: object): KubeObject => object as KubeObject;

export const is = (resource: Resource, other: Resource) =>
  resource.plural === other.plural && resource.group === other.group;

/** Changes a copy of the object as it is now; null when it is gone. With `status` only its status is kept. */
export function change<K extends keyof Kinds>(
  store: Store,
  kind: K,
  namespace: string | null,
  name: string,
  edit: (copy: Kinds[K]) => void,
  subresource?: 'status',
): Kinds[K] | null {
  const now = get(store, kind, namespace, name);
  if (now === null) return null;
  const copy = structuredClone(now);
  edit(copy);
  return read(kind, store.update(RESOURCES[kind], asObject(copy), subresource === undefined ? {} : { subresource }));
}

type Named = { metadata?: { name?: string; namespace?: string; uid?: string; ownerReferences?: OwnerReference[] } };
export const nameOf = (object: Named) => object.metadata?.name ?? '';
export const namespaceOf = (object: Named) => object.metadata?.namespace ?? '';
export const uidOf = (object: Named) => object.metadata?.uid ?? '';
export const keyOf = (object: Named) => `${namespaceOf(object)}/${nameOf(object)}`;
export const splitKey = (key: string): [namespace: string, name: string] => {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
};
export const controllerOf = (object: Named) =>
  object.metadata?.ownerReferences?.find((owner) => owner.controller === true) ?? null;

export const controllerRef = (apiVersion: string, kind: string, owner: Named): OwnerReference => ({
  apiVersion,
  kind,
  name: nameOf(owner),
  uid: uidOf(owner),
  controller: true,
  blockOwnerDeletion: true,
});

export const isActive = (pod: Pod) =>
  pod.metadata?.deletionTimestamp === undefined && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed';
export const isReady = (pod: Pod) =>
  pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;

/** RFC 3339 in whole seconds, as metav1.Time is on the wire. */
export const timeOf = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
