import type { TriageRow } from './row.ts';

/** What rows can be sorted by: the columns in their order, and the workload. */
export const SORT_KEYS = [
  'risk',
  'signals',
  'namespace',
  'pod',
  'status',
  'restarts',
  'age',
  'node',
  'image',
  'serviceAccount',
  'cpu',
  'memory',
  'workload',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type SortDirection = 'asc' | 'desc';

/** What a column compares; null is unknown. */
const VALUES: Record<SortKey, (row: TriageRow) => number | string | null> = {
  risk: ({ risk }) => risk,
  signals: ({ signals }) => signals.length,
  namespace: ({ namespace }) => namespace,
  pod: ({ name }) => name,
  status: ({ status }) => status,
  restarts: ({ restarts }) => restarts,
  // a young pod has a small age, so that ascending is youngest first
  age: ({ createdAt }) => negated(Date.parse(createdAt)),
  node: ({ node }) => node,
  image: ({ images }) => images[0]?.image ?? null,
  serviceAccount: ({ serviceAccount }) => serviceAccount,
  cpu: ({ cpuCores }) => cpuCores,
  memory: ({ memoryBytes }) => memoryBytes,
  workload: ({ workload }) => `${workload.kind}/${workload.name}`,
};

const negated = (time: number) => (Number.isNaN(time) ? null : -time);

/** Which way a first click on the column sorts: numbers that mean trouble from the top, names from A, youngest pods first. */
export const firstDirection = (key: SortKey): SortDirection =>
  ['risk', 'signals', 'restarts', 'cpu', 'memory'].includes(key) ? 'desc' : 'asc';

/** Compares two rows. Unknown is last both ways; ties fall to namespace and name, ascending, so that the order is stable. */
export function compareRows(key: SortKey, direction: SortDirection): (a: TriageRow, b: TriageRow) => number {
  const value = VALUES[key];
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return left === right ? tie(a, b) : left === null ? 1 : -1;
    return order(left, right) * sign || tie(a, b);
  };
}

/** A sorted copy. */
export const sortRows = (rows: readonly TriageRow[], key: SortKey, direction: SortDirection): TriageRow[] =>
  rows.toSorted(compareRows(key, direction));

/** By code units: ten times as fast as by locale, and the names of Kubernetes are ASCII. */
const order = <T extends number | string>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

const tie = (a: TriageRow, b: TriageRow) =>
  order(a.namespace, b.namespace) || order(a.name, b.name) || order(a.uid, b.uid);
