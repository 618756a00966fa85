'use client';

import { useEffect, useRef, useState } from 'react';
import { plural } from '@/components/ui/format';
import { visible } from '@/lib/text/visible';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { byCursor, cursorOf } from '@/lib/timeline/page';

/**
 * How many entries came since the list last stood at its newest end. `entries`: undefined while the newest are not among those
 * held; then nothing is known to be new. Another `question` (filter, range, order) is counted from its beginning.
 */
export function useNewCount(entries: readonly TimelineEntry[] | undefined, atEnd: boolean, question: string): number {
  const newest = entries?.[0];
  const mark = useRef<{ question: string; place: string } | null>(null);
  if (!newest) mark.current = null;
  else if (atEnd || mark.current?.question !== question) mark.current = { question, place: cursorOf(newest) };
  return entries && mark.current ? newerThan(entries, mark.current.place) : 0;
}

/** How many entries, latest first, stand before a place. */
export function newerThan(entries: readonly TimelineEntry[], place: string): number {
  const known = entries.findIndex((entry) => byCursor(cursorOf(entry), place) >= 0);
  return known < 0 ? entries.length : known;
}

const FOLD_MS = 5_000;

/** What to read out of the entries that came: one sentence in five seconds, however many there were. */
export function useSpokenArrivals(newest: readonly TimelineEntry[] | undefined): string {
  const [words, setWords] = useState('');
  const seen = useRef<Set<string> | null>(null);
  const waiting = useRef<TimelineEntry[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (!newest) return;
    const known = seen.current;
    seen.current = new Set(newest.map(({ id }) => id));
    if (!known) return;
    const came = newest.filter(({ id }) => !known.has(id));
    if (came.length === 0 || came.length > 100) return; // a page of older ones was read
    waiting.current = [...came, ...waiting.current];
    timer.current ??= setTimeout(() => {
      const [latest] = waiting.current;
      const count = plural(waiting.current.length, 'new entry', 'new entries');
      setWords(latest ? `${count}: ${visible(latest.sentence).slice(0, 140)}` : '');
      waiting.current = [];
      timer.current = undefined;
    }, FOLD_MS);
  }, [newest]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return words;
}
