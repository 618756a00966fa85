import { expect, test } from 'vitest';
import type { TriageRow } from '@/lib/triage/row';
import { holdOrder } from './held-order';

const row = (uid: string, risk: number): TriageRow => ({
  uid,
  namespace: 'finance',
  name: uid,
  workload: { kind: 'Deployment', name: uid },
  status: 'Running',
  statusLevel: 'ok',
  waitingReason: null,
  ready: '1/1',
  restarts: 0,
  lastRestartAt: null,
  createdAt: '2026-11-24T03:00:00Z',
  node: null,
  images: [],
  serviceAccount: 'default',
  cpuCores: null,
  cpuHistory: [],
  memoryBytes: null,
  risk,
  signals: [],
  quarantined: false,
});
const [a, b, c] = [row('a', 90), row('b', 50), row('c', 10)] as const;
const uids = (rows: readonly TriageRow[]) => rows.map(({ uid, risk }) => `${uid}${risk}`);

test('nothing held: the current order', () => expect(holdOrder(null, [a, b]).rows).toEqual([a, b]));

test('a row that would jump keeps its place with its new value, and is counted', () => {
  const worse = row('c', 99);
  const held = holdOrder([a, b, c], [worse, a, b]);
  expect(uids(held.rows)).toEqual(['a90', 'b50', 'c99']);
  expect(held.waiting).toBe(1);
});

test('a value that changes without moving the row does not wait', () =>
  expect(holdOrder([a, b, c], [a, row('b', 49), c]).waiting).toBe(0));

test('the neighbours of a row that moves do not wait, though their values changed too', () => {
  expect(holdOrder([a, b, c], [row('c', 99), row('a', 91), row('b', 51)]).waiting).toBe(1);
});

test('a new pod waits; one that is gone stays in sight as gone', () => {
  const held = holdOrder([a, b], [row('new', 95), a]);
  expect(uids(held.rows)).toEqual(['a90', 'b50']);
  expect([...held.gone]).toEqual(['b']);
  expect(held.waiting).toBe(2);
});
