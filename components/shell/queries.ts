import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { CaseSummary } from '@/lib/cases/case';
import { ClusterStatus } from '@/lib/cluster/status';
import { keys } from '@/lib/live/keys';

/** Nothing polls: the event stream writes into these, and after a gap in it they are asked again. */
const forever = { staleTime: Number.POSITIVE_INFINITY } as const;

export const clustersQuery = queryOptions({
  queryKey: keys.clusters(),
  queryFn: ({ signal }) => getJson(z.array(ClusterStatus), '/api/clusters', signal),
  ...forever,
});

export const casesQuery = queryOptions({
  queryKey: keys.cases(),
  queryFn: ({ signal }) => getJson(z.array(CaseSummary), '/api/cases', signal),
  ...forever,
});

const Chain = z.object({
  verifiedUpTo: z.number().int(),
  verifiedAt: z.string().nullable(),
  broken: z.object({ seq: z.number(), why: z.string() }).nullable(),
});

/** How far the action log was verified, and whether it holds. */
export const chainQuery = queryOptions({
  queryKey: [...keys.actionLog(), 'chain'],
  queryFn: ({ signal }) => getJson(z.object({ chain: Chain.nullable() }), '/api/action-log?limit=1', signal),
  ...forever,
});
