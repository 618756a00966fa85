import { expect, test } from 'vitest';
import { pod, replicaSet } from '../../testing/builders.ts';
import { contextAround } from '../../testing/triage.ts';
import { templateDrift } from './template-drift.ts';

const owner = { kind: 'ReplicaSet', name: 'web-7c9f6d5b8' };
const owners = [replicaSet()];
const mesh = { name: 'istio-proxy', image: 'istio/proxy:1' };

test.each([
  ['as its template says', pod({ owner }), undefined],
  ['another image', pod({ owner, containers: [{ image: 'evil.example/x' }] }), 22],
  ['a further container', pod({ owner, containers: [{}, mesh] }), 22],
  ['no owner', pod(), undefined],
])('%s', (_, suspect, weight) =>
  expect(templateDrift(suspect, contextAround(suspect, { owners }))?.weight).toBe(weight),
);

test('an owner that is not known raises nothing', () => {
  const suspect = pod({ owner, containers: [{ image: 'evil.example/x' }] });
  expect(templateDrift(suspect, contextAround(suspect))).toBeNull();
});

test('a sidecar that a webhook adds everywhere counts little, unless something else changed too', () => {
  const pods = ['a', 'b', 'c'].map((name) =>
    pod({ name, owner: { kind: 'ReplicaSet', name }, containers: [{}, mesh] }),
  );
  const weigh = (suspect: ReturnType<typeof pod>) =>
    templateDrift(suspect, contextAround(suspect, { owners, pods }))?.weight;
  expect(weigh(pod({ owner, containers: [{}, mesh] }))).toBe(2);
  expect(weigh(pod({ owner, containers: [{ image: 'evil.example/x' }, mesh] }))).toBe(22);
  expect(weigh(pod({ owner, containers: [{}, mesh], spec: { hostPID: true } }))).toBe(22);
});
