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
import type { ClusterError } from './errors.ts';
import { messageOf } from './http.server.ts';
import { request } from './request.server.ts';
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
}

const RETRY_MS = { first: 1_000, most: 30_000 } as const;
const REREAD_MS = 3_000;

class Clusters {
  readonly entries: Entry[] = [];
  readonly #stop = new AbortController();
  readonly #listeners = new Set<(cluster: Cluster) => void>();

  start(): void {
    for (const connected of connectionsFrom(config)) {
      const entry = entryOf(connected);
      this.entries.push(entry);
      void this.#connect(entry);
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
    for (let failures = 0; !this.#stop.signal.aborted; failures += 1) {
      try {
        const unread = this.#reread(entry);
        const problem = unread ?? (await rememberedId(entry.cluster).then(() => identify(entry.cluster)));
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
      await this.#wait(Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** failures));
    }
  }

  async #stayConnected(entry: Entry): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#wait(REREAD_MS);
      if (entry.cluster.cache.status().state === 'unavailable') this.#reread(entry);
    }
  }

  async #wait(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
  }

  /**
   * A cluster whose address or credentials changed in the kubeconfig (the drill cluster started anew on another port, a
   * renewed token) is found again. The cache holds this very object, so its watches go on with what stands in it.
   */
  #reread({ cluster, ...entry }: Entry): string | null {
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

function entryOf(connected: Connected): Entry {
  // without a kubeconfig that can be read there is no address, and #connect waits for one
  const { kc, server } = 'error' in connected ? { kc: new KubeConfig(), server: '' } : connected;
  const { name, drill } = connected;
  const base = {
    id: drill ? 'drill' : `unknown-${short(`${name} ${server}`)}`,
    name,
    server,
    drill,
    kc,
    version: null,
  };
  const cluster: Cluster = Object.assign(base, { cache: new ClusterCache(base) });
  return { cluster, identified: false, error: 'error' in connected ? connected.error : null };
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
    const system = await request<Namespace>(cluster, { method: 'GET', path: '/api/v1/namespaces/kube-system' });
    // Without the right to read kube-system its address has to stand for it.
    if (!system.ok && system.error.kind !== 'forbidden') return system.error;
    cluster.id = short(system.ok ? (system.value.body.metadata?.uid ?? cluster.server) : cluster.server);
  }
  const { id, name, server, drill } = cluster;
  await db.cluster.upsert({
    where: { id },
    create: { id, name, server, drill, actionsEnabled: drill },
    update: { name, server },
  });
  return null;
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

/** All that is known of a cluster's freshness, and whether actions are on (from the database). */
export async function statusOf(cluster: Cluster): Promise<ClusterStatus> {
  const entry = shared.bulkheadClusters?.entries.find((each) => each.cluster === cluster);
  const row = await db.cluster.findUnique({ where: { id: cluster.id } });
  const status = cluster.cache.status();
  const { id, name, server, drill, version } = cluster;
  const known = { id, name, server, drill, version, actionsEnabled: row?.actionsEnabled ?? false };
  if (entry === undefined || entry.identified) return { ...known, ...status };
  return { ...known, ...status, state: entry.error === null ? 'connecting' : 'unavailable', error: entry.error };
}

export const clusterStatuses = (): Promise<ClusterStatus[]> => Promise.all(clusters().map(statusOf));

/** Whether a person has turned actions on for this cluster. Asked before each action. */
export async function actionsEnabled(clusterId: string): Promise<boolean> {
  return (await db.cluster.findUnique({ where: { id: clusterId } }))?.actionsEnabled ?? false;
}
