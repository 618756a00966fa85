import { named, type SignalRule, signal } from '../signal.ts';

export const ephemeralContainer: SignalRule = (pod) => {
  const found = pod.spec?.ephemeralContainers ?? [];
  const [first] = found;
  if (!first) return null;
  return signal({
    id: 'ephemeral-container',
    words: 'Ephemeral container',
    weight: 15,
    field: 'spec.ephemeralContainers[0]',
    attack: 'T1609',
    reason: `Someone put a debug container into the running pod: ${named(found.map(({ name, image }) => `${name} (${(image ?? 'no image').slice(0, 100)})`))}.`,
  });
};
