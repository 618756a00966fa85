'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { keys } from '@/lib/live/keys';
import { TimelineEntry } from '@/lib/timeline/entry';

/** Entries of a case, latest first. The event stream adds to them. */
export const useTimeline = (number: number, caseId: string, { enabled = true } = {}) =>
  useQuery({
    queryKey: keys.timeline(caseId),
    queryFn: ({ signal }) => getJson(z.array(TimelineEntry), `/api/cases/${number}/timeline`, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
