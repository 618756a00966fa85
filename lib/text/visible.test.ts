import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostile } from '../testing/hostile.ts';
import { hidesSomething, splitVisible, visible, visibleLines } from './visible.ts';

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
