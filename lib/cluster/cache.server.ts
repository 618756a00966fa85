import 'server-only';
import type { KubeObject, Pod } from '../kubernetes/objects.ts';
import type { TriageContext } from '../triage/context.ts';
import type { TriageRow } from '../triage/row.ts';
import type { Connection } from './http.server.ts';
import { Metrics, type Usage } from './metrics.server.ts';
import { collectionPath, WATCHED_RESOURCES, type Watched, type WatchedResource } from './resources.ts';
import type { ClusterStatus, ResourceStatus } from './status.ts';
import { tableSourceOf } from './triage-source.ts';
import { type RowsChange, TriageTable } from './triage-table.server.ts';
import { Watcher, type WatchTimes } from './watcher.server.ts';

/** What those who listen to a cache hear. Objects are the cache's own: read them, never change them. */
export type CacheChange =
  | {
      type: 'object';
      resource: WatchedResource;
      change: 'ADDED' | 'MODIFIED' | 'DELETED';
      object: KubeObject;
      before: KubeObject | null;
    }
  | { type: 'usage'; pods: readonly string[] } // "namespace/name"
  | ({ type: 'rows' } & RowsChange)
  | { type: 'status' };

export type CacheStatus = Pick<ClusterStatus, 'state' | 'asOf' | 'error' | 'resources' | 'metrics'>;

export interface CacheOptions {
  times?: Partial<WatchTimes>;
  metricsEveryMs?: number;
  resources?: readonly WatchedResource[];
}

type Stores = { [K in WatchedResource]: Map<string, Watched[K]> };

/**
 * The state of one cluster in memory, kept current by list and watch. Everything in it is as old as `status()` says;
 * whoever is about to act on it reads afresh.
 */
export class ClusterCache {
  readonly #stores: Stores;
  readonly #podsByUid = new Map<string, Pod>();
  readonly #watchers: Watcher[];
  readonly #metrics: Metrics;
  readonly #table: TriageTable;
  readonly #listeners = new Set<(change: CacheChange) => void>();
  readonly #stop = new AbortController();
  #started = false;

  constructor(connection: Connection, options: CacheOptions = {}) {
    const resources = options.resources ?? WATCHED_RESOURCES;
    // fromEntries forgets its keys: one map for each key of Watched
    this.#stores = Object.fromEntries(WATCHED_RESOURCES.map((resource) => [resource, new Map()])) as unknown as Stores;
    this.#watchers = resources.map(
      (resource) => new Watcher(connection, resource, this.#sink(resource), this.#stop.signal, options.times),
    );
    this.#metrics = new Metrics(connection, (pods) => this.#tell({ type: 'usage', pods }), options.metricsEveryMs);
    this.#table = new TriageTable(tableSourceOf(this), (rows) => this.#tell({ type: 'rows', ...rows }));
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#table.start();
    for (const watcher of this.#watchers) void watcher.run();
    void this.#metrics.run(this.#stop.signal);
    // Data grows stale without anything happening: look once a second whether that is to be told.
    let last = this.status().state;
    const timer = setInterval(() => {
      const state = this.status().state;
      if (state !== last) this.#tell({ type: 'status' });
      last = state;
    }, 1_000);
    timer.unref();
    this.#stop.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  stop(): void {
    this.#stop.abort();
    this.#table.stop();
    this.#listeners.clear();
  }

  list<K extends WatchedResource>(resource: K, namespace?: string): Watched[K][] {
    const all = [...this.#stores[resource].values()];
    return namespace === undefined ? all : all.filter((object) => object.metadata?.namespace === namespace);
  }

  /** `namespace` null for cluster-wide kinds */
  get<K extends WatchedResource>(resource: K, namespace: string | null, name: string): Watched[K] | null {
    return this.#stores[resource].get(`${namespace ?? ''}/${name}`) ?? null;
  }

  podByUid(uid: string): Pod | null {
    return this.#podsByUid.get(uid) ?? null;
  }

  count(resource: WatchedResource): number {
    return this.#stores[resource].size;
  }

  usage(namespace: string, name: string): Usage | null {
    return this.#metrics.of(namespace, name);
  }

  /** Freshness of one resource; a reader of a resource that is not `live` says so. */
  resourceStatus(resource: WatchedResource): ResourceStatus | null {
    const watcher = this.#watchers.find((each) => each.resource === resource);
    return watcher?.status(this.count(resource), Date.now()) ?? null;
  }

  status(): CacheStatus {
    const now = Date.now();
    const resources = this.#watchers.map((watcher) => watcher.status(this.count(watcher.resource), now));
    return { ...overall(resources), resources, metrics: this.#metrics.status };
  }

  /** Calls back in order, after the cache has changed. Answers how to stop. */
  onChange(listener: (change: CacheChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Triage rows, worst first; a new array after each change. */
  rows(): readonly TriageRow[] {
    return this.#table.rows();
  }

  /** What the rows are made with: for a page about one pod. */
  triageContext(): TriageContext {
    return this.#table.context();
  }

  #tell(change: CacheChange): void {
    if (change.type !== 'rows') this.#table.note(change);
    for (const listener of this.#listeners) listener(change);
  }

  #sink(resource: WatchedResource) {
    return {
      replaced: (objects: KubeObject[]) => this.#replace(resource, objects),
      changed: (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject) => this.#change(resource, type, object),
      stateChanged: () => this.#tell({ type: 'status' }),
    };
  }

  #replace(resource: WatchedResource, objects: KubeObject[]): void {
    const gone = new Map<string, KubeObject>(this.#store(resource));
    for (const object of objects) {
      const key = keyOf(object);
      const before = gone.get(key);
      gone.delete(key);
      if (
        before?.metadata?.resourceVersion !== object.metadata?.resourceVersion ||
        before?.metadata?.uid !== object.metadata?.uid
      ) {
        this.#change(resource, before === undefined ? 'ADDED' : 'MODIFIED', object);
      }
    }
    for (const object of gone.values()) this.#change(resource, 'DELETED', object);
  }

  #change(resource: WatchedResource, change: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void {
    const store = this.#store(resource);
    const key = keyOf(object);
    const before = store.get(key) ?? null;
    if (change === 'DELETED') store.delete(key);
    else store.set(key, object);
    if (resource === 'pods') this.#indexPod(change, object, before);
    this.#tell({ type: 'object', resource, change, object, before });
  }

  #indexPod(change: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject, before: KubeObject | null): void {
    const uid = object.metadata?.uid;
    if (before?.metadata?.uid !== undefined && before.metadata.uid !== uid) this.#podsByUid.delete(before.metadata.uid); // same name, another pod
    if (uid === undefined) return;
    if (change === 'DELETED') this.#podsByUid.delete(uid);
    else this.#podsByUid.set(uid, object as unknown as Pod); // the pods collection answers pods
  }

  /** The store as what all kinds have in common; what goes in came from that kind's own collection. */
  #store(resource: WatchedResource): Map<string, KubeObject> {
    return this.#stores[resource] as unknown as Map<string, KubeObject>; // the kinds share no index signature
  }
}

const keyOf = (object: KubeObject): string => `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`;

/** The cluster is as good as its pods: without them there is no triage. */
function overall(resources: readonly ResourceStatus[]): Pick<ClusterStatus, 'state' | 'asOf' | 'error'> {
  const pods = resources.find((each) => each.resource === 'pods') ?? resources[0];
  if (pods === undefined) return { state: 'connecting', asOf: null, error: null };
  const others = resources.filter((each) => each !== pods && each.state !== 'live' && each.state !== 'syncing');
  const state = pods.state === 'syncing' ? 'connecting' : pods.state === 'forbidden' ? 'unavailable' : pods.state;
  const error =
    pods.error ??
    (others.length === 0 ? null : others.map((each) => `${each.resource}: ${each.error ?? each.state}`).join(' · '));
  return { state, asOf: pods.asOf, error };
}

/** Path whose list answers what `resource` of the cache holds, for a fresh read. */
export const freshPath = collectionPath;
