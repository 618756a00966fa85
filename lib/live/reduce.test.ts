import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseSummary } from '../cases/case.ts';
import type { ClusterStatus } from '../cluster/status.ts';
import { byTimeDescending, type TimelineEntry } from '../timeline/entry.ts';
import type { TriageRow } from '../triage/row.ts';
import type { LiveEvent } from './events.ts';
import { isBelow, type Key, keys } from './keys.ts';
import { apply, type LiveCache, type Triage, withRows, worstFirst } from './reduce.ts';

const hex = fc.stringMatching(/^[0-9a-f]{1,2}$/);

class MapCache implements LiveCache {
  readonly values = new Map<string, unknown>();
  readonly invalidated: Key[] = [];
  get = (key: Key) => this.values.get(JSON.stringify(key));
  set = (key: Key, value: unknown) => void this.values.set(JSON.stringify(key), value);
  below = (prefix: Key) =>
    [...this.values.keys()].map((key): Key => JSON.parse(key)).filter((key) => isBelow(prefix, key));
  invalidate = (key: Key) => void this.invalidated.push(key);
}

const row = (uid: string, risk: number): TriageRow => ({
  uid,
  risk,
  namespace: 'finance',
  name: `pod-${uid}`,
  workload: { kind: 'Deployment', name: 'pay' },
  status: 'Running',
  statusLevel: 'ok',
  waitingReason: null,
  ready: '1/1',
  restarts: 0,
  lastRestartAt: null,
  createdAt: '2026-11-25T00:00:00Z',
  node: null,
  images: [],
  serviceAccount: 'default',
  cpuCores: null,
  cpuHistory: [],
  memoryBytes: null,
  signals: [],
  quarantined: false,
});
const status = (id: string, version: string): ClusterStatus => ({
  id,
  name: id,
  server: '',
  drill: false,
  actionsEnabled: false,
  version,
  state: 'live',
  asOf: null,
  error: null,
  resources: [],
  metrics: { state: 'unknown', asOf: null, why: null },
});
const ALL = { q: '', zone: 'UTC', hidden: false };
const X = { ...ALL, q: 'x' };
const pages = (entries: readonly TimelineEntry[]) => ({
  pages: [{ entries, after: null, before: null, matching: entries.length }],
});
const CASE = '0192f0c1-0000-7000-8000-000000000000';
const entry = (n: number, sentence: string, at: number): TimelineEntry => ({
  id: `0192f0c1-0000-7000-8000-00000000000${n}`,
  caseId: CASE,
  occurredAt: `2026-11-25T00:00:0${at}Z`,
  recordedAt: '2026-11-25T00:01:00Z',
  source: 'kubernetes',
  occurredFrom: 'lastTimestamp',
  sentence,
  detail: {},
  by: null,
  count: 1,
  firstAt: null,
  goneFromSource: null,
  emitter: '',
  sortAt: `2026-11-25T00:00:0${at}Z`,
  version: 1,
  group: null,
  hidden: null,
  annotations: [],
});

/** What happens in the world, one thing after another; each is told by one event. */
type Change =
  | { pod: string; risk: number }
  | { gone: string }
  | { entry: number; sentence: string; at: number }
  | { version: string };
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ pod: fc.constantFrom('a', 'b', 'c', 'd'), risk: fc.integer({ min: 0, max: 99 }) }),
  fc.record({ gone: fc.constantFrom('a', 'b', 'c', 'd') }),
  fc.record({
    entry: fc.integer({ min: 0, max: 4 }),
    sentence: fc.constantFrom('x', 'y'),
    at: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({ version: fc.constantFrom('v1', 'v2') }),
);

const eventOf = (each: Change): LiveEvent => {
  if ('pod' in each)
    return { type: 'triage.rows', clusterId: 'c', changed: [row(each.pod, each.risk)], removed: [], occurredAt: '' };
  if ('gone' in each) return { type: 'triage.rows', clusterId: 'c', changed: [], removed: [each.gone], occurredAt: '' };
  if ('entry' in each)
    return { type: 'timeline.entry', caseId: CASE, entry: entry(each.entry, each.sentence, each.at) };
  return { type: 'cluster.status', clusterId: 'c', status: status('c', each.version) };
};

/** What the routes would answer after these changes. */
function fetched(changes: readonly Change[]): MapCache {
  const rows = new Map<string, TriageRow>();
  const entries = new Map<number, TimelineEntry>();
  let version = 'v0';
  for (const each of changes) {
    if ('pod' in each) rows.set(each.pod, row(each.pod, each.risk));
    else if ('gone' in each) rows.delete(each.gone);
    else if ('entry' in each) entries.set(each.entry, entry(each.entry, each.sentence, each.at));
    else version = each.version;
  }
  const cache = new MapCache();
  cache.set(keys.clusters(), [status('c', version)]);
  cache.set(keys.triage('c'), {
    rows: [...rows.values()].sort(worstFirst),
    total: rows.size,
    status: status('c', version),
  } satisfies Triage);
  const sorted = [...entries.values()].sort(byTimeDescending);
  cache.set(keys.timelinePages(CASE, ALL), pages(sorted));
  cache.set(keys.timelinePages(CASE, X), pages(sorted.filter(({ sentence }) => sentence === 'x')));
  return cache;
}

test('events after a fetch, some of them heard twice or of before it, leave what a fetch after them would bring', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), fc.nat(30), fc.nat(30), (changes, fetchedAt, again) => {
      const cache = fetched(changes.slice(0, fetchedAt));
      const from = Math.min(again, fetchedAt); // a stream resumed earlier than the fetch repeats what it knows
      for (const each of changes.slice(from)) apply(cache, eventOf(each));
      for (const each of changes.slice(again)) apply(cache, eventOf(each));
      expect(cache.values).toEqual(fetched(changes).values);
    }),
  );
});

test('events of different things may come in any order among each other', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), fc.infiniteStream(fc.nat(2)), (changes, picks) => {
      const kind = (each: Change) => ('entry' in each ? 0 : 'version' in each ? 1 : 2);
      const queues = [0, 1, 2].map((n) => changes.filter((each) => kind(each) === n));
      const cache = fetched([]);
      while (queues.some((queue) => queue.length > 0)) {
        const next = queues[picks.next().value ?? 0]?.shift();
        if (next !== undefined) apply(cache, eventOf(next));
      }
      expect(cache.values).toEqual(fetched(changes).values);
    }),
  );
});

test('what nobody has asked for is not invented', () => {
  const cache = new MapCache();
  apply(cache, eventOf({ pod: 'a', risk: 1 }));
  expect(cache.values.size).toBe(0);
});

test('a change of many entries asks for every view of the timeline anew', () => {
  const cache = new MapCache();
  apply(cache, { type: 'timeline.reordered', caseId: CASE });
  expect(cache.invalidated.some((key) => isBelow(key, keys.timelinePages(CASE, X)))).toBe(true);
});

test('the action log is asked anew, on every page of it', () => {
  const cache = new MapCache();
  apply(cache, { type: 'action-log.grew', upTo: 7, verifiedAt: null });
  expect(cache.invalidated.some((key) => isBelow(key, ['action-log', { person: 'x' }]))).toBe(true);
});

test('rows merge as sorting all of them would', () => {
  const rows = fc.uniqueArray(fc.record({ uid: hex, risk: fc.nat(50) }), { selector: ({ uid }) => uid });
  fc.assert(
    fc.property(rows, rows, fc.array(hex), (before, changed, removed) => {
      const start = before.map(({ uid, risk }) => row(uid, risk)).sort(worstFirst);
      const after = new Map([...before, ...changed].map(({ uid, risk }) => [uid, row(uid, risk)]));
      for (const uid of removed) after.delete(uid);
      expect(
        withRows(
          start,
          changed.map(({ uid, risk }) => row(uid, risk)),
          removed,
        ),
      ).toEqual([...after.values()].sort(worstFirst));
    }),
  );
});

test('a case that closes leaves the open ones, and the board is asked anew', () => {
  const cache = new MapCache();
  const one = (number: number, closedAt: string | null = null): CaseSummary => ({
    id: `0192f0c1-0000-7000-8000-00000000000${number}`,
    number,
    title: 'Shell in payment',
    severity: 'high',
    phase: 'containment',
    commander: { id: CASE, name: 'Ines Okafor' },
    clusterId: 'c',
    clusterName: 'c',
    drill: false,
    detectedAt: '',
    openedAt: '',
    containedAt: null,
    closedAt,
    suspects: 1,
    isolation: 'not-contained',
    nextStep: '',
    nextWho: '',
    tasks: { open: 0, withoutOwner: 0, overdue: 0 },
    reportDueAt: null,
    result: null,
  });
  cache.set(keys.cases(), [one(2)]);
  apply(cache, { type: 'case.listed', case: one(1) });
  expect(cache.get(keys.cases())).toEqual([one(1), one(2)]);
  apply(cache, { type: 'case.listed', case: one(2, '2026-11-25T04:00:00Z') });
  expect(cache.get(keys.cases())).toEqual([one(1)]);
  expect(cache.invalidated).toContainEqual(keys.board());
});
