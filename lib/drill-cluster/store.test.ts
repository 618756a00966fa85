import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../kubernetes/objects.ts';
import { ObjectStore } from './store.ts';

const PODS = { group: '', plural: 'pods' };
const MAPS = { group: '', plural: 'configmaps' };
const DEPLOYMENTS = { group: 'apps', plural: 'deployments' };

const store = () => new ObjectStore(() => Date.parse('2026-01-01T00:00:00Z'));
const map = (name: string, data: object = {}): KubeObject => ({ metadata: { name, namespace: 'default' }, data });
const runningPod = (name: string): KubeObject => ({
  metadata: { name, namespace: 'default' },
  spec: { nodeName: 'worker-1', terminationGracePeriodSeconds: 30 },
  status: { phase: 'Running' },
});

test('create sets what the system sets, and keeps nothing that can be changed', () => {
  const made = store().create(DEPLOYMENTS, { metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 1 } });
  expect(made).toMatchObject({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
      resourceVersion: expect.any(String),
      uid: expect.any(String),
    },
  });
  expect(() => Object.assign(made, { kind: 'Other' })).toThrow(TypeError);
});

test.each([
  ['a second of the name', (of: ObjectStore) => of.create(MAPS, map('a')), 409],
  [
    'a stale version',
    (of: ObjectStore) => of.update(MAPS, { ...map('a'), metadata: { ...map('a').metadata, resourceVersion: '1' } }),
    409,
  ],
  ['another uid', (of: ObjectStore) => of.remove(MAPS, 'default', 'a', { uid: 'x' }), 409],
  ['what is not there', (of: ObjectStore) => of.update(MAPS, map('b')), 404],
])('%s is refused', (_, write, code) => {
  const of = store();
  of.create(MAPS, map('a'));
  expect(() => write(of)).toThrow(expect.objectContaining({ code }));
});

describe('update', () => {
  test('a write that changes nothing keeps the version and tells nobody', () => {
    const of = store();
    const made = of.create(MAPS, map('a', { x: '1' }));
    const heard: unknown[] = [];
    of.subscribe((_, event) => heard.push(event));
    expect(of.update(MAPS, { ...made }).metadata?.resourceVersion).toBe(made.metadata?.resourceVersion);
    expect(heard).toEqual([]);
  });

  test('spec and status go their own ways; only the spec counts in generation', () => {
    const of = store();
    const made = of.create(DEPLOYMENTS, { metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 1 } });
    const both = { ...made, spec: { replicas: 2 }, status: { replicas: 9 } };
    const spec = of.update(DEPLOYMENTS, both);
    expect(spec).toMatchObject({ spec: { replicas: 2 }, metadata: { generation: 2 } });
    expect(spec.status).toBeUndefined();
    const status = of.update(
      DEPLOYMENTS,
      { ...spec, spec: { replicas: 7 }, status: { replicas: 2 } },
      { subresource: 'status' },
    );
    expect(status).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 2 }, metadata: { generation: 2 } });
  });
});

describe('remove', () => {
  test('a running pod ends in its grace period, and is gone when the kubelet says so', () => {
    const of = store();
    of.create(PODS, runningPod('web'));
    const ending = of.remove(PODS, 'default', 'web');
    expect(ending.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:30Z',
      deletionGracePeriodSeconds: 30,
    });
    expect(of.get(PODS, 'default', 'web')).not.toBeNull();
    of.remove(PODS, 'default', 'web', { graceSeconds: 0 });
    expect(of.get(PODS, 'default', 'web')).toBeNull();
  });

  test('a finalizer holds an object until it is taken off', () => {
    const of = store();
    of.create(MAPS, { metadata: { name: 'a', namespace: 'default', finalizers: ['x/y'] } });
    const held = of.remove(MAPS, 'default', 'a');
    expect(of.get(MAPS, 'default', 'a')).not.toBeNull();
    of.update(MAPS, { ...held, metadata: { ...held.metadata, finalizers: [] } });
    expect(of.get(MAPS, 'default', 'a')).toBeNull();
  });
});

describe('changes', () => {
  test('nothing is lost between a list and what follows it', () => {
    const of = store();
    of.create(MAPS, map('a'));
    const since = of.resourceVersion;
    of.create(MAPS, map('b'));
    of.remove(MAPS, 'default', 'a');
    expect(of.changesSince(since)?.map(({ event }) => [event.type, event.object.metadata?.name])).toEqual([
      ['ADDED', 'b'],
      ['DELETED', 'a'],
    ]);
  });

  test('what is too old is not answered with a gap', () => {
    const of = store();
    const since = of.resourceVersion;
    of.create(MAPS, map('a'));
    for (let n = 0; n < 26_000; n++) of.update(MAPS, { ...map('a', { n: String(n) }) });
    expect(of.changesSince(since)).toBeNull();
    expect(of.changesSince(of.resourceVersion - 5)).toHaveLength(5);
  });
});
