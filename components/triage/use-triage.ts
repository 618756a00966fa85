'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { ClusterStatus } from '@/lib/cluster/status';
import { keys } from '@/lib/live/keys';
import type { Triage } from '@/lib/live/reduce';
import { BindingRow, SUSPECT_RISK, TriageRow } from '@/lib/triage/row';

const TriageAnswer = z.object({ rows: z.array(TriageRow), total: z.number().int(), status: ClusterStatus });

/** All rows of a cluster, worst first. Nothing polls: the event stream writes here and, after a gap in it, asks again. */
export const triageQuery = (clusterId: string) =>
  queryOptions({
    queryKey: keys.triage(clusterId),
    queryFn: ({ signal }): Promise<Triage> =>
      getJson(TriageAnswer, `/api/clusters/${encodeURIComponent(clusterId)}/triage`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const bindingsQuery = (clusterId: string) =>
  queryOptions({
    queryKey: keys.bindings(clusterId),
    queryFn: ({ signal }) =>
      getJson(z.array(BindingRow), `/api/clusters/${encodeURIComponent(clusterId)}/bindings`, signal),
    // Bindings are not in the event stream: asked anew whenever the view is opened.
    staleTime: 0,
  });

const NONE: readonly TriageRow[] = [];

/** The rows if some screen has loaded them; asks for nothing itself. */
export const useKnownRows = (clusterId: string | null): readonly TriageRow[] =>
  useQuery({ ...triageQuery(clusterId ?? ''), enabled: false }).data?.rows ?? NONE;

/** How many pods stand above the threshold; undefined while no screen has loaded the rows. */
export const useSuspectCount = (clusterId: string | null): number | undefined =>
  useQuery({
    ...triageQuery(clusterId ?? ''),
    enabled: false,
    select: ({ rows }) => rows.reduce((n, { risk }) => n + (risk >= SUSPECT_RISK ? 1 : 0), 0),
  }).data;
