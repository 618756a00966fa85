import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { noOwner } from './no-owner.ts';

const owned = (name: string) => pod({ name, owner: { kind: 'ReplicaSet', name: 'r' } });
const many = (make: (name: string) => ReturnType<typeof pod>) => ['a', 'b', 'c', 'd'].map(make);
const lone = pod({ name: 'lone' });

test.each([
  ['alone among owned pods', many(owned), 12, 'In finance, 0 of 4 other pods are like that.'],
  ['where bare pods are the custom', many((name) => pod({ name })), 4, 'In finance, 4 of 4 other pods are like that.'],
  [
    'pods of other namespaces do not count',
    many((name) => pod({ name, namespace: 'web' })),
    12,
    'In finance, 0 of 0 other pods are like that.',
  ],
])('%s', (_, pods, weight, words) => {
  const found = noOwner(lone, contextAround(lone, { pods }));
  expect(found?.weight).toBe(weight);
  expect(found?.reason).toContain(words);
});

test('an owner, even one that is not there', () => expect(noOwner(owned('a'), contextAround(null))).toBeNull());
