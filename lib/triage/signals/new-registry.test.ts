import { expect, test } from 'vitest';
import { pod } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { newRegistry } from './new-registry.ts';

const neighbours = ['a', 'b', 'c'].map((name) => pod({ name, owner: { kind: 'ReplicaSet', name } }));
const foreign = (createdAt = '2026-11-25T02:00:00Z', namespace = 'finance') =>
  pod({ name: 'x', namespace, containers: [{ image: 'evil.example/miner:1' }], createdAt });

test.each([
  ['a registry that no other workload uses', foreign(), neighbours, 15],
  ['there for a month already', foreign('2026-10-25T02:00:00Z'), neighbours, 4],
  ['too few neighbours to break a custom', foreign(), neighbours.slice(1), undefined],
  [
    'used elsewhere in the namespace',
    foreign(),
    [...neighbours, pod({ name: 'd', containers: [{ image: 'evil.example/other' }] })],
    undefined,
  ],
  [
    'used in another namespace only',
    foreign(),
    [...neighbours, pod({ name: 'd', namespace: 'web', containers: [{ image: 'evil.example/other' }] })],
    15,
  ],
  ['the usual registry', pod({ name: 'x' }), neighbours, undefined],
])('%s', (_, suspect, pods, weight) =>
  expect(newRegistry(suspect, contextAround(suspect, { pods }))?.weight).toBe(weight),
);

test('replicas of its own workload do not make a registry usual', () => {
  const replica = (name: string) =>
    pod({
      name,
      owner: { kind: 'ReplicaSet', name: 'miner' },
      createdAt: '2026-11-25T02:00:00Z',
      containers: [{ image: 'evil.example/miner' }],
    });
  const [one, two] = [replica('1'), replica('2')];
  expect(newRegistry(one, contextAround(one, { pods: [two, ...neighbours] }))?.reason).toBe(
    'Pulls from evil.example, which none of the 3 other workloads of finance uses.',
  );
});
