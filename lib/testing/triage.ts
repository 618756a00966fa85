import type { ClusterRole, KubeObject, Node, Pod, PolicyRule, ServiceAccount } from '../kubernetes/objects.ts';
import { byUid } from '../kubernetes/owners.ts';
import type { Rbac } from '../kubernetes/rbac.ts';
import { keepContext, type TriageContext, type Usage } from '../triage/context.ts';
import type { TriageRow } from '../triage/row.ts';
import { rowOf } from '../triage/rows.ts';
import { clusterBinding, clusterRole, pod, T0 } from './builders.ts';

export interface Surroundings {
  /** other pods of the cluster */
  pods?: readonly Pod[];
  nodes?: readonly Node[];
  owners?: readonly object[];
  /** null: RBAC could not be read */
  rbac?: Rbac | null;
  serviceAccounts?: readonly ServiceAccount[];
  /** by pod name; several: what was measured, one poll after the other */
  usage?: Record<string, Usage | Usage[]>;
  now?: string;
}

/** The context of a pod among these surroundings; without any, everything else is empty or unknown. */
export function contextAround(suspect: Pod | null, surroundings: Surroundings = {}): TriageContext {
  const { pods = [], nodes = [], owners = [], rbac = null, serviceAccounts = [], usage = {} } = surroundings;
  const now = Date.parse(surroundings.now ?? T0);
  let poll = 0;
  const keeper = keepContext({
    node: (name) => nodes.find(({ metadata }) => metadata?.name === name),
    find: byUid(owners as KubeObject[]), // builders give whole objects
    rbac: () => rbac,
    serviceAccount: (namespace, name) =>
      serviceAccounts.find(({ metadata }) => metadata?.namespace === namespace && metadata?.name === name),
    usage: (_, name) => {
      const measured = usage[name];
      return (Array.isArray(measured) ? measured[Math.min(poll, measured.length - 1)] : measured) ?? null;
    },
  });
  for (const each of suspect ? [suspect, ...pods] : pods) keeper.podChanged(null, each);
  const polls = Math.max(1, ...Object.values(usage).map((measured) => (Array.isArray(measured) ? measured.length : 1)));
  for (; poll < polls; poll++)
    keeper.usageChanged(
      [suspect, ...pods].map((each) => `${each?.metadata?.namespace}/${each?.metadata?.name}`),
      now,
    );
  poll = polls - 1;
  return keeper.at(now);
}

/** Cores of each sample, oldest first, as a poll answers them. */
export const used = (...history: number[]): Usage => ({
  cpuCores: history.at(-1) ?? 0,
  memoryBytes: 100_000_000,
  history,
});

/** RBAC in which the service account finance/`account` has these rules in the whole cluster. */
export const rightsOf = (account: string, rules: PolicyRule[], roles: ClusterRole[] = [clusterRole(rules)]): Rbac => ({
  roles: [],
  clusterRoles: roles,
  roleBindings: [],
  clusterRoleBindings: [clusterBinding({ to: [account] })],
});

/** The row of a harmless pod, changed. */
export const row = (change: Partial<TriageRow> = {}): TriageRow => ({
  ...rowOf(pod(), contextAround(null)),
  ...change,
});
export const named = (rows: readonly TriageRow[]): string[] => rows.map(({ name }) => name);
