'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { entryOf, type Item, idsBetween, stepFrom } from './list-items';

const NONE: ReadonlySet<string> = new Set();

/**
 * Which line the keyboard is on and which entries are selected. Both by what they are, not by where they stand: entries
 * that come in between move neither.
 */
export function useSelection(items: readonly Item[], entries: readonly TimelineEntry[] | undefined) {
  const [cursorKey, setCursorKey] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(NONE);
  const pivot = useRef<string | null>(null); // where a range of lines began
  const latest = useRef(items);
  latest.current = items;

  const found = useMemo(() => items.findIndex(({ key }) => key === cursorKey), [items, cursorKey]);
  const cursor = found < 0 ? null : found;

  /** Moves the cursor; with `extend` everything on the way is selected. Answers the line it is on then. */
  const move = useCallback((by: 1 | -1, from: number | null, extend: boolean): Item | undefined => {
    const all = latest.current;
    const next = stepFrom(all, from, by);
    const item = next === null ? undefined : all[next];
    if (!item || next === null) return undefined;
    setCursorKey(item.key);
    if (!extend) pivot.current = null;
    else {
      pivot.current ??= all[from ?? next]?.key ?? item.key;
      const begin = all.findIndex(({ key }) => key === pivot.current);
      setSelected(new Set(idsBetween(all, begin < 0 ? next : begin, next)));
    }
    return item;
  }, []);
  const toggle = useCallback((index: number, extend: boolean) => {
    const all = latest.current;
    const begin = extend ? all.findIndex(({ key }) => key === pivot.current) : -1;
    const ids = idsBetween(all, begin < 0 ? index : begin, index);
    if (begin < 0) pivot.current = all[index]?.key ?? null;
    setSelected((old) => {
      const next = new Set(old);
      const all_ = ids.every((id) => old.has(id));
      for (const id of ids) {
        if (all_ && begin < 0) next.delete(id);
        else next.add(id);
      }
      return next;
    });
  }, []);
  const clear = useCallback(() => {
    pivot.current = null;
    setSelected(NONE);
  }, []);
  const put = useCallback((key: string | undefined) => key !== undefined && setCursorKey(key), []);

  const chosen = useMemo(
    () => (selected.size === 0 ? [] : (entries ?? []).filter(({ id }) => selected.has(id))),
    [entries, selected],
  );
  const atCursor = useMemo((): readonly TimelineEntry[] => {
    const item = cursor === null ? undefined : items[cursor];
    if (item?.kind === 'group' && !item.open) return item.entries;
    const entry = entryOf(item);
    return entry ? [entry] : [];
  }, [items, cursor]);
  return { cursor, put, move, toggle, clear, selected, chosen, atCursor };
}
