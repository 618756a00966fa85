import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRow } from './csv.ts';
import { CsvReader, type CsvRow } from './csv-read.ts';

function read(text: string, { maxChars = 1_000, piece = 1_000 } = {}): CsvRow[] {
  const reader = new CsvReader(maxChars);
  const rows: CsvRow[] = [];
  for (let at = 0; at < text.length; at += piece) rows.push(...reader.push(text.slice(at, at + piece)));
  return [...rows, ...reader.end()];
}
const cells = (text: string) => read(text).map((row) => ('cells' in row ? row.cells : row.fault));

describe('reading CSV', () => {
  test.each([
    [
      'plain',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'line feeds alone, no end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['carriage returns alone', 'a\rb\r', [['a'], ['b']]],
    ['quotes around commas and breaks', '"a,""b""\nc",d\n', [['a,"b"\nc', 'd']]],
    [
      'empty cells',
      ',\n"",x\n',
      [
        ['', ''],
        ['', 'x'],
      ],
    ],
    ['empty lines are none', 'a\n\n\r\nb', [['a'], ['b']]],
    ['a quote in the middle is itself', 'a"b,c\n', [['a"b', 'c']]],
    ['a quote that is never closed', 'a,b\n"c,d\ne', [['a', 'b'], 'has a quotation mark that is not closed']],
  ])('%s', (_, text, rows) => expect(cells(text)).toEqual(rows));

  test('each row says on which line it begins', () => {
    expect(read('a\n"b\nb"\n\nc\n').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test('a row that is too long is a fault and not kept; the next one is read', () => {
    expect(read(`a\n${'x'.repeat(5_000)},y\nb\n`, { maxChars: 100 })).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, fault: 'is longer than 100 characters' },
      { line: 3, cells: ['b'] },
    ]);
  });

  test('what we write is read as written, in pieces of any length', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '😀') });
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 2, maxLength: 4 })),
        fc.integer({ min: 1, max: 9 }),
        (rows, piece) => {
          const written = rows.map((row) => csvRow(row)).join('');
          const got = read(written, { piece }).map((row) => ('cells' in row ? row.cells : []));
          expect(got).toEqual(rows);
        },
      ),
    );
  });
});
