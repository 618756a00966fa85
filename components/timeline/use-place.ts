'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { keys } from '@/lib/live/keys';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { Goal } from './timeline-list';
import { iso, type TimelineState } from './use-timeline-state';

export const goalOf = (place: string): Goal | null =>
  place === '' ? null : place.includes('T') ? { time: Date.parse(place) } : { id: place };

interface PlaceOptions {
  caseId: string;
  state: TimelineState;
  change: (change: Partial<TimelineState>) => void;
  setPlace: (place: string) => void;
  place: string;
  entries: readonly TimelineEntry[] | undefined;
  /** the newest moment there is */
  end: number;
  /** the newest entries are not among those held */
  detached: boolean;
}

/** Where the list is asked to go: to a moment, to an entry, to the latest; another question begins at its beginning. */
export function usePlace({ caseId, state, change, setPlace, place, entries, end, detached }: PlaceOptions) {
  const client = useQueryClient();
  const [goal, setGoal] = useState<Goal | null>(() => goalOf(place));
  const { q, hidden, range, order, entry } = state;
  const question = `${q} ${hidden} ${range?.from} ${range?.to} ${order}`;
  const asked = useRef(question);
  useEffect(() => {
    if (asked.current === question) return;
    asked.current = question;
    setGoal(goalOf(place) ?? (entry ? { id: entry, orTop: true } : { top: true }));
  }, [question, place, entry]);

  const goTo = useCallback(
    (at: number) => {
      const [last, first] = [entries?.[0], entries?.at(-1)];
      setGoal({ time: at });
      if (first && last && at >= Date.parse(first.sortAt) && at <= Date.parse(last.sortAt)) return;
      setPlace(iso(at));
      change({ at: iso(at) });
    },
    [entries, change, setPlace],
  );
  const toLatest = useCallback(() => {
    const latest = order === 'latest' ? '' : iso(end);
    setPlace(latest);
    change({ at: latest });
    setGoal(latest ? { time: end } : { top: true });
    // Scrolled so far that the newest are not held any more: they are read anew.
    if (latest === '' && detached)
      void client.resetQueries({ queryKey: [...keys.timeline(caseId), 'pages'], type: 'active' });
  }, [caseId, change, client, detached, end, order, setPlace]);
  return { goal, setGoal, goTo, toLatest };
}
