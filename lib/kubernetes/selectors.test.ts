import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  meets,
  meetsFields,
  parseFieldSelector,
  parseLabelSelector,
  requirementsOf,
  selectorWords,
  selects,
} from './selectors.ts';

describe('selects', () => {
  const labels = { app: 'pay', tier: 'back' };
  test.each([
    ['null selects nothing', null, false],
    ['an absent selector selects nothing', undefined, false],
    ['an empty one selects everything', {}, true],
    ['a label that fits', { matchLabels: { app: 'pay' } }, true],
    ['labels are and-ed', { matchLabels: { app: 'pay', tier: 'front' } }, false],
    ['In', { matchExpressions: [{ key: 'app', operator: 'In', values: ['pay', 'ledger'] }] }, true],
    [
      'NotIn holds without the label',
      { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['prod'] }] },
      true,
    ],
    ['Exists', { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
    ['DoesNotExist', { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
    [
      'an operator nobody knows selects nothing',
      { matchExpressions: [{ key: 'app', operator: 'Like', values: ['p'] }] },
      false,
    ],
    [
      'a key that every object inherits is no label',
      { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] },
      false,
    ],
  ])('%s', (_, selector, expected) => expect(selects(selector, labels)).toBe(expected));

  test('without labels only the empty selector and negations select', () => {
    expect(selects({}, undefined)).toBe(true);
    expect(selects({ matchLabels: { app: '' } }, undefined)).toBe(false);
  });
});

describe('parseLabelSelector', () => {
  test.each([
    ['', []],
    ['app=web', [{ key: 'app', operator: 'In', values: ['web'] }]],
    ['app==web', [{ key: 'app', operator: 'In', values: ['web'] }]],
    ['app!=web', [{ key: 'app', operator: 'NotIn', values: ['web'] }]],
    ['app=', [{ key: 'app', operator: 'In', values: [''] }]],
    [
      'app in (a, b),tier notin (c)',
      [
        { key: 'app', operator: 'In', values: ['a', 'b'] },
        { key: 'tier', operator: 'NotIn', values: ['c'] },
      ],
    ],
    [
      'a.b/c, !d',
      [
        { key: 'a.b/c', operator: 'Exists', values: [] },
        { key: 'd', operator: 'DoesNotExist', values: [] },
      ],
    ],
    [
      'n>3,m<5',
      [
        { key: 'n', operator: 'Gt', values: ['3'] },
        { key: 'm', operator: 'Lt', values: ['5'] },
      ],
    ],
  ])('%j', (text, value) => expect(parseLabelSelector(text)).toEqual({ ok: true, value }));

  test.each(['app=a b', 'app in a', 'x,,y', '=a', 'n>x', 'app=ü', 'app in (a', 'app)='])('%j is refused', (text) =>
    expect(parseLabelSelector(text).ok).toBe(false),
  );

  test('what a selector says in words parses to the same', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    const selector = fc.record({
      matchLabels: fc.dictionary(word, word, { maxKeys: 3, noNullPrototype: true }),
      matchExpressions: fc.array(
        fc.oneof(
          fc.record({
            key: word,
            operator: fc.constantFrom('In', 'NotIn'),
            values: fc.array(word, { minLength: 1, maxLength: 3 }),
          }),
          fc.record({ key: word, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
        ),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(selector, (generated) => {
        const wanted = requirementsOf(generated);
        expect(parseLabelSelector(wanted.length === 0 ? '' : selectorWords(generated))).toEqual({
          ok: true,
          value: wanted,
        });
      }),
    );
  });

  test('Gt and Lt compare whole numbers only', () => {
    expect(meets({ n: '10' }, { key: 'n', operator: 'Gt', values: ['9'] })).toBe(true);
    expect(meets({ n: '1e9' }, { key: 'n', operator: 'Gt', values: ['9'] })).toBe(false);
    expect(meets({}, { key: 'n', operator: 'Lt', values: ['9'] })).toBe(false);
  });
});

describe('field selectors', () => {
  const object = { metadata: { name: 'web,1' }, spec: { nodeName: 'n1' } };
  test.each([
    ['metadata.name=web\\,1', true],
    ['metadata.name=web\\,1,spec.nodeName!=n1', false],
    ['spec.nodeName==n1', true],
    ['status.phase=', true],
    ['spec.schedulerName!=x', true],
  ])('%s', (text, expected) => {
    const parsed = parseFieldSelector(text);
    expect(parsed.ok && meetsFields(object, parsed.value)).toBe(expected);
  });
  test('no sign is an error', () => expect(parseFieldSelector('metadata.name').ok).toBe(false));
});
