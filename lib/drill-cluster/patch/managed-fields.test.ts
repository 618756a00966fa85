import { expect, test } from 'vitest';
import type { KubeObject } from '../../kubernetes/objects.ts';
import { FieldSet } from './field-set.ts';
import { afterUpdate, applied, type Writer } from './managed-fields.ts';
import { typedKind } from './typed.ts';

const pod = typedKind('v1', 'Pod');
const by = (manager: string): Writer => ({
  manager,
  subresource: '',
  apiVersion: 'v1',
  hasStatus: true,
  time: '2026-01-01T00:00:00Z',
});
const containers = (...list: object[]): KubeObject => ({ metadata: { name: 'p' }, spec: { containers: list } });
const apply = (live: KubeObject | null, wanted: KubeObject, manager: string, force = false) =>
  applied(live, wanted, by(manager), { force }, pod);

test('FieldsV1 comes out as it went in', () => {
  const json = {
    'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
    'f:spec': { 'f:containers': { 'k:{"name":"x"}': { '.': {}, 'f:image': {} } } },
  };
  expect(FieldSet.fromJson(json).toJson()).toEqual(json);
  expect([...FieldSet.fromJson(json).paths()]).toEqual([
    '.metadata.labels',
    '.metadata.labels.a',
    '.spec.containers[name="x"]',
    '.spec.containers[name="x"].image',
  ]);
});

test('a container that is no longer applied goes; one of another manager stays', () => {
  const one = apply(null, containers({ name: 'a', image: '1' }, { name: 'b', image: '1' }), 'one');
  const two = apply(one, containers({ name: 'c', image: '1' }), 'two');
  const less = apply(two, containers({ name: 'a', image: '1' }), 'one');
  expect(less.spec).toEqual({
    containers: [
      { name: 'a', image: '1' },
      { name: 'c', image: '1' },
    ],
  });
});

test('ports are told apart by containerPort and protocol, TCP by default', () => {
  const first = apply(null, containers({ name: 'a', ports: [{ containerPort: 53, name: 'tcp' }] }), 'one');
  const both = apply(first, containers({ name: 'a', ports: [{ containerPort: 53, protocol: 'UDP' }] }), 'two');
  expect(both.spec).toMatchObject({
    containers: [
      {
        ports: [
          { containerPort: 53, name: 'tcp' },
          { containerPort: 53, protocol: 'UDP' },
        ],
      },
    ],
  });
});

test("another's value is a conflict that names the manager and the field; the same value is shared", () => {
  const one = apply(null, containers({ name: 'a', image: '1' }), 'one');
  expect(() => apply(one, containers({ name: 'a', image: '2' }), 'two')).toThrow(
    'conflict with "one": .spec.containers[name="a"].image',
  );
  expect(apply(one, containers({ name: 'a', image: '1' }), 'two').metadata?.managedFields).toHaveLength(2);
  expect(apply(one, containers({ name: 'a', image: '2' }), 'two', true).spec).toMatchObject({
    containers: [{ image: '2' }],
  });
});

test('an update takes over what it changes, and nothing else', () => {
  const one = apply(null, { metadata: { name: 'p', labels: { a: '1', b: '1' } } }, 'one');
  const after: KubeObject = { ...one, metadata: { ...one.metadata, labels: { a: '2', b: '1' } } };
  expect(afterUpdate(one, after, by('two'), pod)).toMatchObject([
    { manager: 'one', operation: 'Apply', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:b': {} } } } },
    { manager: 'two', operation: 'Update', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:a': {} } } } },
  ]);
});
