'use client';

import { useQuery } from '@tanstack/react-query';
import { getJson } from '@/components/get-json';
import { keys } from '@/lib/live/keys';
import { TimelinePage } from '@/lib/timeline/page';
import type { TimelinePages } from '@/lib/timeline/pages';

const NEWEST = 500;
const EVERYTHING = { q: '', zone: 'UTC', hidden: false };

/** The newest entries of a case, latest first. The event stream adds to them. */
export const useTimeline = (number: number, caseId: string, { enabled = true } = {}) =>
  useQuery({
    queryKey: keys.timelinePages(caseId, EVERYTHING, 'newest'),
    queryFn: async ({ signal }): Promise<TimelinePages> => ({
      pages: [await getJson(TimelinePage, `/api/cases/${number}/timeline?limit=${NEWEST}`, signal)],
    }),
    select: ({ pages }) => pages.flatMap(({ entries }) => entries),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
