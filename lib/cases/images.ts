import { runningDigest } from '../kubernetes/images.ts';
import type { Pod } from '../kubernetes/objects.ts';
import type { ImageRef } from '../triage/row.ts';

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
    return { container: name, image: image ?? status?.image ?? '', digest: runningDigest(status) };
  });
}
