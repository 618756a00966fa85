import { expect, test } from 'vitest';
import { judge, pathToRead } from './judge.ts';

const sent = (
  method: string,
  contentType: string | null,
  body: unknown,
  path = '/apis/apps/v1/namespaces/f/deployments/pay',
) => ({ method, path, contentType, body });
const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const JSON_PATCH = 'application/json-patch+json';
const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'q' },
  spec: { podSelector: { matchLabels: { x: '1' } }, ingress: [] },
};

test.each<[string, ReturnType<typeof sent>, unknown, string]>([
  [
    'created, with defaults added',
    sent('POST', 'application/json', policy),
    {
      ...policy,
      metadata: { name: 'q', uid: 'u' },
      spec: { podSelector: { matchLabels: { x: '1' } }, policyTypes: ['Ingress'] },
    },
    'done',
  ],
  ['not created', sent('POST', 'application/json', policy), null, 'absent'],
  [
    'another object of that name',
    sent('POST', 'application/json', policy),
    { ...policy, spec: { podSelector: {} } },
    'differs',
  ],
  [
    'scaled to zero',
    sent('PATCH', MERGE, { spec: { replicas: 0 } }),
    { spec: { replicas: 0 }, status: { replicas: 3 } },
    'done',
  ],
  ['not scaled', sent('PATCH', MERGE, { spec: { replicas: 0 } }), { spec: { replicas: 3 } }, 'absent'],
  [
    'a label taken off by null',
    sent('PATCH', MERGE, { metadata: { labels: { app: null, q: '1' } } }),
    { metadata: { labels: { q: '1' } } },
    'done',
  ],
  [
    'a label still on',
    sent('PATCH', MERGE, { metadata: { labels: { app: null } } }),
    { metadata: { labels: { app: 'pay' } } },
    'absent',
  ],
  [
    'the resourceVersion of the precondition does not count',
    sent('PATCH', MERGE, { metadata: { resourceVersion: '5', labels: { q: '1' } } }),
    { metadata: { resourceVersion: '6', labels: { q: '1' } } },
    'done',
  ],
  [
    'another pod has the name now',
    sent('PATCH', MERGE, { metadata: { uid: 'old', labels: { q: '1' } } }),
    { metadata: { uid: 'new', labels: { q: '1' } } },
    'differs',
  ],
  ['a list of a merge patch is whole', sent('PATCH', MERGE, { spec: { l: [1] } }), { spec: { l: [1, 2] } }, 'absent'],
  [
    'a list of an apply may be longer',
    sent('PATCH', APPLY, { spec: { l: [{ name: 'a', v: 1 }] } }),
    { spec: { l: [{ name: 'b' }, { name: 'a', v: 1, w: 2 }] } },
    'done',
  ],
  [
    'a JSON patch: label replaced, other removed',
    sent('PATCH', JSON_PATCH, [
      { op: 'test', path: '/metadata/uid', value: 'u' },
      { op: 'add', path: '/metadata/labels/a~1b', value: 'x' },
      { op: 'remove', path: '/metadata/labels/c' },
    ]),
    { metadata: { labels: { 'a/b': 'x' } } },
    'done',
  ],
  [
    'a JSON patch that is not there',
    sent('PATCH', JSON_PATCH, [{ op: 'remove', path: '/metadata/labels/c' }]),
    { metadata: { labels: { c: '' } } },
    'absent',
  ],
  ['patched, but gone', sent('PATCH', MERGE, { spec: {} }), null, 'differs'],
  ['deleted', sent('DELETE', null, null), null, 'done'],
  ['being deleted', sent('DELETE', null, null), { metadata: { deletionTimestamp: 'x' } }, 'done'],
  [
    'deleted, and a new one of that name',
    sent('DELETE', null, { preconditions: { uid: 'old' } }),
    { metadata: { uid: 'new' } },
    'done',
  ],
  ['not deleted', sent('DELETE', null, { preconditions: { uid: 'old' } }), { metadata: { uid: 'old' } }, 'absent'],
])('%s', (_, request, found, verdict) => expect(judge(request, found).verdict).toBe(verdict));

test.each([
  [
    'a create is read by the name in its body',
    sent('POST', null, { metadata: { name: 'a/b' } }, '/api/v1/namespaces/f/x?dryRun=All'),
    '/api/v1/namespaces/f/x/a%2Fb',
  ],
  ['a create with a generated name cannot be read', sent('POST', null, { metadata: { generateName: 'a-' } }), null],
  [
    'a scale is read at the same path',
    sent('PATCH', MERGE, {}, '/apis/apps/v1/namespaces/f/deployments/p/scale'),
    '/apis/apps/v1/namespaces/f/deployments/p/scale',
  ],
  ['an exec cannot be read', sent('EXEC', null, null), null],
])('%s', (_, request, path) => expect(pathToRead(request)).toBe(path));
