import 'server-only';
import { type Cluster, statusOf } from '@/lib/cluster/clusters.server';
import type { Triage } from '@/lib/live/reduce';

/** Enough for the first paint of a tall screen. The browser asks for the rest. */
const FIRST = 100;

/** The worst rows from the cache in memory: no call to the cluster is made. */
export async function firstRows(cluster: Cluster): Promise<Triage> {
  const rows = cluster.cache.rows();
  return { rows: rows.slice(0, FIRST), total: rows.length, status: await statusOf(cluster) };
}
