import 'server-only';
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { config } from '../config.ts';
import { db } from '../db/client.server.ts';
import type { Namespace } from '../kubernetes/objects.ts';
import { ClusterCache } from './cache.server.ts';
import { type Connected, connectionsFrom } from './connections.server.ts';
import { inWords } from './error-words.ts';
import { type ClusterError, ok, type Result } from './errors.ts';
import { messageOf } from './http.server.ts';
import { pastedClusters } from './pasted.server.ts';
import { type Connection, request } from './request.server.ts';
import type { ClusterStatus } from './status.ts';

export interface Cluster {
  /** stable: derived from the UID of kube-system, or `drill`; `unknown-…` while it was never reached */
  id: string;
  readonly name: string;
  server: string;
  readonly drill: boolean;
  kc: KubeConfig;
  readonly cache: ClusterCache;
  version: string | null;
}

interface Entry {
  cluster: Cluster;
  /** id, row and version are known; the cache runs */
  identified: boolean;
  error: string | null;
  /** added in the browser: the id of its row, and why it cannot be spoken to; null: from the settings */
  readonly added: { readonly id: string; readonly error: string | null } | null;
  /** aborts when it is removed */
  readonly removed: AbortController;
}

/** How soon a process learns of a cluster that was added or removed on another. */
const SYNC_MS = 2_000;
const RETRY_MS = { first: 1_000, most: 30_000 } as const;
const REREAD_MS = 3_000;

class Clusters {
  readonly entries: Entry[] = [];
  #syncing: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();
  readonly #listeners = new Set<(cluster: Cluster) => void>();

  start(): void {
    for (const connected of connectionsFrom(config)) this.#add(entryOf(connected, null));
    void this.#keepInStep();
  }

  #add(entry: Entry): void {
    this.entries.push(entry);
    void this.#connect(entry);
  }

  /** Connects to what was added in the browser, on whichever process, and lets go of what was removed. One at a time. */
  sync(): Promise<void> {
    const next = this.#syncing.then(async () => {
      const rows = await pastedClusters();
      if (this.#stop.signal.aborted) return;
      for (const entry of [...this.entries]) {
        if (entry.added === null || rows.some(({ id }) => id === entry.added?.id)) continue;
        this.entries.splice(this.entries.indexOf(entry), 1);
        entry.removed.abort();
        entry.cluster.cache.stop();
      }
      const known = new Set(this.entries.map((entry) => entry.added?.id));
      for (const { id, connected } of rows) if (!known.has(id)) this.#add(entryOf(connected, id));
    });
    this.#syncing = next.catch(() => {});
    return next;
  }

  async #keepInStep(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.sync().catch(() => {}); // the database is away: what is connected stays
      await wait(SYNC_MS, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {});
    }
  }

  stop(): void {
    this.#stop.abort();
    for (const entry of this.entries) entry.cluster.cache.stop();
  }

  /** Calls back for each cluster once it is identified, also for those that are already. */
  onIdentified(listener: (cluster: Cluster) => void): void {
    this.#listeners.add(listener);
    for (const entry of this.entries) if (entry.identified) listener(entry.cluster);
  }

  /** Until the cluster has answered who it is. A kubeconfig or a credential plugin that is put right is found without a restart. */
  async #connect(entry: Entry): Promise<void> {
    for (let failures = 0; !this.#isOver(entry); failures += 1) {
      try {
        const unread = this.#reread(entry);
        const problem =
          unread ?? (await rememberedId(entry.cluster).then(() => identify(entry.cluster))) ?? this.#sameAs(entry);
        if (this.#isOver(entry)) return;
        if (problem === null) {
          entry.identified = true;
          entry.error = null;
          entry.cluster.cache.start();
          for (const listener of this.#listeners) listener(entry.cluster);
          return this.#stayConnected(entry);
        }
        entry.error = typeof problem === 'string' ? problem : inWords(problem);
      } catch (error) {
        entry.error = messageOf(error); // the database, most likely: tried again too
      }
      await this.#wait(Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** failures), entry);
    }
  }

  #isOver = (entry: Entry): boolean => this.#stop.signal.aborted || entry.removed.signal.aborted;

  /** One that was added may turn out to be one that is connected already: then it must not stand for it. */
  #sameAs({ added, cluster }: Entry): string | null {
    const other = this.entries.find(
      (each) => each.cluster !== cluster && each.identified && each.cluster.id === cluster.id,
    );
    if (added === null || other === undefined) return null;
    cluster.id = unknownId(cluster);
    return `This cluster is connected already, as ${other.cluster.name}: remove one of the two.`;
  }

  async #stayConnected(entry: Entry): Promise<void> {
    while (!this.#isOver(entry)) {
      await this.#wait(REREAD_MS, entry);
      if (entry.cluster.cache.status().state === 'unavailable') this.#reread(entry);
    }
  }

  async #wait(ms: number, { removed }: Entry): Promise<void> {
    await wait(ms, undefined, { signal: AbortSignal.any([this.#stop.signal, removed.signal]) }).catch(() => {});
  }

  /**
   * A cluster whose address or credentials changed in the kubeconfig (the drill cluster started anew on another port, a
   * renewed token) is found again. The cache holds this very object, so its watches go on with what stands in it.
   */
  #reread({ cluster, ...entry }: Entry): string | null {
    if (entry.added !== null) return entry.added.error;
    const all = connectionsFrom(config);
    const now = all.find((each) => each.name === cluster.name) ?? (all.length === 1 ? all[0] : undefined);
    if (now === undefined) return entry.error;
    if ('error' in now) return now.error;
    if (cluster.server !== now.server || cluster.kc.exportConfig() !== now.kc.exportConfig()) {
      cluster.kc = now.kc;
      cluster.server = now.server;
    }
    return null;
  }
}

const unknownId = ({ name, server }: { name: string; server: string }): string =>
  `unknown-${short(`${name} ${server}`)}`;

function entryOf(connected: Connected, addedId: string | null): Entry {
  // without a kubeconfig that can be read there is no address, and #connect waits for one
  const { kc, server } = 'error' in connected ? { kc: new KubeConfig(), server: '' } : connected;
  const { name, drill } = connected;
  const base = {
    id: drill ? 'drill' : unknownId({ name, server }),
    name,
    server,
    drill,
    kc,
    version: null,
  };
  const cluster: Cluster = Object.assign(base, { cache: new ClusterCache(base) });
  const error = 'error' in connected ? connected.error : null;
  const added = addedId === null ? null : { id: addedId, error };
  return { cluster, identified: false, error, added, removed: new AbortController() };
}

/** Asks the cluster who it is and keeps its row. Null when done. */
async function identify(cluster: Cluster): Promise<ClusterError | null> {
  const version = await request<{ gitVersion?: string }>(cluster, {
    method: 'GET',
    path: '/version',
    timeoutMs: 10_000,
  });
  if (!version.ok) return version.error;
  cluster.version = version.value.body.gitVersion ?? null;
  if (!cluster.drill) {
    const id = await idOf(cluster);
    if (!id.ok) return id.error;
    cluster.id = id.value;
  }
  const { id, name, server, drill } = cluster;
  await db.cluster.upsert({
    where: { id },
    create: { id, name, server, drill, actionsEnabled: drill },
    update: { name, server },
  });
  return null;
}

/** Who a cluster is: made of the UID of kube-system. Without the right to read that its address has to stand for it. */
export async function idOf(connection: Connection): Promise<Result<string>> {
  const system = await request<Namespace>(connection, { method: 'GET', path: '/api/v1/namespaces/kube-system' });
  if (!system.ok && system.error.kind !== 'forbidden') return system;
  return ok(short(system.ok ? (system.value.body.metadata?.uid ?? connection.server) : connection.server));
}

/** A cluster that was known before keeps its id while it cannot be reached, so that its cases find it. */
async function rememberedId(cluster: Cluster): Promise<void> {
  if (!cluster.id.startsWith('unknown-')) return;
  const row = await db.cluster.findFirst({
    where: { name: cluster.name, server: cluster.server, drill: false },
    orderBy: { createdAt: 'desc' },
  });
  if (row !== null) cluster.id = row.id;
}

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

// Pages, routes and instrumentation have module instances of their own; globalThis is one for the process.
const shared = globalThis as typeof globalThis & { bulkheadClusters?: Clusters };

/** Starts connecting, once per process. Does not wait: a cluster that does not answer takes only itself out. */
export function startClusters(): void {
  if (shared.bulkheadClusters !== undefined) return;
  shared.bulkheadClusters = new Clusters();
  shared.bulkheadClusters.start();
}

export function stopClusters(): void {
  shared.bulkheadClusters?.stop();
  shared.bulkheadClusters = undefined;
}

export const clusters = (): Cluster[] => shared.bulkheadClusters?.entries.map((entry) => entry.cluster) ?? [];

export const clusterById = (id: string): Cluster | null => clusters().find((cluster) => cluster.id === id) ?? null;

/** Calls back once for each cluster when it is known who it is and its cache runs. */
export const onClusterIdentified = (listener: (cluster: Cluster) => void): void =>
  shared.bulkheadClusters?.onIdentified(listener);

/** Brings this process in step with the clusters that were added and removed in the browser. */
export const syncClusters = async (): Promise<void> => shared.bulkheadClusters?.sync();

/** All that is known of a cluster's freshness, and whether actions are on (from the database). */
export async function statusOf(cluster: Cluster): Promise<ClusterStatus> {
  const entry = shared.bulkheadClusters?.entries.find((each) => each.cluster === cluster);
  const row = await db.cluster.findUnique({ where: { id: cluster.id } });
  const status = cluster.cache.status();
  const { id, name, server, drill, version } = cluster;
  const known = {
    id,
    name: row?.label ?? name,
    configuredName: name,
    colour: row?.colour ?? null,
    addedId: entry?.added?.id ?? null,
    server,
    drill,
    version,
    actionsEnabled: row?.actionsEnabled ?? false,
  };
  if (entry === undefined || entry.identified) return { ...known, ...status };
  return { ...known, ...status, state: entry.error === null ? 'connecting' : 'unavailable', error: entry.error };
}

/** Of all clusters, also of those added or removed just now on another process. */
export async function clusterStatuses(): Promise<ClusterStatus[]> {
  await syncClusters().catch(() => {}); // the database is away: what is connected is still known
  return Promise.all(clusters().map(statusOf));
}

/** Whether a person has turned actions on for this cluster. Asked before each action. */
export async function actionsEnabled(clusterId: string): Promise<boolean> {
  return (await db.cluster.findUnique({ where: { id: clusterId } }))?.actionsEnabled ?? false;
}
