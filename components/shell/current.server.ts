import 'server-only';
import { cookies } from 'next/headers';
import { type Cluster, clusters } from '@/lib/cluster/clusters.server';

/** The cluster that this browser looks at: the one chosen, else the first. Null when none is set up. */
export async function currentCluster(): Promise<Cluster | null> {
  const chosen = (await cookies()).get('bulkhead-cluster')?.value;
  const all = clusters();
  return all.find(({ id }) => id === chosen) ?? all[0] ?? null;
}
