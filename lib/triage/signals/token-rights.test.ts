import { expect, test } from 'vitest';
import { pod, rule } from '../../testing/builders.ts';
import { contextAround, rightsOf, type Surroundings } from '../../testing/triage.ts';
import { tokenRights } from './token-rights.ts';

const admin = rightsOf('payments', [rule(['*'], ['*'], { apiGroups: ['*'] })]);
const deployer = { roles: [], clusterRoles: [], roleBindings: [], clusterRoleBindings: [] };
const account = (automountServiceAccountToken?: boolean) => ({
  metadata: { name: 'payments', namespace: 'finance' },
  ...(automountServiceAccountToken !== undefined && { automountServiceAccountToken }),
});
const mounted = pod({ spec: { serviceAccountName: 'payments', automountServiceAccountToken: true } });
const unsaid = { ...mounted, spec: { containers: mounted.spec?.containers ?? [], serviceAccountName: 'payments' } };

test.each<[string, typeof mounted, Surroundings, string | undefined]>([
  ['cluster-admin', mounted, { rbac: admin }, 'Admin token'],
  ['secrets', mounted, { rbac: rightsOf('payments', [rule(['list'], ['secrets'])]) }, 'Secrets via token'],
  ['exec', mounted, { rbac: rightsOf('payments', [rule(['create'], ['pods/exec'])]) }, 'Strong token'],
  ['harmless rights', mounted, { rbac: rightsOf('payments', [rule(['get'], ['pods'])]) }, undefined],
  ['no rights', mounted, { rbac: deployer }, undefined],
  ['rights that could not be read raise nothing', mounted, { rbac: null }, undefined],
  [
    'not mounted by the pod',
    pod({ spec: { serviceAccountName: 'payments', automountServiceAccountToken: false } }),
    { rbac: admin },
    undefined,
  ],
  ['not mounted by the account', unsaid, { rbac: admin, serviceAccounts: [account(false)] }, undefined],
  ['mounted by default', unsaid, { rbac: admin, serviceAccounts: [account()] }, 'Admin token'],
])('%s', (_, suspect, surroundings, words) =>
  expect(tokenRights(suspect, contextAround(suspect, surroundings))?.words).toBe(words),
);

test('says which right, and through which binding', () => {
  expect(tokenRights(mounted, contextAround(mounted, { rbac: admin }))?.reason).toBe(
    'The mounted token of service account payments may do everything in the whole cluster (cluster-admin), through ClusterRoleBinding binding to ClusterRole role.',
  );
});

test('more dangerous rights weigh more, up to a bound', () => {
  const rules = [
    rule(['list'], ['secrets']),
    rule(['create'], ['pods', 'pods/exec', 'serviceaccounts/token', 'persistentvolumes']),
    rule(['impersonate'], ['users']),
  ];
  const weights = [rules.slice(0, 1), rules].map(
    (some) => tokenRights(mounted, contextAround(mounted, { rbac: rightsOf('payments', some) }))?.weight,
  );
  expect(weights).toEqual([24, 28]);
});
