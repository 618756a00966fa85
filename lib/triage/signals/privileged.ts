import { named, placedContainers, type SignalRule, signal } from '../signal.ts';
import { asUsual } from '../usual.ts';

export const privileged: SignalRule = (pod, context) => {
  const found = placedContainers(pod).filter(({ container }) => container.securityContext?.privileged);
  const [first] = found;
  if (!first) return null;
  const { weight, words } = asUsual(30, pod, context);
  const names = named(found.map(({ container }) => container.name));
  return signal({
    id: 'privileged',
    words: 'Privileged',
    weight,
    field: `${first.field}.securityContext.privileged`,
    attack: 'T1611',
    reason: `Container ${names} runs privileged: it sees the node's devices and can leave its confinement.${words}`,
  });
};
