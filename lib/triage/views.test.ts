import { describe, expect, test } from 'vitest';
import { named, row } from '../testing/triage.ts';
import type { TriageRow } from './row.ts';
import { isFailing, rowsOfView } from './views.ts';

describe('saved views', () => {
  test.each<[string, Partial<TriageRow>, boolean]>([
    ['crash loop', { status: 'CrashLoopBackOff', statusLevel: 'failed', waitingReason: 'CrashLoopBackOff' }, true],
    [
      'a waiting container beside a running one',
      { status: 'Running', statusLevel: 'caution', waitingReason: 'ErrImagePull' },
      true,
    ],
    ['node lost', { status: 'Node lost', statusLevel: 'unknown' }, true],
    [
      'being created',
      { status: 'ContainerCreating', statusLevel: 'caution', waitingReason: 'ContainerCreating' },
      false,
    ],
    ['running', {}, false],
    ['completed', { status: 'Completed', statusLevel: 'done' }, false],
  ])('failing: %s', (_, change, expected) => expect(isFailing(row(change))).toBe(expected));
  test('the 20 newest, youngest first', () => {
    const rows = [...Array(30).keys()].map((index) =>
      row({ name: `p${index}`, uid: `${index}`, createdAt: `2026-11-25T00:${String(index).padStart(2, '0')}:00Z` }),
    );
    const view = rowsOfView(rows, 'newest');
    expect([view.length, view[0]?.name, view.at(-1)?.name]).toEqual([20, 'p29', 'p10']);
  });
  test('top CPU leaves out what is not measured', () =>
    expect(named(rowsOfView([row({ name: 'a', cpuCores: null }), row({ name: 'b', cpuCores: 0 })], 'cpu'))).toEqual([
      'b',
    ]));
  test('all: worst first', () =>
    expect(named(rowsOfView([row({ name: 'a', risk: 1 }), row({ name: 'b', risk: 9 })], 'all'))).toEqual(['b', 'a']));
});
