import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostile } from '../testing/hostile.ts';
import { snippetOf, tsqueryOf, wordsIn } from './words.ts';

test.each([
  ['plain words', 'shell in payment', [['shell'], ['in'], ['payment']]],
  ['a pod with its namespace', 'finance/payment-7f', [['finance', 'payment', '7f']]],
  ['an address', '203.0.113.66', [['203', '0', '113', '66']]],
  ['a digest', 'sha256:abc', [['sha256', 'abc']]],
  ['operators are no operators', 'a & !b | (c <-> d):*', [['a'], ['b'], ['c'], ['d']]],
  ['letters of other scripts', 'Zürich 東京', [['Zürich'], ['東京']]],
  ['nothing but signs', " '\\ -- ", []],
  ['nothing', '', []],
])('%s', (_, q, words) => expect(wordsIn(q)).toEqual(words));

test.each([
  ['the last word may go on', 'shell pay', "('shell') & ('pay':*)"],
  ['its parts stand side by side', 'finance/pay', "('finance' <-> 'pay':*)"],
  ['one character is a whole word', 'a', "('a')"],
])('%s', (_, q, query) => expect(tsqueryOf(wordsIn(q))).toBe(query));

test('whatever is typed, a query is bounded and holds no quote of its own', () =>
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ maxLength: 5_000 })), (q) => {
      const query = tsqueryOf(wordsIn(q));
      expect(query.length).toBeLessThan(12 * 5_000);
      expect(query.replace(/'[^'\\\0]*'/g, 'w')).toMatch(/^(\(w(:\*)?( <-> w(:\*)?)*\)( & |$))*$/);
    }),
  ));

test.each([
  ['a short text is shown whole', 'Shell in payment', 'Shell in payment'],
  ['on one line', 'a\n  b\tc', 'a b c'],
])('%s', (_, text, shown) => expect(snippetOf(text, [['x']])).toBe(shown));

test('of a long text what is around the word, with marks where it was cut', () => {
  const text = `${'before '.repeat(60)}STRIPE key ${'after '.repeat(60)}`;
  const snippet = snippetOf(text, [['nowhere'], ['stripe']]);
  expect(snippet).toMatch(/^… .*STRIPE key.* …$/);
  expect(snippet.length).toBeLessThanOrEqual(204);
  expect(snippetOf(text, [['nowhere']])).toMatch(/^before .* …$/);
});

test('a cut leaves no half of a character', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 100, maxLength: 600 }), (text) => {
      expect(snippetOf(text, [[text.slice(90, 92)]]).isWellFormed()).toBe(text.isWellFormed());
    }),
  ));
