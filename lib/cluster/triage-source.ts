import type { KubeObject, OwnerReference, Pod } from '../kubernetes/objects.ts';
import type { Rbac } from '../kubernetes/rbac.ts';
import type { ReadableRbac } from '../triage/bindings.ts';
import type { Usage } from '../triage/context.ts';
import type { Watched, WatchedResource } from './resources.ts';
import type { ResourceStatus } from './status.ts';
import type { TableSource } from './triage-table.server.ts';

/** What triage reads of a cache. */
export interface CacheReader {
  list<K extends WatchedResource>(resource: K): Watched[K][];
  get<K extends WatchedResource>(resource: K, namespace: string | null, name: string): Watched[K] | null;
  podByUid(uid: string): Pod | null;
  usage(namespace: string, name: string): Usage | null;
  resourceStatus(resource: WatchedResource): ResourceStatus | null;
}

const OWNER_RESOURCES: Readonly<Record<string, WatchedResource>> = {
  ReplicaSet: 'replicasets',
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
  CronJob: 'cronjobs',
};

const RBAC_RESOURCES = ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'] as const;

export function tableSourceOf(cache: CacheReader): TableSource {
  const rbacKnown = (): boolean => RBAC_RESOURCES.every((resource) => wasRead(cache.resourceStatus(resource)));
  return {
    podByUid: (uid) => cache.podByUid(uid),
    pods: () => cache.list('pods'),
    node: (name) => cache.get('nodes', null, name) ?? undefined,
    find: (uid, reference, namespace) => ownerOf(cache, uid, reference, namespace),
    rbacKnown,
    rbac: () => (rbacKnown() ? rbacOf(cache) : null),
    serviceAccount: (namespace, name) => cache.get('serviceaccounts', namespace, name) ?? undefined,
    usage: (namespace, name) => cache.usage(namespace, name),
  };
}

/** Listed whole at least once, and not forbidden since. How old it is, the cluster's status says. */
const wasRead = (status: ResourceStatus | null): boolean =>
  status !== null && status.asOf !== null && status.state !== 'forbidden';

export function rbacOf(cache: Pick<CacheReader, 'list'>): Rbac {
  return {
    roles: cache.list('roles'),
    clusterRoles: cache.list('clusterroles'),
    roleBindings: cache.list('rolebindings'),
    clusterRoleBindings: cache.list('clusterrolebindings'),
  };
}

/** What of RBAC could be read; the rest is null, which is unknown and not empty. */
export function readableRbac(cache: Pick<CacheReader, 'list' | 'resourceStatus'>): ReadableRbac {
  const all = rbacOf(cache);
  const read = (resource: WatchedResource): boolean => wasRead(cache.resourceStatus(resource));
  return {
    roles: read('roles') ? all.roles : null,
    clusterRoles: read('clusterroles') ? all.clusterRoles : null,
    roleBindings: read('rolebindings') ? all.roleBindings : null,
    clusterRoleBindings: read('clusterrolebindings') ? all.clusterRoleBindings : null,
  };
}

/** By name and then UID: a namesake that came later is not the owner. */
export function ownerOf(
  cache: Pick<CacheReader, 'get'>,
  uid: string,
  reference: OwnerReference,
  namespace: string,
): KubeObject | undefined {
  const resource = OWNER_RESOURCES[reference.kind];
  if (resource === undefined) return undefined;
  // every kind of the API has what KubeObject has; client-node's models have no index signature
  const found = cache.get(resource, namespace, reference.name) as KubeObject | null;
  return found?.metadata?.uid === uid ? found : undefined;
}
