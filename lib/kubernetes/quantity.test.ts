import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCores, parseQuantity } from './quantity.ts';

test.each<[string | number | null | undefined, number | null]>([
  ['250m', 0.25],
  ['1', 1],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['12345n', 0.000012345],
  ['300u', 0.0003],
  ['100k', 100_000],
  ['200Mi', 209_715_200],
  ['1Ki', 1024],
  ['1.5Gi', 1_610_612_736],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1E', 1e18],
  ['1e-3', 0.001],
  ['-1', -1],
  ['+5', 5],
  [2, 2],
  ['', null],
  ['abc', null],
  ['1 Mi', null],
  ['1mi', null],
  ['1K', null],
  ['0x10', null],
  ['1e', null],
  [null, null],
  [undefined, null],
  ['9'.repeat(100), null],
])('%j is %j', (text, value) => expect(parseQuantity(text)).toBe(value));

test('millicores come back exactly', () => {
  fc.assert(fc.property(fc.nat(10_000_000), (milli) => parseQuantity(`${milli}m`) === milli / 1000));
});

test('for people', () => {
  expect([0, 0.0001, 0.0412, 0.414, 2.5, 12.34].map(formatCores)).toEqual([
    '0',
    '<0.001',
    '0.041',
    '0.41',
    '2.5',
    '12.3',
  ]);
});
