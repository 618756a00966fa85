'use client';

import { useMemo } from 'react';
import type { CaseView } from '@/lib/cases/case';
import type { TimelineView } from '@/lib/timeline/page';
import { compartmentsOf } from './list-items';
import { lengthOf, roomy, type Span, within } from './time-axis';
import { useEntries, useEntry, useFacts, useFreshOverviews, useOverview, useTimeline, zoneFor } from './use-timeline';
import { iso, type TimelineState } from './use-timeline-state';

/** Figures of the lanes over their whole width; a bar is some 4 px. */
const BUCKETS = 320;
/** Where reading the oldest first begins. */
const BEGINNING = iso(0);

/** All that the timeline of a case is made of, as its address asks for it. */
export function useRoomData(view: CaseView, state: TimelineState, place: string, zone: string) {
  const { number, id } = view;
  const { q, hidden, range, zoom, order } = state;
  const all: TimelineView = useMemo(() => ({ q, zone: zoneFor(q, zone), hidden }), [q, zone, hidden]);
  const listed: TimelineView = useMemo(
    () => (range ? { ...all, from: iso(range.from), to: iso(range.to) } : all),
    [all, range],
  );
  const { query, entries } = useEntries(number, id, listed, place || (order === 'oldest' ? BEGINNING : ''));
  const opened = useEntry(number, id, state.entry, entries);
  const newest = useTimeline(number, id);

  const whole = useOverview(number, id, all, BUCKETS);
  useFreshOverviews(id, newest.data, whole.data?.total ?? 0);
  const near: TimelineView = useMemo(
    () => (zoom ? { ...all, from: iso(zoom.from), to: iso(zoom.to) } : all),
    [all, zoom],
  );
  const zoomed = useOverview(number, id, near, BUCKETS, { enabled: zoom !== null });
  const ranged = useOverview(number, id, listed, 1, { enabled: range !== null });

  const compartments = useMemo(() => compartmentsOf(view), [view]);
  const extent = useMemo(() => extentOf(view, whole.data ?? null), [view, whole.data]);
  const shown: Span = useMemo(
    () => (zoom && lengthOf(zoom) < lengthOf(extent) ? within(zoom, extent) : extent),
    [zoom, extent],
  );
  return {
    listed,
    query,
    entries,
    opened,
    newest: newest.data,
    whole: whole.data,
    lanes: zoom ? zoomed.data : whole.data,
    lanesError: whole.error,
    /** in filter and range */
    matching: range ? ranged.data?.matching : whole.data?.matching,
    compartments,
    extent,
    shown,
    facts: useFacts(number, id),
  };
}

/** From the first to the last of what there is, with detection and phases, and a little room at both ends. */
function extentOf(
  { detectedAt, phaseHistory }: CaseView,
  whole: { first: string | null; last: string | null } | null,
): Span {
  const marks = [detectedAt, ...phaseHistory.map(({ enteredAt }) => enteredAt), whole?.first, whole?.last]
    .filter((at) => typeof at === 'string')
    .map((at) => Date.parse(at));
  return roomy({ from: Math.min(...marks), to: Math.max(...marks, Date.parse(detectedAt) + 60_000) });
}
