import { expect, test } from 'vitest';
import { pod } from '../testing/builders.ts';
import { enforcement } from './cni.ts';
import { quarantinePolicy } from './quarantine-plan.ts';
import { judgeQuarantine, type VerdictInput } from './quarantine-verdict.ts';
import type { Check, ConnectionVerdict } from './step.ts';

const name = { label: 'q-42-x2kqv', policy: 'bulkhead-q-42-x2kqv' };
const suspect = pod({ labels: { 'bulkhead/quarantine': name.label } });
const policy = quarantinePolicy({ name, pod: suspect, caseId: 'c', suspectId: 's' });
const connections = (state: ConnectionVerdict['state'], mark: Check['state']): ConnectionVerdict => ({
  state,
  check: { state: mark, words: 'what was open' },
  lookedAt: '2026-03-01T10:02:11.000Z',
});
const cilium = {
  state: 'unknown' as const,
  words: 'There are ciliumnetworkpolicies.cilium.io: another kind of policy, not evaluated',
};
const fine: VerdictInput = {
  pod: suspect,
  policies: [policy],
  made: name,
  enforcement: enforcement(true, null, null),
  otherKinds: [],
  connections: connections('cut', 'ok'),
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
  ['an open connection still passes', { ...fine, connections: connections('passing', 'failed') }, 'leaking'],
  [
    'whether an open connection passes could not be seen: never green',
    { ...fine, connections: connections('unknown', 'unknown') },
    'unknown',
  ],
  ['nobody looked at open connections: never green', { ...fine, connections: null }, 'unknown'],
  ['a policy of a kind that is not evaluated may allow: never green', { ...fine, otherKinds: [cilium] }, 'unknown'],
  ['the pod is gone', { ...fine, pod: null }, 'verified'],
])('%s', (_, input, outcome) => expect(judgeQuarantine(input).outcome).toBe(outcome));

test('policies of other kinds are named as not evaluated', () => {
  expect(judgeQuarantine({ ...fine, otherKinds: [cilium] }).checks).toContainEqual(cilium);
});

test('a look at open connections says when it was', () => {
  const words = judgeQuarantine(fine).checks.map((check) => check.words);
  expect(words).toContain('what was open (looked at 2026-03-01 10:02:11 UTC)');
});
