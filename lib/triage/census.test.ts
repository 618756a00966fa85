import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pod } from '../testing/builders.ts';
import { createCensus } from './census.ts';

test('a census that pods came to and left counts like one of those that stayed', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const anyPod = fc
    .record({
      name,
      namespace: fc.constantFrom('x', 'y'),
      owner: fc.option(name, { nil: undefined }),
      image: fc.constantFrom('r1.example/i', 'r2.example/i', 'i'),
    })
    .map(({ owner, image, ...rest }) =>
      pod({
        ...rest,
        containers: [{ name: image.slice(0, 2), image }],
        ...(owner && { owner: { kind: 'ReplicaSet', name: owner } }),
      }),
    );
  fc.assert(
    fc.property(fc.array(anyPod), fc.array(anyPod), anyPod, (stay, leave, asks) => {
      const [one, other] = [createCensus(), createCensus()];
      for (const each of [...leave, ...stay]) one.add(each);
      for (const each of leave) one.remove(each);
      for (const each of stay) other.add(each);
      const answers = (census: typeof one) => [
        census.registryUse(asks, 'r1.example'),
        census.ownerless(asks),
        census.workloadsWithContainer('r1'),
        census.pods(),
        census.createdSince(0),
      ];
      expect(answers(one)).toEqual(answers(other));
    }),
  );
});

test('replicas of one workload count once, and not for themselves', () => {
  const census = createCensus();
  const replica = (name: string) => pod({ name, owner: { kind: 'ReplicaSet', name: 'r' } });
  for (const each of [replica('1'), replica('2'), pod({ name: 'lone' })]) census.add(each);
  expect(census.registryUse(replica('1'), 'registry.example')).toEqual({ others: 1, using: 1 });
  expect(census.ownerless(pod({ name: 'lone' }))).toEqual({ others: 2, without: 0 });
});
