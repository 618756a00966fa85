'use client';

import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { getJson } from '@/components/get-json';
import { keys } from '@/lib/live/keys';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { TimelineFacts, TimelineOverview, TimelinePage, type TimelineView } from '@/lib/timeline/page';

/** Of the unfiltered case: what stands beside the playbook. */
const EVERYTHING: TimelineView = { q: '', zone: 'UTC', hidden: false };
const NEVER_STALE = { staleTime: Number.POSITIVE_INFINITY } as const;

/** A filter that names a time depends on the viewer's zone; all others are the same question everywhere. */
export const zoneFor = (q: string, zone: string): string => (/\b(before|after|until|since):/i.test(q) ? zone : 'UTC');

type Place = { before: string } | { after: string } | { at: string } | Record<string, never>;

/** A view as the query of a route. */
export function addressOf(view: TimelineView, more: Record<string, string | number> = {}): string {
  const query = new URLSearchParams({ q: view.q, zone: view.zone });
  if (view.hidden) query.set('hidden', 'true');
  if (view.from) query.set('from', view.from);
  if (view.to) query.set('to', view.to);
  for (const [key, value] of Object.entries(more)) query.set(key, String(value));
  return query.toString();
}

const readPage = (number: number, view: TimelineView, place: Place, limit: number, signal: AbortSignal) =>
  getJson(TimelinePage, `/api/cases/${number}/timeline?${addressOf(view, { ...place, limit })}`, signal);

const PAGE = 150;
/** More than these are not kept: what was scrolled away from is read again. */
const MOST_PAGES = 20;

const pagesOf = (number: number, caseId: string, view: TimelineView, at: string) =>
  infiniteQueryOptions({
    queryKey: keys.timelinePages(caseId, view, at),
    queryFn: ({ pageParam, signal }) => readPage(number, view, pageParam, PAGE, signal),
    initialPageParam: (at ? { at } : {}) as Place,
    getNextPageParam: ({ before }): Place | null => (before ? { before } : null),
    getPreviousPageParam: ({ after }): Place | null => (after ? { after } : null),
    maxPages: MOST_PAGES,
    retry: 1,
    ...NEVER_STALE,
  });

/** The newest entries of a case, latest first, as they come. The event stream adds to them. */
export function useTimeline(number: number, caseId: string, { enabled = true } = {}) {
  const query = useInfiniteQuery({ ...pagesOf(number, caseId, EVERYTHING, ''), enabled });
  const data = useMemo(() => query.data?.pages.flatMap(({ entries }) => entries), [query.data]);
  return { data, error: query.error };
}

/**
 * The entries of a view, latest first, read page by page in both directions from `at` (a moment, the id of an entry, or ''
 * for the newest). While another view is read the one before it stays, so that the screen never goes blank.
 */
export function useEntries(number: number, caseId: string, view: TimelineView, at: string) {
  const query = useInfiniteQuery({ ...pagesOf(number, caseId, view, at), placeholderData: keepPreviousData });
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.entries), [query.data]);
  return { query, entries };
}

/** How many entries a case has: those it was read with, and what came since. Asks for nothing. */
export function useTimelineCount(number: number, caseId: string, read: number): number {
  const { data } = useTimeline(number, caseId, { enabled: false });
  const base = useRef<{ read: number; until: string } | null>(null);
  if (data && base.current?.read !== read)
    base.current = {
      read,
      until:
        data
          .map(({ recordedAt }) => recordedAt)
          .sort()
          .at(-1) ?? '',
    };
  const until = base.current?.until;
  const came = until === undefined ? 0 : (data ?? []).filter(({ recordedAt }) => recordedAt > until).length;
  return read + came;
}

/** One entry wherever it is in the case, hidden or not: what a link leads to. Null: there is none with that id. */
export function useEntry(number: number, caseId: string, id: string, loaded: readonly TimelineEntry[] | undefined) {
  const here = useMemo(() => loaded?.find((entry) => entry.id === id), [loaded, id]);
  const view = { ...EVERYTHING, hidden: true };
  const single = useInfiniteQuery({
    queryKey: keys.timelinePages(caseId, view, id),
    queryFn: ({ signal }) => readPage(number, view, { at: id }, 1, signal),
    initialPageParam: {},
    getNextPageParam: (): null => null,
    enabled: id !== '' && here === undefined && loaded !== undefined,
    retry: false,
    ...NEVER_STALE,
  });
  const found = single.data?.pages.flatMap(({ entries }) => entries).find((entry) => entry.id === id);
  // Corrected to another time it left the page that held it: it is read once more before it counts as missing.
  const again = useRef('');
  const { refetch } = single;
  const lost = single.isSuccess && !found && !here && again.current !== id;
  useEffect(() => {
    if (!lost) return;
    again.current = id;
    void refetch();
  }, [lost, id, refetch]);
  return {
    entry: here ?? found,
    error: single.error,
    missing: single.isSuccess && !single.isFetching && !found && !here && !lost,
  };
}

/** Counts by lane and time. `useFreshOverviews` asks for them anew as entries come. */
export function useOverview(
  number: number,
  caseId: string,
  view: TimelineView,
  buckets: number,
  { enabled = true } = {},
) {
  return useQuery({
    queryKey: keys.timelineOverview(caseId, view, buckets),
    queryFn: ({ signal }) =>
      getJson(TimelineOverview, `/api/cases/${number}/timeline/overview?${addressOf(view, { buckets })}`, signal),
    placeholderData: keepPreviousData,
    enabled,
    retry: 1,
    ...NEVER_STALE,
  });
}

/** How long to wait before the lanes are counted again: counting is cheap in a case of some thousand entries only. */
const againMs = (total: number): number => (total < 20_000 ? 2_000 : total < 200_000 ? 10_000 : 30_000);

/** Asks for the lanes anew when the newest entries changed, but not with each of them: they are counts, not a list. */
export function useFreshOverviews(caseId: string, changed: unknown, total: number) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(changed);
  const counted = useRef(changed);
  latest.current = changed;
  useEffect(() => {
    counted.current ??= changed;
    if (counted.current === changed || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      counted.current = latest.current;
      void client.invalidateQueries({ queryKey: [...keys.timeline(caseId), 'overview'] });
    }, againMs(total));
  }, [client, caseId, changed, total]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

const NO_FACTS: TimelineFacts = { people: [], tags: [], techniques: [], pods: [], skews: [] };

/** What completion and the menus offer. */
export const useFacts = (number: number, caseId: string): TimelineFacts =>
  useQuery({
    queryKey: keys.timelineFacts(caseId),
    queryFn: ({ signal }) => getJson(TimelineFacts, `/api/cases/${number}/timeline/facts`, signal),
    staleTime: 60_000,
    retry: 1,
  }).data ?? NO_FACTS;
