import { named, placedContainers, type SignalRule, signal } from '../signal.ts';

export const writableRoot: SignalRule = (pod) => {
  const found = placedContainers(pod).filter(
    ({ container, field }) => !container.securityContext?.readOnlyRootFilesystem && !field.startsWith('spec.ephemeral'),
  );
  const [first] = found;
  if (!first) return null;
  return signal({
    id: 'writable-root',
    words: 'Writable root',
    weight: 2,
    field: `${first.field}.securityContext.readOnlyRootFilesystem`,
    reason: `The root filesystem of ${named(found.map(({ container }) => container.name))} is writable: tools can be dropped and binaries replaced.`,
  });
};
