import { afterEach, expect, test } from 'vitest';
import { ClusterCache } from './cache.server.ts';
import { json, type SmallApi, smallApi, until } from './testing/small-api.ts';

let api: SmallApi;
let cache: ClusterCache;
afterEach(async () => {
  cache?.stop();
  await api?.close();
});

const pod = (name: string, version: string, spec: object = {}, namespace = 'finance') => ({
  metadata: {
    namespace,
    name,
    uid: `uid-${namespace}-${name}`,
    resourceVersion: version,
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
  spec: { containers: [{ name: 'app', image: 'registry.example/pay:1' }], serviceAccountName: 'pay', ...spec },
  status: { phase: 'Running', containerStatuses: [] },
});
const privileged = {
  containers: [{ name: 'app', image: 'registry.example/pay:1', securityContext: { privileged: true } }],
};
const admin = {
  metadata: { name: 'oops', resourceVersion: '9', uid: 'uid-oops' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'ServiceAccount', name: 'pay', namespace: 'finance' }],
};

/** A cluster of these pods, in which `tell` makes a watch say something. */
async function table(...pods: object[]) {
  const watches = new Map<string, (line: object) => void>();
  api = await smallApi((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const plural = url.pathname.split('/').at(-1) ?? '';
    if (url.pathname.startsWith('/apis/metrics')) return json(response, {}, 404);
    if (url.searchParams.has('watch')) {
      response.writeHead(200).flushHeaders();
      watches.set(plural, (line) => response.write(`${JSON.stringify(line)}\n`));
      return;
    }
    const roles = [
      {
        metadata: { name: 'cluster-admin', resourceVersion: '1', uid: 'uid-ca' },
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
      },
    ];
    json(response, {
      metadata: { resourceVersion: '1' },
      items: plural === 'pods' ? pods : plural === 'clusterroles' ? roles : [],
    });
  });
  cache = new ClusterCache(api.connection);
  const changed: string[][] = [];
  cache.onChange((change) => {
    if (change.type === 'rows')
      changed.push([...change.changed.map(({ name }) => name), ...change.removed.map((uid) => `-${uid}`)]);
  });
  cache.start();
  await until(() => cache.rows().length === pods.length && watches.has('pods') && watches.has('clusterrolebindings'));
  changed.length = 0;
  return { changed, tell: (plural: string, type: string, object: object) => watches.get(plural)?.({ type, object }) };
}
const words = (name: string) =>
  cache
    .rows()
    .find((row) => row.name === name)
    ?.signals.map((signal) => signal.id) ?? [];

test('one pod changed: one row is made anew, and it moves to its place', async () => {
  const { changed, tell } = await table(pod('a', '1'), pod('b', '1'));
  tell('pods', 'MODIFIED', pod('b', '2', privileged));
  await until(() => changed.length > 0);
  expect(changed).toEqual([['b']]);
  expect(cache.rows().map(({ name }) => name)).toEqual(['b', 'a']);
  expect(words('b')).toContain('privileged');
});

test('a change that no row shows is no news', async () => {
  const { changed, tell } = await table(pod('a', '1'), pod('b', '1', {}, 'shop'));
  tell('pods', 'MODIFIED', pod('a', '2'));
  tell('pods', 'DELETED', pod('b', '3', {}, 'shop'));
  await until(() => changed.length > 0);
  expect(changed).toEqual([['-uid-shop-b']]);
});

test('a binding makes the rows of all pods under that service account new', async () => {
  const { changed, tell } = await table(pod('a', '1'), pod('b', '1'), pod('other', '1', {}, 'shop'));
  expect(words('a')).not.toContain('token-rights');
  tell('clusterrolebindings', 'ADDED', admin);
  await until(() => changed.length > 0);
  expect(words('a')).toContain('token-rights');
  expect(words('other')).not.toContain('token-rights');
  expect(changed.flat().sort()).toEqual(['a', 'b']);
});

test('a pod of a shape that nobody foresaw has a row that says so, and the others theirs', async () => {
  await table(pod('a', '1'), { ...pod('odd', '1'), spec: { containers: 7 } });
  expect(words('odd')).toEqual(['unread']);
  expect(words('a')).not.toContain('unread');
});
