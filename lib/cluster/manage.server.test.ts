import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { listRecords } from '../action-log/log.server.ts';
import { seal } from '../auth/sealed.server.ts';
import { makeTlsIdentity } from '../drill-cluster/server/certificate.ts';
import { testDatabase } from '../testing/postgres.ts';
import { json, until } from './testing/small-api.ts';

process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bh-clusters-'));
process.env.BULKHEAD_DRILL = 'off';
process.env.AUTH_SECRET = 'a secret of at least thirty-two characters';
const database = await testDatabase();
const { db } = await import('../db/client.server.ts');
const { clusters, clusterStatuses, startClusters, statusOf, stopClusters } = await import('./clusters.server.ts');
const { addCluster, removeCluster, setClusterLook } = await import('./manage.server.ts');
const { sealedFor } = await import('./pasted.server.ts');

const tls = makeTlsIdentity(new Date());
const uid = randomUUID();
let url = '';
const server = https.createServer({ cert: tls.cert, key: tls.key }, (request, response) => {
  if (request.headers.authorization === 'Bearer revoked') return json(response, { message: 'Unauthorized' }, 401);
  if (request.headers.authorization === 'Bearer poor' && request.url?.startsWith('/api/v1/pods'))
    return json(response, { message: 'forbidden' }, 403);
  if (request.headers.authorization === 'Bearer other') return void response.end('<html>the intranet’s secret</html>');
  if (request.url === '/version') return json(response, { gitVersion: 'v1.37.2' });
  if (request.url === '/api/v1/namespaces/kube-system') return json(response, { metadata: { uid } });
  if (request.url?.includes('watch=')) return void response.writeHead(200).flushHeaders();
  json(response, { metadata: { resourceVersion: '1' }, items: [] });
});

let person: Awaited<ReturnType<typeof commander>>;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`; // a TCP server's address is one
  person = await commander();
  startClusters();
});
afterAll(async () => {
  stopClusters();
  server.closeAllConnections();
  server.close();
  await database.close();
});
afterEach(async () => {
  for (const { addedId } of await clusterStatuses()) if (addedId) await removeCluster({ addedId }, { person });
});

async function commander() {
  const made = await db.person.create({ data: { name: 'Ines', email: 'ines@example.com', role: 'commander' } });
  return { ...made, sessionId: made.id };
}

const kubeconfig = (token: string, ca = tls.ca) =>
  stringify({
    clusters: [{ name: 'c', cluster: { server: url, 'certificate-authority-data': btoa(ca) } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  });
const add = (name: string, token = 'right') => addCluster({ name, kubeconfig: kubeconfig(token) }, { person });

test('a pasted cluster is tried, kept encrypted, connected at once and read-only; removed, its credential is gone', async () => {
  expect(await add('prod')).toEqual({ ok: true, value: { name: 'prod' } });
  await until(() => clusters()[0]?.cache.status().state === 'live');
  const [prod] = clusters();
  if (!prod) throw new Error('not connected');
  const status = await statusOf(prod);
  expect(status).toMatchObject({ name: 'prod', state: 'live', version: 'v1.37.2', actionsEnabled: false });
  const stored = async () => (await database.query('SELECT name, sealed FROM "PastedCluster"')).rows;
  expect(JSON.stringify(await stored())).not.toMatch(/right/);
  expect((await stored())[0].sealed.toString('latin1')).not.toMatch(/right/);

  expect(await removeCluster({ addedId: status.addedId ?? '' }, { person })).toMatchObject({ ok: true });
  expect([clusters(), await clusterStatuses()]).toEqual([[], []]);
  expect((await stored())[0].sealed).toHaveLength(0);
  const words = (await listRecords({ personId: person.id })).map((record) => record.words);
  expect(words.slice(0, 2)).toEqual(['Remove the cluster prod', `Add the cluster prod, ${url}`]);
  expect(await add('prod')).toMatchObject({ ok: true }); // the name is free again
});

test.each([
  ['revoked', /does not accept our credentials \(401\)/, /Make a new token/],
  ['poor', /May not list pods/, /rights of deploy\/rbac.yaml/],
  ['other', /^What answered is not a Kubernetes API\.$/, /address/],
])('a credential that is %s is refused before anything is kept', async (token, detail, next) => {
  const answer = await add('prod', token);
  expect(answer).toMatchObject({
    ok: false,
    failure: { detail: expect.stringMatching(detail), next: expect.stringMatching(next) },
  });
  expect(JSON.stringify(answer)).not.toContain('intranet');
  expect(clusters()).toEqual([]);
});

test('another authority than that of the server is refused', async () => {
  const other = kubeconfig('right', makeTlsIdentity(new Date()).ca);
  expect(await addCluster({ name: 'prod', kubeconfig: other }, { person })).toMatchObject({
    ok: false,
    failure: { code: 'not-read' },
  });
});

test('a name or a cluster that is there already is not added again', async () => {
  await add('prod');
  await until(() => clusters()[0]?.cache.status().state === 'live');
  expect(await add('prod')).toMatchObject({ ok: false, failure: { code: 'name-taken' } });
  expect(await add('the same')).toMatchObject({ ok: false, failure: { code: 'same-cluster' } });
});

test('what another process added or removed is known here too, without a restart', async () => {
  const id = randomUUID();
  const connection = {
    server: url,
    ca: btoa(tls.ca),
    tlsServerName: null,
    token: 'right',
    certificate: null,
    key: null,
  };
  const sealed = seal(JSON.stringify(connection), sealedFor(id));
  await db.pastedCluster.create({ data: { id, name: 'elsewhere', sealed, createdById: person.id } });
  await until(() => clusters()[0]?.cache.status().state === 'live');
  await db.pastedCluster.update({ where: { id }, data: { removedAt: new Date() } });
  expect(await clusterStatuses()).toEqual([]); // a route asks the database, and does not wait for the next look
});

test('one that turns out to be a cluster that is connected already says so, and does not stand for it', async () => {
  await add('prod');
  await until(() => clusters()[0]?.cache.status().state === 'live');
  const id = randomUUID();
  const connection = {
    server: url,
    ca: btoa(tls.ca),
    tlsServerName: null,
    token: 'right',
    certificate: null,
    key: null,
  };
  const sealed = seal(JSON.stringify(connection), sealedFor(id));
  await db.pastedCluster.create({ data: { id, name: 'twin', sealed, createdById: person.id } });
  await expect
    .poll(async () => (await clusterStatuses())[1]?.error)
    .toBe('This cluster is connected already, as prod: remove one of the two.');
  expect(new Set(clusters().map((cluster) => cluster.id)).size).toBe(2);
});

test('one that was encrypted with another AUTH_SECRET says so, and can be removed', async () => {
  const id = randomUUID();
  await db.pastedCluster.create({
    data: { id, name: 'old', sealed: new Uint8Array([1, 2, 3]), createdById: person.id },
  });
  const [old] = await clusterStatuses();
  expect(old).toMatchObject({ name: 'old', state: 'unavailable', error: expect.stringMatching(/another AUTH_SECRET/) });
  expect(await removeCluster({ addedId: id }, { person })).toMatchObject({ ok: true });
});

test('a name and a colour are what everyone sees; the name of the configuration comes back without them', async () => {
  await add('prod');
  await until(() => clusters()[0]?.cache.status().state === 'live');
  const clusterId = clusters()[0]?.id ?? '';
  await setClusterLook({ clusterId, label: 'Frankfurt', colour: 'teal' }, { person });
  expect(await clusterStatuses()).toMatchObject([{ name: 'Frankfurt', configuredName: 'prod', colour: 'teal' }]);
  await setClusterLook({ clusterId, label: '', colour: null }, { person });
  expect(await clusterStatuses()).toMatchObject([{ name: 'prod', colour: null }]);
  expect((await listRecords({ limit: 1 }))[0]?.words).toBe('Show the cluster prod as prod, without a colour');
});
