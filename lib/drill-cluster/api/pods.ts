import type { ContainerStatus, KubeObject, Pod } from '../../kubernetes/objects.ts';
import { badRequest } from '../errors.ts';

/** A stored object of resource pods has this shape. */
export const asPod = (object: KubeObject) => object as unknown as Pod;

const allNames = ({ spec }: Pod) =>
  [...(spec?.initContainers ?? []), ...(spec?.containers ?? []), ...(spec?.ephemeralContainers ?? [])].map(
    ({ name }) => name,
  );

/** The container that a log or exec request means. Throws 400 in the API server's words. */
export function containerNamed(pod: Pod, asked: string): string {
  const name = pod.metadata?.name ?? '';
  if (asked !== '') {
    if (allNames(pod).includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const containers = pod.spec?.containers ?? [];
  const [only] = containers;
  if (only && containers.length === 1) return only.name;
  const init = pod.spec?.initContainers ?? [];
  const choices = `choose one of: [${containers.map((one) => one.name).join(' ')}]`;
  const more = init.length > 0 ? ` or one of the init containers: [${init.map((one) => one.name).join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${name}, ${choices}${more}`);
}

export function statusOfContainer({ status }: Pod, name: string): ContainerStatus | undefined {
  const all = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  return all.find((one) => one.name === name);
}
