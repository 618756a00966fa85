import { describe, expect, test } from 'vitest';
import { deployment, ownerReference, pod, replicaSet } from '../testing/builders.ts';
import type { KubeObject, Pod } from './objects.ts';
import { byUid, ownerChain, templateDrift, templateFor, workloadOf } from './owners.ts';

const set = replicaSet();
const owned = pod({ name: 'web-7c9f6d5b8-x2kqv', owner: { kind: 'ReplicaSet', name: 'web-7c9f6d5b8' } });
const names = (object: KubeObject, ...objects: object[]) =>
  ownerChain(object, byUid(objects as KubeObject[])).map(
    ({ kind, name, object: found }) => `${kind}/${name}${found ? '' : ' (missing)'}`,
  ); // builders give whole objects

describe('ownerChain', () => {
  test('pod, ReplicaSet, Deployment', () => {
    expect(names(owned, set, deployment())).toEqual(['ReplicaSet/web-7c9f6d5b8', 'Deployment/web']);
    expect(workloadOf(owned, byUid([set, deployment()] as KubeObject[]))).toEqual({ kind: 'Deployment', name: 'web' });
  });
  test('an owner that is not there is the last link', () =>
    expect(names(owned)).toEqual(['ReplicaSet/web-7c9f6d5b8 (missing)']));
  test('a kind nobody knows is kept by its name', () =>
    expect(names(pod({ owner: { kind: 'Rollout', name: 'r' } }))).toEqual(['Rollout/r (missing)']));
  test('a job of a cron job', () => {
    const job: KubeObject = {
      kind: 'Job',
      metadata: { name: 'j-1', uid: 'job-j-1', ownerReferences: [ownerReference('CronJob', 'j')] },
    };
    expect(names(pod({ owner: { kind: 'Job', name: 'j-1' } }), job)).toEqual(['Job/j-1', 'CronJob/j (missing)']);
  });
  test('a pod without owner is its own workload', () =>
    expect(workloadOf(pod({ name: 'lone' }), () => undefined)).toEqual({ kind: 'Pod', name: 'lone' }));
  test('a circle ends', () => {
    const a: KubeObject = {
      kind: 'A',
      metadata: { name: 'a', uid: 'a', ownerReferences: [ownerReference('B', 'b', 'b')] },
    };
    const b: KubeObject = {
      kind: 'B',
      metadata: { name: 'b', uid: 'b', ownerReferences: [ownerReference('A', 'a', 'a')] },
    };
    expect(names(a, a, b)).toEqual(['B/b']);
    expect(names(pod({ owner: { kind: 'A', name: 'a', uid: 'a' } }), a, b)).toEqual(['A/a', 'B/b']);
  });
  test('the controller is followed, not the first owner', () => {
    const two = {
      metadata: {
        name: 'p',
        uid: 'p',
        ownerReferences: [
          { ...ownerReference('Other', 'o'), controller: false },
          ownerReference('ReplicaSet', 'web-7c9f6d5b8'),
        ],
      },
    };
    expect(names(two, set)[0]).toBe('ReplicaSet/web-7c9f6d5b8');
  });
});

/** What admission, the scheduler and the controllers make of a template, as on a real cluster. */
function admitted(): Pod {
  const made = pod({ owner: { kind: 'ReplicaSet', name: set.metadata?.name ?? '' } });
  const mount = {
    name: 'kube-api-access-x7k2p',
    mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    readOnly: true,
  };
  return {
    ...made,
    spec: {
      ...made.spec,
      containers: (made.spec?.containers ?? []).map((each) => ({
        ...each,
        volumeMounts: [mount],
        resources: { limits: { cpu: '1' } },
        imagePullPolicy: 'Always',
        env: [],
      })),
      volumes: [
        { name: 'kube-api-access-x7k2p', projected: { sources: [] } },
        { name: 'data', persistentVolumeClaim: { claimName: 'data-web-0' } },
      ],
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
      nodeName: 'worker-3',
      serviceAccountName: 'default',
      serviceAccount: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      enableServiceLinks: true,
      imagePullSecrets: [{ name: 'registry' }],
      securityContext: {},
      schedulerName: 'default-scheduler',
      restartPolicy: 'Always',
      hostname: 'web-0',
    },
  };
}

describe('templateDrift', () => {
  const template = set.spec?.template ?? {};
  const drift = (spec: Partial<NonNullable<Pod['spec']>>) =>
    templateDrift({ ...admitted(), spec: { ...(admitted().spec ?? { containers: [] }), ...spec } }, template).map(
      ({ field }) => field,
    );
  const [app] = admitted().spec?.containers ?? [];
  if (!app) throw new Error('the builder makes one container');

  test('nothing for a pod as it comes', () => expect(templateDrift(admitted(), template)).toEqual([]));
  test.each<[string, Partial<NonNullable<Pod['spec']>>, string[]]>([
    ['another image', { containers: [{ ...app, image: 'evil:1' }] }, ['spec.containers[app].image']],
    ['another command', { containers: [{ ...app, command: ['sh'] }] }, ['spec.containers[app].command']],
    ['a further container', { containers: [app, { name: 'x', image: 'x' }] }, ['spec.containers[x]']],
    ['a container less', { containers: [] }, ['spec.containers[app]']],
    ['the host’s network', { hostNetwork: true }, ['spec.hostNetwork']],
    [
      'privileged',
      { containers: [{ ...app, securityContext: { ...app.securityContext, privileged: true } }] },
      ['spec.containers[app].securityContext'],
    ],
    [
      'a tighter security context is admission’s',
      {
        containers: [
          { ...app, securityContext: { ...app.securityContext, capabilities: { drop: ['ALL'] }, runAsUser: 1000 } },
        ],
      },
      [],
    ],
    ['a hostPath volume', { volumes: [{ name: 'root', hostPath: { path: '/' } }] }, ['spec.volumes[root]']],
    [
      'a hostPath under the name of the token’s volume',
      { volumes: [{ name: 'kube-api-access-aaaaa', hostPath: { path: '/' } }] },
      ['spec.volumes[kube-api-access-aaaaa]'],
    ],
    ['another service account', { serviceAccountName: 'admin' }, ['spec.serviceAccountName']],
    [
      'an environment variable',
      { containers: [{ ...app, env: [{ name: 'LD_PRELOAD', value: '/tmp/x.so' }] }] },
      ['spec.containers[app].env[LD_PRELOAD]'],
    ],
    ['an init container', { initContainers: [{ name: 'i', image: 'i' }] }, ['spec.initContainers[i]']],
  ])('%s', (_, spec, fields) => expect(drift(spec)).toEqual(fields));

  test('no environment value is repeated', () => {
    const env = [{ name: 'DB_PASSWORD', value: 'hunter2' }];
    expect(
      JSON.stringify(templateDrift({ ...admitted(), spec: { containers: [{ ...app, env }] } }, template)),
    ).not.toContain('hunter2');
  });

  test('a pod of the revision before is not measured by the new template', () => {
    const stateful = {
      kind: 'StatefulSet',
      metadata: { name: 's' },
      spec: { template },
      status: { updateRevision: 'web-2' },
    };
    expect(templateFor(pod({ labels: { 'controller-revision-hash': 'web-1' } }), stateful)).toBeNull();
    expect(templateFor(pod({ labels: { 'controller-revision-hash': 'web-2' } }), stateful)).toBe(template);
    const daemon = {
      kind: 'DaemonSet',
      metadata: { name: 'd', annotations: { 'deprecated.daemonset.template.generation': '3' } },
      spec: { template },
    };
    expect(templateFor(pod({ labels: { 'pod-template-generation': '2' } }), daemon)).toBeNull();
    expect(templateFor(pod({ labels: { 'pod-template-generation': '3' } }), daemon)).toBe(template);
    expect(templateFor(pod(), null)).toBeNull();
  });
});
