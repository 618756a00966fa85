import { expect, test } from 'vitest';
import { canonicalJson, storable } from './canonical.ts';

// Rows marked RFC are the examples of RFC 8785, sections 3.2.2 to 3.2.4.
test.each([
  [
    'members by UTF-16 code units (RFC)',
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, ö: 7 },
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  ],
  [
    'numbers in their shortest form (RFC)',
    JSON.parse('[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]'),
    '[333333333.3333333,1e+30,4.5,0.002,1e-27]',
  ],
  ['strings (RFC)', '\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  ['minus zero is zero', -0, '0'],
  ['undefined members are left out, null stays', { a: undefined, b: null, c: [null] }, '{"b":null,"c":[null]}'],
  ['nested', { b: { d: [{ z: 1, y: 2 }], c: true }, a: 'x' }, '{"a":"x","b":{"c":true,"d":[{"y":2,"z":1}]}}'],
  ['a member named __proto__', JSON.parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
])('%s', (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
  expect(canonicalJson(JSON.parse(text))).toBe(text);
});

test.each([
  ['NaN', Number.NaN],
  ['infinity', [Number.POSITIVE_INFINITY]],
  ['a bigint', { a: 1n }],
  ['a Date, which would become a string', { at: new Date(0) }],
  ['a Map', new Map()],
  ['undefined in a list', [undefined]],
  ['a lone surrogate', 'a\ud800'],
  ['a lone surrogate in a name', { 'a\udc00': 1 }],
])('%s has no canonical form', (_, value) => expect(() => canonicalJson(value)).toThrow(TypeError));

test('hostile strings are made storable: NUL and lone surrogates are replaced, the rest stays', () => {
  expect(storable({ 'k\0': ['a\ud800b', '\u001b[31mred', '=1+1', new Date(0)], n: 1 })).toEqual({
    'k\ufffd': ['a\ufffdb', '\u001b[31mred', '=1+1', '1970-01-01T00:00:00.000Z'],
    n: 1,
  });
});
