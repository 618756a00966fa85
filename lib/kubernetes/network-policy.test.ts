import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namespace, netpol, pod } from '../testing/builders.ts';
import { corpus } from '../testing/corpora.ts';
import { allowed, type Endpoint, isolation, leaksThrough, type Protocol } from './network-policy.ts';
import type { Namespace, NetworkPolicy, Pod } from './objects.ts';

const BOTH: ('Ingress' | 'Egress')[] = ['Ingress', 'Egress'];
const denyAll = netpol({ name: 'deny', policyTypes: BOTH });
const payment = pod({ name: 'payment', labels: { app: 'pay', tier: 'back' }, ip: '10.42.0.1' });
const ledger = pod({ name: 'ledger', labels: { app: 'ledger' }, ip: '10.42.0.2' });
const namespaces = [namespace('finance', { team: 'money' }), namespace('web')];

const passes = (from: Endpoint, to: Endpoint, policies: NetworkPolicy[], port = 80, protocol: Protocol = 'TCP') =>
  allowed({ from, to, port, protocol }, { policies, namespaces }).allowed;

describe('allowed', () => {
  const outside = { ip: '203.0.113.66' };
  test.each<[string, NetworkPolicy[], boolean]>([
    ['no policy: everything', [], true],
    ['deny all', [denyAll], false],
    [
      'deny all beside a rule that allows egress',
      [denyAll, netpol({ selects: { app: 'pay' }, policyTypes: ['Egress'], egress: [{}] })],
      true,
    ],
    [
      'a rule in a direction that is not among policyTypes counts for nothing',
      [denyAll, netpol({ policyTypes: ['Ingress'], egress: [{}] })],
      false,
    ],
    [
      'without policyTypes an egress rule isolates egress',
      [netpol({ egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] })],
      false,
    ],
    ['without policyTypes and egress rules, egress stays open', [netpol({ ingress: [] })], true],
    ['a policy of another namespace', [netpol({ namespace: 'web', policyTypes: BOTH })], true],
    [
      'an ipBlock with the address excepted',
      [netpol({ egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.0/24'] } }] }] })],
      false,
    ],
    [
      'an ipBlock that holds the address',
      [netpol({ egress: [{ to: [{ ipBlock: { cidr: '203.0.0.0/8', except: ['203.1.0.0/16'] } }] }] })],
      true,
    ],
    ['a port range that holds the port', [netpol({ egress: [{ ports: [{ port: 80, endPort: 90 }] }] })], true],
    ['a port range that does not', [netpol({ egress: [{ ports: [{ port: 81, endPort: 90 }] }] })], false],
    ['the other protocol', [netpol({ egress: [{ ports: [{ port: 80, protocol: 'UDP' }] }] })], false],
    ['a named port at an address outside names nothing', [netpol({ egress: [{ ports: [{ port: 'http' }] }] })], false],
  ])('from payment to an outside address: %s', (_, policies, expected) =>
    expect(passes(payment, outside, policies)).toBe(expected),
  );

  test.each<[string, NetworkPolicy, boolean]>([
    [
      'podSelector alone means this namespace',
      netpol({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'pay' } } }] }] }),
      true,
    ],
    [
      'namespaceSelector alone means all its pods',
      netpol({ ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'money' } } }] }] }),
      true,
    ],
    [
      'both together are and-ed',
      netpol({ ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'x' } } }] }] }),
      false,
    ],
    [
      'two peers are or-ed',
      netpol({ ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }, { podSelector: {} }] }] }),
      true,
    ],
    ['a peer of nothing is nobody', netpol({ ingress: [{ from: [{}] }] }), false],
    ['an empty list of peers is everyone', netpol({ ingress: [{ from: [] }] }), true],
  ])('from payment to ledger: %s', (_, policy, expected) => expect(passes(payment, ledger, [policy])).toBe(expected));

  test('both ends must allow', () => {
    const verdict = allowed(
      { from: payment, to: ledger, port: 80, protocol: 'TCP' },
      { policies: [netpol({ name: 'in', ingress: [] })], namespaces },
    );
    expect(verdict).toEqual({
      allowed: false,
      egress: { isolated: false, by: [], allowedBy: null, allowed: true },
      ingress: { isolated: true, by: ['in'], allowedBy: null, allowed: false },
    });
  });

  test('a pod on the host network is covered by no policy, and no pod selector means it', () => {
    const host = pod({ name: 'host', spec: { hostNetwork: true }, ip: '192.0.2.1' });
    expect(passes(host, { ip: '203.0.113.66' }, [denyAll])).toBe(true);
    expect(isolation(host, [denyAll])).toEqual({ covered: false, ingress: [], egress: [] });
    expect(
      passes(host, payment, [netpol({ selects: { app: 'pay' }, ingress: [{ from: [{ podSelector: {} }] }] })]),
    ).toBe(false);
    expect(
      passes(host, payment, [
        netpol({ selects: { app: 'pay' }, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.1/32' } }] }] }),
      ]),
    ).toBe(true);
  });

  test('a pod always reaches itself', () => expect(passes(payment, payment, [denyAll])).toBe(true));

  test('a named port is the destination pod’s own, never the client’s', () => {
    const web = (name: string, port: number | null) =>
      pod({
        name,
        labels: { app: 'web' },
        containers: [{ ports: port === null ? [] : [{ name: 'web', containerPort: port }] }],
      });
    const [a, b, c] = [web('a', 8080), web('b', 9090), web('c', null)];
    const client = pod({ name: 'client', containers: [{ ports: [{ name: 'web', containerPort: 666 }] }] });
    const policies = [netpol({ selects: { app: 'web' }, ingress: [{ ports: [{ port: 'web' }] }] })];
    const open = (to: Pod) => [8080, 9090, 666].filter((port) => passes(client, to, policies, port));
    expect([open(a), open(b), open(c)]).toEqual([[8080], [9090], []]);
  });
});

describe('leaksThrough', () => {
  test.each<[string, NetworkPolicy, string[]]>([
    ['a deny-all has no rules, so it does not leak', denyAll, []],
    ['a policy that selects another pod', netpol({ selects: { app: 'ledger' }, egress: [{}] }), []],
    [
      'a rule without peers or ports',
      netpol({ selects: { app: 'pay' }, egress: [{}] }),
      ['egress to anywhere on any port'],
    ],
    [
      'an address and a port',
      netpol({ egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443, protocol: 'TCP' }] }] }),
      ['egress to 0.0.0.0/0 on TCP 443'],
    ],
    [
      'a gateway and a named port',
      netpol({
        ingress: [
          {
            from: [
              { namespaceSelector: { matchLabels: { team: 'edge' } }, podSelector: { matchLabels: { app: 'gw' } } },
            ],
            ports: [{ port: 'http' }],
          },
        ],
      }),
      ['ingress from pods app=gw of namespaces team=edge on TCP port named http'],
    ],
    [
      'both directions',
      netpol({
        ingress: [{ from: [{ podSelector: {} }] }],
        egress: [
          {
            ports: [
              { port: 53, protocol: 'UDP' },
              { port: 1, endPort: 9 },
            ],
          },
        ],
      }),
      ['ingress from all pods of this namespace on any port', 'egress to anywhere on UDP 53 or TCP 1 to 9'],
    ],
  ])('%s', (_, policy, words) =>
    expect(leaksThrough(payment, [denyAll, policy]).map(({ allows }) => allows)).toEqual(words),
  );

  test.each<[string, NetworkPolicy, string[]]>([
    ['by both labels', netpol({ selects: { app: 'pay', tier: 'back' }, egress: [{}] }), ['app', 'tier']],
    ['by every pod', netpol({ egress: [{}] }), []],
    [
      'by a label it lacks',
      netpol({ selector: { matchExpressions: [{ key: 'safe', operator: 'DoesNotExist' }] }, egress: [{}] }),
      [],
    ],
    [
      'by a label of any value',
      netpol({ selector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, egress: [{}] }),
      ['tier'],
    ],
  ])('selected %s', (_, policy, keys) => expect(leaksThrough(payment, [policy])[0]?.byLabels).toEqual(keys));
});

test('one more policy on the same pods never closes what was open through a rule', () => {
  const peers = fc.array(
    fc.constantFrom<{ podSelector?: object; ipBlock?: { cidr: string } }>(
      { podSelector: {} },
      { ipBlock: { cidr: '10.0.0.0/8' } },
    ),
    { maxLength: 2 },
  );
  const policies = fc.array(
    fc
      .record({ from: peers, port: fc.constantFrom(80, 443) })
      .map(({ from, port }) => netpol({ ingress: [{ from, ports: [{ port }] }] })),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(
      policies,
      policies,
      (some, more) => !passes(ledger, payment, some) || passes(ledger, payment, [...some, ...more]),
    ),
  );
});

interface Situation {
  id: string;
  policies: NetworkPolicy[];
  namespaces: { name: string; labels: Record<string, string> }[];
  pods: {
    name: string;
    namespace: string;
    ip: string;
    labels: Record<string, string>;
    hostNetwork?: boolean;
    ports: { name?: string; containerPort: number; protocol?: string }[];
  }[];
  probes: { from: string; to: string; port: number; protocol: Protocol; expected: 'allow' | 'deny' }[];
}

test.each(['k8s-e2e', 'recipes', 'cyclonus', 'policy-assistant', 'cluster-network-policy'])(
  'the same answers as the truth tables of %s',
  (name) => {
    const text = corpus(`network-policy/${name}.json`);
    if (text === null) return expect(text).toBeNull(); // the outside data is not at hand: nothing to compare with
    const situations: Situation[] = JSON.parse(text);
    const answers = situations
      .filter(({ policies }) => policies.every(({ kind }) => kind === 'NetworkPolicy'))
      .flatMap((situation) => {
        const pods = new Map(
          situation.pods.map((each) => [
            `${each.namespace}/${each.name}`,
            pod({
              name: each.name,
              namespace: each.namespace,
              labels: each.labels,
              ip: each.ip,
              containers: [{ ports: each.ports }],
              spec: { hostNetwork: each.hostNetwork ?? false },
            }),
          ]),
        );
        const context = {
          policies: situation.policies,
          namespaces: situation.namespaces.map((each): Namespace => ({ metadata: each })),
        };
        const end = (id: string): Endpoint => pods.get(id) ?? { ip: id };
        return situation.probes.map(({ from, to, port, protocol, expected }) => {
          const verdict = allowed({ from: end(from), to: end(to), port, protocol }, context).allowed ? 'allow' : 'deny';
          return {
            expected: `${situation.id} ${from} → ${to}:${port} ${protocol} ${expected}`,
            actual: `${situation.id} ${from} → ${to}:${port} ${protocol} ${verdict}`,
          };
        });
      });
    expect(answers.length > 0 || name === 'cluster-network-policy' || name === 'policy-assistant').toBe(true);
    expect(answers.map(({ actual }) => actual)).toEqual(answers.map(({ expected }) => expected));
  },
);
