import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployment, MERGE, makeNamespace, podSpec, send, until } from './api.ts';

let ns: Awaited<ReturnType<typeof makeNamespace>>;
beforeAll(async () => {
  ns = await makeNamespace('workloads');
});
afterAll(() => ns.remove());

const deployments = () => `/apis/apps/v1/namespaces/${ns.name}/deployments`;
const podsOf = async (app: string) =>
  (await send('GET', `/api/v1/namespaces/${ns.name}/pods?labelSelector=app%3D${app}`)).body.items as {
    metadata: { deletionTimestamp?: string; ownerReferences?: { kind: string }[] };
    status: { phase: string };
  }[];

test('a deployment makes its pods; scaled to zero, they end', async () => {
  await send('POST', deployments(), { body: deployment('web', 2) });
  await until(async () => (await podsOf('web')).filter(({ status }) => status.phase === 'Running').length === 2);
  expect((await podsOf('web'))[0]?.metadata.ownerReferences).toMatchObject([{ kind: 'ReplicaSet' }]);
  const scaled = await send('PATCH', `${deployments()}/web/scale`, { body: { spec: { replicas: 0 } }, type: MERGE });
  expect(scaled.status).toBe(200);
  expect(scaled.body).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: 'web' } });
  await until(async () => (await podsOf('web')).every(({ metadata }) => metadata.deletionTimestamp !== undefined));
  const scale = await send('GET', `${deployments()}/web/scale`);
  expect(scale.body).toMatchObject({ status: { selector: 'app=web' } });
  expect((scale.body.spec as { replicas?: number }).replicas ?? 0).toBe(0);
});

test('a negative scale is refused', async () => {
  await send('POST', deployments(), { body: deployment('negative', 0) });
  const { body } = await send('PATCH', `${deployments()}/negative/scale`, {
    body: { spec: { replicas: -1 } },
    type: MERGE,
  });
  expect(body).toMatchObject({ code: 422, reason: 'Invalid' });
});

test('defaults of a deployment', async () => {
  const { body } = await send('POST', deployments(), { body: deployment('defaults', 0) });
  expect(body).toMatchObject({
    spec: {
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      template: {
        spec: {
          restartPolicy: 'Always',
          containers: [
            { name: 'web', imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log' },
          ],
        },
      },
    },
  });
});

test('a selector that does not select its template is refused', async () => {
  const wrong = deployment('wrong');
  wrong.spec.template.metadata.labels.app = 'other';
  const { body } = await send('POST', deployments(), { body: wrong });
  expect(body).toMatchObject({
    code: 422,
    details: { causes: [{ reason: 'FieldValueInvalid', field: 'spec.template.metadata.labels' }] },
  });
});

test("a deleted deployment's pods end too", async () => {
  await send('POST', deployments(), { body: deployment('owner', 1) });
  await until(async () => (await podsOf('owner')).some(({ status }) => status.phase === 'Running'));
  await send('DELETE', `${deployments()}/owner`);
  await until(async () => (await podsOf('owner')).every(({ metadata }) => metadata.deletionTimestamp !== undefined));
});

test("a pod's spec is fixed but for its images", async () => {
  const pods = `/api/v1/namespaces/${ns.name}/pods`;
  await send('POST', pods, { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'fixed' }, spec: podSpec() } });
  const refused = await send('PATCH', `${pods}/fixed`, { body: { spec: { restartPolicy: 'Never' } }, type: MERGE });
  expect(refused.body).toMatchObject({
    code: 422,
    details: { causes: [{ reason: 'FieldValueForbidden', field: 'spec' }] },
  });
  const labelled = await send('PATCH', `${pods}/fixed`, {
    body: { metadata: { labels: { quarantine: 'yes' } } },
    type: MERGE,
  });
  expect(labelled.status).toBe(200);
});

test('network policies: policyTypes default by what is there; a wrong one is refused', async () => {
  const policies = `/apis/networking.k8s.io/v1/namespaces/${ns.name}/networkpolicies`;
  const policy = (name: string, spec: object) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec: { podSelector: {}, ...spec },
  });
  const ingress = await send('POST', policies, { body: policy('ingress', { ingress: [{}] }) });
  expect(ingress.body).toMatchObject({ metadata: { generation: 1 }, spec: { policyTypes: ['Ingress'] } });
  const both = await send('POST', policies, { body: policy('both', { egress: [{ ports: [{ port: 53 }] }] }) });
  expect(both.body).toMatchObject({
    spec: { policyTypes: ['Ingress', 'Egress'], egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }] },
  });
  const wrong = await send('POST', policies, { body: policy('wrong', { policyTypes: ['Sideways'] }) });
  expect(wrong.body).toMatchObject({
    code: 422,
    reason: 'Invalid',
    details: { causes: [{ field: 'spec.policyTypes[0]' }] },
  });
});

test('a namespace that is deleted takes its objects with it', async () => {
  const brief = await makeNamespace('brief');
  const maps = `/api/v1/namespaces/${brief.name}/configmaps`;
  await send('POST', maps, { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } } });
  await brief.remove();
  const refused = await send('POST', maps, { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } } });
  expect([403, 404]).toContain(refused.status);
  await until(async () => (await send('GET', `/api/v1/namespaces/${brief.name}`)).status === 404);
});
