import { controllerOf } from '../../kubernetes/owners.ts';
import { type SignalRule, signal } from '../signal.ts';

export const noOwner: SignalRule = (pod, context) => {
  if (controllerOf(pod)) return null;
  const { others, without } = context.census.ownerless(pod);
  // where bare pods are the custom, one more says little
  const weight = others >= 4 && without > others / 2 ? 4 : 12;
  const namespace = pod.metadata?.namespace ?? '';
  return signal({
    id: 'no-owner',
    words: 'No owner',
    weight,
    field: 'metadata.ownerReferences',
    attack: 'T1610',
    reason: `No ReplicaSet, Job, DaemonSet or other owner is behind the pod: someone made it by hand. In ${namespace}, ${without} of ${others} other pods are like that.`,
  });
};
