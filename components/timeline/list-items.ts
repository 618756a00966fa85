import type { CaseView, Phase } from '@/lib/cases/case';
import type { TimelineEntry } from '@/lib/timeline/entry';

/** A compartment of the case: from the wall before it to the next. */
export interface Compartment {
  key: string;
  /** null: before the case was detected */
  phase: Phase | null;
  /** milliseconds since 1970; −∞ before detection */
  from: number;
  /** null: it goes on */
  to: number | null;
}

/** What lies before detection, then each phase in the order it was entered. */
export function compartmentsOf({
  detectedAt,
  phaseHistory,
  closedAt,
}: Pick<CaseView, 'detectedAt' | 'phaseHistory' | 'closedAt'>): Compartment[] {
  const detected = Date.parse(detectedAt);
  const entered = phaseHistory.map(({ phase, enteredAt }, index) => ({
    phase,
    at: index === 0 ? Math.min(detected, Date.parse(enteredAt)) : Date.parse(enteredAt),
  }));
  const first = entered[0]?.at ?? detected;
  return [
    { key: 'before', phase: null, from: Number.NEGATIVE_INFINITY, to: first },
    ...entered.map(({ phase, at }, index) => ({
      key: `${index}-${phase}`,
      phase,
      from: at,
      to: entered[index + 1]?.at ?? (closedAt ? Date.parse(closedAt) : null),
    })),
  ];
}

/** The compartment in which a moment lies. */
export const compartmentAt = (spans: readonly Compartment[], at: number): Compartment | undefined =>
  spans.findLast(({ from }) => from <= at);

export type TimelineOrder = 'latest' | 'oldest';

export type Item =
  | { kind: 'entry'; key: string; entry: TimelineEntry; grouped: boolean }
  | { kind: 'group'; key: string; id: string; title: string; entries: readonly TimelineEntry[]; open: boolean }
  | { kind: 'wall'; key: string; span: Compartment };

/** The moment at which an item stands in the order of the list; null for a wall. */
export const timeOf = (item: Item | undefined): number | null => {
  if (item?.kind === 'entry') return Date.parse(item.entry.sortAt);
  if (item?.kind === 'group') return item.entries[0] ? Date.parse(item.entries[0].sortAt) : null;
  return null;
};

/** The entry that an item stands for: of a group, its first. */
export const entryOf = (item: Item | undefined): TimelineEntry | undefined =>
  item?.kind === 'entry' ? item.entry : item?.kind === 'group' ? item.entries[0] : undefined;

/**
 * Entries as lines of the list, in the order given. A group stands once, where its first entry stands; open, its entries
 * follow in their own places. Between two phases stands a wall; the phase at the top is said by the head of the list.
 */
export function listItems(
  entries: readonly TimelineEntry[],
  spans: readonly Compartment[],
  openGroups: ReadonlySet<string>,
): Item[] {
  const members = Map.groupBy(
    entries.filter(({ group }) => group !== null),
    ({ group }) => group?.id ?? '',
  );
  const headed = new Set<string>();
  const items: Item[] = [];
  let last: Compartment | undefined;
  for (const entry of entries) {
    const { group } = entry;
    const isHead = group !== null && !headed.has(group.id);
    const shown = group === null || openGroups.has(group.id);
    if (!isHead && !shown) continue;
    const span = compartmentAt(spans, Date.parse(entry.sortAt));
    if (span && last && span !== last) items.push({ kind: 'wall', key: `wall ${span.key} ${entry.id}`, span });
    last = span;
    if (group && isHead) {
      headed.add(group.id);
      items.push({
        kind: 'group',
        key: `group ${group.id}`,
        id: group.id,
        title: group.title,
        entries: members.get(group.id) ?? [entry],
        open: openGroups.has(group.id),
      });
    }
    if (shown) items.push({ kind: 'entry', key: entry.id, entry, grouped: group !== null });
  }
  return items;
}

/** The next line that is not a wall, `by` lines on; the last one when there is none. */
export function stepFrom(items: readonly Item[], index: number | null, by: 1 | -1): number | null {
  for (let next = index === null ? (by > 0 ? 0 : items.length - 1) : index + by; items[next]; next += by)
    if (items[next]?.kind !== 'wall') return next;
  return index;
}

/** Ids of all entries on the lines from one to another, both included, whichever comes first. */
export function idsBetween(items: readonly Item[], a: number, b: number): string[] {
  const ids = items.slice(Math.min(a, b), Math.max(a, b) + 1).flatMap((item) => {
    if (item.kind === 'entry') return [item.entry.id];
    return item.kind === 'group' && !item.open ? item.entries.map(({ id }) => id) : [];
  });
  return [...new Set(ids)];
}
