import type { ChipTone } from '@/components/ui/chip';
import type { ClusterStatus } from '@/lib/cluster/status';

export const CLUSTER_STATE: Record<ClusterStatus['state'], { tone: ChipTone; words: string }> = {
  connecting: { tone: 'run', words: 'Connecting' },
  live: { tone: 'ok', words: 'Watching' },
  stale: { tone: 'caution', words: 'Stale' },
  unavailable: { tone: 'failed', words: 'Not reachable' },
};

/** What may not be read, by name: each has its reason in the table of resources. */
export const missingRights = ({ resources, metrics }: Pick<ClusterStatus, 'resources' | 'metrics'>): string[] => [
  ...resources.filter(({ state }) => state === 'forbidden').map(({ resource }) => `list ${resource}`),
  ...(metrics.state === 'forbidden' ? ['list pods.metrics.k8s.io'] : []),
];
