import type { TriageRow } from './row.ts';

/** Prefixes of the filter field, and which column each looks at. */
export const FILTER_FIELDS = ['ns', 'sa', 'node', 'status', 'signal', 'image', 'workload', 'uid'] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** One word of a filter. `field` null: the pod's name, its namespace/name or its workload. */
export interface Term {
  field: FilterField | null;
  text: string; // lower case
  not: boolean;
}

/**
 * Parses what is typed: words that must all hold, `ns:finance sa:payments status:crash signal:privileged -ns:kube-system`.
 * Quotes keep blanks together. What has an unknown prefix is looked for as it stands; half-typed terms (`ns:`) ask for nothing.
 */
export function parseFilter(text: string): Term[] {
  const words = text.slice(0, 500).match(/-?(?:\w+:)?"[^"]*"?|\S+/g) ?? [];
  return words.flatMap((word): Term[] => {
    const not = word.length > 1 && word.startsWith('-');
    const rest = (not ? word.slice(1) : word).replaceAll('"', '');
    const colon = rest.indexOf(':');
    const field = FILTER_FIELDS.find((name) => name === rest.slice(0, Math.max(0, colon)).toLowerCase()) ?? null;
    const wanted = (field === null ? rest : rest.slice(colon + 1)).toLowerCase();
    return wanted === '' ? [] : [{ field, text: wanted, not }];
  });
}

export function matchesFilter(row: TriageRow, terms: readonly Term[]): boolean {
  return terms.every(({ field, text, not }) => loweredOf(row, field).some((value) => value.includes(text)) !== not);
}

export function filterRows(rows: readonly TriageRow[], text: string): readonly TriageRow[] {
  const terms = parseFilter(text);
  return terms.length === 0 ? rows : rows.filter((row) => matchesFilter(row, terms));
}

/** Rows are never changed, only replaced: their texts in lower case serve every key that is typed. */
const lowered = new WeakMap<TriageRow, Map<FilterField | null, readonly string[]>>();

function loweredOf(row: TriageRow, field: FilterField | null): readonly string[] {
  let known = lowered.get(row);
  if (known === undefined) lowered.set(row, (known = new Map()));
  let texts = known.get(field);
  if (texts === undefined) known.set(field, (texts = textsOf(row, field).map((value) => value.toLowerCase())));
  return texts;
}

function textsOf(row: TriageRow, field: FilterField | null): string[] {
  switch (field) {
    case null:
      return [`${row.namespace}/${row.name}`, row.workload.name];
    case 'ns':
      return [row.namespace];
    case 'sa':
      return [row.serviceAccount];
    case 'node':
      return [row.node ?? ''];
    case 'status':
      return [row.status, row.waitingReason ?? ''];
    case 'signal':
      return row.signals.flatMap(({ id, words }) => [id, words]);
    case 'image':
      return row.images.flatMap(({ image, digest }) => [image, digest ?? '']);
    case 'workload':
      return [`${row.workload.kind}/${row.workload.name}`];
    case 'uid':
      return [row.uid];
  }
}
