import { describe, expect, test } from 'vitest';
import type { Pod, Role } from '../kubernetes/objects.ts';
import { byUid } from '../kubernetes/owners.ts';
import { binding, DIGEST, deployment, node, pod, replicaSet, role, rule, T0 } from '../testing/builders.ts';
import { contextAround, used } from '../testing/triage.ts';
import { SUSPECT_RISK, TriageRow } from './row.ts';
import { rowOf, rowsOf } from './rows.ts';

const owner = { kind: 'ReplicaSet', name: 'web-7c9f6d5b8' };
const owners = [replicaSet(), deployment()];

test('a row says all of a pod', () => {
  const web = pod({ name: 'web-7c9f6d5b8-x2kqv', owner });
  const row = rowOf(
    web,
    contextAround(web, { owners, nodes: [node()], usage: { 'web-7c9f6d5b8-x2kqv': used(0.1, 0.4) } }),
  );
  expect(row).toEqual({
    uid: 'pod-finance-web-7c9f6d5b8-x2kqv',
    namespace: 'finance',
    name: 'web-7c9f6d5b8-x2kqv',
    workload: { kind: 'Deployment', name: 'web' },
    status: 'Running',
    statusLevel: 'ok',
    waitingReason: null,
    ready: '1/1',
    restarts: 0,
    lastRestartAt: null,
    createdAt: '2026-11-20T03:00:00Z',
    node: 'worker-1',
    images: [{ container: 'app', image: `registry.example/app@${DIGEST}`, digest: DIGEST }],
    serviceAccount: 'default',
    cpuCores: 0.4,
    cpuHistory: [0.1, 0.4],
    memoryBytes: 100_000_000,
    risk: 0,
    signals: [],
    quarantined: false,
  });
  expect(TriageRow.parse(row)).toEqual(row);
});

test('what is not measured is null, not 0', () => {
  const row = rowOf(pod(), contextAround(null));
  expect([row.cpuCores, row.memoryBytes, row.cpuHistory]).toEqual([null, null, []]);
});

test('a hollow pod makes a row that passes the schema', () => {
  const row = rowOf({}, contextAround(null));
  expect(TriageRow.parse(row)).toMatchObject({ status: 'Unknown', statusLevel: 'unknown', node: null });
});

test('the quarantine label is the one that containment puts on', () => {
  expect(rowOf(pod({ labels: { 'bulkhead/quarantine': 'q-1' } }), contextAround(null)).quarantined).toBe(true);
});

test('the risk is the sum of the weights, heaviest first', () => {
  const bad = pod({ containers: [{ image: 'x:1', securityContext: { privileged: true } }] });
  const { risk, signals } = rowOf(bad, contextAround(bad));
  const weights = signals.map(({ weight }) => weight);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(risk).toBe(weights.reduce((sum, weight) => sum + weight, 0));
});

describe('who stands above the wall, and who below', () => {
  const careless = { image: 'registry.example/app:1', securityContext: {} };
  const unset: Partial<NonNullable<Pod['spec']>> = { automountServiceAccountToken: true };
  const template = { containers: [{ name: 'app', ...careless }], ...unset };
  const set = replicaSet({ template });
  const deployer: Role = role([rule(['list', 'get'], ['secrets']), rule(['create'], ['pods/exec'])], {
    name: 'deployer',
  });
  const rbac = {
    roles: [deployer],
    clusterRoles: [],
    roleBindings: [binding({ role: { kind: 'Role', name: 'deployer' }, to: ['payments'] })],
    clusterRoleBindings: [],
  };
  const ordinary = [...Array(10).keys()].map((index) =>
    pod({ name: `web-${index}`, owner, containers: [careless], spec: unset }),
  );
  const daemon = {
    kind: 'DaemonSet',
    metadata: {
      name: 'kube-proxy',
      uid: 'daemonset-kube-proxy',
      namespace: 'kube-system',
      creationTimestamp: '2026-06-01T00:00:00Z',
    },
  };
  const proxy = pod({
    name: 'kube-proxy',
    namespace: 'kube-system',
    owner: { kind: 'DaemonSet', name: 'kube-proxy' },
    containers: [{ ...careless, securityContext: { privileged: true } }],
    spec: {
      ...unset,
      hostNetwork: true,
      volumes: [
        { name: 'modules', hostPath: { path: '/lib/modules' } },
        { name: 'lock', hostPath: { path: '/run/xtables.lock' } },
      ],
    },
  });
  const crashing = pod({
    name: 'crash',
    owner,
    containers: [careless],
    spec: unset,
    createdAt: '2026-11-25T02:58:00Z',
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          image: '',
          imageID: '',
          ready: false,
          restartCount: 14,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 1, finishedAt: '2026-11-25T02:59:00Z' } },
        },
      ],
    },
  });
  const planted = pod({
    name: 'kube-helper',
    createdAt: '2026-11-25T02:58:00Z',
    containers: [{ ...careless, securityContext: { privileged: true } }],
    spec: unset,
  });
  const miner = pod({ name: 'miner', owner, containers: [careless], spec: unset });
  const breached = pod({
    name: 'payment',
    owner: { kind: 'ReplicaSet', name: 'payment-1' },
    containers: [careless],
    spec: { ...unset, serviceAccountName: 'payments' },
  });
  const pods = [...ordinary, proxy, crashing, planted, miner, breached];
  const idle = { cpuCores: 0.01, memoryBytes: 1, history: [0.01, 0.01, 0.01, 0.01, 0.9, 0.9, 0.9] };

  const rank = () => {
    const rows = rowsOf({
      pods,
      now: Date.parse(T0),
      node: () => node(),
      find: byUid([set, deployment(), daemon] as Parameters<typeof byUid>[0] & object[]),
      rbac: () => rbac,
      serviceAccount: () => undefined,
      usage: () => null,
    });
    return new Map(rows.map((row) => [row.name, row.risk]));
  };
  const risks = rank();
  const risk = (name: string) => risks.get(name) ?? Number.NaN;

  test('ordinary careless pods are far below', () =>
    expect(Math.max(...ordinary.map(({ metadata }) => risk(metadata?.name ?? '')))).toBeLessThan(SUSPECT_RISK / 2));
  test('so is the node’s own agent', () => expect(risk('kube-proxy')).toBeLessThan(SUSPECT_RISK));
  test('and what merely crashes', () => expect(risk('crash')).toBeLessThan(SUSPECT_RISK));
  test('a privileged pod without owner is above', () => expect(risk('kube-helper')).toBeGreaterThan(SUSPECT_RISK));
  test('the token that reads secrets lifts its pod over the ordinary', () =>
    expect(risk('payment')).toBeGreaterThan(2 * risk('web-0')));
  test('a miner in an ordinary workload stands above any other of it', () => {
    const context = contextAround(miner, {
      owners: [set, deployment()],
      usage: { miner: [used(...idle.history.slice(0, 4)), { ...idle, cpuCores: 0.9 }] },
    });
    expect(rowOf(miner, context).risk).toBeGreaterThan(risk('web-0') + 25);
  });
});
