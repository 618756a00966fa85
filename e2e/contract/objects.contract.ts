import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configMap, makeNamespace, podSpec, send, until } from './api.ts';

let ns: Awaited<ReturnType<typeof makeNamespace>>;
let maps = '';
beforeAll(async () => {
  ns = await makeNamespace('objects');
  maps = `/api/v1/namespaces/${ns.name}/configmaps`;
});
afterAll(() => ns.remove());

test('a created object has a uid, a resourceVersion and its writer in managedFields', async () => {
  const { status, body } = await send('POST', `${maps}?fieldManager=me`, {
    body: configMap('made', { x: '1' }, { a: 'b' }),
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { name: 'made', namespace: ns.name, uid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    data: { x: '1' },
  });
  expect(body.metadata).toMatchObject({
    managedFields: [
      {
        manager: 'me',
        operation: 'Update',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { '.': {}, 'f:x': {} }, 'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } } },
      },
    ],
  });
});

test('generateName is made into a name', async () => {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'gen-' } };
  const made = await send('POST', maps, { body });
  expect(made.body.metadata.name).toMatch(/^gen-[a-z0-9]{5}$/);
});

describe('refusals', () => {
  beforeAll(() => send('POST', maps, { body: configMap('here') }));
  const cases: [string, () => Promise<{ status: number; body: unknown }>, number, object][] = [
    [
      'a second object of the name',
      () => send('POST', maps, { body: configMap('here') }),
      409,
      {
        reason: 'AlreadyExists',
        message: 'configmaps "here" already exists',
        details: { name: 'here', kind: 'configmaps' },
      },
    ],
    [
      'a namespace that is not there',
      () => send('POST', '/api/v1/namespaces/nowhere/configmaps', { body: configMap('a') }),
      404,
      {
        reason: 'NotFound',
        message: 'namespaces "nowhere" not found',
        details: { name: 'nowhere', kind: 'namespaces' },
      },
    ],
    [
      'a name that is none',
      () => send('POST', maps, { body: configMap('A_b') }),
      422,
      {
        reason: 'Invalid',
        details: { name: 'A_b', kind: 'ConfigMap', causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }] },
      },
    ],
    [
      'an object of another namespace',
      () => send('POST', maps, { body: { ...configMap('a'), metadata: { name: 'a', namespace: 'other' } } }),
      400,
      { message: 'the namespace of the provided object does not match the namespace sent on the request' },
    ],
    [
      'an object of another name',
      () => send('PUT', `${maps}/here`, { body: configMap('zz') }),
      400,
      { message: 'the name of the object (zz) does not match the name on the URL (here)' },
    ],
    ['what is not there', () => send('GET', `${maps}/none`), 404, { message: 'configmaps "none" not found' }],
    ['a delete of what is not there', () => send('DELETE', `${maps}/none`), 404, { reason: 'NotFound' }],
    [
      'a resource that is not there',
      () => send('GET', `/api/v1/namespaces/${ns.name}/nope`),
      404,
      { message: 'the server could not find the requested resource', details: {} },
    ],
    [
      'a create without namespace',
      () => send('POST', '/api/v1/pods', { body: {} }),
      405,
      { reason: 'MethodNotAllowed' },
    ],
    [
      'an unknown field, strictly',
      () => send('POST', `${maps}?fieldValidation=Strict`, { body: { ...configMap('strict'), foo: 1 } }),
      400,
      {
        message:
          'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "foo"',
      },
    ],
    [
      'a number where text belongs',
      () => send('POST', maps, { body: { ...configMap('typed'), data: { x: 1 } } }),
      400,
      { reason: 'BadRequest' },
    ],
    [
      'a field selector on a field that has none',
      () => send('GET', '/api/v1/pods?fieldSelector=spec.foo%3Da'),
      400,
      { message: 'field label not supported: spec.foo' },
    ],
    [
      'a label selector that is none',
      () => send('GET', '/api/v1/pods?labelSelector=a%3Db%3Dc'),
      400,
      { reason: 'BadRequest' },
    ],
  ];
  test.each(cases)('%s', async (_, ask, status, body) => {
    const reply = await ask();
    expect(reply.body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, ...body });
    expect(reply.status).toBe(status);
  });
});

test('a stale resourceVersion is refused; the current one is not; the version then grows', async () => {
  const { body: made } = await send('POST', maps, { body: configMap('versioned', { x: '1' }) });
  const changed = await send('PUT', `${maps}/versioned`, { body: { ...made, data: { x: '2' } } });
  expect(changed.status).toBe(200);
  expect(Number(changed.body.metadata.resourceVersion)).toBeGreaterThan(Number(made.metadata.resourceVersion));
  const stale = await send('PUT', `${maps}/versioned`, { body: { ...made, data: { x: '3' } } });
  expect(stale.body).toMatchObject({
    code: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on configmaps "versioned": the object has been modified; please apply your changes to the latest version and try again',
  });
});

test('a write that changes nothing keeps the resourceVersion', async () => {
  const { body: made } = await send('POST', maps, { body: configMap('same', { x: '1' }) });
  const again = await send('PUT', `${maps}/same`, { body: made });
  expect(again.body.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
});

test('dryRun=All answers the result and keeps nothing', async () => {
  const dry = await send('POST', `${maps}?dryRun=All`, { body: configMap('dry') });
  expect(dry.status).toBe(201);
  expect(dry.body.metadata.uid).toBeTruthy();
  expect((await send('GET', `${maps}/dry`)).status).toBe(404);
  const { body: made } = await send('POST', maps, { body: configMap('wet', { x: '1' }) });
  await send('DELETE', `${maps}/wet?dryRun=All`);
  const patched = await send('PATCH', `${maps}/wet?dryRun=All`, {
    body: { data: { x: '2' } },
    type: 'application/merge-patch+json',
  });
  expect(patched.body).toMatchObject({ data: { x: '2' } });
  expect((await send('GET', `${maps}/wet`)).body).toMatchObject({
    data: { x: '1' },
    metadata: { resourceVersion: made.metadata.resourceVersion },
  });
});

test('a deleted object answers a Status that names it', async () => {
  const { body: made } = await send('POST', maps, { body: configMap('gone') });
  const { status, body } = await send('DELETE', `${maps}/gone`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    kind: 'Status',
    status: 'Success',
    details: { name: 'gone', kind: 'configmaps', uid: made.metadata.uid },
  });
});

test('a delete with another uid as precondition is refused', async () => {
  await send('POST', maps, { body: configMap('precious') });
  const refused = await send('DELETE', `${maps}/precious`, {
    body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: '00000000-0000-4000-8000-000000000000' } },
  });
  expect(refused.body).toMatchObject({ code: 409, reason: 'Conflict' });
});

test('a finalizer holds the object until it is taken off', async () => {
  const held = { ...configMap('held'), metadata: { name: 'held', finalizers: ['bulkhead.test/hold'] } };
  await send('POST', maps, { body: held });
  const { body } = await send('DELETE', `${maps}/held`);
  expect(body).toMatchObject({
    kind: 'ConfigMap',
    metadata: { deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 0 },
  });
  const freed = { metadata: { finalizers: null } };
  await send('PATCH', `${maps}/held`, { body: freed, type: 'application/merge-patch+json' });
  expect((await send('GET', `${maps}/held`)).status).toBe(404);
});

test('deletecollection deletes what the selector selects', async () => {
  await send('POST', maps, { body: configMap('many-1', {}, { many: 'yes' }) });
  await send('POST', maps, { body: configMap('many-2', {}, { many: 'yes' }) });
  await send('POST', maps, { body: configMap('other', {}, { many: 'no' }) });
  expect((await send('DELETE', `${maps}?labelSelector=many%3Dyes`)).status).toBe(200);
  const left = await send('GET', `${maps}?labelSelector=many`);
  expect(left.body.items).toMatchObject([{ metadata: { name: 'other' } }]);
});

test('a pod that runs ends gracefully', async () => {
  const pods = `/api/v1/namespaces/${ns.name}/pods`;
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'ends' }, spec: podSpec() };
  const made = await send('POST', pods, { body });
  expect(made.body).toMatchObject({
    spec: {
      serviceAccountName: 'default',
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      terminationGracePeriodSeconds: 30,
    },
    status: { phase: 'Pending' },
  });
  const isRunning = async () =>
    ((await send('GET', `${pods}/ends`)).body.status as { phase?: string }).phase === 'Running';
  await until(isRunning);
  const ending = await send('DELETE', `${pods}/ends`);
  expect(ending.body).toMatchObject({
    kind: 'Pod',
    metadata: { deletionGracePeriodSeconds: 30, deletionTimestamp: expect.any(String) },
  });
});

test('the status is not changed through the object, nor the spec through the status', async () => {
  const path = `/api/v1/namespaces/${ns.name}/services`;
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'svc' }, spec: { ports: [{ port: 80 }] } };
  const lied = { ...service, status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } };
  const made = await send('POST', path, { body: lied });
  expect(made.body.status).toEqual({ loadBalancer: {} });
  expect(made.body).toMatchObject({
    spec: {
      type: 'ClusterIP',
      clusterIP: expect.stringMatching(/^10\./),
      sessionAffinity: 'None',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    },
  });
  const condition = {
    type: 'Checked',
    status: 'True',
    reason: 'Test',
    message: '',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  };
  const patch = { spec: { sessionAffinity: 'ClientIP' }, status: { conditions: [condition] } };
  const patched = await send('PATCH', `${path}/svc/status`, { body: patch, type: 'application/merge-patch+json' });
  expect(patched.body).toMatchObject({ spec: { sessionAffinity: 'None' }, status: { conditions: [condition] } });
});
