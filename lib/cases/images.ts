import type { Pod } from '../kubernetes/objects.ts';
import type { ImageRef } from '../triage/row.ts';

/** The digest in an imageID such as "docker-pullable://reg/app@sha256:…"; null when it tells none. */
export const digestOf = (imageId: string | undefined): string | null =>
  imageId?.match(/sha256:[0-9a-f]{64}/)?.[0] ?? null;

/** Images of all containers with the digest that runs, as the kubelet reports it. */
export function imagesOf(pod: Pod): ImageRef[] {
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.ephemeralContainerStatuses ?? []),
  ];
  const containers = [
    ...(pod.spec?.initContainers ?? []),
    ...(pod.spec?.containers ?? []),
    ...(pod.spec?.ephemeralContainers ?? []),
  ];
  return containers.map(({ name, image }) => {
    const status = statuses.find((one) => one.name === name);
    return { container: name, image: image ?? status?.image ?? '', digest: digestOf(status?.imageID) };
  });
}
