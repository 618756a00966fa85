import { byTag } from '../../kubernetes/images.ts';
import { named, placedContainers, type SignalRule, signal } from '../signal.ts';

export const imageByTag: SignalRule = (pod) => {
  const found = placedContainers(pod).filter(
    ({ container, field }) => !field.startsWith('spec.ephemeral') && byTag(container.image ?? ''),
  );
  const [first] = found;
  if (!first) return null;
  return signal({
    id: 'image-by-tag',
    words: 'Image by tag',
    weight: 2,
    field: `${first.field}.image`,
    reason: `The image of ${named(found.map(({ container }) => container.name))} is named by tag (${(first.container.image ?? '').slice(0, 120)}), not by digest: what runs is decided when it is pulled.`,
  });
};
