import { afterAll, beforeAll, expect, test } from 'vitest';
import { configMap, deployment, makeNamespace, send, TABLE, watchUntil } from './api.ts';

let ns: Awaited<ReturnType<typeof makeNamespace>>;
let maps = '';
const only = 'labelSelector=reading%3Dyes';
beforeAll(async () => {
  ns = await makeNamespace('reading');
  maps = `/api/v1/namespaces/${ns.name}/configmaps`;
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await send('POST', maps, { body: configMap(name, { name }, { reading: 'yes', name }) });
});
afterAll(() => ns.remove());

const names = (body: Record<string, unknown>) =>
  (body.items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);

test.each([
  ['a label', 'labelSelector=name%3Da', ['a']],
  ['a label that is not', `labelSelector=reading%2Cname%21%3Da`, ['b', 'c', 'd', 'e']],
  ['a set', 'labelSelector=name%20in%20(a%2Cc)', ['a', 'c']],
  ['not in a set', 'labelSelector=reading%2Cname%20notin%20(a%2Cc)', ['b', 'd', 'e']],
  ['a name', 'fieldSelector=metadata.name%3Dd', ['d']],
  ['all but a name', `fieldSelector=metadata.name%21%3Dd&${only}`, ['a', 'b', 'c', 'e']],
])('a list selects by %s', async (_, query, expected) => {
  expect(names((await send('GET', `${maps}?${query}`)).body)).toEqual(expected);
});

test('items of a list have no kind of their own', async () => {
  const { body } = await send('GET', `${maps}?limit=1`);
  expect(body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
  expect((body.items as object[])[0]).not.toHaveProperty('kind');
});

test('pages are one consistent list, whatever is written in between', async () => {
  const first = await send('GET', `${maps}?${only}&limit=2`);
  expect(names(first.body)).toEqual(['a', 'b']);
  await send('POST', maps, { body: configMap('bb', {}, { reading: 'yes' }) });
  const token = encodeURIComponent(first.body.metadata.continue ?? '');
  const second = await send('GET', `${maps}?${only}&limit=2&continue=${token}`);
  expect(names(second.body)).toEqual(['c', 'd']);
  expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
  const last = await send(
    'GET',
    `${maps}?${only}&limit=2&continue=${encodeURIComponent(second.body.metadata.continue ?? '')}`,
  );
  expect(names(last.body)).toEqual(['e']);
  expect(last.body.metadata.continue ?? '').toBe('');
  await send('DELETE', `${maps}/bb`);
});

test('a continue token that is none is 400', async () => {
  expect((await send('GET', `${maps}?limit=1&continue=abc`)).body).toMatchObject({ code: 400, reason: 'BadRequest' });
});

test('a version of the future is a timeout, not an empty list', async () => {
  const { body } = await send('GET', `${maps}?resourceVersion=99999999999&timeoutSeconds=1`);
  expect(body).toMatchObject({ code: 504, reason: 'Timeout' });
});

test('no change is lost between a list and its watch', async () => {
  const { body } = await send('GET', maps);
  await send('POST', maps, { body: configMap('seen', { x: '1' }) });
  await send('PATCH', `${maps}/seen`, { body: { data: { x: '2' } }, type: 'application/merge-patch+json' });
  await send('DELETE', `${maps}/seen`);
  const seen = await watchUntil(
    `${maps}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
    (events) => events.length >= 3,
  );
  expect(seen.map(({ type, object }) => [type, object.metadata.name])).toEqual([
    ['ADDED', 'seen'],
    ['MODIFIED', 'seen'],
    ['DELETED', 'seen'],
  ]);
  expect(seen[0]?.object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
});

test('a watch with a selector sees what leaves it as deleted and what enters it as added', async () => {
  const { body } = await send('GET', maps);
  const relabel = (value: string) =>
    send('PATCH', `${maps}/moves`, {
      body: { metadata: { labels: { in: value } } },
      type: 'application/merge-patch+json',
    });
  await send('POST', maps, { body: configMap('moves', {}, { in: 'yes' }) });
  await relabel('no');
  await relabel('yes');
  const path = `${maps}?watch=1&labelSelector=in%3Dyes&resourceVersion=${body.metadata.resourceVersion}`;
  const seen = await watchUntil(path, (events) => events.length >= 3);
  expect(seen.map(({ type }) => type)).toEqual(['ADDED', 'DELETED', 'ADDED']);
  await send('DELETE', `${maps}/moves`);
});

test('a watch-list sends the state and then its bookmark', async () => {
  const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const seen = await watchUntil(`${maps}?${query}&${only}`, (events) => events.some(({ type }) => type === 'BOOKMARK'));
  expect(seen.map(({ type }) => type)).toEqual([...Array(5).fill('ADDED'), 'BOOKMARK']);
  expect(seen.at(-1)?.object.metadata).toMatchObject({ annotations: { 'k8s.io/initial-events-end': 'true' } });
});

test('a watch ends after timeoutSeconds', async () => {
  const { body } = await send('GET', maps);
  const seen = await watchUntil(
    `${maps}?watch=1&timeoutSeconds=1&resourceVersion=${body.metadata.resourceVersion}`,
    () => false,
  );
  expect(seen).toEqual([]);
});

test('a Table has the columns that kubectl prints', async () => {
  await send('POST', `/apis/apps/v1/namespaces/${ns.name}/deployments`, { body: deployment('table', 0) });
  const columns = async (path: string) => {
    const { body } = await send('GET', path, { accept: TABLE });
    expect(body).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
    return (body.columnDefinitions as { name: string; priority: number }[]).map(({ name, priority }) =>
      priority ? `${name}*` : name,
    );
  };
  expect(await columns(`/api/v1/namespaces/${ns.name}/pods`)).toEqual([
    'Name',
    'Ready',
    'Status',
    'Restarts',
    'Age',
    'IP*',
    'Node*',
    'Nominated Node*',
    'Readiness Gates*',
  ]);
  expect(await columns(`/apis/apps/v1/namespaces/${ns.name}/deployments`)).toEqual([
    'Name',
    'Ready',
    'Up-to-date',
    'Available',
    'Age',
    'Containers*',
    'Images*',
    'Selector*',
  ]);
  expect(await columns('/api/v1/nodes')).toEqual([
    'Name',
    'Status',
    'Roles',
    'Age',
    'Version',
    'Internal-IP*',
    'External-IP*',
    'OS-Image*',
    'Kernel-Version*',
    'Container-Runtime*',
  ]);
  const { body } = await send('GET', `${maps}?${only}&limit=1`, { accept: TABLE });
  expect(body.rows).toMatchObject([
    { cells: ['a', 1, expect.any(String)], object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } },
  ]);
});

test('discovery, both forms, and OpenAPI name what is served', async () => {
  const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const { body, type } = await send('GET', '/apis', { accept: `${aggregated},application/json` });
  expect(type).toContain('APIGroupDiscoveryList');
  expect(body.items).toEqual(
    expect.arrayContaining([expect.objectContaining({ metadata: expect.objectContaining({ name: 'apps' }) })]),
  );
  const core = await send('GET', '/api/v1');
  expect(core.body.resources).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'pods',
        singularName: 'pod',
        namespaced: true,
        kind: 'Pod',
        shortNames: ['po'],
        categories: ['all'],
      }),
      expect.objectContaining({ name: 'pods/log', kind: 'Pod', verbs: ['get'] }),
    ]),
  );
  const openapi = await send('GET', '/openapi/v3');
  expect(openapi.body.paths).toHaveProperty('apis/apps/v1');
  expect((await send('GET', '/version')).body.gitVersion).toMatch(/^v1\.37\.2/);
});
