import type { Node, Pod } from '../../kubernetes/objects.ts';
import type { Context, Controller } from './context.ts';
import {
  change,
  controllerOf,
  get,
  is,
  isActive,
  keyOf,
  list,
  NODES,
  nameOf,
  PODS,
  read,
  splitKey,
  timeOf,
  uidOf,
} from './objects.ts';
import { cores, cpuRequest, objection } from './placement.ts';

const SOURCE = 'default-scheduler';
const RETRY_MS = 5 * 60 * 1000;

/** Puts each pod without a node on the fitting one that has the least asked of it. */
export function scheduler(context: Context): Controller {
  const { store, record } = context;
  const placed = new Map<string, { node: string; cpu: number }>(); // by pod uid
  const load = new Map<string, { pods: number; cpu: number }>(); // by node
  const waiting = new Set<string>();

  function count(pod: Pod, gone: boolean): void {
    const uid = uidOf(pod);
    const before = placed.get(uid);
    const node = pod.spec?.nodeName;
    const now =
      gone || node === undefined || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
        ? null
        : { node, cpu: cpuRequest(pod) };
    if (before?.node === now?.node) return;
    for (const [entry, sign] of [
      [before, -1],
      [now, 1],
    ] as const) {
      if (entry === undefined || entry === null) continue;
      const on = load.get(entry.node) ?? { pods: 0, cpu: 0 };
      load.set(entry.node, { pods: on.pods + sign, cpu: on.cpu + sign * entry.cpu });
    }
    if (now === null) placed.delete(uid);
    else placed.set(uid, now);
  }

  function fits(pod: Pod, node: Node): string | null {
    const on = load.get(nameOf(node)) ?? { pods: 0, cpu: 0 };
    const objects = objection(pod.spec ?? { containers: [] }, node, controllerOf(pod)?.kind === 'DaemonSet');
    if (objects !== null) return objects;
    if (on.cpu + cpuRequest(pod) > cores(node.status?.allocatable?.cpu)) return 'Insufficient cpu';
    return on.pods >= Number(node.status?.allocatable?.pods ?? 110) ? 'Too many pods' : null;
  }

  function reconcile(key: string): void {
    const [namespace, name] = splitKey(key);
    const pod = get(store, 'pods', namespace, name);
    waiting.delete(key);
    if (pod === null || !isActive(pod) || pod.spec?.nodeName !== undefined) return;
    const nodes = list(store, 'nodes', null);
    const answers = nodes.map((node) => ({ node, objects: fits(pod, node) }));
    const [best] = answers.filter((a) => a.objects === null).sort((a, b) => weight(a.node) - weight(b.node));
    if (best === undefined) {
      refuse(
        pod,
        answers.map((a) => a.objects ?? ''),
      );
      return;
    }
    const node = nameOf(best.node);
    const bound = change(store, 'pods', namespace, name, (copy) => {
      if (copy.spec !== undefined) copy.spec.nodeName = node;
    });
    if (bound !== null) count(bound, false);
    change(
      store,
      'pods',
      namespace,
      name,
      (copy) => {
        copy.status = {
          ...copy.status,
          phase: 'Pending',
          conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: timeOf(context.clock.now()) }],
        };
      },
      'status',
    );
    record(pod, 'Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${node}`, SOURCE);
  }

  const weight = (node: Node) => (load.get(nameOf(node))?.pods ?? 0) * 100 + (load.get(nameOf(node))?.cpu ?? 0);

  function refuse(pod: Pod, reasons: readonly string[]): void {
    const key = keyOf(pod);
    const tally = new Map<string, number>();
    for (const reason of reasons) tally.set(reason, (tally.get(reason) ?? 0) + 1);
    const parts = [...tally].map(([reason, n]) => `${n} ${reason}`).sort();
    const message =
      reasons.length === 0
        ? 'no nodes available to schedule pods'
        : `0/${reasons.length} nodes are available: ${parts.join(', ')}.`;
    const now = timeOf(context.clock.now());
    change(
      store,
      'pods',
      pod.metadata?.namespace ?? '',
      nameOf(pod),
      (copy) => {
        const before = copy.status?.conditions?.find((c) => c.type === 'PodScheduled');
        copy.status = {
          ...copy.status,
          phase: 'Pending',
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message,
              lastTransitionTime: before?.status === 'False' ? (before.lastTransitionTime ?? now) : now,
            },
          ],
        };
      },
      'status',
    );
    record(pod, 'Warning', 'FailedScheduling', message, SOURCE);
    if (!waiting.has(key)) context.again('scheduler', key, RETRY_MS);
    waiting.add(key);
  }

  return {
    name: 'scheduler',
    interested(resource, event, previous) {
      if (is(resource, NODES)) return previous === null || event.type === 'MODIFIED' ? [...waiting] : [];
      if (!is(resource, PODS)) return [];
      const pod = read('pods', event.object);
      count(pod, event.type === 'DELETED');
      if (event.type === 'DELETED') return [...waiting];
      return pod.spec?.nodeName === undefined && event.type === 'ADDED' ? [keyOf(pod)] : [];
    },
    reconcile,
  };
}
