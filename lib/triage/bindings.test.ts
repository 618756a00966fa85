import { describe, expect, test } from 'vitest';
import { binding, clusterBinding, clusterRole, rule } from '../testing/builders.ts';
import { bindingRows } from './bindings.ts';

describe('bindings', () => {
  const admin = clusterRole([rule(['*'], ['*'], { apiGroups: ['*'] })], { name: 'admin' });
  const reader = clusterRole([rule(['get'], ['pods'])], { name: 'reader' });
  const all = {
    roles: [],
    clusterRoles: [reader, admin],
    roleBindings: [binding({ name: 'lost', role: { kind: 'Role', name: 'gone' }, to: ['payments'] })],
    clusterRoleBindings: [
      clusterBinding({ name: 'reads', role: { kind: 'ClusterRole', name: 'reader' }, to: ['User:joe'] }),
      clusterBinding({ name: 'rules', role: { kind: 'ClusterRole', name: 'admin' }, to: ['Group:ops'] }),
    ],
  };
  test('dangerous first, unknown next, harmless last', () => {
    expect(bindingRows(all).map(({ name, dangers, subjects }) => [name, dangers, subjects])).toEqual([
      [
        'rules',
        ['may do everything in the whole cluster (cluster-admin)'],
        [{ kind: 'Group', name: 'ops', namespace: null }],
      ],
      ['lost', null, [{ kind: 'ServiceAccount', name: 'payments', namespace: 'finance' }]],
      ['reads', [], [{ kind: 'User', name: 'joe', namespace: null }]],
    ]);
  });
  test('with ClusterRoles that could not be read nothing is called harmless', () => {
    expect(bindingRows({ ...all, clusterRoles: null, roleBindings: null }).map(({ dangers }) => dangers)).toEqual([
      null,
      null,
    ]);
  });
});
