import { randomUUID } from 'node:crypto';
import type { KubeObject, ObjectMeta } from '../kubernetes/objects.ts';
import type { Resource, Store, WatchEvent } from './contract.ts';
import { alreadyExists, conflict, notFound } from './errors.ts';
import { apiVersionOf, keyOf, mustKind } from './kinds.ts';
import {
  asRecord,
  completeNamespace,
  deepFreeze,
  finalizersOf,
  graceOf,
  isGone,
  keyIn,
  randomSuffix,
  refusePreconditions,
  resourceOfKey,
  rfc3339,
  sameJson,
  withSpec,
  withStatus,
} from './store-rules.ts';

/** One write, as watches and the journal see it. `before` tells a watch with a selector what left its view. */
export interface Change {
  resource: Resource;
  event: WatchEvent;
  before: KubeObject | null;
}

/** What a write would do: `commit` does it. Between the two nothing else may write. */
interface Plan {
  result: KubeObject;
  commit: () => KubeObject;
}

/** A watch older than this many changes must list again (410). */
const HISTORY = 20_000;

export class ObjectStore implements Store {
  #version = 1000;
  #oldest = 1000;
  #buckets = new Map<string, Map<string, KubeObject>>();
  #sorted = new Map<string, readonly KubeObject[]>();
  #history: Change[] = [];
  #listeners = new Set<(resource: Resource, event: WatchEvent, before: KubeObject | null) => void>();
  #restored = new Set<() => void>();
  #now: () => number;

  /** `now`: drill time in ms since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  get resourceVersion() {
    return this.#version;
  }

  get(resource: Resource, namespace: string | null, name: string): KubeObject | null {
    return this.#bucket(resource).get(keyIn(namespace, name)) ?? null;
  }

  list(resource: Resource, namespace: string | null): readonly KubeObject[] {
    const everything = this.#inOrder(resource);
    return namespace === null ? everything : everything.filter((object) => object.metadata?.namespace === namespace);
  }

  create(resource: Resource, object: KubeObject): KubeObject {
    return this.planCreate(resource, object).commit();
  }

  update(resource: Resource, object: KubeObject, options: { subresource?: 'status' } = {}): KubeObject {
    return this.planUpdate(resource, object, options).commit();
  }

  remove(
    resource: Resource,
    namespace: string | null,
    name: string,
    options: { graceSeconds?: number; uid?: string } = {},
  ): KubeObject {
    return this.planRemove(resource, namespace, name, options).commit();
  }

  planCreate(resource: Resource, object: KubeObject): Plan {
    const kind = mustKind(resource);
    const copy = structuredClone(object);
    const given = copy.metadata ?? {};
    const name = given.name || `${given.generateName ?? ''}${randomSuffix()}`;
    const namespace = kind.namespaced ? (given.namespace ?? 'default') : undefined;
    if (this.get(resource, namespace ?? null, name)) throw alreadyExists(resource, name);
    const result: KubeObject = {
      ...copy,
      apiVersion: apiVersionOf(kind),
      kind: kind.kind,
      metadata: {
        ...given,
        name,
        ...(namespace ? { namespace } : {}),
        uid: given.uid ?? randomUUID(),
        creationTimestamp: given.creationTimestamp ?? this.#timestamp(),
        ...(kind.generation ? { generation: 1 } : {}),
      },
    };
    if (kind.plural === 'namespaces') completeNamespace(result, name);
    return { result, commit: () => this.#write(resource, 'ADDED', result, null) };
  }

  planUpdate(resource: Resource, object: KubeObject, options: { subresource?: 'status' } = {}): Plan {
    const kind = mustKind(resource);
    const name = object.metadata?.name ?? '';
    const before = this.#current(resource, object.metadata?.namespace ?? null, name, object.metadata);
    const result = options.subresource === 'status' ? withStatus(before, object) : withSpec(kind, before, object);
    if (isGone(result)) return { result, commit: () => this.#write(resource, 'DELETED', result, before) };
    if (sameJson(result, before)) return { result: before, commit: () => before };
    return { result, commit: () => this.#write(resource, 'MODIFIED', result, before) };
  }

  planRemove(
    resource: Resource,
    namespace: string | null,
    name: string,
    options: { graceSeconds?: number; uid?: string; resourceVersion?: string } = {},
  ): Plan {
    const before = this.#current(resource, namespace, name, undefined);
    refusePreconditions(resource, name, before, options);
    const result = structuredClone(before);
    const metadata: ObjectMeta = (result.metadata ??= {});
    const grace = graceOf(resource, before, options.graceSeconds);
    if (grace > 0 || metadata.finalizers?.length || finalizersOf(before).length) {
      if (metadata.deletionTimestamp && grace >= (metadata.deletionGracePeriodSeconds ?? 0)) {
        return { result: before, commit: () => before };
      }
      metadata.deletionTimestamp = this.#timestamp(grace * 1000);
      metadata.deletionGracePeriodSeconds = grace;
      if (metadata.generation !== undefined) metadata.generation += 1;
      if (resource.plural === 'namespaces') result.status = { ...asRecord(result.status), phase: 'Terminating' };
      return { result, commit: () => this.#write(resource, 'MODIFIED', result, before) };
    }
    return { result, commit: () => this.#write(resource, 'DELETED', result, before) };
  }

  subscribe(listener: (resource: Resource, event: WatchEvent, before: KubeObject | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes after `version`, or null when they are no longer kept: the caller answers 410. */
  changesSince(version: number): Change[] | null {
    if (version < this.#oldest) return null;
    let low = 0;
    let high = this.#history.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#history[middle]?.event.resourceVersion ?? 0) > version) high = middle;
      else low = middle + 1;
    }
    return this.#history.slice(low);
  }

  /** Everything, for a snapshot. */
  dump(): { resourceVersion: number; objects: { resource: Resource; object: KubeObject }[] } {
    const objects = [...this.#buckets].flatMap(([key, bucket]) =>
      [...bucket.values()].map((object) => ({ resource: resourceOfKey(key), object })),
    );
    return { resourceVersion: this.#version, objects };
  }

  /** Calls back after the whole store was replaced: whoever follows it must list again. Returns how to stop. */
  onRestore(listener: () => void): () => void {
    this.#restored.add(listener);
    return () => this.#restored.delete(listener);
  }

  /** Puts a snapshot back. Watches from before it get 410. */
  restore(snapshot: ReturnType<ObjectStore['dump']>) {
    this.#buckets.clear();
    this.#sorted.clear();
    this.#history = [];
    for (const { resource, object } of snapshot.objects) this.put(resource, object);
    this.#version = snapshot.resourceVersion;
    this.#oldest = snapshot.resourceVersion;
    for (const listener of [...this.#restored]) listener();
  }

  /** One object of a snapshot or journal, as it was; null removes it. */
  put(resource: Resource, object: KubeObject, gone = false) {
    const key = keyIn(object.metadata?.namespace ?? null, object.metadata?.name ?? '');
    if (gone) this.#bucket(resource).delete(key);
    else this.#bucket(resource).set(key, deepFreeze(object));
    this.#sorted.delete(keyOf(resource));
    this.#version = Math.max(this.#version, Number(object.metadata?.resourceVersion ?? 0));
    this.#oldest = this.#version;
  }

  #current(resource: Resource, namespace: string | null, name: string, meta: ObjectMeta | undefined): KubeObject {
    const before = this.get(resource, namespace, name);
    if (!before) throw notFound(resource, name);
    if (meta?.uid && meta.uid !== before.metadata?.uid) {
      throw conflict(
        resource,
        name,
        `Precondition failed: UID in precondition: ${meta.uid}, UID in object meta: ${before.metadata?.uid}`,
      );
    }
    if (meta?.resourceVersion && meta.resourceVersion !== before.metadata?.resourceVersion)
      throw conflict(resource, name);
    return before;
  }

  #write(resource: Resource, type: WatchEvent['type'], object: KubeObject, before: KubeObject | null): KubeObject {
    this.#version += 1;
    const metadata = object.metadata ?? {};
    const written = deepFreeze({ ...object, metadata: { ...metadata, resourceVersion: String(this.#version) } });
    const bucket = this.#bucket(resource);
    const key = keyIn(metadata.namespace ?? null, metadata.name ?? '');
    if (type === 'DELETED') bucket.delete(key);
    else bucket.set(key, written);
    this.#sorted.delete(keyOf(resource));
    const event: WatchEvent = { type, object: written, resourceVersion: this.#version };
    this.#remember({ resource, event, before });
    for (const listener of [...this.#listeners]) listener(resource, event, before);
    return written;
  }

  #remember(change: Change) {
    this.#history.push(change);
    if (this.#history.length < HISTORY * 1.25) return;
    const dropped = this.#history.splice(0, this.#history.length - HISTORY);
    this.#oldest = dropped.at(-1)?.event.resourceVersion ?? this.#oldest;
  }

  #bucket(resource: Resource) {
    const key = keyOf(resource);
    let bucket = this.#buckets.get(key);
    if (!bucket) this.#buckets.set(key, (bucket = new Map()));
    return bucket;
  }

  /** By namespace, then name: the order of the keys in etcd, which `continue` relies on. */
  #inOrder(resource: Resource): readonly KubeObject[] {
    const key = keyOf(resource);
    let sorted = this.#sorted.get(key);
    if (!sorted) {
      const entries = [...this.#bucket(resource)].sort(([a], [b]) => (a < b ? -1 : 1));
      this.#sorted.set(key, (sorted = entries.map(([, object]) => object)));
    }
    return sorted;
  }

  #timestamp(afterMs = 0) {
    return rfc3339(this.#now() + afterMs);
  }
}
