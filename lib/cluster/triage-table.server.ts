import 'server-only';
import type { KubeObject, Node, Pod } from '../kubernetes/objects.ts';
import { withRows, worstFirst } from '../live/reduce.ts';
import { type ContextKeeper, keepContext, type TriageContext, type TriageSources } from '../triage/context.ts';
import { type Signal, SUSPECT_RISK, type TriageRow } from '../triage/row.ts';
import { rowOf } from '../triage/rows.ts';
import type { CacheChange } from './cache.server.ts';
import type { WatchedResource } from './resources.ts';

export interface RowsChange {
  changed: readonly TriageRow[];
  removed: readonly string[];
  /** when the oldest of these changes reached us */
  occurredAt: string;
}

/** What the table reads of a cache. */
export interface TableSource extends TriageSources {
  podByUid(uid: string): Pod | null;
  pods(): Iterable<Pod>;
  /** changes when RBAC became readable, or ceased to be */
  rbacKnown(): boolean;
}

const COALESCE_MS = 50;
/** Work in one go before other work gets its turn. */
const SLICE_MS = 15;
/** Rows of young pods say so ("very new"), which ends by itself. */
const AGEING_EVERY_MS = 60_000;
const YOUNG_MS = 3 * 3_600_000;
/** What is usual in a namespace changes with each pod; its other rows follow this much later, all at once. */
const NEIGHBOURS_EVERY_MS = 5_000;

const OWNERS: ReadonlySet<WatchedResource> = new Set([
  'replicasets',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
]);
const RIGHTS: ReadonlySet<WatchedResource> = new Set(['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']);

/** The triage rows of one cluster, worst first. Only rows of pods that changed, or that depend on what changed, are made anew. */
export class TriageTable {
  readonly #source: TableSource;
  readonly #keeper: ContextKeeper;
  readonly #tell: (change: RowsChange) => void;
  #rows: TriageRow[] = [];
  readonly #byUid = new Map<string, { row: TriageRow; mark: number }>();
  readonly #dirty = new Set<string>();
  readonly #gone = new Set<string>();
  /** dirty by what they have in common, looked up when rows are made */
  #everyPod = false;
  readonly #namespaces = new Set<string>();
  readonly #nodes = new Set<string>();
  #rightsChanged = false;
  #rbacKnown = false;
  /** namespaces where pods came or went: their other rows wait for the next look at neighbours */
  readonly #neighbours = new Set<string>();
  #since: number | null = null;
  #busy = false;
  #stopped = false;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(source: TableSource, tell: (change: RowsChange) => void) {
    this.#source = source;
    this.#keeper = keepContext(source);
    this.#tell = tell;
  }

  start(): void {
    const ageing = setInterval(() => {
      const young = Date.now() - YOUNG_MS;
      for (const { row } of this.#byUid.values()) if (Date.parse(row.createdAt) > young) this.#dirty.add(row.uid);
      this.#soon();
    }, AGEING_EVERY_MS);
    const neighbours = setInterval(() => {
      if (this.#neighbours.size === 0) return;
      for (const namespace of this.#neighbours) this.#namespaces.add(namespace);
      this.#neighbours.clear();
      this.#soon();
    }, NEIGHBOURS_EVERY_MS);
    this.#timers.push(ageing, neighbours);
    for (const timer of this.#timers) timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** Worst first; a new array after each change. */
  rows(): readonly TriageRow[] {
    return this.#rows;
  }

  /** What signals ask, as of now. */
  context(): TriageContext {
    return this.#keeper.at(Date.now());
  }

  note(change: CacheChange): void {
    if (change.type === 'usage') {
      this.#keeper.usageChanged(change.pods, Date.now());
      for (const pod of this.#podsNamed(change.pods)) this.#dirty.add(pod);
    } else if (change.type === 'object') this.#noteObject(change.resource, change.change, change.object, change.before);
    else if (change.type !== 'status' || this.#rbacKnown === this.#source.rbacKnown()) return;
    else {
      this.#rbacKnown = !this.#rbacKnown;
      this.#rightsChanged = true;
    }
    this.#soon();
  }

  #noteObject(resource: WatchedResource, type: string, object: KubeObject, before: KubeObject | null): void {
    const { namespace, name } = object.metadata ?? {};
    if (resource === 'pods') {
      // the pods collection answers pods
      this.#notePod(type === 'DELETED' ? null : (object as unknown as Pod), before as unknown as Pod | null);
      return;
    }
    if (resource === 'events' || resource === 'networkpolicies' || resource === 'namespaces') return;
    if (RIGHTS.has(resource)) this.#rightsChanged = true;
    else if (resource === 'nodes') {
      // a node's heartbeat changes nothing that a row shows
      if (name !== undefined && readiness(object) !== readiness(before)) this.#nodes.add(name);
    } else if (OWNERS.has(resource)) {
      if (namespace !== undefined && before?.metadata?.generation !== object.metadata?.generation)
        this.#namespaces.add(namespace);
    } else if (namespace !== undefined) this.#namespaces.add(namespace);
  }

  #notePod(after: Pod | null, before: Pod | null): void {
    try {
      this.#keeper.podChanged(before, after);
    } catch {
      // of a shape that nobody foresaw: it does not count towards what is usual, and its row says that it was not read
    }
    const [was, is] = [before?.metadata?.uid, after?.metadata?.uid];
    if (was !== undefined && was !== is) this.#gone.add(was); // gone, or another pod under its name
    if (is !== undefined) {
      this.#gone.delete(is);
      this.#dirty.add(is);
    }
    if (was !== is) this.#neighbours.add((after ?? before)?.metadata?.namespace ?? '');
  }

  #soon(): void {
    this.#since ??= Date.now();
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    setTimeout(() => void this.#make(), COALESCE_MS);
  }

  async #make(): Promise<void> {
    const occurredAt = new Date(this.#since ?? Date.now()).toISOString();
    this.#since = null;
    const uids = this.#takeDirty();
    const context = this.#keeper.at(Date.now());
    const changed: TriageRow[] = [];
    let sliceEnd = performance.now() + SLICE_MS;
    for (const uid of uids) {
      const pod = this.#source.podByUid(uid);
      if (pod === null) continue;
      const row = rowOfAny(pod, context);
      if (this.#isNews(row)) changed.push(row);
      if (performance.now() > sliceEnd) {
        await new Promise((resolve) => setImmediate(resolve));
        sliceEnd = performance.now() + SLICE_MS;
      }
    }
    const removed = [...this.#gone].filter((uid) => this.#byUid.delete(uid));
    this.#gone.clear();
    const gone = new Set(removed);
    const kept = changed.filter((row) => !gone.has(row.uid) && this.#byUid.has(row.uid)).sort(worstFirst);
    this.#busy = false;
    if (kept.length > 0 || removed.length > 0) {
      this.#rows = withRows(this.#rows, kept, removed);
      this.#tell({ changed: kept, removed, occurredAt });
    }
    if (this.#since !== null) this.#soon();
  }

  #takeDirty(): string[] {
    if (this.#rightsChanged) {
      this.#keeper.rbacChanged();
      this.#rightsChanged = false;
      this.#everyPod = true;
    }
    if (this.#everyPod || this.#namespaces.size > 0 || this.#nodes.size > 0) {
      for (const pod of this.#source.pods()) {
        const uid = pod.metadata?.uid;
        if (uid === undefined) continue;
        const touched =
          this.#everyPod ||
          this.#namespaces.has(pod.metadata?.namespace ?? '') ||
          this.#nodes.has(pod.spec?.nodeName ?? '');
        if (touched) this.#dirty.add(uid);
      }
    }
    const uids = [...this.#dirty];
    this.#dirty.clear();
    this.#everyPod = false;
    this.#namespaces.clear();
    this.#nodes.clear();
    return uids;
  }

  /**
   * Whether a person would see a difference. Measurements flicker in every poll: alone they are news from a tenth on, or
   * from 10 millicores and 8 MB.
   */
  #isNews(row: TriageRow): boolean {
    const { cpuCores, cpuHistory, memoryBytes, ...rest } = row;
    const mark = markOf(JSON.stringify(rest));
    const known = this.#byUid.get(row.uid);
    if (
      known !== undefined &&
      known.mark === mark &&
      alike(known.row.cpuCores, cpuCores, 0.01) &&
      alike(known.row.memoryBytes, memoryBytes, 8e6)
    ) {
      return false;
    }
    this.#byUid.set(row.uid, { row, mark });
    return true;
  }

  #podsNamed(names: readonly string[]): string[] {
    const wanted = new Set(names);
    const uids: string[] = [];
    for (const pod of this.#source.pods()) {
      if (wanted.has(`${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''}`) && pod.metadata?.uid !== undefined)
        uids.push(pod.metadata.uid);
    }
    return uids;
  }
}

const alike = (a: number | null, b: number | null, least: number): boolean =>
  a === null || b === null ? a === b : Math.abs(a - b) <= Math.max(least, Math.abs(a) * 0.1);

function readiness(node: KubeObject | null): string | undefined {
  // nodes come from the nodes collection
  return (node as Node | null)?.status?.conditions?.find((condition) => condition.type === 'Ready')?.status;
}

/** A number that differs, but for one chance in 2^53, when the text does: thousands of texts need not be kept to compare. */
function markOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return 4294967296 * (2097151 & high) + (low >>> 0);
}

/** A pod of a shape that nobody foresaw still has a row, which says that nothing else is known of it. */
function rowOfAny(pod: Pod, context: TriageContext): TriageRow {
  try {
    return rowOf(pod, context);
  } catch (error) {
    const { metadata } = pod;
    const reason = `Bulkhead could not read this pod: ${error instanceof Error ? error.message : 'unknown fault'}.`;
    const unread: Signal = { id: 'unread', words: 'Not read', weight: SUSPECT_RISK, level: 2, reason, field: 'spec' };
    return {
      uid: metadata?.uid ?? '',
      namespace: metadata?.namespace ?? '',
      name: metadata?.name ?? '',
      workload: { kind: 'Pod', name: metadata?.name ?? '' },
      status: 'Unknown',
      statusLevel: 'unknown',
      waitingReason: null,
      ready: '?',
      restarts: 0,
      lastRestartAt: null,
      createdAt: metadata?.creationTimestamp ?? '',
      node: null,
      images: [],
      serviceAccount: '',
      cpuCores: null,
      cpuHistory: [],
      memoryBytes: null,
      risk: SUSPECT_RISK,
      signals: [unread],
      quarantined: false,
    };
  }
}
