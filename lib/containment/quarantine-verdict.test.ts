import { expect, test } from 'vitest';
import { pod } from '../testing/builders.ts';
import { enforcement } from './cni.ts';
import { quarantinePolicy } from './quarantine-plan.ts';
import { judgeQuarantine, type VerdictInput } from './quarantine-verdict.ts';

const name = { label: 'q-42-x2kqv', policy: 'bulkhead-q-42-x2kqv' };
const suspect = pod({ labels: { 'bulkhead/quarantine': name.label } });
const policy = quarantinePolicy({ name, pod: suspect, caseId: 'c', suspectId: 's' });
const fine: VerdictInput = {
  pod: suspect,
  policies: [policy],
  made: name,
  enforcement: enforcement(true, null, null),
  otherKinds: [],
  connections: null,
};
const opened = { ...policy, spec: { ...policy.spec, podSelector: policy.spec?.podSelector ?? {}, egress: [{}] } };
const flannel = enforcement(false, [{ metadata: { name: 'kube-flannel-ds', namespace: 'kube-flannel' } }], null);

test.each<[string, VerdictInput, string]>([
  ['everything as it was sent', fine, 'verified'],
  ['the label was taken off', { ...fine, pod: pod({}) }, 'leaking'],
  ['the policy was removed', { ...fine, policies: [] }, 'leaking'],
  ['the policy was given a rule', { ...fine, policies: [opened] }, 'leaking'],
  [
    'the pod is on the network of its node',
    { ...fine, pod: { ...suspect, spec: { containers: [], hostNetwork: true } } },
    'leaking',
  ],
  ['flannel alone: never green', { ...fine, enforcement: flannel }, 'unknown'],
  ['no plugin was seen: never green', { ...fine, enforcement: enforcement(false, [], null) }, 'unknown'],
  [
    'an open connection still passes',
    { ...fine, connections: { passing: true, check: { state: 'failed', words: 'x' } } },
    'leaking',
  ],
  ['the pod is gone', { ...fine, pod: null }, 'verified'],
])('%s', (_, input, outcome) => expect(judgeQuarantine(input).outcome).toBe(outcome));

test('policies of other kinds are named as not evaluated', () => {
  const otherKinds = [
    {
      state: 'unknown' as const,
      words: 'There are ciliumnetworkpolicies.cilium.io: another kind of policy, not evaluated',
    },
  ];
  expect(judgeQuarantine({ ...fine, otherKinds }).checks).toContainEqual(otherKinds[0]);
});
