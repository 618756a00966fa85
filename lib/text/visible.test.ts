import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounded, cut } from './bounded.ts';
import { csvCell, csvRow } from './csv.ts';
import { terminalLine } from './terminal.ts';
import { hidesSomething, splitVisible, visible, visibleLines } from './visible.ts';

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\x1b[2J', '\r', '\u202e', '\u200d', '\ud800', '\u{e0041}', '\ufeff', '\x9b'),
    ),
  )
  .map((parts) => parts.join(''));

describe('visible', () => {
  test.each([
    ['a screen clear and a jump home', '\x1b[2J\x1b[1;1H', '\\x1b[2J\\x1b[1;1H'],
    ['a carriage return', 'ok\rfailed', 'ok\\rfailed'],
    ['a right-to-left override', 'gpj.\u202eexe', 'gpj.\\u{202e}exe'],
    ['a zero-width joiner', 'pay\u200dment', 'pay\\u{200d}ment'],
    ['a one-byte control sequence introducer', '\x9b31m', '\\x9b31m'],
    ['tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half of a pair', 'a\ud83d', 'a\\u{d83d}'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['a Hangul filler', 'a\u3164b', 'a\\u{3164}b'],
    ['umlauts, emoji and its selector stay', 'Größe ❤️ 😀', 'Größe ❤️ 😀'],
  ])('%s', (_, text, shown) => expect(visible(text)).toBe(shown));

  test('lines keep line feeds and tabs, not carriage returns', () => {
    expect(visibleLines('a\n\tb\r\n')).toBe('a\n\tb\\r\n');
  });

  test('nothing invisible is left, whatever came in', () => {
    fc.assert(fc.property(hostile, (text) => !hidesSomething(visible(text)) && !/\p{Cc}/u.test(visible(text))));
  });

  test('the parts are the whole, and only escapes are marked', () => {
    fc.assert(
      fc.property(
        hostile,
        (text) =>
          splitVisible(text)
            .map((part) => part.text)
            .join('') === visible(text),
      ),
    );
    expect(splitVisible('\\x1b\x1b')).toEqual([
      { text: '\\x1b', escape: false },
      { text: '\\x1b', escape: true },
    ]);
  });
});

test('a cut text says so and never ends in half a character', () => {
  expect(bounded('short', 10)).toBe('short');
  expect(bounded('x'.repeat(1_000_000), 5)).toBe('xxxxx… (cut, 1,000,000 characters)');
  expect(cut('ab😀', 3)).toBe('ab');
});

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

test('a terminal line is one line', () => {
  fc.assert(fc.property(hostile, (text) => !/\p{Cc}/u.test(terminalLine(text))));
});
