import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeNamespace, send, until } from './api.ts';

let ns: Awaited<ReturnType<typeof makeNamespace>>;
let account = '';
let token = '';
const rbac = () => `/apis/rbac.authorization.k8s.io/v1/namespaces/${ns.name}`;

beforeAll(async () => {
  ns = await makeNamespace('rights');
  const accounts = `/api/v1/namespaces/${ns.name}/serviceaccounts`;
  await send('POST', accounts, { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader' } } });
  account = `system:serviceaccount:${ns.name}:reader`;
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const rules = [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames: ['one'] },
  ];
  await send('POST', `${rbac()}/roles`, { body: { apiVersion, kind: 'Role', metadata: { name: 'reader' }, rules } });
  const subjects = [{ kind: 'ServiceAccount', name: 'reader', namespace: ns.name }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
  await send('POST', `${rbac()}/rolebindings`, {
    body: { apiVersion, kind: 'RoleBinding', metadata: { name: 'reader' }, subjects, roleRef },
  });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } };
  const made = await send('POST', `${accounts}/reader/token`, { body: request });
  expect(made.status).toBe(201);
  token = (made.body.status as { token: string }).token;
  await until(async () => (await send('GET', `/api/v1/namespaces/${ns.name}/pods`, { token })).status === 200);
});
afterAll(() => ns.remove());

test('no token, or a wrong one, is 401', async () => {
  const { status, body } = await send('GET', '/api/v1/pods', { token: 'nobody' });
  expect(status).toBe(401);
  expect(body).toMatchObject({ kind: 'Status', message: 'Unauthorized', reason: 'Unauthorized', code: 401 });
});

test.each([
  [
    'a namespace',
    (namespace: string) => `/api/v1/namespaces/${namespace}/secrets`,
    (namespace: string) =>
      `secrets is forbidden: User "${account}" cannot list resource "secrets" in API group "" in the namespace "${namespace}"`,
  ],
  [
    'the cluster',
    () => '/api/v1/pods',
    () => `pods is forbidden: User "${account}" cannot list resource "pods" in API group "" at the cluster scope`,
  ],
  [
    'a group',
    (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments/web`,
    (namespace: string) =>
      `deployments.apps "web" is forbidden: User "${account}" cannot get resource "deployments" in API group "apps" in the namespace "${namespace}"`,
  ],
  [
    'a subresource',
    (namespace: string) => `/api/v1/namespaces/${namespace}/pods/web/log`,
    (namespace: string) =>
      `pods "web" is forbidden: User "${account}" cannot get resource "pods/log" in API group "" in the namespace "${namespace}"`,
  ],
])('403 says what is missing: %s', async (_, path, message) => {
  const { status, body } = await send('GET', path(ns.name), { token });
  expect(status).toBe(403);
  expect(body).toMatchObject({ reason: 'Forbidden', message: message(ns.name) });
});

test.each([
  ['what a rule grants', { verb: 'list', resource: 'pods' }, true],
  ['what no rule grants', { verb: 'delete', resource: 'pods' }, false],
  ['a subresource is not its parent', { verb: 'get', resource: 'pods', subresource: 'log' }, false],
  ['a resourceName', { verb: 'get', resource: 'configmaps', name: 'one' }, true],
  ['another name', { verb: 'get', resource: 'configmaps', name: 'two' }, false],
])('access reviews: %s', async (_, attributes, allowed) => {
  const resourceAttributes = { namespace: ns.name, ...attributes };
  const own = await send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    token,
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
  });
  expect(own.status).toBe(201);
  expect(own.body.status).toMatchObject({ allowed });
  const other = await send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user: account, resourceAttributes },
    },
  });
  expect(other.body.status).toMatchObject({ allowed });
  if (allowed) {
    const reason = `RBAC: allowed by RoleBinding "reader/${ns.name}" of Role "reader" to ServiceAccount "reader/${ns.name}"`;
    expect(own.body.status).toMatchObject({ reason });
  }
});

test('a rules review lists the rules of the namespace', async () => {
  const { body } = await send('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
    token,
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: ns.name } },
  });
  expect((body.status as { resourceRules: unknown[] }).resourceRules).toEqual(
    expect.arrayContaining([
      { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] },
      { verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['one'] },
    ]),
  );
});

test('who am I: the account and its groups', async () => {
  const { body } = await send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    token,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
  });
  expect(body.status).toMatchObject({
    userInfo: {
      username: account,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${ns.name}`, 'system:authenticated'],
    },
  });
});

test("a deleted account's token no longer counts", async () => {
  const accounts = `/api/v1/namespaces/${ns.name}/serviceaccounts`;
  await send('POST', accounts, { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'brief' } } });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const made = await send('POST', `${accounts}/brief/token`, { body: request });
  const brief = (made.body.status as { token: string }).token;
  expect((await send('GET', '/version', { token: brief })).status).toBe(200);
  await send('DELETE', `${accounts}/brief`);
  await until(async () => (await send('GET', '/version', { token: brief })).status === 401);
});
