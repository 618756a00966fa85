import type { ClusterRoleBinding, KubeObject, NetworkPolicy, RoleBinding } from '../../kubernetes/objects.ts';
import type { Resource } from '../contract.ts';
import { keyOf } from '../kinds.ts';
import {
  ageColumn,
  type Column,
  column,
  columnsFor,
  nameColumn,
  type PrintContext,
  selectorText,
  wide,
} from './columns.ts';
import * as core from './core.ts';
import * as workloads from './workloads.ts';

const createdAt = columnsFor<KubeObject>(
  nameColumn,
  column('Created At', ({ metadata }) => metadata?.creationTimestamp ?? '', { type: 'date' }),
);

const bindings = columnsFor<RoleBinding | ClusterRoleBinding>(
  nameColumn,
  column('Role', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  ageColumn,
  column('Users', (binding) => subjects(binding, 'User'), wide),
  column('Groups', (binding) => subjects(binding, 'Group'), wide),
  column('ServiceAccounts', (binding) => subjects(binding, 'ServiceAccount'), wide),
);

const subjects = (binding: RoleBinding | ClusterRoleBinding, kind: string) =>
  (binding.subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map(({ namespace, name }) => (kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
    .join(', ');

const networkpolicies = columnsFor<NetworkPolicy>(
  nameColumn,
  column('Pod-Selector', ({ spec }) => selectorText(spec?.podSelector)),
  ageColumn,
);

const tables: Record<string, readonly Column[]> = {
  '/pods': core.pods,
  '/nodes': core.nodes,
  '/namespaces': core.namespaces,
  '/services': core.services,
  '/configmaps': core.configmaps,
  '/secrets': core.secrets,
  '/events': core.events,
  'apps/deployments': workloads.deployments,
  'apps/replicasets': workloads.replicasets,
  'apps/statefulsets': workloads.statefulsets,
  'apps/daemonsets': workloads.daemonsets,
  'batch/jobs': workloads.jobs,
  'batch/cronjobs': workloads.cronjobs,
  'networking.k8s.io/networkpolicies': networkpolicies,
  'rbac.authorization.k8s.io/roles': createdAt,
  'rbac.authorization.k8s.io/clusterroles': createdAt,
  'rbac.authorization.k8s.io/rolebindings': bindings,
  'rbac.authorization.k8s.io/clusterrolebindings': bindings,
};

const plain = columnsFor<KubeObject>(nameColumn, ageColumn);

export const columnsOf = (resource: Resource): readonly Column[] => tables[keyOf(resource)] ?? plain;

/** Definitions as a Table carries them. */
export const definitions = (columns: readonly Column[]) =>
  columns.map(({ name, type, format, priority }) => ({ name, type, format, description: '', priority }));

export const cellsOf = (columns: readonly Column[], object: KubeObject, context: PrintContext) =>
  columns.map(({ cell }) => cell(object, context));
