import type { KubeObject } from '../kubernetes/objects.ts';
import type { Resource } from './contract.ts';
import { conflict } from './errors.ts';
import { apiVersionOf, type Kind } from './kinds.ts';

/** Seconds, as Kubernetes writes metav1.Time. */
export const rfc3339 = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export const keyIn = (namespace: string | null, name: string) => `${namespace ?? ''}/${name}`;

export function resourceOfKey(key: string): Resource {
  const slash = key.indexOf('/');
  return { group: key.slice(0, slash), plural: key.slice(slash + 1) };
}

export const asRecord = (value: unknown): Record<string, unknown> =>
  // any non-null object may be read by key
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** A namespace ends in its spec.finalizers: its controller takes `kubernetes` off when it is empty. */
export const finalizersOf = (object: KubeObject): unknown[] => {
  const finalizers = object.kind === 'Namespace' ? asRecord(object.spec).finalizers : [];
  return Array.isArray(finalizers) ? finalizers : [];
};

export function completeNamespace(namespace: KubeObject, name: string) {
  namespace.spec = { finalizers: ['kubernetes'], ...asRecord(namespace.spec) };
  namespace.status = { phase: 'Active', ...asRecord(namespace.status) };
  namespace.metadata = {
    ...namespace.metadata,
    labels: { ...namespace.metadata?.labels, 'kubernetes.io/metadata.name': name },
  };
}

export function withStatus(before: KubeObject, object: KubeObject): KubeObject {
  const managedFields = object.metadata?.managedFields;
  const metadata = { ...before.metadata, ...(managedFields ? { managedFields: structuredClone(managedFields) } : {}) };
  const { status: _, ...rest } = before;
  return { ...rest, metadata, ...(object.status === undefined ? {} : { status: structuredClone(object.status) }) };
}

/** Everything but the status and what the system sets. */
export function withSpec(kind: Kind, before: KubeObject, object: KubeObject): KubeObject {
  const { status, ...given } = structuredClone(object);
  const old = before.metadata ?? {};
  const result: KubeObject = {
    ...given,
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata: {
      ...given.metadata,
      uid: old.uid,
      creationTimestamp: old.creationTimestamp,
      resourceVersion: old.resourceVersion,
      ...(old.namespace ? { namespace: old.namespace } : {}),
      ...pick(old, 'generateName', 'generation', 'deletionTimestamp', 'deletionGracePeriodSeconds'),
    },
  };
  if (!kind.subresources.includes('status')) {
    if (status !== undefined) result.status = status;
  } else if (before.status !== undefined) {
    result.status = before.status;
  }
  if (kind.generation && result.metadata && !sameJson(result.spec, before.spec)) {
    result.metadata.generation = (old.generation ?? 0) + 1;
  }
  return result;
}

function pick<T extends object, K extends keyof T>(from: T, ...keys: K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined) picked[key] = from[key];
  return picked;
}

/** Deleted, and the last finalizer has just been taken off. */
export const isGone = (object: KubeObject) =>
  object.metadata?.deletionTimestamp !== undefined &&
  !object.metadata.finalizers?.length &&
  !finalizersOf(object).length &&
  (object.metadata.deletionGracePeriodSeconds ?? 0) === 0;

/** Equal as JSON: a field that is undefined is not there. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameJson(Reflect.get(a, key), Reflect.get(b, key)));
}

/** Pods that run end gracefully; everything else at once. */
export function graceOf(resource: Resource, object: KubeObject, asked: number | undefined): number {
  if (resource.group !== '' || resource.plural !== 'pods') return 0;
  const spec = asRecord(object.spec);
  const phase = asRecord(object.status).phase;
  if (!spec.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
  const wanted =
    asked ?? (typeof spec.terminationGracePeriodSeconds === 'number' ? spec.terminationGracePeriodSeconds : 30);
  return Math.max(0, wanted);
}

export function refusePreconditions(
  resource: Resource,
  name: string,
  before: KubeObject,
  { uid, resourceVersion }: { uid?: string; resourceVersion?: string },
) {
  const refuse = (what: string, wanted: string, found: string | undefined) =>
    conflict(
      resource,
      name,
      `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found ?? ''}`,
    );
  if (uid && uid !== before.metadata?.uid) throw refuse('UID', uid, before.metadata?.uid);
  if (resourceVersion && resourceVersion !== before.metadata?.resourceVersion) {
    throw refuse('ResourceVersion', resourceVersion, before.metadata?.resourceVersion);
  }
}

/** The alphabet of the API server's generated names: without vowels and look-alikes. */
export function randomSuffix() {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from({ length: 5 }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
