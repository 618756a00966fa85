import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff, type Part, wordDiff } from './word-diff';

const written = (parts: readonly Part[]) =>
  parts.map(({ sign, text }) => (sign === ' ' ? text : `[${sign}${text}]`)).join('');

test.each([
  ['nothing changed', 'scale to zero', 'scale to zero', 'scale to zero'],
  ['a word', 'Capture within 12 minutes', 'Capture within 10 minutes', 'Capture within [-12][+10] minutes'],
  ['a word more', 'Deny all', 'Deny all traffic', 'Deny all[+ traffic]'],
  ['all of it', '', 'Call the owner', '[+Call the owner]'],
  ['a flag', 'kubectl get pods', 'kubectl get pods -A', 'kubectl get pods[+ -A]'],
])('%s', (_, before, after, words) => expect(written(wordDiff(before, after))).toBe(words));

test('line by line', () =>
  expect(lineDiff('a\nb\nc', 'a\nB\nc\nd').map(({ sign, text }) => sign + text)).toEqual([
    ' a',
    '-b',
    '+B',
    ' c',
    '+d',
  ]));

const text = fc
  .array(fc.constantFrom('pod', ' ', 'node', '\n', '-A', 'ü', '"'), { maxLength: 60 })
  .map((all) => all.join(''));
test('without what was added it is the text before, without what was removed the text after', () =>
  fc.assert(
    fc.property(text, text, (before, after) => {
      const side = (parts: readonly Part[], not: string, between = '') =>
        parts.flatMap((part) => (part.sign === not ? [] : part.text)).join(between);
      const words = wordDiff(before, after);
      expect(side(words, '+')).toBe(before);
      expect(side(words, '-')).toBe(after);
      expect(side(lineDiff(before, after), '+', '\n')).toBe(before);
      expect(side(lineDiff(before, after), '-', '\n')).toBe(after);
    }),
  ));

test('a text of any length is answered, as replaced', () => {
  const parts = wordDiff('a '.repeat(10_000), 'b '.repeat(10_000));
  expect(parts.map(({ sign }) => sign)).toEqual(['-', '+']);
});
