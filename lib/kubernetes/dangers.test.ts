import { describe, expect, test } from 'vitest';
import { binding, clusterBinding, clusterRole, role, rule } from '../testing/builders.ts';
import { dangers } from './dangers.ts';
import type { PolicyRule } from './objects.ts';
import { type Rbac, rulesFor, serviceAccountSubject } from './rbac.ts';

const NOTHING: Rbac = { roles: [], clusterRoles: [], roleBindings: [], clusterRoleBindings: [] };
const payments = serviceAccountSubject('finance', 'payments');

describe('dangers', () => {
  const of = (rules: PolicyRule[], cluster = false) => {
    const rbac = cluster
      ? { ...NOTHING, clusterRoles: [clusterRole(rules)], clusterRoleBindings: [clusterBinding({ to: ['payments'] })] }
      : { ...NOTHING, roles: [role(rules)], roleBindings: [binding({ to: ['payments'] })] };
    return dangers(rulesFor(payments, null, rbac).rules).map(({ words, grade }) => `${grade} ${words}`);
  };
  test.each<[string, string[], PolicyRule[], boolean]>([
    [
      'cluster-admin',
      ['1 may do everything in the whole cluster (cluster-admin)'],
      [rule(['*'], ['*'], { apiGroups: ['*'] })],
      true,
    ],
    [
      'all of a namespace',
      ['1 may do everything in namespace finance'],
      [rule(['*'], ['*'], { apiGroups: ['*'] })],
      false,
    ],
    ['list secrets', ['2 may read every Secret of namespace finance'], [rule(['list'], ['secrets'])], false],
    ['one named secret is no danger', [], [rule(['get'], ['secrets'], { resourceNames: ['own'] })], false],
    [
      'impersonating one named user is',
      ['1 may act as other users, groups or service accounts (impersonate) in the whole cluster'],
      [rule(['impersonate'], ['users'], { resourceNames: ['root'] })],
      true,
    ],
    [
      'exec',
      ['2 may run commands in containers (exec, attach, ephemeral containers) of namespace finance'],
      [rule(['create'], ['pods/exec'])],
      false,
    ],
    ['nodes/proxy through a RoleBinding does nothing', [], [rule(['get'], ['nodes/proxy'])], false],
    ['reading pods is harmless', [], [rule(['get', 'list', 'watch'], ['pods', 'configmaps', 'pods/log'])], true],
    [
      'token',
      ['1 may issue tokens for service accounts of namespace finance'],
      [rule(['create'], ['serviceaccounts/token'])],
      false,
    ],
    [
      'bind in a namespace',
      ['1 may bind roles whose rights it does not have (bind) of namespace finance'],
      [rule(['bind'], ['clusterroles'], { apiGroups: ['rbac.authorization.k8s.io'] })],
      false,
    ],
    [
      'signing certificates',
      ['1 may approve or sign certificates, also for another identity in the whole cluster'],
      [rule(['approve'], ['signers'], { apiGroups: ['certificates.k8s.io'], resourceNames: ['kubernetes.io/*'] })],
      true,
    ],
  ])('%s', (_, words, rules, cluster) => expect(of(rules, cluster)).toEqual(words));

  test('worst first, and a danger in the whole cluster covers the namespace’s', () => {
    const rbac: Rbac = {
      roles: [role([rule(['get'], ['secrets']), rule(['update'], ['pods'])])],
      clusterRoles: [clusterRole([rule(['get'], ['secrets'])])],
      roleBindings: [binding({ to: ['payments'] })],
      clusterRoleBindings: [clusterBinding({ to: ['Group:system:authenticated'] })],
    };
    expect(dangers(rulesFor(payments, null, rbac).rules).map(({ id, grade }) => [id, grade])).toEqual([
      ['secrets', 1],
      ['pod-images', 2],
    ]);
  });

  test('what is only a danger to a namespace is one to the cluster in kube-system', () => {
    const create = [rule(['create'], ['pods'])];
    const grades = (['finance', 'kube-system'] as const).map((namespace) => {
      const rbac = {
        ...NOTHING,
        roles: [role(create, { namespace })],
        roleBindings: [binding({ namespace, to: ['User:joe'] })],
      };
      return dangers(rulesFor({ user: 'joe', groups: [] }, null, rbac).rules)[0]?.grade;
    });
    expect(grades).toEqual([2, 1]);
  });
});
