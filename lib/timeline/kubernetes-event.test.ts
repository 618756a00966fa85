import { expect, test } from 'vitest';
import type { Event } from '../kubernetes/objects.ts';
import { bestTime, concerns, countOf, entryOf, scopeName } from './kubernetes-event.ts';

const event = (rest: Partial<Event>): Event => ({
  metadata: { name: 'e', uid: 'event-1', creationTimestamp: '2026-11-25T03:00:00Z' },
  involvedObject: { kind: 'Pod', name: 'p', uid: 'pod-1', namespace: 'finance' },
  reason: 'Killing',
  message: 'gone',
  ...rest,
});

test.each([
  [
    'lastTimestamp',
    event({ lastTimestamp: '2026-11-25T03:04:00Z', firstTimestamp: '2026-11-25T03:01:00Z' }),
    '2026-11-25T03:04:00Z',
    'lastTimestamp',
  ],
  [
    'eventTime with microseconds, lastTimestamp null',
    event({ eventTime: '2026-11-25T03:02:00.123456Z' }),
    '2026-11-25T03:02:00.123456Z',
    'eventTime',
  ],
  [
    'a series tells the last time and the count',
    event({ eventTime: '2026-11-25T03:02:00Z', series: { count: 40, lastObservedTime: '2026-11-25T03:09:00Z' } }),
    '2026-11-25T03:09:00Z',
    'series.lastObservedTime',
  ],
  ['nothing but creationTimestamp', event({}), '2026-11-25T03:00:00Z', 'creationTimestamp'],
  [
    'a time that is none is passed over',
    event({ lastTimestamp: 'yesterday' }),
    '2026-11-25T03:00:00Z',
    'creationTimestamp',
  ],
])('best time: %s', (_, given, at, field) => expect(bestTime(given)).toEqual({ at, field }));

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
  expect(countOf(event({}))).toBe(1);
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
