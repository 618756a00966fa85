'use client';

import { useQuery } from '@tanstack/react-query';
import { clustersQuery } from '@/components/shell/queries';
import { Ago } from '@/components/ui/time';
import type { ClusterStatus } from '@/lib/cluster/status';

/** What is known of one cluster now; the event stream keeps it. */
export function useClusterStatus(clusterId: string): ClusterStatus | undefined {
  const { data } = useQuery(clustersQuery);
  return data?.find(({ id }) => id === clusterId);
}

/** "data 0.4 s old", or that it is not current and since when. */
export function DataAge({ clusterId }: { clusterId: string }) {
  const status = useClusterStatus(clusterId);
  if (!status) return <span>data age unknown</span>;
  if (status.state === 'live') return <span>data live</span>;
  return (
    <span className="text-s2-fg">
      {status.state === 'stale' ? 'data stale' : 'not connected'}
      {status.asOf ? (
        <>
          , as of <Ago at={status.asOf} /> ago
        </>
      ) : null}
    </span>
  );
}
