import { route } from '@/app/api-route';
import { clusterStatuses } from '@/lib/cluster/clusters.server';

export const dynamic = 'force-dynamic';

/** ClusterStatus[]: what is known of each cluster and how fresh it is. */
export const GET = route('cluster.read', {}, () => clusterStatuses());
