import type { TriageRow } from '@/lib/triage/row';

export interface Held {
  /** in the order to show; rows carry their current values, those that are gone their last */
  rows: readonly TriageRow[];
  gone: ReadonlySet<string>;
  /** pods that are new, gone, or stand elsewhere in the new order */
  waiting: number;
}

const NOTHING_GONE: ReadonlySet<string> = new Set();

/**
 * Rows never jump under the pointer: while an order is held, the values in it change in place and everything that would
 * move is counted instead. `held` null: nothing is held, the current order shows.
 */
export function holdOrder(held: readonly TriageRow[] | null, current: readonly TriageRow[]): Held {
  if (held === null || held === current) return { rows: current, gone: NOTHING_GONE, waiting: 0 };
  const now = new Map(current.map((row) => [row.uid, row]));
  const before = new Set(held.map(({ uid }) => uid));
  const gone = new Set(held.filter(({ uid }) => !now.has(uid)).map(({ uid }) => uid));
  const added = current.reduce((n, { uid }) => n + (before.has(uid) ? 0 : 1), 0);
  return {
    rows: held.map((row) => now.get(row.uid) ?? row),
    gone,
    waiting: gone.size + added + movedBetween(held, current),
  };
}

/** The fewest rows that have to change their place to come from one order to the other: all but the longest run that keeps its order. */
function movedBetween(held: readonly TriageRow[], current: readonly TriageRow[]): number {
  const placeBefore = new Map(held.map(({ uid }, i) => [uid, i]));
  const places = current.flatMap(({ uid }) => placeBefore.get(uid) ?? []);
  // ends[n]: the smallest last place of an ordered run of n + 1 rows
  const ends: number[] = [];
  for (const place of places) {
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    ends[low] = place;
  }
  return places.length - ends.length;
}
