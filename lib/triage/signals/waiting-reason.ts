import { NODE_LOST, podStatus } from '../../kubernetes/pod-status.ts';
import { type SignalRule, signal } from '../signal.ts';

const ON_ITS_WAY = new Set(['ContainerCreating', 'PodInitializing']);

export const waitingReason: SignalRule = (pod, context) => {
  const { status, asOf, waitingReason: reason } = podStatus(pod, context.node(pod.spec?.nodeName ?? ''));
  if (status === NODE_LOST) {
    return signal({
      id: 'waiting-reason',
      words: NODE_LOST,
      weight: 6,
      field: 'node status.conditions[Ready]',
      reason: `Node ${pod.spec?.nodeName ?? ''} no longer reports: the pod's status is ${asOf === null ? 'of an unknown time' : `as of ${asOf}`}, and what runs there now is unknown.`,
    });
  }
  if (reason === null || ON_ITS_WAY.has(reason)) return null;
  const messages = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].flatMap(
    ({ name, state }) =>
      state?.waiting?.reason === reason ? [`${name}: ${(state.waiting.message ?? 'no message').slice(0, 300)}`] : [],
  );
  return signal({
    id: 'waiting-reason',
    words: reason.slice(0, 40),
    weight: 7,
    field: 'status.containerStatuses[].state.waiting.reason',
    reason: `A container waits with ${reason.slice(0, 60)} (${messages[0] ?? 'no message'}).`,
  });
};
