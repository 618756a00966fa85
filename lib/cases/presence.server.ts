import 'server-only';
import { clusterById } from '../cluster/clusters.server.ts';
import type { SuspectView } from './case.ts';

/** Present or gone only when the cache is live; old data proves neither. */
export function presenceOf(clusterId: string, podUid: string): SuspectView['presence'] {
  const cache = clusterById(clusterId)?.cache;
  const pods = cache?.status().resources.find(({ resource }) => resource === 'pods');
  if (!cache || pods?.state !== 'live') return 'unknown';
  return cache.podByUid(podUid) ? 'present' : 'gone';
}
