import { expect, test } from 'vitest';
import { hasWord, lanesIn, plainWords, tagsIn, tagWord, textWord, toggleWord, withLanes } from './filter-chips';

test.each([
  ['', []],
  ['source:alert curl', ['alert']],
  ['source:detectors OR source:audit', ['alert', 'audit']],
  ['-source:audit', []],
  ['registry:5000', []],
])('the chips show of %j %j', (filter, lanes) => expect(lanesIn(filter)).toEqual(lanes));

test.each([
  ['none asked for', 'source:audit OR source:alert curl', [], 'curl'],
  ['one', 'curl', ['alert'], 'source:detectors curl'],
  ['two', 'curl source:audit', ['alert', 'person'], 'source:detectors OR source:people curl'],
  ['what is excluded stays', '-source:audit "a b"', ['alert'], 'source:detectors -source:audit "a b"'],
  ['an OR of other words stays', 'curl OR wget', ['alert'], 'source:detectors curl OR wget'],
] as const)('lanes: %s', (_, filter, lanes, expected) => expect(withLanes(filter, lanes)).toBe(expected));

test('a word goes in and out', () => {
  expect(toggleWord('curl', 'starred')).toBe('curl starred');
  expect(toggleWord('curl Starred  x', 'starred')).toBe('curl x');
  expect(hasWord('tag:exfil', 'tag:exfil')).toBe(true);
});

test('a tag of two words is quoted', () => {
  expect(tagWord('data theft')).toBe('tag:"data theft"');
  expect(tagsIn(`${tagWord('data theft')} tag:x -tag:y`)).toEqual(['data theft', 'x']);
});

test.each([
  ['203.0.113.66', '203.0.113.66'],
  ['payment-service-7c9f6d5b8-x2kqv', 'payment-service-7c9f6d5b8-x2kqv'],
  ['Unexpected outbound connection', '"Unexpected outbound connection"'],
  ['by:nobody', '"by:nobody"'],
  ['-rf', '"-rf"'],
  ['OR', '"OR"'],
  ['say "now"', '"say  now"'],
])('the value %j is asked for as %j', (value, word) => expect(textWord(value)).toBe(word));

test.each([
  ['source:audit curl', 'curl'],
  ['-curl "two words"', 'two words'],
  ['source:audit', ''],
])('of %j %j is marked in the list', (filter, words) => expect(plainWords(filter)).toBe(words));
