import { expect, test } from 'vitest';
import { appendLines, parseLogText } from './log-rows';

test.each([
  [
    'a line with its time',
    '2026-11-24T03:04:08.219Z POST /debug/eval 200',
    { at: '2026-11-24T03:04:08.219Z', text: 'POST /debug/eval 200', kind: 'line', hides: false },
  ],
  [
    'an empty line keeps its time',
    '2026-11-24T03:04:08.219Z ',
    { at: '2026-11-24T03:04:08.219Z', text: '', kind: 'line', hides: false },
  ],
  ['a line without a time', '- panic', { at: null, text: 'panic', kind: 'line', hides: false }],
  ['escapes are found', '- \u001b[2JAll clear', { at: null, text: '\u001b[2JAll clear', kind: 'line', hides: true }],
  [
    'a gap is said',
    '\u001e{"type":"gap","after":null,"message":"rotated"}',
    { at: null, text: 'Lines may be missing here: rotated', kind: 'note', hides: false },
  ],
])('%s', (_, line, row) => expect(parseLogText(line)).toEqual([row]));

test('a note that is no JSON is left out', () => expect(parseLogText('\u001e{')).toEqual([]));

test('the oldest lines give way, and their number is known', () => {
  const line = { at: null, text: 'x', kind: 'line', hides: false } as const;
  const first = appendLines([], [line, line, line], 4);
  const second = appendLines(first.rows, [line, line, line], 4);
  expect(second.rows.map(({ id }) => id)).toEqual([3, 4, 5, 6]);
  expect(second.dropped).toBe(2);
});
