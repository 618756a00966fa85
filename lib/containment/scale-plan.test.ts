import { expect, test } from 'vitest';
import type { KubeObject } from '../kubernetes/objects.ts';
import { planScale, planScaleUndo, type ScalableKind, setBackChecks, whoSetsBack } from './scale-plan.ts';

const object = (spec: object, metadata: object = {}): KubeObject => ({
  metadata: { name: 'w', namespace: 'ns', uid: 'u', resourceVersion: '7', ...metadata },
  spec,
});
const workload = (kind: ScalableKind, spec: object) => ({
  kind,
  object: object(spec),
  scale: ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(kind) ? object(spec) : null,
});

test.each([
  ['Deployment', { replicas: 3 }, 'deployments/w/scale', { replicas: 0 }, { replicas: 3 }],
  ['StatefulSet', { replicas: 1 }, 'statefulsets/w/scale', { replicas: 0 }, { replicas: 1 }],
  ['ReplicaSet', {}, 'replicasets/w/scale', { replicas: 0 }, { replicas: 1 }],
  [
    'DaemonSet',
    { template: { spec: {} } },
    'daemonsets/w',
    { template: { spec: { nodeSelector: { 'bulkhead/scaled-to-zero': 'true' } } } },
    { template: { spec: { nodeSelector: { 'bulkhead/scaled-to-zero': null } } } },
  ],
  ['Job', {}, 'jobs/w', { suspend: true }, { suspend: false }],
  ['CronJob', { suspend: false }, 'cronjobs/w', { suspend: true }, { suspend: false }],
] as const)('%s goes to zero, and undo gives back what was there', (kind, before, target, sent, back) => {
  const { requests, before: kept } = planScale(workload(kind, before));
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    verb: 'PATCH',
    target,
    body: { metadata: { uid: 'u', resourceVersion: '7' }, spec: sent },
  });
  expect(planScaleUndo(workload(kind, sent), kept)[0]).toMatchObject({ target, body: { spec: back } });
  expect(planScale(workload(kind, sent)).requests).toEqual([]);
});

test.each([
  ['Argo CD by its annotation', { annotations: { 'argocd.argoproj.io/tracking-id': 'x' } }, ['Argo CD']],
  ['Flux by its label', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'x' } }, ['Flux']],
  ['a manager of fields', { managedFields: [{ manager: 'argocd-controller' }] }, ['Argo CD']],
  ['nobody', { managedFields: [{ manager: 'kubectl' }] }, []],
])('who sets it back: %s', (_, metadata, who) => expect(whoSetsBack(object({}, metadata))).toEqual(who));

test('autoscalers that could not be read are not taken for none', () => {
  expect(setBackChecks(object({}), 'Deployment', null)[0]?.state).toBe('unknown');
  expect(setBackChecks(object({}), 'Deployment', [])).toEqual([]);
  const hpa = { metadata: { name: 'h' }, spec: { scaleTargetRef: { kind: 'Deployment', name: 'w' } } };
  expect(setBackChecks(object({}), 'Deployment', [hpa])[0]?.words).toContain('Autoscaler h');
});
