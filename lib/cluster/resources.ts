import type {
  ClusterRole,
  ClusterRoleBinding,
  CronJob,
  DaemonSet,
  Deployment,
  Event,
  Job,
  Namespace,
  NetworkPolicy,
  Node,
  Pod,
  ReplicaSet,
  Role,
  RoleBinding,
  ServiceAccount,
  StatefulSet,
} from '../kubernetes/objects.ts';

/** What the cache holds, by plural. */
export interface Watched {
  pods: Pod;
  nodes: Node;
  namespaces: Namespace;
  replicasets: ReplicaSet;
  deployments: Deployment;
  statefulsets: StatefulSet;
  daemonsets: DaemonSet;
  jobs: Job;
  cronjobs: CronJob;
  networkpolicies: NetworkPolicy;
  serviceaccounts: ServiceAccount;
  roles: Role;
  clusterroles: ClusterRole;
  rolebindings: RoleBinding;
  clusterrolebindings: ClusterRoleBinding;
  events: Event;
}

export type WatchedResource = keyof Watched;

interface Where {
  /** group and version as in a URL */
  base: string;
  group: string;
}

const core: Where = { base: '/api/v1', group: '' };
const apps: Where = { base: '/apis/apps/v1', group: 'apps' };
const batch: Where = { base: '/apis/batch/v1', group: 'batch' };
const rbac: Where = { base: '/apis/rbac.authorization.k8s.io/v1', group: 'rbac.authorization.k8s.io' };

/** In the order in which they are first listed: small ones that explain pods come before the pods. */
export const WATCHED: Record<WatchedResource, Where> = {
  namespaces: core,
  nodes: core,
  deployments: apps,
  statefulsets: apps,
  daemonsets: apps,
  cronjobs: batch,
  jobs: batch,
  replicasets: apps,
  clusterroles: rbac,
  clusterrolebindings: rbac,
  roles: rbac,
  rolebindings: rbac,
  serviceaccounts: core,
  networkpolicies: { base: '/apis/networking.k8s.io/v1', group: 'networking.k8s.io' },
  pods: core,
  events: core,
};

export const WATCHED_RESOURCES = Object.keys(WATCHED) as WatchedResource[]; // the keys of the literal above

/** Path of the collection over all namespaces. */
export const collectionPath = (resource: WatchedResource): string => `${WATCHED[resource].base}/${resource}`;

/** "networkpolicies.networking.k8s.io": how ResourceStatus names it. */
export const qualifiedName = (resource: WatchedResource): string =>
  WATCHED[resource].group === '' ? resource : `${resource}.${WATCHED[resource].group}`;
