import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClock, type StorableClock } from '../clock.ts';
import { type RunningScenario, startScenario } from '../scenarios/index.ts';
import { ObjectStore } from '../store.ts';
import { nextRun } from './cronjob.ts';
import {
  asObject,
  CRON_JOBS,
  change,
  controllerOf,
  DEPLOYMENTS,
  EVENTS,
  get,
  isReady,
  list,
  NAMESPACES,
  nameOf,
  PODS,
  REPLICA_SETS,
} from './objects.ts';

let clock: StorableClock;
let store: ObjectStore;
let drill: RunningScenario;

beforeEach(() => {
  clock = createClock({ now: Date.UTC(2026, 10, 25, 2, 0, 0), speed: 0 });
  store = new ObjectStore(clock.now);
  drill = startScenario({ store, clock });
  drill.settle();
});
afterEach(() => {
  drill.stop();
  clock.stop();
});

const podsOf = (namespace: string, prefix: string) =>
  list(store, 'pods', namespace).filter((pod) => nameOf(pod).startsWith(prefix));
const later = (ms: number) => drill.control.advance({ ms });
const relabel = (namespace: string, name: string, edit: (labels: Record<string, string>) => Record<string, string>) => {
  change(store, 'pods', namespace, name, (pod) => {
    pod.metadata = { ...pod.metadata, labels: edit(pod.metadata?.labels ?? {}) };
  });
  drill.settle();
};
const SUSPECT = 'payment-service-7c9f6d5b8-x2kqv';

test('a pod whose labels no longer match is let go and replaced; labelled back, it is adopted and one too many goes', () => {
  const { app } = get(store, 'pods', 'finance', SUSPECT)?.metadata?.labels ?? {};
  relabel('finance', SUSPECT, ({ app: _, ...rest }) => rest);
  later(5000);
  expect(get(store, 'pods', 'finance', SUSPECT)?.metadata?.ownerReferences).toBeUndefined();
  expect(podsOf('finance', 'payment-service-').filter(isReady)).toHaveLength(4);
  relabel('finance', SUSPECT, (labels) => ({ ...labels, app: app ?? '' }));
  later(60_000);
  const back = get(store, 'pods', 'finance', SUSPECT);
  expect(back === null ? 'given up' : controllerOf(back)?.kind).toBe('ReplicaSet');
  expect(podsOf('finance', 'payment-service-')).toHaveLength(3);
});

test('scaled to zero, a Deployment keeps its ReplicaSet and loses its pods, with the events of the real controllers', () => {
  change(store, 'deployments', 'finance', 'payment-service', (copy) => {
    if (copy.spec) copy.spec.replicas = 0;
  });
  drill.settle();
  later(40_000);
  expect(podsOf('finance', 'payment-service-')).toEqual([]);
  expect(get(store, 'replicasets', 'finance', 'payment-service-7c9f6d5b8')?.spec?.replicas).toBe(0);
  expect(get(store, 'deployments', 'finance', 'payment-service')?.status?.replicas ?? 0).toBe(0);
  const reasons = list(store, 'events', 'finance').map((event) => `${event.involvedObject.kind} ${event.reason}`);
  expect(reasons).toEqual(
    expect.arrayContaining(['Deployment ScalingReplicaSet', 'ReplicaSet SuccessfulDelete', 'Pod Killing']),
  );
});

test('a new template rolls out under a new hash, and the old ReplicaSet ends at zero', () => {
  change(store, 'deployments', 'finance', 'fraud-check', (copy) => {
    if (copy.spec)
      copy.spec.template.metadata = { ...copy.spec.template.metadata, annotations: { restartedAt: 'now' } };
  });
  drill.settle();
  for (let i = 0; i < 8; i++) later(5000);
  const sets = list(store, 'replicasets', 'finance').filter((set) => nameOf(set).startsWith('fraud-check-'));
  expect(sets.map((set) => set.spec?.replicas).sort()).toEqual([0, 2]);
  expect(podsOf('finance', 'fraud-check-').filter(isReady)).toHaveLength(2);
});

test('a StatefulSet cannot start a replacement while the name exists', () => {
  relabel('data', 'postgres-1', (labels) => ({ ...labels, app: 'detached' }));
  later(30_000);
  expect(podsOf('data', 'postgres-').map(nameOf)).toEqual(['postgres-0', 'postgres-1']);
  expect(list(store, 'events', 'data').find((event) => event.reason === 'FailedCreate')?.message).toBe(
    'create Pod postgres-1 in StatefulSet postgres failed error: pods "postgres-1" already exists',
  );
  store.remove(PODS, 'data', 'postgres-1', { graceSeconds: 0 });
  later(30_000);
  expect(podsOf('data', 'postgres-').map((pod) => controllerOf(pod)?.kind)).toEqual(['StatefulSet', 'StatefulSet']);
});

test('a DaemonSet with a node selector that no node has ends all its pods, and comes back without it', () => {
  const select = (nodeSelector: Record<string, string>) =>
    change(store, 'daemonsets', 'falco', 'falco', (copy) => {
      if (copy.spec?.template.spec) copy.spec.template.spec.nodeSelector = nodeSelector;
    });
  select({ 'bulkhead/none': 'x' });
  drill.settle();
  later(10_000);
  expect(podsOf('falco', 'falco-')).toEqual([]);
  expect(get(store, 'daemonsets', 'falco', 'falco')?.status?.desiredNumberScheduled).toBe(0);
  select({ 'acme.example/runtime-security': 'on' });
  drill.settle();
  later(10_000);
  expect(podsOf('falco', 'falco-').filter(isReady)).toHaveLength(6);
});

test('a suspended CronJob starts nothing; resumed, it runs at its minute and its Job completes', () => {
  const suspend = (value: boolean) => {
    change(store, 'cronjobs', 'finance', 'invoice-cleanup', (copy) => {
      if (copy.spec) copy.spec.suspend = value;
    });
    drill.settle();
  };
  const jobs = () => list(store, 'jobs', 'finance').map(nameOf);
  const before = jobs();
  suspend(true);
  later(7 * 3_600_000);
  expect(jobs()).toEqual(before);
  suspend(false);
  later(6 * 3_600_000);
  later(120_000);
  later(120_000);
  expect(jobs()).not.toEqual(before);
  expect(list(store, 'jobs', 'finance').at(-1)?.status?.conditions?.[0]?.type).toBe('Complete');
});

test.each([
  ['*/5 * * * *', '2026-11-25T02:05:00.000Z'],
  ['15 */6 * * *', '2026-11-25T06:15:00.000Z'],
  ['0 3 1 * *', '2026-12-01T03:00:00.000Z'],
  ['0 0 * * 0', '2026-11-29T00:00:00.000Z'],
  ['no schedule', null],
])('%s runs next at %s', (schedule, next) => {
  const at = nextRun(schedule, Date.UTC(2026, 10, 25, 2, 0, 0));
  expect(at === null ? null : new Date(at).toISOString()).toBe(next);
});

test('what an owner leaves behind is collected', () => {
  store.remove(DEPLOYMENTS, 'web', 'checkout-ui');
  drill.settle();
  later(40_000);
  expect(podsOf('web', 'checkout-ui-')).toEqual([]);
  expect(store.list(REPLICA_SETS, 'web').filter((set) => nameOf(set).startsWith('checkout-ui-'))).toEqual([]);
});

test('a namespace ends when all in it has', () => {
  store.remove(NAMESPACES, null, 'web');
  drill.settle();
  later(40_000);
  drill.settle();
  expect(store.get(NAMESPACES, null, 'web')).toBeNull();
  expect(store.list(PODS, 'web')).toEqual([]);
});

test('a new namespace gets its account and the CA', () => {
  store.create(NAMESPACES, asObject({ metadata: { name: 'fresh' } }));
  drill.settle();
  expect(store.get({ group: '', plural: 'serviceaccounts' }, 'fresh', 'default')).not.toBeNull();
  expect(store.get({ group: '', plural: 'configmaps' }, 'fresh', 'kube-root-ca.crt')).not.toBeNull();
});

test('a container that keeps crashing waits longer and is counted; its Event counts up and is gone an hour after it stops', () => {
  const pod = () => podsOf('data', 'report-export-')[0];
  const restarts = () => pod()?.status?.containerStatuses?.[0]?.restartCount ?? 0;
  const before = restarts();
  for (let i = 0; i < 12; i++) later(100_000);
  expect(restarts()).toBeGreaterThan(before + 1);
  const backOff = list(store, 'events', 'data').find((event) => event.reason === 'BackOff');
  expect(backOff?.count).toBeGreaterThan(1);
  store.remove(DEPLOYMENTS, 'data', 'report-export');
  drill.settle();
  for (let i = 0; i < 5; i++) later(20 * 60_000);
  expect(
    list(store, 'events', 'data').filter((event) => event.involvedObject.name?.startsWith('report-export')),
  ).toEqual([]);
});

test('the same start gives the same names', () => {
  const other = new ObjectStore(clock.now);
  const again = startScenario({ store: other, clock });
  expect(list(other, 'pods', null).map((pod) => `${nameOf(pod)} ${pod.metadata?.uid}`)).toEqual(
    list(store, 'pods', null).map((pod) => `${nameOf(pod)} ${pod.metadata?.uid}`),
  );
  again.stop();
});

test('10,000 more pods settle without one write to them', () => {
  drill.stop();
  store = new ObjectStore(clock.now);
  drill = startScenario({ store, clock, extraPods: 10_000 });
  const versions = () =>
    new Map(
      list(store, 'pods', null)
        .filter((pod) => nameOf(pod).startsWith('service-'))
        .map((pod) => [pod.metadata?.uid, pod.metadata?.resourceVersion]),
    );
  const before = versions();
  drill.settle();
  expect(versions()).toEqual(before);
  expect(before.size).toBe(10_000);
}, 60_000);

test('a cron job that is deleted starts no more', () => {
  store.remove(CRON_JOBS, 'finance', 'invoice-cleanup');
  drill.settle();
  later(7 * 3_600_000);
  expect(list(store, 'jobs', 'finance')).toEqual([]);
  expect(store.list(EVENTS, 'finance').some((event) => event.reason === 'SuccessfulCreate')).toBe(false);
});

test('a pod of a controller has all that the API server fills in, so that a later change of its labels is none of its spec', () => {
  const template = { metadata: { labels: { app: 'bare' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
  store.create(
    DEPLOYMENTS,
    asObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'bare', namespace: 'finance' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'bare' } }, template },
    }),
  );
  drill.settle();
  const [pod] = podsOf('finance', 'bare-');
  expect(pod?.spec).toMatchObject({ enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority', priority: 0 });
});
