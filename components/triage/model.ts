import { sortRows } from '@/lib/triage/compare';
import { SUSPECT_RISK, type TriageRow } from '@/lib/triage/row';
import { groupByWorkload, type WorkloadGroup } from '@/lib/triage/workloads';
import type { ColumnId } from './columns';

/** One line of the table. */
export type Item =
  | { kind: 'row'; row: TriageRow }
  | { kind: 'wall'; below: number }
  | { kind: 'group'; group: WorkloadGroup; open: boolean };

export interface Sort {
  by: ColumnId;
  descending: boolean;
}

export const sorted = (rows: readonly TriageRow[], { by, descending }: Sort): TriageRow[] =>
  sortRows(rows, by, descending ? 'desc' : 'asc');

const asItem = (row: TriageRow): Item => ({ kind: 'row', row });

/** With the wall where the risk falls below the threshold, if the order is by risk and there is something on both sides. */
export function flatItems(rows: readonly TriageRow[], { by, descending }: Sort): Item[] {
  const at = by === 'risk' && descending ? rows.findIndex(({ risk }) => risk < SUSPECT_RISK) : -1;
  if (at <= 0) return rows.map(asItem);
  return [...rows.slice(0, at).map(asItem), { kind: 'wall', below: rows.length - at }, ...rows.slice(at).map(asItem)];
}

/** One line for each workload, and below it its pods unless it is folded. The order is that of their first pods. */
export const groupedItems = (rows: readonly TriageRow[], folded: ReadonlySet<string>): Item[] =>
  groupByWorkload(rows).flatMap((group): Item[] => {
    const open = !folded.has(group.key);
    return [{ kind: 'group', group, open }, ...(open ? group.rows.map(asItem) : [])];
  });
