'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { filterRows } from '@/lib/triage/filter';
import type { TriageRow, TriageView } from '@/lib/triage/row';
import { isFailing, rowsOfView } from '@/lib/triage/views';
import { holdOrder } from './held-order';
import { flatItems, groupedItems, type Item, sorted } from './model';
import type { TriageState } from './view-state';

interface HeldItems {
  items: readonly Item[];
  visibleRows: readonly TriageRow[];
  gone: ReadonlySet<string>;
  /** rows after the filter */
  found: number;
  waiting: number;
  counts: Partial<Record<TriageView, number>>;
  heldByHand: boolean;
  toggleHold: () => void;
  setInside: (inside: boolean) => void;
  toggleGroup: (key: string) => void;
}

/** From all rows to what stands in the table: view, filter, order, groups, wall; held while a person is in it. */
export function useHeldItems(rows: readonly TriageRow[], state: TriageState): HeldItems {
  const { view, q, sort, grouped } = state;
  const [byHand, setByHand] = useState(false);
  const [inside, setInside] = useState(false);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());

  const viewed = useMemo(() => rowsOfView(rows, view), [rows, view]);
  const filtered = useMemo(() => filterRows(viewed, q), [viewed, q]);
  const current = useMemo(() => sorted(filtered, sort), [filtered, sort]);

  // A held order belongs to one question: another view, filter or sort asks another.
  const question = `${view} ${q} ${sort.by} ${sort.descending}`;
  const snapshot = useRef<{ question: string; rows: readonly TriageRow[] } | null>(null);
  if (!byHand && !inside) snapshot.current = null;
  else if (snapshot.current?.question !== question) snapshot.current = { question, rows: current };
  const base = snapshot.current?.rows ?? null;
  const { rows: visibleRows, gone, waiting } = useMemo(() => holdOrder(base, current), [base, current]);

  const items = useMemo(
    () => (grouped ? groupedItems(visibleRows, closed) : flatItems(visibleRows, sort)),
    [visibleRows, grouped, closed, sort],
  );
  const counts = useMemo(
    () => ({
      all: rows.length,
      failing: rows.reduce((n, row) => n + (isFailing(row) ? 1 : 0), 0),
      newest: Math.min(20, rows.length),
    }),
    [rows],
  );
  const toggleHold = useCallback(() => setByHand((was) => !was), []);
  const toggleGroup = useCallback(
    (key: string) =>
      setClosed((old) => {
        const next = new Set(old);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    [],
  );
  return {
    items,
    visibleRows,
    gone,
    found: filtered.length,
    waiting,
    counts,
    heldByHand: byHand,
    toggleHold,
    setInside,
    toggleGroup,
  };
}
