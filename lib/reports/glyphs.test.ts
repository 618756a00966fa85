import { expect, test } from 'vitest';
import { shownWith } from './glyphs.ts';

const range = (name: string, from: number, to: number) => ({ name, has: (code: number) => code >= from && code <= to });
const FACES = [range('latin', 0x20, 0x17f), range('cyrillic', 0x400, 0x4ff)];

test.each([
  ['one typeface', 'Größe', [{ font: 'latin', text: 'Größe' }]],
  [
    'two',
    'pod Привет!',
    [
      { font: 'latin', text: 'pod ' },
      { font: 'cyrillic', text: 'Привет' },
      { font: 'latin', text: '!' },
    ],
  ],
  ['a character that none has', 'a中b', [{ font: 'latin', text: 'a\\u{4e2d}b' }]],
  ['beyond the first plane', '😀', [{ font: 'latin', text: '\\u{1f600}' }]],
  ['what cannot be seen', 'a\u202eb\u001b', [{ font: 'latin', text: 'a\\u{202e}b\\x1b' }]],
  ['nothing', '', []],
])('%s', (_, text, runs) => expect(shownWith(text, FACES)).toEqual(runs));
