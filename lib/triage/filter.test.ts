import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { named, row } from '../testing/triage.ts';
import { filterRows, parseFilter } from './filter.ts';

describe('filter', () => {
  const rows = [
    row({
      name: 'payment-x',
      namespace: 'finance',
      serviceAccount: 'payments',
      node: 'worker-3',
      signals: [{ id: 'privileged', words: 'Privileged', weight: 30, level: 1, reason: '', field: '' }],
    }),
    row({
      name: 'web-y',
      namespace: 'web',
      status: 'CrashLoopBackOff',
      node: null,
      workload: { kind: 'Deployment', name: 'frontend' },
    }),
  ];
  test.each<[string, string[]]>([
    ['', ['payment-x', 'web-y']],
    ['pay', ['payment-x']],
    ['PAY ns:fin', ['payment-x']],
    ['ns:finance sa:payments', ['payment-x']],
    ['ns:finance sa:other', []],
    ['node:3', ['payment-x']],
    ['status:crash', ['web-y']],
    ['signal:privileged', ['payment-x']],
    ['-signal:privileged', ['web-y']],
    ['frontend', ['web-y']],
    ['web/web', ['web-y']],
    ['ns:', ['payment-x', 'web-y']],
    ['-', ['payment-x', 'web-y']],
    ['other:thing', []],
    ['"payment-x"', ['payment-x']],
    ['ns:"finance"', ['payment-x']],
  ])('%j', (text, names) => expect(named(filterRows(rows, text))).toEqual(names));
  test('anything may be typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => filterRows(rows, text).length <= 2 && parseFilter(text).every((term) => term.text !== ''),
      ),
    );
  });
});
