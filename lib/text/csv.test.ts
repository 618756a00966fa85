import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostile } from '../testing/hostile.ts';
import { csvCell, csvRow } from './csv.ts';

describe('csv', () => {
  test.each([
    ['a formula', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['a formula behind a blank', ' =1+1', `' =1+1`],
    ['plus, minus, at', '@SUM(A1)', `'@SUM(A1)`],
    ['a full-width equals sign', '＝1', `'＝1`],
    ['a tab before it', '\t=1', '\\t=1'],
    ['quotes and commas', 'a "b", c', '"a ""b"", c"'],
    ['a carriage return', 'a\r=1', 'a\\r=1'],
    ['a plain name', 'payment-service', 'payment-service'],
  ])('%s', (_, text, cell) => expect(csvCell(text)).toBe(cell));

  test('numbers stay numbers and absence stays empty', () => expect(csvRow([-1, null, 'a'])).toBe('-1,,a\r\n'));

  test('no cell begins like a formula, whatever came in', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          fc.string().map((s) => `=${s}`),
        ),
        (text) => !/^"?[\s]*[=+\-@]/.test(csvCell(text)),
      ),
    );
  });
});
