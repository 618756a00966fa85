import { expect, test } from 'vitest';
import type { CaseSummary } from '@/lib/cases/case';
import {
  byUrgency,
  containmentWords,
  finding,
  headline,
  inHeldOrder,
  openCounts,
  taskWords,
  withLive,
} from './board-model';

const ME = '0199f000-0000-7000-8000-000000000001';
const at = (minute: number) => new Date(Date.parse('2026-11-25T03:00:00Z') + minute * 60_000).toISOString();

const one = (number: number, over: Partial<CaseSummary> = {}): CaseSummary => ({
  id: `0199f000-0000-7000-8000-0000000001${String(number).padStart(2, '0')}`,
  number,
  title: 'Shell in payment-service',
  severity: 'high',
  phase: 'containment',
  commander: { id: ME, name: 'Ines Okafor' },
  clusterId: 'drill',
  clusterName: 'drill',
  drill: false,
  detectedAt: at(0),
  openedAt: at(1),
  containedAt: null,
  closedAt: null,
  suspects: 1,
  isolation: 'not-contained',
  nextStep: 'Quarantine finance/payment-service-x2kqv',
  nextWho: 'Commander',
  tasks: { open: 0, withoutOwner: 0, overdue: 0 },
  reportDueAt: at(31),
  result: null,
  ...over,
});

test('what is not contained stands first, then the worse, then the older; closed ones below, the latest first', () => {
  const cases = [
    one(1, { closedAt: at(90) }),
    one(2, { containedAt: at(9), severity: 'critical' }),
    one(3, { severity: 'low' }),
    one(4),
    one(5),
    one(6, { closedAt: at(99) }),
  ];
  expect(cases.sort(byUrgency).map(({ number }) => number)).toEqual([4, 5, 3, 2, 6, 1]);
});

test.each([
  ['nothing', [], 'No case is open'],
  ['only closed ones', [one(1, { closedAt: at(90) })], 'No case is open'],
  ['one loose', [one(1)], '1 open case, 1 is not contained'],
  ['one of two', [one(1), one(2, { containedAt: at(9) })], '2 open cases, 1 is not contained'],
  ['two of two', [one(1), one(2)], '2 open cases, 2 are not contained'],
  ['one contained', [one(1, { containedAt: at(9) })], '1 open case, contained'],
  ['both contained', [1, 2].map((n) => one(n, { containedAt: at(9) })), '2 open cases, both contained'],
  ['all contained', [1, 2, 3].map((n) => one(n, { containedAt: at(9) })), '3 open cases, all contained'],
])('the headline with %s', (_, cases, words) => expect(headline(openCounts(cases))).toBe(words));

test('the finding says who holds up what, and how the last containment went, drills left out', () => {
  expect(finding([])).toBe('A case is opened from one or several pods in triage.');
  expect(finding([one(7)])).toBe('Case 7 waits for its commander: quarantine finance/payment-service-x2kqv.');
  expect(
    finding([
      one(7, { nextWho: 'Mei Lindqvist', nextStep: 'Capture web-1' }),
      one(3, { closedAt: at(60), containedAt: at(14) }),
      one(4, { closedAt: at(70), containedAt: at(20), drill: true }),
    ]),
  ).toBe('Case 7 waits for Mei Lindqvist: capture web-1. Containment took 14:00 in case 3, goal 15:00.');
});

test.each([
  ['running', { containedAt: null }, 5, { words: '10:00', note: 'left of 15:00', tone: 'plain' }],
  ['nearly out of time', { containedAt: null }, 12, { words: '03:00', note: 'left of 15:00', tone: 'late' }],
  ['over the goal', { containedAt: null }, 20, { words: '05:00', note: 'over 15:00', tone: 'over' }],
  ['contained in time', { containedAt: at(14) }, 90, { words: '14:00', note: 'of 15:00', tone: 'ok' }],
  ['contained too late', { containedAt: at(16) }, 90, { words: '16:00', note: 'of 15:00', tone: 'over' }],
  ['closed without', { containedAt: null, closedAt: at(80) }, 90, { words: 'never', note: '', tone: 'plain' }],
])('containment, %s', (_, over, minute, words) =>
  expect(containmentWords({ ...one(1), ...over }, Date.parse(at(minute)))).toEqual(words),
);

test.each([
  [{ open: 0, withoutOwner: 0, overdue: 0 }, 'No open task', 'plain'],
  [{ open: 5, withoutOwner: 0, overdue: 0 }, '5, all owned', 'plain'],
  [{ open: 3, withoutOwner: 2, overdue: 0 }, '3, 2 without owner', 'late'],
  [{ open: 3, withoutOwner: 1, overdue: 1 }, '3, 1 without owner, 1 late', 'late'],
])('tasks %j', (tasks, words, tone) => expect(taskWords(tasks)).toEqual({ words, tone }));

test('what the event stream knows better stands in the place of what a page said', () => {
  const pages = [one(1), one(2), one(3, { closedAt: at(50) })];
  const live = [one(1, { containedAt: at(9) }), one(9)];
  expect(withLive(pages, live).map(({ number, containedAt }) => [number, containedAt !== null])).toEqual([
    [2, false],
    [1, true],
    [3, false],
  ]);
});

test('while the pointer is on the board its order is held, and what is new stands below', () => {
  const now = [one(9), one(2), one(1, { containedAt: at(9) })];
  const held = [one(1).id, one(2).id];
  expect(inHeldOrder(held, now).map(({ number }) => number)).toEqual([1, 2, 9]);
  expect(inHeldOrder(null, now).map(({ number }) => number)).toEqual([9, 2, 1]);
});
