import type { Pod, StatefulSet } from '../../kubernetes/objects.ts';
import { safeHash } from '../random.ts';
import { claimPods, ownersConcerned } from './claim.ts';
import type { Context, Controller } from './context.ts';
import { sortedJson } from './deployment.ts';
import {
  change,
  controllerOf,
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
  read,
  STATEFUL_SETS,
  splitKey,
  uidOf,
} from './objects.ts';
import { createPod } from './pod-template.ts';

const SOURCE = 'statefulset-controller';
const RETRY_MS = 15_000;

/** Pods with fixed names, one after the other. While a pod that is not the set's own has the name, no replacement can start. */
export function statefulSetController(context: Context): Controller {
  const { store, record } = context;

  /** false: nothing further may happen before this ordinal is well */
  function fill(set: StatefulSet, name: string, mine: ReadonlyMap<string, Pod>, revision: string): boolean {
    const pod = mine.get(name);
    const namespace = namespaceOf(set);
    if (pod !== undefined && isActive(pod)) return isReady(pod);
    if (pod !== undefined && pod.metadata?.deletionTimestamp === undefined) {
      store.remove(PODS, namespace, name, { uid: uidOf(pod) });
      return false;
    }
    if (pod !== undefined) return false; // still ending
    if (get(store, 'pods', namespace, name) !== null) {
      record(
        set,
        'Warning',
        'FailedCreate',
        `create Pod ${name} in StatefulSet ${nameOf(set)} failed error: pods "${name}" already exists`,
        SOURCE,
      );
      context.again('statefulset', keyOf(set), RETRY_MS);
      return false;
    }
    if (set.spec?.template === undefined) return false;
    createPod(context, namespace, name, set.spec.template, controllerRef('apps/v1', 'StatefulSet', set), {
      labels: {
        'controller-revision-hash': revision,
        'statefulset.kubernetes.io/pod-name': name,
        'apps.kubernetes.io/pod-index': name.slice(name.lastIndexOf('-') + 1),
      },
      spec: { hostname: name, ...(set.spec.serviceName === undefined ? {} : { subdomain: set.spec.serviceName }) },
    });
    record(set, 'Normal', 'SuccessfulCreate', `create Pod ${name} in StatefulSet ${nameOf(set)} successful`, SOURCE);
    return false;
  }

  function reconcile(key: string): void {
    const [namespace, name] = splitKey(key);
    const set = get(store, 'statefulsets', namespace, name);
    if (set === null || set.metadata?.deletionTimestamp !== undefined) return;
    const owner = controllerRef('apps/v1', 'StatefulSet', set);
    const pods = claimPods(context, owner, namespace, set.spec?.selector, (pod) => ordinalOf(pod, name) !== null);
    const mine = new Map(pods.map((pod) => [nameOf(pod), pod]));
    const wanted = set.spec?.replicas ?? 1;
    const revision = revisionOf(set);
    const parallel = set.spec?.podManagementPolicy === 'Parallel';
    let settled = true;
    for (let ordinal = 0; ordinal < wanted; ordinal++) {
      const well = fill(set, `${name}-${ordinal}`, mine, revision);
      settled &&= well;
      if (!well && !parallel) break;
    }
    const surplus = pods
      .filter((pod) => (ordinalOf(pod, name) ?? 0) >= wanted)
      .sort((a, b) => (ordinalOf(b, name) ?? 0) - (ordinalOf(a, name) ?? 0));
    const outdated =
      settled && surplus.length === 0 && set.spec?.updateStrategy?.type !== 'OnDelete'
        ? pods
            .filter((pod) => pod.metadata?.labels?.['controller-revision-hash'] !== revision && isActive(pod))
            .sort((a, b) => (ordinalOf(b, name) ?? 0) - (ordinalOf(a, name) ?? 0))
        : [];
    for (const pod of [...(parallel ? surplus : surplus.slice(0, 1)), ...outdated.slice(0, 1)]) {
      if (pod.metadata?.deletionTimestamp !== undefined) continue;
      store.remove(PODS, namespace, nameOf(pod), { uid: uidOf(pod) });
      record(set, 'Normal', 'SuccessfulDelete', `delete Pod ${nameOf(pod)} in StatefulSet ${name} successful`, SOURCE);
    }
    const now = context.pods(namespace).filter((pod) => controllerOf(pod)?.uid === uidOf(set) && isActive(pod));
    const ready = now.filter(isReady).length;
    const updated = now.filter((pod) => pod.metadata?.labels?.['controller-revision-hash'] === revision).length;
    change(
      store,
      'statefulsets',
      namespace,
      name,
      (copy) => {
        copy.status = {
          ...copy.status,
          observedGeneration: copy.metadata?.generation ?? 1,
          replicas: now.length,
          readyReplicas: ready,
          availableReplicas: ready,
          currentReplicas: updated,
          updatedReplicas: updated,
          currentRevision: revision,
          updateRevision: revision,
          collisionCount: 0,
        };
      },
      'status',
    );
  }

  return {
    name: 'statefulset',
    interested(resource, event, previous) {
      if (is(resource, STATEFUL_SETS)) return event.type === 'DELETED' ? [] : [keyOf(event.object)];
      if (!is(resource, PODS)) return [];
      const pod = read('pods', event.object);
      return ownersConcerned('StatefulSet', pod, previous && read('pods', previous), () =>
        list(store, 'statefulsets', namespaceOf(pod)),
      );
    },
    reconcile,
  };
}

/** The revision label of a set's template. */
export const revisionOf = (set: { metadata?: { name?: string }; spec?: { template?: object } }) =>
  `${set.metadata?.name ?? ''}-${safeHash(sortedJson(set.spec?.template ?? {}))}`;

function ordinalOf(pod: Pod, setName: string): number | null {
  const match = /^(.*)-(\d+)$/.exec(nameOf(pod));
  return match !== null && match[1] === setName ? Number(match[2]) : null;
}
