import { type EventTimeField, eventTime } from '../kubernetes/event-time.ts';
import type { Event } from '../kubernetes/objects.ts';

const MAX_SENTENCE = 1_000;

export interface EventEntry {
  dedupeKey: string;
  occurredAt: string;
  occurredFrom: EventTimeField;
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
  const { at, field, first, count } = eventTime(event);
  const { uid } = event.metadata;
  if (at === null || field === null || !uid) return null;
  const about = event.involvedObject;
  const message = (event.message ?? '').slice(0, MAX_SENTENCE);
  return {
    dedupeKey: `event:${uid}`,
    occurredAt: at,
    occurredFrom: field,
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
