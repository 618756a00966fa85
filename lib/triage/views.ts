import { NODE_LOST } from '../kubernetes/pod-status.ts';
import { sortRows } from './compare.ts';
import type { TriageRow, TriageView } from './row.ts';

const NEWEST = 20;
const TOP_CPU = 20;

/** Unhealthy: failed, crashing, image not to be had, lost with its node. On its way (ContainerCreating) is not. */
export function isFailing(row: TriageRow): boolean {
  if (row.statusLevel === 'failed' || row.status === NODE_LOST) return true;
  return row.waitingReason !== null && !['ContainerCreating', 'PodInitializing'].includes(row.waitingReason);
}

/**
 * Rows of a saved view in the view's own order. `all` and `failing`: worst first; `newest`: the 20 youngest; `cpu`: the 20
 * busiest of those that are measured. `bindings` has no pods: see `bindingRows`.
 */
export function rowsOfView(rows: readonly TriageRow[], view: TriageView): TriageRow[] {
  switch (view) {
    case 'all':
      return sortRows(rows, 'risk', 'desc');
    case 'failing':
      return sortRows(rows.filter(isFailing), 'risk', 'desc');
    case 'newest':
      return sortRows(rows, 'age', 'asc').slice(0, NEWEST);
    case 'cpu':
      return sortRows(
        rows.filter(({ cpuCores }) => cpuCores !== null),
        'cpu',
        'desc',
      ).slice(0, TOP_CPU);
    case 'bindings':
      return [];
  }
}
