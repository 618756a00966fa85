import { SORT_KEYS, type SortKey } from '@/lib/triage/compare';
import type { TriageRow } from '@/lib/triage/row';

/** Columns of triage in their order; each can be sorted by. */
export const COLUMN_IDS = SORT_KEYS.filter((key) => key !== 'workload');
export type ColumnId = Exclude<SortKey, 'workload'>;

export interface Column {
  id: ColumnId;
  label: string;
  numeric: boolean;
  width: number; // px
}

const LABELS: Record<ColumnId, string> = {
  risk: 'Risk',
  signals: 'Signals, weight',
  namespace: 'Namespace',
  pod: 'Pod',
  status: 'Status',
  restarts: 'Restarts',
  age: 'Age',
  node: 'Node',
  image: 'Image',
  serviceAccount: 'Service account',
  cpu: 'CPU, cores',
  memory: 'Memory',
};

const NUMERIC: ReadonlySet<ColumnId> = new Set(['restarts', 'age', 'cpu', 'memory']);

/** When space is short a column goes, in this order, and not the text in it. */
const DROP_ORDER: readonly ColumnId[] = ['memory', 'image', 'node', 'restarts', 'serviceAccount', 'cpu', 'namespace'];

const PAD = 14; // px, left and right of the text
const TEXT = 7; // px of an average character at 13 px
const MONO = 7.2; // px of every character of the machine type at 12 px

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, Math.ceil(value)));

/** Lengths of the longest strings, by which columns of names get their width: they hold for the rows on screen and below. */
export interface Longest {
  namespace: number;
  pod: number;
  status: number;
  node: number;
  image: number;
  serviceAccount: number;
}

/** Of all rows. A pass over 10,000 rows takes about a millisecond; it runs once per set of rows. */
export function longestOf(rows: Iterable<TriageRow>): Longest {
  const longest: Longest = { namespace: 0, pod: 0, status: 0, node: 0, image: 0, serviceAccount: 0 };
  for (const row of rows) {
    longest.namespace = Math.max(longest.namespace, row.namespace.length);
    longest.pod = Math.max(longest.pod, row.name.length);
    longest.status = Math.max(longest.status, row.status.length);
    longest.node = Math.max(longest.node, row.node?.length ?? 0);
    longest.image = Math.max(longest.image, shownImage(row).length);
    longest.serviceAccount = Math.max(longest.serviceAccount, row.serviceAccount.length);
  }
  return longest;
}

const widthsOf = (longest: Longest): Record<ColumnId, number> => ({
  risk: 84,
  signals: 286,
  namespace: clamp(longest.namespace * TEXT + PAD, 84, 180),
  pod: clamp(longest.pod * MONO + PAD, 140, 420),
  status: clamp(longest.status * TEXT + PAD + 20, 76, 170),
  restarts: 64,
  age: 54,
  node: clamp(longest.node * TEXT + PAD, 64, 170),
  image: clamp(longest.image * MONO + PAD, 90, 200),
  serviceAccount: clamp(longest.serviceAccount * TEXT + PAD, 106, 170),
  cpu: 92,
  memory: 76,
});

/** What may be narrower, and how narrow. */
const FLEXIBLE: readonly (readonly [ColumnId, number])[] = [
  ['image', 132],
  ['signals', 262],
];

/** The columns that fit into `space` px. What is left over goes to the signals, so that more of them are seen. */
export function columnsFor(space: number, longest: Longest): Column[] {
  const widths = widthsOf(longest);
  // Registry paths and third chips give way first: digest, weight and name stay whole.
  for (const [id, least] of FLEXIBLE) {
    const over = COLUMN_IDS.reduce((sum, each) => sum + widths[each], 0) - space;
    if (over > 0) widths[id] = Math.max(Math.min(least, widths[id]), widths[id] - over);
  }
  const hidden = new Set<ColumnId>();
  const needed = () => COLUMN_IDS.reduce((sum, id) => sum + (hidden.has(id) ? 0 : widths[id]), 0);
  for (const id of DROP_ORDER) {
    if (needed() <= space) break;
    hidden.add(id);
  }
  // A wide column that had to go may have made room for a narrow one that went before it.
  for (const id of DROP_ORDER.toReversed()) if (hidden.has(id) && needed() + widths[id] <= space) hidden.delete(id);
  const shown = COLUMN_IDS.filter((id) => !hidden.has(id));
  const rest = Math.max(0, space - needed());
  return shown.map((id) => ({
    id,
    label: LABELS[id],
    numeric: NUMERIC.has(id),
    width: widths[id] + (id === 'signals' ? rest : 0),
  }));
}

/** "payment:2.14.0" of "registry.example:5000/finance/payment:2.14.0@sha256:…" */
export function imageName(image: string): string {
  const withoutDigest = image.split('@')[0] ?? image;
  return withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1);
}

/** "@9f2c41d", or "" when the kubelet has not said which image it runs. */
export const shortDigest = (digest: string | null): string =>
  digest ? `@${digest.replace(/^.*sha256:/, '').slice(0, 7)}` : '';

/** The first container's image, as the cell shows it, with how many more there are. */
export function shownImage(row: TriageRow): string {
  const [first, ...more] = row.images;
  if (!first) return '';
  return [imageName(first.image), shortDigest(first.digest), more.length > 0 ? `+${more.length}` : '']
    .filter(Boolean)
    .join(' ');
}
