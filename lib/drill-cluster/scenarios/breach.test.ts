import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allowed } from '../../kubernetes/network-policy.ts';
import type { NetworkPolicy } from '../../kubernetes/objects.ts';
import { createClock, type StorableClock } from '../clock.ts';
import { asObject, change, get, list, NETWORK_POLICIES, nameOf, PODS } from '../controllers/objects.ts';
import { ObjectStore } from '../store.ts';
import { ATTACKER } from './breach.ts';
import { SUSPECT } from './finance.ts';
import { type RunningScenario, startScenario } from './index.ts';

let clock: StorableClock;
let store: ObjectStore;
let drill: RunningScenario;

beforeEach(() => {
  clock = createClock({ now: Date.UTC(2026, 10, 25, 2, 0, 0), speed: 0 });
  store = new ObjectStore(clock.now);
  drill = startScenario({ store, clock });
});
afterEach(() => {
  drill.stop();
  clock.stop();
});

const label = { 'bulkhead/quarantine': 'q-1' };
function denyAll(
  name = 'deny',
  spec: NetworkPolicy['spec'] = { podSelector: { matchLabels: label }, policyTypes: ['Ingress', 'Egress'] },
) {
  store.create(NETWORK_POLICIES, asObject({ metadata: { name, namespace: SUSPECT.namespace }, spec }));
}
const relabel = (edit: (labels: Record<string, string>) => Record<string, string>) =>
  change(store, 'pods', SUSPECT.namespace, SUSPECT.name, (pod) => {
    pod.metadata = { ...pod.metadata, labels: edit(pod.metadata?.labels ?? {}) };
  });
const withoutApp = ({ app: _, ...rest }: Record<string, string>) => rest;
function sentDuring(ms: number): number {
  const before = drill.control.state().exfiltration.bytesSent;
  drill.control.advance({ ms });
  return drill.control.state().exfiltration.bytesSent - before;
}

test('nothing leaves before the last beat, then 2.9 MB a second', () => {
  expect(sentDuring(60_000)).toBe(0);
  drill.control.advance({ beat: 'exfiltration' });
  expect(sentDuring(10_000)).toBe(29_000_000);
});

test('a deny-all alone leaks through allow-egress-web; without the label that it selects by, nothing leaves; undone, it goes on', () => {
  drill.control.advance({ beat: 'exfiltration' });
  denyAll();
  relabel((labels) => ({ ...labels, ...label }));
  expect(sentDuring(1000)).toBe(2_900_000);
  relabel(withoutApp);
  expect(sentDuring(60_000)).toBe(0);
  expect(drill.control.state().exfiltration).toMatchObject({
    running: false,
    blockedSince: '2026-11-25T02:07:31.000Z',
  });
  relabel((labels) => ({ ...labels, app: 'payment-service' }));
  expect(sentDuring(1000)).toBe(2_900_000);
  expect(drill.control.state().exfiltration.blockedSince).toBeNull();
});

test('a policy that denies ingress alone stops nothing', () => {
  drill.control.advance({ beat: 'exfiltration' });
  denyAll('in', { podSelector: {}, policyTypes: ['Ingress'] });
  relabel(withoutApp);
  expect(sentDuring(1000)).toBe(2_900_000);
});

test('when the pod ends, so does it', () => {
  drill.control.advance({ beat: 'exfiltration' });
  store.remove(PODS, SUSPECT.namespace, SUSPECT.name);
  drill.control.advance({ ms: 5000 });
  expect(get(store, 'pods', SUSPECT.namespace, SUSPECT.name)).toBeNull();
  expect(sentDuring(10_000)).toBe(0);
});

test('it flows exactly when the policies in force let a packet out to the drop', () => {
  drill.control.advance({ beat: 'exfiltration' });
  store.remove(NETWORK_POLICIES, SUSPECT.namespace, 'allow-egress-web');
  const policy: fc.Arbitrary<NonNullable<NetworkPolicy['spec']>> = fc.record({
    podSelector: fc.constantFrom<NonNullable<NetworkPolicy['spec']>['podSelector']>(
      {},
      { matchLabels: { app: 'payment-service' } },
      { matchLabels: { app: 'ledger-service' } },
    ),
    policyTypes: fc.constantFrom<string[]>(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
    egress: fc.constantFrom<NonNullable<NetworkPolicy['spec']>['egress']>(
      [],
      [{}],
      [{ ports: [{ port: 443, protocol: 'TCP' }] }],
      [{ ports: [{ port: 8000, endPort: 9000, protocol: 'TCP' }] }],
      [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }],
      [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.66/32'] } }] }],
      [{ to: [{ podSelector: {} }] }],
    ),
  });
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 3 }), (specs) => {
      for (const [i, spec] of specs.entries()) denyAll(`p-${i}`, spec);
      const pod = get(store, 'pods', SUSPECT.namespace, SUSPECT.name);
      const verdict = allowed(
        { from: pod ?? {}, to: { ip: ATTACKER.ip }, port: ATTACKER.dropPort, protocol: 'TCP' },
        { policies: list(store, 'networkpolicies', null), namespaces: list(store, 'namespaces', null) },
      );
      const sent = sentDuring(1000);
      for (const [i] of specs.entries()) store.remove(NETWORK_POLICIES, SUSPECT.namespace, `p-${i}`);
      expect(sent > 0).toBe(verdict.allowed);
    }),
    { numRuns: 40 },
  );
});

test('at T+3 min a pod without owner stands in kube-system', () => {
  drill.control.advance({ beat: 'enumeration' });
  drill.control.advance({ ms: 1000 });
  const planted = list(store, 'pods', 'kube-system').filter((pod) => nameOf(pod).startsWith('node-tuner-'));
  expect(planted.map((pod) => [pod.status?.phase, pod.metadata?.ownerReferences])).toEqual([['Running', undefined]]);
});

test('stored and taken up again, the story goes on where it was', () => {
  drill.control.advance({ beat: 'exfiltration' });
  drill.control.advance({ ms: 5000 });
  const state = JSON.parse(JSON.stringify({ clock: clock.save(), scenario: drill.save(), store: store.dump() }));
  const before = drill.control.state();
  drill.stop();
  const clock2 = createClock(state.clock);
  const store2 = new ObjectStore(clock2.now);
  store2.restore(state.store);
  drill = startScenario({ store: store2, clock: clock2, saved: state.scenario });
  drill.settle();
  expect(drill.control.state()).toEqual(before);
  expect(list(store2, 'pods', null).map(nameOf)).toEqual(list(store, 'pods', null).map(nameOf));
  drill.control.advance({ ms: 1000 });
  expect(drill.control.state().exfiltration.bytesSent).toBe(before.exfiltration.bytesSent + 2_900_000);
  clock2.stop();
});

test('about 60 pods, told apart by their faults', () => {
  const pods = list(store, 'pods', null);
  expect(pods.length).toBeGreaterThan(55);
  expect(pods.length).toBeLessThan(70);
  const reasons = pods.flatMap(
    (pod) => pod.status?.containerStatuses?.flatMap((s) => s.state?.waiting?.reason ?? []) ?? [],
  );
  expect(reasons.sort()).toEqual(['CrashLoopBackOff', 'ImagePullBackOff']);
  expect(pods.filter((pod) => pod.status?.phase === 'Pending' && pod.spec?.nodeName === undefined)).toHaveLength(1);
  expect(pods.filter((pod) => pod.status?.phase === 'Succeeded')).toHaveLength(1);
});

test('a settled cluster stays as it is: the controllers have nothing to do', () => {
  drill.settle();
  const before = list(store, 'pods', null).map(nameOf);
  drill.control.advance({ ms: 20_000 });
  expect(list(store, 'pods', null).map(nameOf)).toEqual(before);
});
