import { expect, test } from 'vitest';
import type { Event } from '../kubernetes/objects.ts';
import { concerns, entryOf, scopeName } from './kubernetes-event.ts';

const event = (rest: Partial<Event>): Event => ({
  metadata: { name: 'e', uid: 'event-1', creationTimestamp: '2026-11-25T03:00:00Z' },
  involvedObject: { kind: 'Pod', name: 'p', uid: 'pod-1', namespace: 'finance' },
  reason: 'Killing',
  message: 'gone',
  ...rest,
});

test('a series is one entry with first, last and count', () => {
  expect(
    entryOf(
      event({ eventTime: '2026-11-25T03:02:00Z', series: { count: 40, lastObservedTime: '2026-11-25T03:09:00Z' } }),
    ),
  ).toMatchObject({
    dedupeKey: 'event:event-1',
    count: 40,
    firstAt: '2026-11-25T03:02:00Z',
    occurredAt: '2026-11-25T03:09:00Z',
  });
  expect(entryOf(event({}))?.count).toBe(1);
});

test('only events about the suspects, their owners and what was made for them', () => {
  const scope = {
    namespaces: new Set(['finance']),
    uids: new Set(['pod-1']),
    names: new Set([scopeName('NetworkPolicy', 'finance', 'bulkhead-q-1')]),
  };
  expect(concerns(event({}), scope)).toBe(true);
  expect(
    concerns(event({ involvedObject: { kind: 'Pod', name: 'p', uid: 'pod-2', namespace: 'finance' } }), scope),
  ).toBe(false);
  expect(
    concerns(event({ involvedObject: { kind: 'NetworkPolicy', name: 'bulkhead-q-1', namespace: 'finance' } }), scope),
  ).toBe(true);
});
