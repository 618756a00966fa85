import type { Event } from '../kubernetes/objects.ts';

/** The newest time an event tells, and the field it stands in. Microseconds are kept as they are written. */
export interface BestTime {
  at: string;
  field: 'series.lastObservedTime' | 'lastTimestamp' | 'eventTime' | 'firstTimestamp' | 'creationTimestamp';
}

const valid = (time: string | null | undefined): time is string =>
  typeof time === 'string' && !Number.isNaN(Date.parse(time));

/** Old and new emitters fill different fields; the first that holds a time wins. Null: the event has no time at all. */
export function bestTime(event: Event): BestTime | null {
  const candidates: [BestTime['field'], string | null | undefined][] = [
    ['series.lastObservedTime', event.series?.lastObservedTime],
    ['lastTimestamp', event.lastTimestamp],
    ['eventTime', event.eventTime],
    ['firstTimestamp', event.firstTimestamp],
    ['creationTimestamp', event.metadata.creationTimestamp],
  ];
  const found = candidates.find(([, at]) => valid(at));
  return found && valid(found[1]) ? { at: found[1], field: found[0] } : null;
}

/** How often it happened, as far as the event says. A series counts the first one too. */
export const countOf = (event: Event): number => Math.max(1, event.series?.count ?? event.count ?? 1);

const MAX_SENTENCE = 1_000;

export interface EventEntry {
  dedupeKey: string;
  occurredAt: string;
  occurredFrom: BestTime['field'];
  firstAt: string | null;
  count: number;
  sentence: string;
  detail: Record<string, unknown>;
}

/**
 * A Kubernetes event as a timeline entry. One event is one entry, however often it is repeated or delivered: the key is
 * its UID. Null: it has neither UID nor time.
 */
export function entryOf(event: Event): EventEntry | null {
  const time = bestTime(event);
  const { uid } = event.metadata;
  if (!time || !uid) return null;
  const count = countOf(event);
  const first = [event.firstTimestamp, event.eventTime, event.metadata.creationTimestamp].find(valid) ?? null;
  const about = event.involvedObject;
  const message = (event.message ?? '').slice(0, MAX_SENTENCE);
  return {
    dedupeKey: `event:${uid}`,
    occurredAt: time.at,
    occurredFrom: time.field,
    firstAt: count > 1 ? first : null,
    count,
    sentence:
      `${about.kind ?? 'Object'} ${about.name ?? ''}: ${event.reason ?? 'event'}${message ? `: ${message}` : ''}`.slice(
        0,
        MAX_SENTENCE,
      ),
    detail: {
      uid,
      name: event.metadata.name ?? null,
      namespace: event.metadata.namespace ?? null,
      type: event.type ?? null,
      reason: event.reason ?? null,
      message,
      cut: (event.message ?? '').length > MAX_SENTENCE,
      about: { kind: about.kind ?? null, name: about.name ?? null, uid: about.uid ?? null },
      component: event.source?.component ?? event.reportingComponent ?? null,
      combined: (event.message ?? '').startsWith('(combined from similar events)'),
    },
  };
}

/** What of a case an event may be about. */
export interface CaseScope {
  namespaces: ReadonlySet<string>;
  uids: ReadonlySet<string>;
  /** objects that Bulkhead made, by kind/namespace/name: their UID may not be known yet */
  names: ReadonlySet<string>;
}

export const scopeName = (kind: string, namespace: string, name: string) => `${kind}/${namespace}/${name}`;

export function concerns(event: Event, scope: CaseScope): boolean {
  const { kind = '', namespace = '', name = '', uid = '' } = event.involvedObject;
  return (uid !== '' && scope.uids.has(uid)) || scope.names.has(scopeName(kind, namespace, name));
}
