import type { KubeObject, OwnerReference } from './objects.ts';

export { type Drift, templateDrift, templateFor } from './template-drift.ts';

/** One link of an owner chain. `object` is null when the owner is not there, could not be read, or is of a kind not looked at. */
export interface Owner {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  object: KubeObject | null;
}

/** Finds an owner; undefined when it is not known. Who looks it up by name must see that the UID is the one asked for. */
export type FindByUid = (uid: string, reference: OwnerReference, namespace: string) => KubeObject | undefined;

/** For callers that hold lists: the objects by UID. */
export function byUid(objects: Iterable<KubeObject>): (uid: string) => KubeObject | undefined {
  const index = new Map<string, KubeObject>();
  for (const object of objects) if (object.metadata?.uid) index.set(object.metadata.uid, object);
  return (uid) => index.get(uid);
}

const MAX_DEPTH = 10;

/**
 * Owners of an object from the nearest to the topmost: pod → ReplicaSet → Deployment, Job → CronJob, and custom kinds by
 * their name. The controller is followed, else the first owner. References come from the cluster and may lie: a cycle ends
 * the chain, and an owner that is not found is its last link.
 */
export function ownerChain(object: KubeObject, find: FindByUid): Owner[] {
  const chain: Owner[] = [];
  const seen = new Set([object.metadata?.uid ?? '']);
  let reference = controllerOf(object);
  while (reference && !seen.has(reference.uid) && chain.length < MAX_DEPTH) {
    seen.add(reference.uid);
    const found = find(reference.uid, reference, object.metadata?.namespace ?? '') ?? null;
    const { apiVersion, kind, name, uid } = reference;
    chain.push({ apiVersion, kind, name, uid, object: found });
    reference = found ? controllerOf(found) : undefined;
  }
  return chain;
}

/** The owner that manages the object, else the first that is named. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  const references = object.metadata?.ownerReferences ?? [];
  return references.find(({ controller }) => controller) ?? references[0];
}

/** What a person calls the workload of a pod: the top of its owner chain; a pod without owner is its own. */
export function workloadOf(pod: KubeObject, find: FindByUid): { kind: string; name: string } {
  const top = ownerChain(pod, find).at(-1);
  return top ? { kind: top.kind, name: top.name } : { kind: 'Pod', name: pod.metadata?.name ?? '' };
}
