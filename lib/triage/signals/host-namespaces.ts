import { type SignalRule, signal } from '../signal.ts';
import { asUsual } from '../usual.ts';

const WEIGHTS = { hostPID: 18, hostNetwork: 10, hostIPC: 6 } as const;
const MEANS = {
  hostPID: 'sees and may signal every process of the node (hostPID)',
  hostNetwork: 'uses the network of the node, where no NetworkPolicy applies (hostNetwork)',
  hostIPC: 'shares memory with processes of the node (hostIPC)',
} as const;
const FLAGS = ['hostPID', 'hostNetwork', 'hostIPC'] as const;

export const hostNamespaces: SignalRule = (pod, context) => {
  const found = FLAGS.filter((flag) => pod.spec?.[flag]);
  const [first] = found;
  if (!first) return null;
  const { weight, words } = asUsual(
    found.reduce((sum, flag) => sum + WEIGHTS[flag], 0),
    pod,
    context,
  );
  return signal({
    id: 'host-namespaces',
    words: found.length === 1 ? first : `${first} +${found.length - 1}`,
    weight,
    field: `spec.${first}`,
    attack: 'T1611',
    reason: `The pod ${found.map((flag) => MEANS[flag]).join(', and ')}.${words}`,
  });
};
