import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { describeCall } from './api-path.ts';
import { collectionPath, WATCHED_RESOURCES } from './resources.ts';
import { FEATURES, rulesOfRole } from './rights.ts';
import { rbacYaml, rightsMarkdown } from './rights-files.ts';

const root = path.join(import.meta.dirname, '../..');
const rules = FEATURES.flatMap((feature) => feature.rules);

test('nothing is a wildcard, and Secrets are in no rule', () => {
  const words = rules.flatMap(({ group, resources, verbs }) => [group, ...resources, ...verbs]);
  expect(words.filter((word) => word.includes('*') || word.startsWith('secrets'))).toEqual([]);
});

test('the reader changes nothing, and the responder deletes no pod', () => {
  expect([...new Set(rulesOfRole('reader').flatMap(({ verbs }) => verbs))].sort()).toEqual(['get', 'list', 'watch']);
  const deletes = rulesOfRole('responder').filter(({ verbs }) => verbs.includes('delete'));
  expect(deletes.flatMap(({ resources }) => resources)).toEqual(['networkpolicies']);
});

test('no right is listed by two features', () => {
  const each = rules.flatMap(({ group, resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}.${group}`)),
  );
  expect(each.filter((right, index) => each.indexOf(right) !== index)).toEqual([]);
});

test.each([
  ['deploy/rbac.yaml', rbacYaml],
  ['docs/rights.md', rightsMarkdown],
])('%s is what the table makes', (file, make) => {
  expect(readFileSync(path.join(root, file), 'utf8')).toBe(make());
});

test('deploy/rbac.yaml is YAML: a role and a binding each for reading and acting', () => {
  const kinds = parseAllDocuments(rbacYaml()).map((document) => (document.toJS() as { kind: string }).kind); // the objects made above
  expect(kinds).toEqual([
    'Namespace',
    'ServiceAccount',
    'ClusterRole',
    'ClusterRoleBinding',
    'ClusterRole',
    'ClusterRoleBinding',
  ]);
});

const NS = '/api/v1/namespaces/finance';
const calls: [method: string, path: string][] = [
  ['GET', `${NS}/pods/a`],
  ['GET', `${NS}/pods/a/log`],
  ['GET', `${NS}/pods/a/exec`],
  ['PATCH', `${NS}/pods/a`],
  ['GET', `${NS}/services`],
  ['GET', `${NS}/replicationcontrollers/a`],
  ['GET', '/api/v1/namespaces/kube-system'],
  ['GET', '/apis/metrics.k8s.io/v1beta1/pods'],
  ['GET', '/apis/apps/v1/namespaces/finance/replicasets/a'],
  ['GET', '/apis/apps/v1/namespaces/finance/deployments/a'],
  ['GET', '/apis/apps/v1/namespaces/finance/statefulsets/a'],
  ['GET', '/apis/apps/v1/namespaces/finance/daemonsets/a'],
  ['GET', '/apis/batch/v1/namespaces/finance/jobs/a'],
  ['GET', '/apis/batch/v1/namespaces/finance/cronjobs/a'],
  ...['deployments', 'statefulsets', 'replicasets'].flatMap((kind): [string, string][] => [
    ['GET', `/apis/apps/v1/namespaces/finance/${kind}/a/scale`],
    ['PATCH', `/apis/apps/v1/namespaces/finance/${kind}/a/scale`],
  ]),
  ['PATCH', '/apis/apps/v1/namespaces/finance/daemonsets/a'],
  ['PATCH', '/apis/batch/v1/namespaces/finance/jobs/a'],
  ['PATCH', '/apis/batch/v1/namespaces/finance/cronjobs/a'],
  ['GET', '/apis/autoscaling/v2/namespaces/finance/horizontalpodautoscalers'],
  ['POST', '/apis/networking.k8s.io/v1/namespaces/finance/networkpolicies'],
  ['DELETE', '/apis/networking.k8s.io/v1/namespaces/finance/networkpolicies/a'],
  ['GET', '/apis/networking.k8s.io/v1/namespaces/finance/networkpolicies/a'],
];

test.each([
  ...calls.map(([method, at]) => ({ method, at, watch: false })),
  ...WATCHED_RESOURCES.flatMap((each) =>
    [false, true].map((watch) => ({ method: 'GET', at: collectionPath(each), watch })),
  ),
])('$method $at (watch: $watch) has its right', ({ method, at, watch }) => {
  const { verb, group, resource } = describeCall(method, at, watch);
  expect(
    rules.some((rule) => rule.group === group && rule.resources.includes(resource) && rule.verbs.includes(verb)),
    `${verb} ${resource}.${group}`,
  ).toBe(true);
});
