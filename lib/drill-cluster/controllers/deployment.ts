import type { Deployment, ReplicaSet } from '../../kubernetes/objects.ts';
import { safeHash } from '../random.ts';
import type { Context, Controller } from './context.ts';
import {
  change,
  controllerOf,
  controllerRef,
  create,
  DEPLOYMENTS,
  get,
  is,
  keyOf,
  list,
  nameOf,
  namespaceOf,
  REPLICA_SETS,
  read,
  splitKey,
  timeOf,
  uidOf,
} from './objects.ts';

const SOURCE = 'deployment-controller';
const REVISION = 'deployment.kubernetes.io/revision';

/** Has a ReplicaSet per pod template and moves replicas to that of the current one, within maxSurge and maxUnavailable. */
export function deploymentController(context: Context): Controller {
  const { store, record } = context;

  function scale(deployment: Deployment, set: ReplicaSet, replicas: number): void {
    const before = set.spec?.replicas ?? 0;
    if (before === replicas) return;
    change(store, 'replicasets', namespaceOf(set), nameOf(set), (copy) => {
      if (copy.spec !== undefined) copy.spec.replicas = replicas;
    });
    record(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${replicas > before ? 'up' : 'down'} replica set ${nameOf(set)} from ${before} to ${replicas}`,
      SOURCE,
    );
  }

  function currentSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | null {
    const same = sets.find((set) => templateText(set) === templateText(deployment));
    const newest = Math.max(0, ...sets.map((set) => Number(set.metadata?.annotations?.[REVISION] ?? 0)));
    if (same !== undefined) {
      const revision = Number(same.metadata?.annotations?.[REVISION] ?? 0);
      if (revision === newest && revision > 0) return same;
      return change(store, 'replicasets', namespaceOf(same), nameOf(same), (copy) => {
        copy.metadata = {
          ...copy.metadata,
          annotations: { ...copy.metadata?.annotations, [REVISION]: String(newest + 1) },
        };
      });
    }
    if (deployment.spec?.paused === true) return null;
    const hash = safeHash(`${uidOf(deployment)} ${templateText(deployment)}`, 9);
    const labels = { ...deployment.spec?.template.metadata?.labels, 'pod-template-hash': hash };
    const replicas = surge(deployment).initial(sets);
    const set = create(store, 'replicasets', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${nameOf(deployment)}-${hash}`,
        namespace: namespaceOf(deployment),
        uid: context.random.uid(),
        labels,
        creationTimestamp: timeOf(context.clock.now()),
        annotations: {
          'deployment.kubernetes.io/desired-replicas': String(deployment.spec?.replicas ?? 1),
          'deployment.kubernetes.io/max-replicas': String(
            (deployment.spec?.replicas ?? 1) + surge(deployment).maxSurge,
          ),
          [REVISION]: String(newest + 1),
        },
        ownerReferences: [controllerRef('apps/v1', 'Deployment', deployment)],
      },
      spec: {
        replicas,
        selector: {
          ...deployment.spec?.selector,
          matchLabels: { ...deployment.spec?.selector.matchLabels, 'pod-template-hash': hash },
        },
        template: {
          ...structuredClone(deployment.spec?.template ?? {}),
          metadata: { ...deployment.spec?.template.metadata, labels },
        },
      },
    });
    if (replicas > 0)
      record(
        deployment,
        'Normal',
        'ScalingReplicaSet',
        `Scaled up replica set ${nameOf(set)} from 0 to ${replicas}`,
        SOURCE,
      );
    return set;
  }

  function rollOn(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): void {
    const wanted = deployment.spec?.replicas ?? 1;
    const oldTotal = sum(old, (set) => set.spec?.replicas ?? 0);
    const now = current.spec?.replicas ?? 0;
    if (oldTotal === 0) {
      scale(deployment, current, wanted);
      return;
    }
    const { maxSurge, maxUnavailable } = surge(deployment);
    const recreate = deployment.spec?.strategy?.type === 'Recreate';
    if (!recreate)
      scale(deployment, current, Math.max(Math.min(now, wanted), Math.min(wanted, wanted + maxSurge - oldTotal)));
    const notReadyYet = now - (current.status?.availableReplicas ?? 0);
    let spare = recreate ? oldTotal : oldTotal + now - (wanted - maxUnavailable) - Math.max(0, notReadyYet);
    for (const set of old) {
      const has = set.spec?.replicas ?? 0;
      const broken = has - (set.status?.availableReplicas ?? 0);
      const gives = Math.min(has, Math.max(spare, recreate ? has : Math.min(broken, spare)));
      if (gives <= 0) continue;
      scale(deployment, set, has - gives);
      spare -= gives;
    }
  }

  function reconcile(key: string): void {
    const [namespace, name] = splitKey(key);
    const deployment = get(store, 'deployments', namespace, name);
    if (deployment === null || deployment.metadata?.deletionTimestamp !== undefined) return;
    const sets = list(store, 'replicasets', namespace).filter((set) => controllerOf(set)?.uid === uidOf(deployment));
    const current = currentSet(deployment, sets);
    const old = sets.filter((set) => uidOf(set) !== (current === null ? '' : uidOf(current)));
    if (current !== null && deployment.spec?.paused !== true) rollOn(deployment, current, old);
    else scaleInPlace(deployment, current ?? old.find((set) => (set.spec?.replicas ?? 0) > 0) ?? null);
    writeStatus(deployment, current);
  }

  function scaleInPlace(deployment: Deployment, set: ReplicaSet | null): void {
    if (set !== null) scale(deployment, set, deployment.spec?.replicas ?? 1);
  }

  function writeStatus(deployment: Deployment, current: ReplicaSet | null): void {
    const sets = list(store, 'replicasets', namespaceOf(deployment)).filter(
      (set) => controllerOf(set)?.uid === uidOf(deployment),
    );
    const wanted = deployment.spec?.replicas ?? 1;
    const total = sum(sets, (set) => set.status?.replicas ?? 0);
    const available = sum(sets, (set) => set.status?.availableReplicas ?? 0);
    const fresh = sets.find((set) => current !== null && uidOf(set) === uidOf(current));
    const updated = fresh?.status?.replicas ?? 0;
    const revision = fresh?.metadata?.annotations?.[REVISION];
    if (revision !== undefined && deployment.metadata?.annotations?.[REVISION] !== revision)
      change(store, 'deployments', namespaceOf(deployment), nameOf(deployment), (copy) => {
        copy.metadata = { ...copy.metadata, annotations: { ...copy.metadata?.annotations, [REVISION]: revision } };
      });
    const enough = available >= wanted - surge(deployment).maxUnavailable;
    const complete = updated === wanted && total === wanted && available === wanted;
    const now = timeOf(context.clock.now());
    change(
      store,
      'deployments',
      namespaceOf(deployment),
      nameOf(deployment),
      (copy) => {
        const condition = (type: string, status: string, reason: string, message: string) => {
          const before = copy.status?.conditions?.find((c) => c.type === type);
          if (before?.status === status && before.reason === reason) return before;
          return {
            type,
            status,
            reason,
            message,
            lastUpdateTime: now,
            lastTransitionTime: before?.status === status ? (before.lastTransitionTime ?? now) : now,
          };
        };
        copy.status = {
          observedGeneration: copy.metadata?.generation ?? 1,
          ...counts({
            replicas: total,
            updatedReplicas: updated,
            readyReplicas: sum(sets, (set) => set.status?.readyReplicas ?? 0),
            availableReplicas: available,
            unavailableReplicas: Math.max(0, wanted - available),
          }),
          conditions: [
            enough
              ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
              : condition(
                  'Available',
                  'False',
                  'MinimumReplicasUnavailable',
                  'Deployment does not have minimum availability.',
                ),
            complete || current === null
              ? condition(
                  'Progressing',
                  'True',
                  'NewReplicaSetAvailable',
                  `ReplicaSet "${current === null ? '' : nameOf(current)}" has successfully progressed.`,
                )
              : condition(
                  'Progressing',
                  'True',
                  'ReplicaSetUpdated',
                  `ReplicaSet "${nameOf(current)}" is progressing.`,
                ),
          ],
        };
      },
      'status',
    );
  }

  return {
    name: 'deployment',
    interested(resource, event) {
      if (is(resource, DEPLOYMENTS)) return event.type === 'DELETED' ? [] : [keyOf(event.object)];
      if (!is(resource, REPLICA_SETS)) return [];
      const controller = controllerOf(read('replicasets', event.object));
      return controller?.kind === 'Deployment' ? [`${namespaceOf(event.object)}/${controller.name}`] : [];
    },
    reconcile,
  };
}

/** A template as text, without the label that the controller itself adds and whatever the order of its keys. */
function templateText(owner: {
  spec?: { template?: { metadata?: { labels?: Record<string, string> }; spec?: object } };
}): string {
  const { 'pod-template-hash': _, ...labels } = owner.spec?.template?.metadata?.labels ?? {};
  return sortedJson({
    ...owner.spec?.template,
    metadata: { ...owner.spec?.template?.metadata, creationTimestamp: undefined, labels },
  });
}

export const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );

function surge(deployment: Deployment) {
  const wanted = deployment.spec?.replicas ?? 1;
  const of = (value: unknown, round: (n: number) => number) =>
    typeof value === 'number'
      ? value
      : round((wanted * Number.parseInt(typeof value === 'string' ? value : '25%', 10)) / 100);
  const maxSurge = of(deployment.spec?.strategy?.rollingUpdate?.maxSurge, Math.ceil);
  let maxUnavailable = of(deployment.spec?.strategy?.rollingUpdate?.maxUnavailable, Math.floor);
  if (maxSurge === 0 && maxUnavailable === 0) maxUnavailable = 1;
  const initial = (sets: readonly ReplicaSet[]) => {
    const existing = sum(sets, (set) => set.spec?.replicas ?? 0);
    if (deployment.spec?.strategy?.type === 'Recreate') return existing > 0 ? 0 : wanted;
    return Math.max(0, Math.min(wanted, wanted + maxSurge - existing));
  };
  return { maxSurge, maxUnavailable, initial };
}

const sum = <T>(items: readonly T[], value: (item: T) => number) =>
  items.reduce((total, item) => total + value(item), 0);
/** The API leaves out counts of zero. */
const counts = (all: Record<string, number>) => Object.fromEntries(Object.entries(all).filter(([, n]) => n > 0));
