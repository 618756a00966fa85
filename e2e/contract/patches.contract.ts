import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPLY, configMap, deployment, JSON_PATCH, MERGE, makeNamespace, STRATEGIC, send } from './api.ts';

let ns: Awaited<ReturnType<typeof makeNamespace>>;
let maps = '';
let deployments = '';
beforeAll(async () => {
  ns = await makeNamespace('patches');
  maps = `/api/v1/namespaces/${ns.name}/configmaps`;
  deployments = `/apis/apps/v1/namespaces/${ns.name}/deployments`;
});
afterAll(() => ns.remove());

const patch = (path: string, body: unknown, type: string) => send('PATCH', path, { body, type });

test('merge patch: null deletes, the rest stays', async () => {
  await send('POST', maps, { body: configMap('merge', { x: '1', y: '2' }) });
  const { body } = await patch(`${maps}/merge`, { data: { x: null, z: '3' } }, MERGE);
  expect(body.data).toEqual({ y: '2', z: '3' });
});

test('JSON patch: a failed test changes nothing', async () => {
  await send('POST', maps, { body: configMap('ops', { x: '1' }) });
  const failed = await patch(`${maps}/ops`, [{ op: 'test', path: '/data/x', value: '0' }], JSON_PATCH);
  expect(failed.body).toMatchObject({ code: 422, reason: 'Invalid' });
  const { body } = await patch(`${maps}/ops`, [{ op: 'add', path: '/data/y', value: '2' }], JSON_PATCH);
  expect(body.data).toEqual({ x: '1', y: '2' });
});

test('a patch for an older version is refused', async () => {
  const { body: made } = await send('POST', maps, { body: configMap('old', { x: '1' }) });
  await patch(`${maps}/old`, { data: { x: '2' } }, MERGE);
  const stale = { metadata: { resourceVersion: made.metadata.resourceVersion }, data: { x: '3' } };
  expect((await patch(`${maps}/old`, stale, MERGE)).body).toMatchObject({ code: 409, reason: 'Conflict' });
});

test('an unknown kind of patch is 415', async () => {
  await send('POST', maps, { body: configMap('kind') });
  expect((await patch(`${maps}/kind`, {}, 'application/foo')).status).toBe(415);
});

const containersOf = (body: Record<string, unknown>) =>
  (body.spec as { template: { spec: { containers: Record<string, unknown>[] } } }).template.spec.containers;

test('strategic merge: containers by name, ports by containerPort, $patch deletes', async () => {
  await send('POST', deployments, { body: deployment('strategic', 0) });
  const inTemplate = (containers: unknown[]) => ({ spec: { template: { spec: { containers } } } });
  const path = `${deployments}/strategic`;
  const added = await patch(
    path,
    inTemplate([
      { name: 'web', ports: [{ containerPort: 80 }] },
      { name: 'side', image: 'busybox:1' },
    ]),
    STRATEGIC,
  );
  expect(
    containersOf(added.body)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['side', 'web']);
  const ports = await patch(path, inTemplate([{ name: 'web', ports: [{ containerPort: 81 }] }]), STRATEGIC);
  const web = containersOf(ports.body).find(({ name }) => name === 'web');
  expect(web).toMatchObject({ image: 'nginx:1.27' });
  expect(web?.ports).toHaveLength(2);
  const removed = await patch(path, inTemplate([{ $patch: 'delete', name: 'side' }]), STRATEGIC);
  expect(containersOf(removed.body).map(({ name }) => name)).toEqual(['web']);
});

test('a changed spec counts in generation, a changed label does not', async () => {
  const { body: made } = await send('POST', deployments, { body: deployment('counted', 0) });
  expect(made.metadata.generation).toBe(1);
  const labelled = await patch(`${deployments}/counted`, { metadata: { labels: { a: 'b' } } }, MERGE);
  expect(labelled.body.metadata.generation).toBe(1);
  const changed = await patch(`${deployments}/counted`, { spec: { minReadySeconds: 3 } }, MERGE);
  expect(changed.body.metadata.generation).toBe(2);
});

const apply = (path: string, manager: string, body: unknown, force = false) =>
  patch(`${path}?fieldManager=${manager}${force ? '&force=true' : ''}`, body, APPLY);

test('apply creates, owns its fields, and removes what it no longer applies', async () => {
  const path = `${maps}/applied`;
  const first = await apply(path, 'one', configMap('applied', { x: '1', y: '2' }));
  expect(first.status).toBe(201);
  expect(first.body.metadata).toMatchObject({
    managedFields: [{ manager: 'one', operation: 'Apply', fieldsV1: { 'f:data': { 'f:x': {}, 'f:y': {} } } }],
  });
  const second = await apply(path, 'one', configMap('applied', { x: '1' }));
  expect(second.status).toBe(200);
  expect(second.body.data).toEqual({ x: '1' });
  const same = await apply(path, 'one', configMap('applied', { x: '1' }));
  expect(same.body.metadata.resourceVersion).toBe(second.body.metadata.resourceVersion);
});

test("apply to another manager's field is a conflict that names it; force takes the field over", async () => {
  await send('POST', `${maps}?fieldManager=me`, { body: configMap('owned', { x: '1' }) });
  const path = `${maps}/owned`;
  const refused = await apply(path, 'other', configMap('owned', { x: '2' }));
  expect(refused.body).toMatchObject({
    code: 409,
    reason: 'Conflict',
    message: 'Apply failed with 1 conflict: conflict with "me" using v1: .data.x',
    details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "me" using v1', field: '.data.x' }] },
  });
  const forced = await apply(path, 'other', configMap('owned', { x: '2' }), true);
  expect(forced.body.data).toEqual({ x: '2' });
  expect(forced.body.metadata).toMatchObject({
    managedFields: [
      { manager: 'other', operation: 'Apply', fieldsV1: { 'f:data': { 'f:x': {} } } },
      { manager: 'me', operation: 'Update', fieldsV1: { 'f:data': {} } },
    ],
  });
});

test('two appliers of one value share it, and it goes with the last of them', async () => {
  const path = `${maps}/shared`;
  await apply(path, 'one', configMap('shared', { x: '1' }));
  expect((await apply(path, 'two', configMap('shared', { x: '1' }))).status).toBe(200);
  expect((await apply(path, 'one', configMap('shared', {}))).body.data).toEqual({ x: '1' });
  expect((await apply(path, 'two', configMap('shared', {}))).body.data).toBeUndefined();
});

test('a conflict between appliers names the manager without a version', async () => {
  const path = `${maps}/appliers`;
  await apply(path, 'one', configMap('appliers', { x: '1', y: '1' }));
  const refused = await apply(path, 'two', configMap('appliers', { x: '2', y: '2' }));
  expect(refused.body.message).toBe('Apply failed with 2 conflicts: conflicts with "one":\n- .data.x\n- .data.y');
});

test('apply of a Deployment: items by their keys, defaults owned by nobody', async () => {
  const { body } = await apply(`${deployments}/ssa`, 'one', deployment('ssa', 0));
  expect(body.metadata).toMatchObject({
    managedFields: [
      {
        manager: 'one',
        fieldsV1: {
          'f:spec': {
            'f:replicas': {},
            'f:selector': {},
            'f:template': {
              'f:metadata': { 'f:labels': { 'f:app': {} } },
              'f:spec': {
                'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:name': {} } },
                'f:tolerations': {},
              },
            },
          },
        },
      },
    ],
  });
  const scaled = await patch(`${deployments}/ssa/scale?fieldManager=scaler`, { spec: { replicas: 1 } }, MERGE);
  expect(scaled.body).toMatchObject({ kind: 'Scale', spec: { replicas: 1 } });
  const refused = await apply(`${deployments}/ssa`, 'one', deployment('ssa', 0));
  expect(refused.body).toMatchObject({
    code: 409,
    message:
      'Apply failed with 1 conflict: conflict with "scaler" with subresource "scale" using apps/v1: .spec.replicas',
  });
});

test('apply without a field manager is refused', async () => {
  expect((await patch(`${maps}/nobody`, configMap('nobody'), APPLY)).body).toMatchObject({
    code: 422,
    message: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
  });
});
