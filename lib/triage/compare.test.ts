import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { named, row } from '../testing/triage.ts';
import { SORT_KEYS, sortRows } from './compare.ts';
import type { TriageRow } from './row.ts';

describe('order', () => {
  const five = [
    row({ name: 'a', cpuCores: 0.3 }),
    row({ name: 'completed', cpuCores: null }),
    row({ name: 'b', cpuCores: 1.2 }),
    row({ name: 'young', cpuCores: null }),
    row({ name: 'c', cpuCores: 0.3 }),
  ];
  test('by CPU both ways, unknown last both ways, ties by name', () => {
    expect(named(sortRows(five, 'cpu', 'desc'))).toEqual(['b', 'a', 'c', 'completed', 'young']);
    expect(named(sortRows(five, 'cpu', 'asc'))).toEqual(['a', 'c', 'b', 'completed', 'young']);
  });
  test('by age: youngest first going up', () => {
    const rows = [
      row({ name: 'old', createdAt: '2026-01-01T00:00:00Z' }),
      row({ name: 'new', createdAt: '2026-11-25T00:00:00Z' }),
      row({ name: 'never', createdAt: '' }),
    ];
    expect([named(sortRows(rows, 'age', 'asc')), named(sortRows(rows, 'age', 'desc'))]).toEqual([
      ['new', 'old', 'never'],
      ['old', 'new', 'never'],
    ]);
  });
  test('the order does not depend on how the rows came, for any column', () => {
    const anyRow = fc
      .record({
        uid: fc.string({ maxLength: 3 }),
        name: fc.constantFrom('a', 'b'),
        namespace: fc.constantFrom('x', 'y'),
        cpuCores: fc.constantFrom(null, 0, 1),
        memoryBytes: fc.constantFrom(null, 1),
        node: fc.constantFrom(null, 'n'),
        risk: fc.nat(2),
        createdAt: fc.constantFrom('', '2026-01-01T00:00:00Z'),
        images: fc.constantFrom<TriageRow['images']>([], [{ container: 'c', image: 'i', digest: null }]),
      })
      .map((change) => row(change));
    const rows = fc.uniqueArray(anyRow, { selector: ({ uid }) => uid });
    fc.assert(
      fc.property(rows, fc.constantFrom(...SORT_KEYS), fc.constantFrom('asc', 'desc'), (some, key, direction) => {
        const sorted = sortRows(some, key, direction);
        expect(sortRows(some.toReversed(), key, direction)).toEqual(sorted);
      }),
    );
  });
});
