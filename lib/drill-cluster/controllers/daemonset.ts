import type { DaemonSet, Node, Pod } from '../../kubernetes/objects.ts';
import { safeHash } from '../random.ts';
import { claimPods, ownersConcerned } from './claim.ts';
import type { Context, Controller } from './context.ts';
import { sortedJson } from './deployment.ts';
import {
  change,
  controllerRef,
  DAEMON_SETS,
  get,
  is,
  isActive,
  isReady,
  keyOf,
  list,
  NODES,
  nameOf,
  namespaceOf,
  PODS,
  read,
  splitKey,
  uidOf,
} from './objects.ts';
import { objection } from './placement.ts';
import { createPod } from './pod-template.ts';

const SOURCE = 'daemonset-controller';

/** One pod on each node that the template's node selector and tolerations admit, and on no other. */
export function daemonSetController(context: Context): Controller {
  const { store, record } = context;

  function remove(set: DaemonSet, pod: Pod): void {
    if (pod.metadata?.deletionTimestamp !== undefined) return;
    store.remove(PODS, namespaceOf(pod), nameOf(pod), { uid: uidOf(pod) });
    record(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${nameOf(pod)}`, SOURCE);
  }

  function add(set: DaemonSet, node: Node, revision: string): void {
    if (set.spec?.template === undefined) return;
    const pod = createPod(
      context,
      namespaceOf(set),
      `${nameOf(set)}-${context.random.suffix(5)}`,
      set.spec.template,
      controllerRef('apps/v1', 'DaemonSet', set),
      {
        labels: {
          'controller-revision-hash': revision,
          'pod-template-generation': String(set.metadata?.generation ?? 1),
        },
        spec: { affinity: pinTo(nameOf(node)) },
      },
    );
    record(set, 'Normal', 'SuccessfulCreate', `Created pod: ${nameOf(pod)}`, SOURCE);
  }

  function reconcile(key: string): void {
    const [namespace, name] = splitKey(key);
    const set = get(store, 'daemonsets', namespace, name);
    if (set === null || set.metadata?.deletionTimestamp !== undefined) return;
    const spec = set.spec?.template.spec ?? { containers: [] };
    const nodes = list(store, 'nodes', null);
    const eligible = new Set(nodes.filter((node) => objection(spec, node, true) === null).map(nameOf));
    const revision = daemonRevision(set);
    const pods = claimPods(context, controllerRef('apps/v1', 'DaemonSet', set), namespace, set.spec?.selector);
    const onNode = new Map<string, Pod>();
    for (const pod of pods) {
      const node = nodeOf(pod);
      if (!eligible.has(node) || (onNode.has(node) && isActive(pod))) remove(set, pod);
      else if (isActive(pod) || pod.metadata?.deletionTimestamp !== undefined) onNode.set(node, pod);
      else remove(set, pod); // ended by itself: a daemon is started again
    }
    const settled = [...eligible].every((node) => {
      const pod = onNode.get(node);
      return pod !== undefined && isReady(pod);
    });
    const outdated =
      set.spec?.updateStrategy?.type === 'OnDelete'
        ? []
        : [...onNode.values()].filter(
            (pod) => pod.metadata?.labels?.['controller-revision-hash'] !== revision && isActive(pod),
          );
    const first = outdated[0];
    if (settled && first !== undefined) remove(set, first);
    for (const node of nodes) if (eligible.has(nameOf(node)) && !onNode.has(nameOf(node))) add(set, node, revision);
    const live = [...onNode.values()].filter(isActive);
    const ready = live.filter(isReady).length;
    change(
      store,
      'daemonsets',
      namespace,
      name,
      (copy) => {
        copy.status = {
          ...copy.status,
          observedGeneration: copy.metadata?.generation ?? 1,
          desiredNumberScheduled: eligible.size,
          currentNumberScheduled: live.length,
          numberReady: ready,
          numberAvailable: ready,
          numberUnavailable: Math.max(0, eligible.size - ready),
          numberMisscheduled: pods.filter((pod) => !eligible.has(nodeOf(pod)) && isActive(pod)).length,
          updatedNumberScheduled: live.length - outdated.length,
        };
      },
      'status',
    );
  }

  return {
    name: 'daemonset',
    interested(resource, event, previous) {
      if (is(resource, DAEMON_SETS)) return event.type === 'DELETED' ? [] : [keyOf(event.object)];
      if (is(resource, NODES))
        return placementChanged(read('nodes', event.object), previous && read('nodes', previous))
          ? list(store, 'daemonsets', null).map(keyOf)
          : [];
      if (!is(resource, PODS)) return [];
      const pod = read('pods', event.object);
      return ownersConcerned('DaemonSet', pod, previous && read('pods', previous), () =>
        list(store, 'daemonsets', namespaceOf(pod)),
      );
    },
    reconcile,
  };
}

/** The revision label of a DaemonSet's pods. */
export const daemonRevision = (set: { spec?: { template?: object } }) => safeHash(sortedJson(set.spec?.template ?? {}));

export const pinTo = (node: string): NonNullable<Pod['spec']>['affinity'] => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
    },
  },
});

function nodeOf(pod: Pod): string {
  const pinned =
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]
      ?.matchFields?.[0]?.values?.[0];
  return pod.spec?.nodeName ?? pinned ?? '';
}

const placementChanged = (node: Node, previous: Node | null) =>
  previous === null ||
  sortedJson([node.metadata?.labels, node.spec]) !== sortedJson([previous.metadata?.labels, previous.spec]);
