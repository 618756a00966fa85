'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getJson } from '@/components/get-json';
import { useTimeWords } from '@/components/ui/time';
import { keys } from '@/lib/live/keys';
import { assess } from '@/lib/readiness/score';
import { todoOf } from '@/lib/readiness/todo';
import { trendOf } from '@/lib/readiness/trend';
import { ReadinessView } from '@/lib/readiness/view';

const readinessQuery = queryOptions({
  queryKey: keys.readiness(),
  queryFn: ({ signal }) => getJson(ReadinessView, '/api/readiness', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

const TICK_MS = 10_000;

/** Readiness as it is now: computed here, so that an attestation that ends while somebody looks on counts no more. */
export function useReadiness(initial: ReadinessView) {
  const { data: view, error } = useQuery({ ...readinessQuery, initialData: initial });
  const tick = Number(useTimeWords((now) => String(Math.floor(now / TICK_MS) * TICK_MS)));
  return useMemo(() => {
    // What was attested a moment ago counts at once, before the next tick.
    const now = Math.max(tick, ...view.attestations.map(({ attestedAt }) => Date.parse(attestedAt)));
    const assessment = assess(view.attestations, now);
    const trend = trendOf(view.attestations, now);
    return { view, error, now, assessment, trend, todo: todoOf(assessment.standings, view.plans, now) };
  }, [view, error, tick]);
}

export type Readiness = ReturnType<typeof useReadiness>;
