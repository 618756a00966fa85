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
    waiting: gone.size + added + moved(held, current, before, now),
  };
}

/** Rows whose values changed and which have another row above them than before. */
function moved(
  held: readonly TriageRow[],
  current: readonly TriageRow[],
  before: ReadonlySet<string>,
  now: ReadonlyMap<string, TriageRow>,
): number {
  const kept = held.filter(({ uid }) => now.has(uid));
  const aboveBefore = new Map(kept.map(({ uid }, i) => [uid, kept[i - 1]?.uid]));
  const changed = new Set(kept.filter((row) => now.get(row.uid) !== row).map(({ uid }) => uid));
  let count = 0;
  let above: string | undefined;
  for (const { uid } of current) {
    if (!before.has(uid)) continue;
    if (changed.has(uid) && aboveBefore.get(uid) !== above) count += 1;
    above = uid;
  }
  return count;
}
