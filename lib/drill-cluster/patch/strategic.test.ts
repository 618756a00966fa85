import { expect, test } from 'vitest';
import { mergePatched } from './merge.ts';
import { strategicPatched } from './strategic.ts';
import { typedKind } from './typed.ts';

const pod = typedKind('v1', 'Pod');
const containers = (...list: object[]) => ({ spec: { containers: list } });

test.each([
  [
    'containers merge by name',
    containers({ name: 'a', image: 'x' }),
    containers({ name: 'a', image: 'y' }, { name: 'b', image: 'z' }),
    containers({ name: 'a', image: 'y' }, { name: 'b', image: 'z' }),
  ],
  [
    'null deletes a field',
    { metadata: { labels: { a: '1', b: '2' } } },
    { metadata: { labels: { a: null } } },
    { metadata: { labels: { b: '2' } } },
  ],
  [
    '$patch: delete takes an item out',
    containers({ name: 'a' }, { name: 'b' }),
    containers({ $patch: 'delete', name: 'a' }),
    containers({ name: 'b' }),
  ],
  [
    '$patch: replace replaces a map',
    { metadata: { labels: { a: '1' } } },
    { metadata: { labels: { $patch: 'replace', b: '2' } } },
    { metadata: { labels: { b: '2' } } },
  ],
  [
    'a list without merge key is replaced',
    { spec: { tolerations: [{ key: 'a' }] } },
    { spec: { tolerations: [{ key: 'b' }] } },
    { spec: { tolerations: [{ key: 'b' }] } },
  ],
  [
    'finalizers merge as a set',
    { metadata: { finalizers: ['a'] } },
    { metadata: { finalizers: ['a', 'b'] } },
    { metadata: { finalizers: ['a', 'b'] } },
  ],
  [
    '$deleteFromPrimitiveList',
    { metadata: { finalizers: ['a', 'b'] } },
    { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
    { metadata: { finalizers: ['b'] } },
  ],
  [
    '$setElementOrder',
    containers({ name: 'a' }, { name: 'b' }),
    { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] } },
    containers({ name: 'b' }, { name: 'a' }),
  ],
  [
    '$retainKeys keeps only these',
    { spec: { volumes: [{ name: 'v', emptyDir: {} }] } },
    { spec: { volumes: [{ $retainKeys: ['name', 'hostPath'], name: 'v', hostPath: { path: '/' } }] } },
    { spec: { volumes: [{ name: 'v', hostPath: { path: '/' } }] } },
  ],
])('strategic merge: %s', (_, target, patch, result) => expect(strategicPatched(target, patch, pod)).toEqual(result));

test('merge patch is RFC 7396: null deletes, lists are replaced', () => {
  expect(mergePatched({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: null }, d: [2] })).toEqual({ a: { c: 2 }, d: [2] });
});
