import type { Event } from './objects.ts';

export type EventTimeField =
  | 'series.lastObservedTime'
  | 'lastTimestamp'
  | 'eventTime'
  | 'firstTimestamp'
  | 'metadata.creationTimestamp';

export interface EventTime {
  /** latest time it was seen, RFC 3339; null when the event has no time at all */
  at: string | null;
  /** the field `at` was read from */
  field: EventTimeField | null;
  first: string | null;
  count: number;
}

/**
 * Best time of an event. Old emitters fill lastTimestamp, new ones eventTime and series; some nothing but what the API server
 * sets. The later of series and lastTimestamp counts, else eventTime, firstTimestamp, creationTimestamp.
 */
export function eventTime(event: Event): EventTime {
  const { series, lastTimestamp, eventTime: noticed, firstTimestamp } = event;
  const created = event.metadata?.creationTimestamp;
  const last: [EventTimeField, string | undefined][] = [
    ['series.lastObservedTime', series?.lastObservedTime],
    ['lastTimestamp', lastTimestamp],
  ];
  const latest = last.filter(isTime).sort((a, b) => Date.parse(b[1]) - Date.parse(a[1]))[0];
  const rest: [EventTimeField, string | undefined][] = [
    ['eventTime', noticed],
    ['firstTimestamp', firstTimestamp],
    ['metadata.creationTimestamp', created],
  ];
  const best = latest ?? rest.find(isTime);
  const first = [firstTimestamp, noticed, created].find(
    (time) => time !== undefined && !Number.isNaN(Date.parse(time)),
  );
  return {
    at: best?.[1] ?? null,
    field: best?.[0] ?? null,
    first: first ?? best?.[1] ?? null,
    count: Math.max(1, series?.count ?? event.count ?? 1),
  };
}

function isTime(entry: [EventTimeField, string | undefined]): entry is [EventTimeField, string] {
  return typeof entry[1] === 'string' && !Number.isNaN(Date.parse(entry[1]));
}

/** Oldest first; events without a time first of all; ties keep their order. Microseconds count. */
export function byEventTime(a: Event, b: Event): number {
  return compareTimes(eventTime(a).at, eventTime(b).at);
}

/** Compares RFC 3339 times to the last digit of their fraction, which Date drops. null is oldest. */
export function compareTimes(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const seconds = Math.floor(Date.parse(a) / 1000) - Math.floor(Date.parse(b) / 1000);
  if (seconds !== 0) return seconds;
  const [left, right] = [fraction(a), fraction(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const fraction = (time: string) => (/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(9, '0');
