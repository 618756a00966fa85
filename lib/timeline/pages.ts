import { byTimeDescending, type TimelineEntry } from './entry.ts';
import { matches, parse } from './filter.ts';
import { byCursor, cursorOf, type TimelinePage, type TimelineView } from './page.ts';

/** Consecutive pages of one view, latest first, as React Query holds those of an infinite query. */
export interface TimelinePages {
  pages: readonly TimelinePage[];
}

/**
 * The pages with an entry as it is now: in its place if the view shows it and its place lies within what was fetched, gone
 * otherwise. What lies beyond the pages is left to the fetch that will bring it.
 */
export function withEntry<T extends TimelinePages>(held: T, entry: TimelineEntry, view: TimelineView): T {
  const place = shows(view, entry) ? pageOf(held.pages, cursorOf(entry)) : -1;
  return { ...held, pages: held.pages.map((page, index) => withIn(page, entry, index === place)) };
}

/** Whether a view shows an entry. A filter that cannot be read shows nothing. */
export function shows({ q, zone, hidden, from, to }: TimelineView, entry: TimelineEntry): boolean {
  const at = Date.parse(entry.sortAt);
  if (from && at < Date.parse(from)) return false;
  if (to && at >= Date.parse(to)) return false;
  const parsed = parse(q, { zone });
  return parsed.ok && matches(parsed.filter, entry, { hidden });
}

/** The page within whose bounds a place lies; -1: none. A page reaches down to its `before`, the first up to its `after`. */
function pageOf(pages: readonly TimelinePage[], cursor: string): number {
  const top = pages[0]?.after ?? null;
  if (top !== null && byCursor(cursor, top) < 0) return -1;
  return pages.findIndex(({ before }) => before === null || byCursor(cursor, before) <= 0);
}

function withIn(page: TimelinePage, entry: TimelineEntry, here: boolean): TimelinePage {
  const others = page.entries.filter(({ id }) => id !== entry.id);
  if (!here && others.length === page.entries.length) return page;
  const entries = here ? [...others, entry].sort(byTimeDescending) : others;
  return { ...page, entries, matching: page.matching === null ? null : entries.length };
}
