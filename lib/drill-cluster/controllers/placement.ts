import type { Node, Pod, PodSpec } from '../../kubernetes/objects.ts';

type Toleration = NonNullable<PodSpec['tolerations']>[number];
type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];

const tolerates = (tolerations: readonly Toleration[], taint: Taint) =>
  tolerations.some(
    (t) =>
      (t.effect === undefined || t.effect === '' || t.effect === taint.effect) &&
      (t.key === undefined || t.key === '' ? t.operator === 'Exists' : t.key === taint.key) &&
      (t.operator === 'Exists' || (t.value ?? '') === (taint.value ?? '')),
  );

/** Why this node cannot take a pod of this spec, in the scheduler's words; null: it can. Affinity is read by node name only. */
export function objection(spec: PodSpec, node: Node, daemon: boolean): string | null {
  const tolerations = [...(spec.tolerations ?? []), ...(daemon ? DAEMON_TOLERATIONS : [])];
  const pinned = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
    .flatMap((term) => term.matchFields ?? [])
    .find((field) => field.key === 'metadata.name');
  if (pinned !== undefined && pinned.values?.includes(node.metadata?.name ?? '') !== true)
    return "node(s) didn't satisfy plugin(s) [NodeAffinity]";
  const selector = Object.entries(spec.nodeSelector ?? {});
  if (!selector.every(([key, value]) => node.metadata?.labels?.[key] === value))
    return "node(s) didn't match Pod's node affinity/selector";
  if (node.spec?.unschedulable === true && !daemon) return 'node(s) were unschedulable';
  const taint = node.spec?.taints?.find((t) => t.effect !== 'PreferNoSchedule' && !tolerates(tolerations, t));
  if (taint !== undefined) return `node(s) had untolerated taint(s)`;
  return null;
}

/** What the DaemonSet controller adds to its pods so that they stay on troubled nodes. */
const DAEMON_TOLERATIONS: readonly Toleration[] = [
  ...['not-ready', 'unreachable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
  })),
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoSchedule',
  })),
];

/** Cores that a pod asks for. */
export const cpuRequest = (pod: Pod) =>
  (pod.spec?.containers ?? []).reduce((sum, c) => sum + cores(c.resources?.requests?.cpu), 0);
export const cores = (quantity: string | undefined): number =>
  quantity === undefined ? 0 : quantity.endsWith('m') ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);
