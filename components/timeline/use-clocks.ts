'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { keys } from '@/lib/live/keys';
import { SourceClock } from '@/lib/timeline/clocks';

/** Whose clocks gave the times of a case's entries. Counted over all of them, so it is asked for only when somebody looks. */
export const useClocks = (number: number, caseId: string, { enabled = true } = {}) =>
  useQuery({
    queryKey: [...keys.timeline(caseId), 'clocks'],
    queryFn: ({ signal }) => getJson(z.array(SourceClock), `/api/cases/${number}/timeline/clocks`, signal),
    enabled,
    staleTime: 30_000,
    retry: 1,
  });
