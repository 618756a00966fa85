import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binding, clusterBinding, clusterRole, role, rule } from '../testing/builders.ts';
import { corpusLines } from '../testing/corpora.ts';
import type { PolicyRule } from './objects.ts';
import {
  aggregatedRules,
  allows,
  indexRbac,
  isSuperuser,
  type Rbac,
  type ResourceRequest,
  ruleAllows,
  rulesFor,
  serviceAccountSubject,
  withoutEffect,
} from './rbac.ts';

const NOTHING: Rbac = { roles: [], clusterRoles: [], roleBindings: [], clusterRoleBindings: [] };
const payments = serviceAccountSubject('finance', 'payments');
const get = (resource: string, rest: Partial<ResourceRequest> = {}): ResourceRequest => ({
  verb: 'get',
  apiGroup: '',
  resource,
  namespace: 'finance',
  ...rest,
});

describe('ruleAllows', () => {
  test.each<[string, PolicyRule, ResourceRequest, boolean]>([
    ['exactly that', rule(['get'], ['pods']), get('pods'), true],
    ['another verb', rule(['list'], ['pods']), get('pods'), false],
    ['another group', rule(['get'], ['pods'], { apiGroups: ['apps'] }), get('pods'), false],
    ['a resource is not its subresources', rule(['get'], ['pods']), get('pods', { subresource: 'log' }), false],
    ['a subresource is not its resource', rule(['get'], ['pods/log']), get('pods'), false],
    ['*/scale is any scale', rule(['get'], ['*/scale']), get('deployments', { subresource: 'scale' }), true],
    ['*/scale is not the resource', rule(['get'], ['*/scale']), get('deployments'), false],
    ['pods/* means nothing', rule(['get'], ['pods/*']), get('pods', { subresource: 'log' }), false],
    ['* holds subresources too', rule(['get'], ['*']), get('pods', { subresource: 'log' }), true],
    ['capitals do not match', rule(['get'], ['Pods']), get('pods'), false],
    ['no verbs, no right', { apiGroups: ['*'], resources: ['*'], verbs: [] }, get('pods'), false],
  ])('%s', (_, granted, request, expected) => expect(ruleAllows(granted, request)).toBe(expected));

  test('names: configmaps [app], verbs get, update, create, list', () => {
    const named = rule(['get', 'update', 'create', 'list'], ['configmaps'], { resourceNames: ['app'] });
    const ask = (verb: string, name?: string) =>
      ruleAllows(named, { verb, apiGroup: '', resource: 'configmaps', namespace: 'finance', ...(name && { name }) });
    expect({
      'get app': ask('get', 'app'),
      'get other': ask('get', 'other'),
      list: ask('list'),
      'list with fieldSelector metadata.name=app': ask('list', 'app'),
      create: ask('create'),
      'apply patch to app': ask('patch', 'app'),
    }).toEqual({
      'get app': true,
      'get other': false,
      list: false,
      'list with fieldSelector metadata.name=app': true,
      create: false,
      'apply patch to app': false,
    });
    expect(withoutEffect(named)).toEqual([
      'create with resourceNames has no effect: a plain create carries no name when it is authorised',
      'list with resourceNames holds only for requests with fieldSelector metadata.name',
    ]);
    expect(withoutEffect(rule(['create'], ['configmaps']))).toEqual([]);
  });
});

describe('rulesFor and allows', () => {
  const rbac: Rbac = {
    roles: [
      role([rule(['get'], ['secrets'])], { name: 'reader' }),
      role([rule(['delete'], ['pods'])], { name: 'reader', namespace: 'web' }),
    ],
    clusterRoles: [
      clusterRole([rule(['list'], ['pods']), { verbs: ['get'], nonResourceURLs: ['/metrics', '/healthz/*'] }], {
        name: 'viewer',
      }),
    ],
    roleBindings: [
      binding({ name: 'reads', role: { kind: 'Role', name: 'reader' }, to: ['payments'] }),
      binding({
        name: 'views',
        role: { kind: 'ClusterRole', name: 'viewer' },
        to: ['Group:system:serviceaccounts:finance'],
      }),
      binding({ name: 'gone', role: { kind: 'Role', name: 'nowhere' }, to: ['payments'] }),
    ],
    clusterRoleBindings: [
      clusterBinding({ name: 'everyone', role: { kind: 'ClusterRole', name: 'viewer' }, to: ['User:joe'] }),
    ],
  };
  const rights = rulesFor(payments, 'finance', rbac);

  test.each<[string, string, ReturnType<typeof allows>]>([
    ['through its own Role', 'reads', allows(rights.rules, get('secrets'))],
    ['through its namespace’s group', 'views', allows(rights.rules, get('pods', { verb: 'list' }))],
  ])('allowed %s', (_, name, by) => expect(by?.binding).toEqual({ kind: 'RoleBinding', namespace: 'finance', name }));

  test('a RoleBinding holds in its namespace only, and never for paths', () => {
    const everywhere = rulesFor(payments, null, rbac).rules;
    expect(allows(everywhere, get('secrets', { namespace: 'web' }))).toBeNull();
    expect(allows(everywhere, { verb: 'list', apiGroup: '', resource: 'pods' })).toBeNull();
    expect(allows(everywhere, { verb: 'get', nonResourcePath: '/metrics' })).toBeNull();
  });

  test('a ClusterRoleBinding holds everywhere, also for paths', () => {
    const joe = rulesFor({ user: 'joe', groups: [] }, 'web', rbac).rules;
    expect(allows(joe, { verb: 'list', apiGroup: '', resource: 'pods', namespace: 'web' })).not.toBeNull();
    expect(allows(joe, { verb: 'get', nonResourcePath: '/healthz/etcd' })).not.toBeNull();
    expect(allows(joe, { verb: 'get', nonResourcePath: '/metrics/cadvisor' })).toBeNull();
  });

  test('a role that is not there is reported, not passed over', () => {
    expect(rights.unresolved).toEqual([
      { binding: { kind: 'RoleBinding', namespace: 'finance', name: 'gone' }, role: { kind: 'Role', name: 'nowhere' } },
    ]);
  });

  test('a subject named twice in a binding has its rules once', () => {
    const twice = {
      ...NOTHING,
      clusterRoles: rbac.clusterRoles,
      clusterRoleBindings: [
        clusterBinding({ role: { kind: 'ClusterRole', name: 'viewer' }, to: ['User:a', 'User:a', 'Group:g'] }),
      ],
    };
    expect(rulesFor({ user: 'a', groups: ['g'] }, '', twice).rules).toHaveLength(2);
  });

  test('a service account without namespace in a ClusterRoleBinding is nobody', () => {
    const lost = clusterBinding({ role: { kind: 'ClusterRole', name: 'viewer' } });
    const rules = {
      ...NOTHING,
      clusterRoles: rbac.clusterRoles,
      clusterRoleBindings: [{ ...lost, subjects: [{ kind: 'ServiceAccount', name: 'payments' }] }],
    };
    expect(rulesFor(payments, '', rules).rules).toEqual([]);
  });

  test('the index answers as the lists do', () =>
    expect(rulesFor(payments, 'finance', indexRbac(rbac))).toEqual(rights));
  test('system:masters', () => expect(isSuperuser({ user: 'x', groups: ['system:masters'] })).toBe(true));
});

const word = fc.constantFrom('get', 'list', 'pods', 'secrets', '*', 'pods/log', '*/log');
const anyRule = fc.record({
  verbs: fc.array(word),
  apiGroups: fc.array(fc.constantFrom('', 'apps', '*')),
  resources: fc.array(word),
  resourceNames: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
});
const anyRequest = fc.record({
  verb: fc.constantFrom('get', 'list'),
  apiGroup: fc.constantFrom('', 'apps'),
  resource: fc.constantFrom('pods', 'secrets'),
  subresource: fc.constantFrom('', 'log'),
  name: fc.constantFrom('', 'a', 'c'),
});

test('one more entry in verbs, groups or resources takes no right away', () => {
  fc.assert(
    fc.property(
      anyRule,
      anyRequest,
      word,
      (granted, request, extra) =>
        !ruleAllows(granted, request) ||
        ruleAllows(
          {
            ...granted,
            verbs: [...granted.verbs, extra],
            resources: [...granted.resources, extra],
            apiGroups: [...granted.apiGroups, extra],
          },
          request,
        ),
    ),
  );
});

interface Case extends Rbac {
  id: string;
  request: {
    user: string;
    groups: string[];
    verb: string;
    apiGroup: string;
    resource: string;
    subresource: string;
    namespace: string;
    name: string;
    path?: string;
  };
  expected: 'allow' | 'deny';
}

test('the same decisions as the authorizer of Kubernetes', () => {
  const lines = corpusLines('rbac/cases.ndjson');
  if (lines === null) return expect(lines).toBeNull(); // the outside data is not at hand
  const cases = lines as Case[]; // the corpus' own format
  const answers = cases.map(({ id, request: { user, groups, path, ...request }, expected, ...rbac }) => {
    const clusterRoles = rbac.clusterRoles.map((each) => ({
      ...each,
      rules: aggregatedRules(each, rbac.clusterRoles),
    }));
    const { rules } = rulesFor({ user, groups }, request.namespace ?? '', { ...rbac, clusterRoles });
    const by = allows(rules, path === undefined ? request : { verb: request.verb, nonResourcePath: path });
    return { expected: `${id} ${expected}`, actual: `${id} ${by ? 'allow' : 'deny'}` };
  });
  expect(answers).toHaveLength(59);
  expect(answers.map(({ actual }) => actual)).toEqual(answers.map(({ expected }) => expected));
});

test('the same subjects as Kubernetes finds in a binding', () => {
  const lines = corpusLines('rbac/subjects.ndjson');
  if (lines === null) return expect(lines).toBeNull(); // the outside data is not at hand
  for (const each of lines as {
    user: string;
    groups: string[];
    bindingNamespace: string;
    subjects: { kind: string; name: string; namespace?: string }[];
    expected: { applies: boolean };
  }[]) {
    const bound = { ...binding({ namespace: each.bindingNamespace }), subjects: each.subjects };
    const { rules } = rulesFor(each, each.bindingNamespace, {
      ...NOTHING,
      roles: [role([rule(['get'], ['pods'])], { namespace: each.bindingNamespace })],
      roleBindings: [bound],
    });
    expect(rules.length > 0).toBe(each.expected.applies);
  }
});
