import { expect, test } from 'vitest';
import { deployment, event, netpol, node, pod, replicaSet, rule } from '../testing/builders.ts';
import { contextAround, rightsOf } from '../testing/triage.ts';
import { PodDetail, podDetail } from './pod-detail.ts';

const suspect = pod({
  name: 'payment',
  labels: { app: 'pay' },
  owner: { kind: 'ReplicaSet', name: 'web-7c9f6d5b8' },
  initContainers: [{ name: 'setup' }, { name: 'proxy', restartPolicy: 'Always' }],
  ephemeralContainers: [{ name: 'debug' }],
  containers: [
    {
      command: ['node', '--token=hunter2', 'server.js'],
      ports: [{ name: 'http', containerPort: 8080 }],
      env: [
        { name: 'DB_PASSWORD', value: 'hunter2' },
        { name: 'KEY', valueFrom: { secretKeyRef: { name: 'db', key: 'k' } } },
      ],
      envFrom: [{ configMapRef: { name: 'settings' } }],
      volumeMounts: [{ name: 'tls', mountPath: '/tls', readOnly: true }],
      livenessProbe: { httpGet: { port: 8080, path: '/healthz' } },
      securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } },
    },
  ],
  spec: {
    serviceAccountName: 'payments',
    automountServiceAccountToken: true,
    volumes: [
      { name: 'tls', secret: { secretName: 'payment-tls' } },
      { name: 'tmp', emptyDir: {} },
    ],
  },
});
const context = contextAround(suspect, {
  owners: [replicaSet({ replicas: 3 }), deployment()],
  nodes: [node()],
  rbac: rightsOf('payments', [rule(['get'], ['secrets'])]),
});
const detail = podDetail({
  pod: suspect,
  context,
  events: [
    event({ name: 'late', lastTimestamp: '2026-11-25T03:05:00Z' }),
    event({ name: 'early', eventTime: '2026-11-25T03:01:00.5Z', message: 'x'.repeat(1_000_000) }),
  ],
  networkPolicies: [
    netpol({ name: 'deny', policyTypes: ['Ingress', 'Egress'] }),
    netpol({ name: 'web', selects: { app: 'pay' }, egress: [{}] }),
    netpol({ name: 'other', selects: { app: 'x' } }),
  ],
});

test('passes its schema and holds no secret', () => {
  expect(PodDetail.parse(detail)).toEqual(detail);
  expect(JSON.stringify(detail)).not.toContain('hunter2');
});

test('containers in the order they start, with what matters about each', () => {
  expect(detail.containers.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'setup init',
    'proxy sidecar',
    'app container',
    'debug ephemeral',
  ]);
  expect(detail.containers[2]).toMatchObject({
    state: 'running since 2026-11-20T03:00:05Z',
    running: true,
    ready: true,
    command: 'node --token=… server.js',
    env: [
      { name: 'DB_PASSWORD', from: 'the manifest' },
      { name: 'KEY', from: 'Secret db, key k' },
      { name: '*', from: 'every key of ConfigMap settings' },
    ],
    mounts: [{ path: '/tls', volume: 'tls', readOnly: true }],
    ports: ['http 8080/TCP'],
    probes: ['liveness: GET :8080/healthz'],
    security: [
      'privileged',
      'adds SYS_ADMIN',
      'may be root',
      'may gain privileges',
      'root filesystem writable',
      'no seccomp profile',
    ],
  });
});

test('events by their best time, bounded', () => {
  expect(detail.events?.map(({ uid, at, timeField }) => [uid, at, timeField])).toEqual([
    ['event-early', '2026-11-25T03:01:00.5Z', 'eventTime'],
    ['event-late', '2026-11-25T03:05:00Z', 'lastTimestamp'],
  ]);
  expect(detail.events?.[0]?.message.length).toBeLessThan(4_100);
});

test('owners, policies, rights and volumes in words', () => {
  expect(detail.ownerChain.map(({ kind, facts }) => [kind, facts])).toEqual([
    ['ReplicaSet', '0 of 3 ready, since 2026-11-12T14:20:00Z'],
    ['Deployment', '0 of 1 ready, since 2026-11-12T14:20:00Z'],
  ]);
  expect(detail.networkPolicies).toEqual([
    { name: 'deny', isolates: ['ingress', 'egress'], allows: [] },
    { name: 'web', isolates: ['ingress', 'egress'], allows: ['egress to anywhere on any port'] },
  ]);
  expect(detail.serviceAccount).toEqual({
    name: 'payments',
    tokenMounted: true,
    dangers: [
      {
        words: 'may read every Secret in the whole cluster',
        through: 'ClusterRoleBinding binding to ClusterRole role',
      },
    ],
  });
  expect(detail.volumes).toEqual([
    { name: 'tls', what: 'secret payment-tls' },
    { name: 'tmp', what: 'emptyDir' },
  ]);
});

test('what could not be read is null, never empty', () => {
  const blind = podDetail({ pod: suspect, context: contextAround(suspect), events: null, networkPolicies: null });
  expect([blind.events, blind.networkPolicies, blind.serviceAccount.dangers, blind.ownerChain[0]?.found]).toEqual([
    null,
    null,
    null,
    false,
  ]);
});

test('a lost node: as of when the status is', () => {
  const lost = contextAround(suspect, {
    nodes: [node({ ready: 'Unknown', lastHeartbeatTime: '2026-11-25T02:59:00Z' })],
  });
  expect(podDetail({ pod: suspect, context: lost, events: [], networkPolicies: [] }).statusAsOf).toBe(
    '2026-11-25T02:59:00Z',
  );
});
