import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { testDatabase } from '../testing/postgres.ts';
import { json, type SmallApi, smallApi, until } from './testing/small-api.ts';

const database = await testDatabase();
const { clusterById, clusters, startClusters, statusOf, stopClusters } = await import('./clusters.server.ts');

const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-clusters-'));
const apis: SmallApi[] = [];
afterAll(async () => {
  stopClusters();
  await Promise.all(apis.map((api) => api.close()));
  await database.close();
  rmSync(folder, { recursive: true });
});

async function cluster(uid: string): Promise<SmallApi> {
  const api = await smallApi((request, response) => {
    if (request.url === '/version') return json(response, { gitVersion: 'v1.37.2' });
    if (request.url === '/api/v1/namespaces/kube-system') return json(response, { metadata: { uid } });
    if (request.url?.includes('watch=')) return void response.writeHead(200).flushHeaders();
    json(response, { metadata: { resourceVersion: '1' }, items: [] });
  });
  apis.push(api);
  return api;
}

function kubeconfig(servers: Record<string, string>) {
  const names = Object.keys(servers);
  process.env.KUBECONFIG = path.join(folder, 'config');
  process.env.BULKHEAD_CONTEXT = '*';
  writeFileSync(
    process.env.KUBECONFIG,
    stringify({
      clusters: names.map((name) => ({ name, cluster: { server: servers[name] } })),
      users: names.map((name) => ({
        name,
        user: name === 'broken' ? { exec: { command: 'no-such-plugin' } } : { token: 't' },
      })),
      contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
    }),
  );
}

test('a cluster is known by the UID of kube-system, starts read-only, and a broken one beside it takes out itself alone', async () => {
  const api = await cluster('uid-of-prod');
  kubeconfig({ prod: api.connection.server, broken: api.connection.server });
  startClusters();
  await until(() => clusters()[0]?.cache.status().state === 'live');
  const [prod, broken] = clusters();
  if (prod === undefined || broken === undefined) throw new Error('two contexts, two clusters');
  expect(prod.id).toMatch(/^[0-9a-f]{12}$/);
  expect(clusterById(prod.id)).toBe(prod);
  expect(await statusOf(prod)).toMatchObject({
    name: 'prod',
    state: 'live',
    version: 'v1.37.2',
    actionsEnabled: false,
    drill: false,
  });
  expect(await statusOf(broken)).toMatchObject({
    state: 'unavailable',
    error: expect.stringContaining('no-such-plugin was not found'),
  });
  const { rows } = await database.query('SELECT id, name, "actionsEnabled" FROM "Cluster"');
  expect(rows).toEqual([{ id: prod.id, name: 'prod', actionsEnabled: false }]);
});

test('while it cannot be reached, a cluster of before keeps its id', async () => {
  const known = clusters()[0]?.id;
  stopClusters();
  await apis[0]?.close();
  startClusters();
  await until(() => clusters()[0]?.id === known);
  const [prod] = clusters();
  if (prod === undefined) throw new Error('no cluster');
  await until(() => prod.id === known);
  expect((await statusOf(prod)).state).not.toBe('live');
});
