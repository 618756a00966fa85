import { expect, test } from 'vitest';
import { enforcement } from './cni.ts';

const daemonSet = (name: string, namespace = 'kube-system') => ({ metadata: { name, namespace } });

test.each([
  ['the drill cluster enforces itself', true, null, 'enforced', 'ok'],
  ['Cilium is seen', false, [daemonSet('cilium')], 'enforced', 'ok'],
  [
    'Calico beside flannel (canal)',
    false,
    [daemonSet('kube-flannel-ds', 'kube-flannel'), daemonSet('calico-node', 'calico-system')],
    'enforced',
    'ok',
  ],
  [
    'flannel alone: a policy would have no effect',
    false,
    [daemonSet('kube-flannel-ds', 'kube-flannel')],
    'not-enforced',
    'caution',
  ],
  ['nothing known is seen', false, [daemonSet('node-exporter')], 'unknown', 'unknown'],
  [
    'anybody may name a DaemonSet cilium in a namespace of his own',
    false,
    [daemonSet('cilium', 'shop')],
    'unknown',
    'unknown',
  ],
  ['DaemonSets could not be read', false, null, 'unknown', 'unknown'],
] as const)('%s', (_, drill, daemonSets, state, check) => {
  const found = enforcement(drill, daemonSets, 'may not list daemonsets.apps');
  expect(found.state).toBe(state);
  expect(found.check.state).toBe(check);
});
