import type { Pod } from '../../kubernetes/objects.ts';
import { claimPods, ownersConcerned } from './claim.ts';
import type { Context, Controller } from './context.ts';
import {
  change,
  controllerRef,
  get,
  is,
  isActive,
  isReady,
  keyOf,
  list,
  nameOf,
  namespaceOf,
  PODS,
  REPLICA_SETS,
  read,
  splitKey,
} from './objects.ts';
import { createPod } from './pod-template.ts';

const BURST = 500; // the real controller's burstReplicas
const SOURCE = 'replicaset-controller';

/** Keeps `spec.replicas` pods that match the selector; pods relabelled out of it are let go and replaced. */
export function replicaSetController(context: Context): Controller {
  const { store, record } = context;

  function reconcile(key: string): void {
    const [namespace, name] = splitKey(key);
    const set = get(store, 'replicasets', namespace, name);
    if (set === null || set.metadata?.deletionTimestamp !== undefined) return;
    const owner = controllerRef('apps/v1', 'ReplicaSet', set);
    const active = claimPods(context, owner, namespace, set.spec?.selector).filter(isActive);
    const wanted = set.spec?.replicas ?? 1;
    let counted = active;

    if (active.length < wanted && set.spec?.template !== undefined) {
      for (let i = active.length; i < Math.min(wanted, active.length + BURST); i++) {
        const pod = createPod(context, namespace, `${name}-${context.random.suffix(5)}`, set.spec.template, owner);
        record(set, 'Normal', 'SuccessfulCreate', `Created pod: ${nameOf(pod)}`, SOURCE);
        counted = [...counted, pod];
      }
    } else if (active.length > wanted) {
      const doomed = [...active].sort(leastUseful).slice(0, active.length - wanted);
      for (const pod of doomed) {
        store.remove(PODS, namespace, nameOf(pod), { uid: pod.metadata?.uid ?? '' });
        record(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${nameOf(pod)}`, SOURCE);
      }
      counted = active.filter((pod) => !doomed.includes(pod));
    }
    const ready = counted.filter(isReady).length;
    change(
      store,
      'replicasets',
      namespace,
      name,
      (copy) => {
        copy.status = {
          ...copy.status,
          replicas: counted.length,
          fullyLabeledReplicas: counted.length,
          readyReplicas: ready,
          availableReplicas: ready,
          observedGeneration: copy.metadata?.generation ?? 1,
        };
      },
      'status',
    );
  }

  return {
    name: 'replicaset',
    interested(resource, event, previous) {
      if (is(resource, REPLICA_SETS)) return event.type === 'DELETED' ? [] : [keyOf(event.object)];
      if (!is(resource, PODS)) return [];
      const pod = read('pods', event.object);
      return ownersConcerned('ReplicaSet', pod, previous && read('pods', previous), () =>
        list(store, 'replicasets', namespaceOf(pod)),
      );
    },
    reconcile,
  };
}

/** Order in which pods are given up: without node, then pending, then not ready, then the youngest. */
function leastUseful(a: Pod, b: Pod): number {
  const use = (pod: Pod) =>
    pod.spec?.nodeName === undefined ? 0 : pod.status?.phase !== 'Running' ? 1 : isReady(pod) ? 3 : 2;
  return (
    use(a) - use(b) ||
    (b.metadata?.creationTimestamp ?? '').localeCompare(a.metadata?.creationTimestamp ?? '') ||
    nameOf(a).localeCompare(nameOf(b))
  );
}
