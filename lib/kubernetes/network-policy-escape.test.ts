import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { netpol, pod } from '../testing/builders.ts';
import { labelsToEscape } from './network-policy-escape.ts';
import { policiesSelecting } from './network-policy-rules.ts';
import type { NetworkPolicy } from './objects.ts';

const denyAll = netpol({ name: 'deny', policyTypes: ['Ingress', 'Egress'] });

describe('labelsToEscape', () => {
  const allow = (selector: NonNullable<NetworkPolicy['spec']>['podSelector'], name = 'allow') =>
    netpol({ name, selector, egress: [{}] });
  const has = (key: string, operator = 'Exists') => ({ matchExpressions: [{ key, operator }] });
  const labelled = pod({ labels: { a: '1', b: '2', c: '3', q: '42' } });
  test.each<[string, NetworkPolicy[], string[] | null]>([
    ['nothing leaks', [denyAll], []],
    ['one label', [allow({ matchLabels: { a: '1' } })], ['a']],
    [
      'the one label that two policies share',
      [allow({ matchLabels: { a: '1', b: '2' } }), allow({ matchLabels: { b: '2', c: '3' } })],
      ['b'],
    ],
    ['two policies that share none', [allow(has('a')), allow(has('c'))], ['a', 'c']],
    ['a policy for every pod cannot be escaped', [allow({})], null],
    [
      'taking a off wakes another policy, so b goes as well',
      [
        allow(has('a')),
        allow({
          matchExpressions: [
            { key: 'a', operator: 'DoesNotExist' },
            { key: 'b', operator: 'Exists' },
          ],
        }),
      ],
      ['a', 'b'],
    ],
    ['the quarantine’s own label stays', [allow(has('q'))], null],
  ])('%s', (_, policies, keys) => expect(labelsToEscape(labelled, policies, ['q'])).toEqual(keys));

  test('what it says is enough, is the least, and null means that not even all labels would do', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const expression = fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') });
    const policy = fc
      .record({
        matchLabels: fc.dictionary(key, fc.constant('1'), { maxKeys: 2, noNullPrototype: true }),
        matchExpressions: fc.array(expression, { maxLength: 2 }),
      })
      .map((selector) => allow(selector));
    fc.assert(
      fc.property(fc.array(policy, { maxLength: 4 }), (policies) => {
        const all = { a: '1', b: '1', c: '1', d: '1' };
        const found = labelsToEscape(pod({ labels: all }), policies);
        const subsets = [...Array(16).keys()].map((bits) => Object.keys(all).filter((_, index) => bits & (1 << index)));
        const enough = subsets.filter((taken) => {
          const labels = Object.fromEntries(Object.entries(all).filter(([name]) => !taken.includes(name)));
          return policiesSelecting(pod({ labels }), policies).length === 0;
        });
        const least = Math.min(...enough.map(({ length }) => length));
        if (found === null) expect(enough).toEqual([]);
        else expect([enough.some((taken) => taken.join() === found.join()), found.length]).toEqual([true, least]);
      }),
      { numRuns: 300 },
    );
  });

  test('a thousand hostile policies are answered quickly', () => {
    const labels = Object.fromEntries([...Array(60).keys()].map((index) => [`k${index}`, '1']));
    const policies = [...Array(1000).keys()].map((index) =>
      allow({ matchLabels: { [`k${index % 60}`]: '1', [`k${(index * 7) % 60}`]: '1' } }),
    );
    expect(labelsToEscape(pod({ labels }), policies)).not.toBeNull();
  });
});
