import type { QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '@/lib/live/events';
import type { Key } from '@/lib/live/keys';
import { apply, keysOf, type LiveCache } from '@/lib/live/reduce';

const ASKS_AGAIN: ReadonlySet<LiveEvent['type']> = new Set(['action-log.grew', 'timeline.reordered']);
const MOST_HELD = 1_000;

interface Held {
  event: LiveEvent;
  /** hashes of the queries that were being read when it came, and are still */
  waiting: Set<string>;
}

/**
 * Applies events to React Query's cache. A fetch that was under way when an event came may bring an answer from before it, and
 * the next page of a list is put behind the pages as they were when it was asked for: such events are applied once more as
 * each of these fetches is done, in their order.
 */
export function patcher(client: QueryClient): ((event: LiveEvent) => void) & { stop: () => void } {
  let held: Held[] = [];
  const cache: LiveCache = {
    get: (key) => client.getQueryData(key),
    set: (key, value) => client.setQueryData(key, value),
    // keys of ours are strings and numbers throughout (lib/live/keys.ts)
    below: (prefix) => client.getQueriesData({ queryKey: prefix }).map(([key]) => key as Key),
    invalidate: (key) => void client.invalidateQueries({ queryKey: key }),
  };
  const stop = client.getQueryCache().subscribe((change) => {
    const { queryHash } = change.query;
    const first = held.findIndex(({ waiting }) => waiting.has(queryHash));
    if (first === -1 || !hasEnded(change)) return;
    // Also those after it that wait for others: an earlier one alone would bring back an earlier wording.
    const again = held.slice(first).filter(({ event }) => !ASKS_AGAIN.has(event.type)); // these would ask for ever
    for (const { waiting } of held) waiting.delete(queryHash);
    held = held.filter(({ waiting }) => waiting.size > 0);
    for (const { event } of again) apply(cache, event);
  });
  const patch = (event: LiveEvent): void => {
    const reading = keysOf(event).flatMap((key) =>
      client.getQueryCache().findAll({ queryKey: key, fetchStatus: 'fetching' }),
    );
    if (reading.length > 0) held.push({ event, waiting: new Set(reading.map((query) => query.queryHash)) });
    if (held.length > MOST_HELD) held = held.slice(-MOST_HELD);
    apply(cache, event);
  };
  return Object.assign(patch, { stop });
}

type CacheChange = Parameters<Parameters<ReturnType<QueryClient['getQueryCache']>['subscribe']>[0]>[0];

/** A fetch that was answered, failed or was given up; what we write into the cache ourselves ends none. */
const hasEnded = (change: CacheChange): boolean =>
  change.type === 'removed' ||
  (change.type === 'updated' &&
    ((change.action.type === 'success' && !change.action.manual) ||
      change.action.type === 'error' ||
      change.action.type === 'setState'));
